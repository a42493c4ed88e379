from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.alliances import demo
from tenants.alliances.forms import KIND_TITLES, TIE_TITLES
from tenants.alliances.permissions import GRANTS, AlliancePermission
from tenants.alliances.routes import blueprint
from tenants.example.content import BANG_NA

FEATURE = Feature(
    name="alliances",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=AlliancePermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Networks"),
            "alliances.list_alliances",
            AlliancePermission.READ,
            "git-branch",
            32,
            group=NavigationGroup.REGISTERS,
        ),
    ),
    actions={
        "alliance:created": mark("Network set up"),
        "alliance:changed": mark("Network changed"),
        "alliance:closed": mark("Network closed"),
        "alliance:joined": mark("Communities added to a network"),
        "alliance:left": mark("Community taken out of a network"),
    },
    value_words={
        "alliances.kind": KIND_TITLES,
        "alliances.tie": TIE_TITLES,
        "alliances.formal": {True: mark("Formal"), False: mark("Informal")},
        "alliances.outside": {
            True: mark("With members from outside"),
            False: mark("Inside the communities"),
        },
    },
    field_labels={
        "alliances.name": mark("Name"),
        "alliances.kind": mark("Kind of network"),
        "alliances.purpose": mark("Purpose"),
        "alliances.tie": mark("Level of the tie"),
        "alliances.formal": mark("Formal or informal"),
        "alliances.outside": mark("Inside or outside"),
        "alliances.parent_id": mark("Inside the network"),
        "alliances.parent_zone_id": mark("Under the zone"),
        "alliances.edition": mark("Edition of the manual"),
        "alliances.valid_from": mark("It exists from"),
        "alliances.closed_on": mark("Closed on"),
        "alliances.closing_reason": mark("Reason"),
        "alliance_memberships.alliance_id": mark("Network"),
        "alliance_memberships.community_id": mark("Community"),
        "alliance_memberships.valid_from": mark("Belongs to it from"),
        "alliance_memberships.valid_to": mark("First day outside the network"),
    },
    demo=(DemoStep(32, BANG_NA, demo.load),),
)
