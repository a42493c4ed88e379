from core.access.roles import Tier
from core.evidence.models import EvidenceKind
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem, PaperPage
from core.marks import mark
from tenants.adoption import demo
from tenants.adoption.measures import TALLIES
from tenants.adoption.move_routes import blueprint
from tenants.adoption.permissions import GRANTS, AdoptionPermission
from tenants.example.content import BANG_NA

FEATURE = Feature(
    name="adoption",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=AdoptionPermission,
    grants=GRANTS,
    papers={EvidenceKind.ADOPTION: PaperPage("adoption.show_manual")},
    tallies=TALLIES,
    navigation=(
        NavigationItem(
            mark("The manual"),
            "adoption.show_manual",
            AdoptionPermission.READ,
            "book-2",
            70,
            group=NavigationGroup.PAPERS,
        ),
    ),
    actions={
        "manual:adopted": mark("Manual adopted"),
        "manual_text:begun": mark("The department's text taken up to be adapted"),
        "manual_text:adapted": mark("A text of the manual adapted by the office"),
        "manual_text:kept": mark("The former wording kept in the history"),
        "manual_text:changed": mark("The office's text of the manual changed"),
        "manual_text:taken_back": mark("The office's text of the manual taken back"),
        "manual_annex:added": mark("A clause added to the office's annex"),
        "manual_annex:changed": mark("A clause of the office's annex changed"),
        "manual_annex:removed": mark("A clause of the office's annex removed"),
        "edition_move:begun": mark("Move to a newer edition of the manual begun"),
        "edition_move:city_chosen": mark("Move of the manual: the department's text chosen"),
        "edition_move:ours_chosen": mark("Move of the manual: the office's text chosen"),
        "edition_move:text_edited": mark("Move of the manual: a text written anew from both"),
        "edition_move:annex_chosen": mark("Move of the manual: the text goes to the annex"),
        "edition_move:end_chosen": mark("Move of the manual: the office's text ends"),
        "edition_move:finished": mark("Move to a newer edition of the manual finished"),
        "edition_move:abandoned": mark("Move to a newer edition of the manual given up"),
    },
    value_words={
        "local_clauses.part": {
            "clause": mark("Clause of the manual"),
            "article": mark("Article of the by-law draft"),
            "annex": mark("Clause of the office's annex"),
        },
        "edition_moves.state": {
            "open": mark("Move under way"),
            "done": mark("Move finished"),
            "abandoned": mark("Move given up"),
        },
    },
    field_labels={
        "local_clauses.part": mark("Part of the manual"),
        "local_clauses.key": mark("Number of the part"),
        "local_clauses.title": mark("Title of the clause"),
        "local_clauses.body": mark("Text"),
        "local_clauses.reason": mark("Reason"),
        "local_clauses.edition": mark("Edition"),
        "local_clauses.removed_on": mark("Ended on"),
        "edition_moves.from_edition": mark("From edition"),
        "edition_moves.to_edition": mark("To edition"),
        "edition_moves.state": mark("State"),
        "adoptions.edition": mark("Edition"),
        "adoptions.valid_from": mark("In force from"),
        "adoptions.adopted_by": mark("Adopted by"),
    },
    demo=(DemoStep(20, BANG_NA, demo.load),),
)
