from core.access.roles import Tier
from core.evidence.models import EvidenceKind
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem, PaperPage
from core.marks import mark
from tenants.bylaws import article_routes, demo
from tenants.bylaws.adoption_routes import blueprint
from tenants.bylaws.jobs import RENDER
from tenants.bylaws.models import ByLawState
from tenants.bylaws.permissions import GRANTS, ByLawPermission
from tenants.example.content import BANG_NA

__all__ = ["FEATURE", "article_routes"]

FEATURE = Feature(
    name="bylaws",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=ByLawPermission,
    grants=GRANTS,
    papers={EvidenceKind.BY_LAW: PaperPage("bylaws.show_by_law", "by_law_id")},
    jobs=(RENDER,),
    navigation=(
        NavigationItem(
            mark("By-laws"),
            "bylaws.list_by_laws",
            ByLawPermission.READ,
            "book",
            47,
            group=NavigationGroup.PAPERS,
        ),
    ),
    actions={
        "by_law:drafted": mark("By-law drafted"),
        "by_law:article_changed": mark("Article of a by-law changed"),
        "by_law:article_added": mark("Article added to a by-law"),
        "by_law:article_removed": mark("Article taken out of a by-law"),
        "by_law:edition_followed": mark("Draft of a by-law moved to a newer edition"),
        "by_law:deleted": mark("Draft of a by-law deleted"),
        "by_law:adopted": mark("By-law adopted"),
    },
    value_words={
        "by_laws.state": {
            ByLawState.DRAFT.value: mark("Draft"),
            ByLawState.ADOPTED.value: mark("Adopted"),
        }
    },
    field_labels={
        "by_laws.committee_id": mark("Committee"),
        "by_laws.number": mark("Version"),
        "by_laws.state": mark("State"),
        "by_laws.edition": mark("Edition of the manual"),
        "by_laws.content": mark("Text of the by-law"),
        "by_laws.drafted_at": mark("Drafted on"),
        "by_laws.drafted_by": mark("Drafted by"),
        "by_laws.meeting": mark("Meeting"),
        "by_laws.adopted_on": mark("Adopted on"),
        "by_laws.in_force_from": mark("In force from"),
        "by_laws.recorded_by": mark("Recorded by"),
        "by_laws.recorded_by_position": mark("Position of the recorder"),
        "by_laws.canonical": mark("Adopted text"),
        "by_laws.sha256": mark("SHA-256 of the adopted text"),
        "by_laws.verification_code": mark("Document code"),
    },
    demo=(DemoStep(64, BANG_NA, demo.load),),
)
