from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.networks import demo
from tenants.networks.measures import TALLIES
from tenants.networks.permissions import GRANTS, NetworkPermission
from tenants.networks.public_routes import blueprint

FEATURE = Feature(
    name="networks",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=NetworkPermission,
    grants=GRANTS,
    tallies=TALLIES,
    actions={
        "proposal:drafted": mark("Proposal of zones computed"),
        "proposal:changed": mark("Proposal of zones changed"),
        "proposal:applied": mark("Proposal of zones applied"),
        "proposal:discarded": mark("Proposal of zones laid aside"),
        "responsibility:given": mark("Responsibility for a zone given"),
        "responsibility:ended": mark("Responsibility for a zone ended"),
        "remark:written": mark("Remark on a network written"),
        "pilot:chosen": mark("Pilot network chosen"),
        "network:published": mark("Page of a network released"),
        "network:withdrawn": mark("Page of a network taken back"),
    },
    field_labels={
        "zone_proposals.state": mark("State"),
        "zone_proposals.plan": mark("Zones of the proposal"),
        "zone_proposals.basis": mark("What it was computed with"),
        "responsibilities.zone_id": mark("Zone"),
        "responsibilities.person_name": mark("Name"),
        "responsibilities.person_position": mark("Position"),
        "responsibilities.valid_from": mark("Answers for it from"),
        "responsibilities.valid_to": mark("First day without the duty"),
        "responsibilities.source_kind": mark("Paper that says so"),
        "responsibilities.source_number": mark("Number of the order or the meeting"),
        "responsibilities.source_on": mark("Day of the paper"),
        "network_remarks.zone_id": mark("Zone"),
        "network_remarks.body": mark("Remark"),
        "pilot_choices.zone_id": mark("Pilot network"),
        "pilot_choices.scores": mark("Scores"),
        "pilot_choices.reason": mark("Reason"),
        "pilot_choices.meeting": mark("Meeting that decided"),
        "pilot_choices.decided_on": mark("Decided on"),
        "published_networks.zone_id": mark("Zone"),
        "published_networks.content": mark("What the page says"),
        "published_networks.withdrawn_at": mark("Taken back on"),
    },
    navigation=(
        NavigationItem(
            mark("Zones"),
            "networks.list_zones",
            NetworkPermission.BOARD,
            "layout-kanban",
            30,
            group=NavigationGroup.REGISTERS,
            covers=("zones",),
        ),
        NavigationItem(
            mark("Our zone"),
            "networks.show_own_zone",
            NetworkPermission.OWN,
            "map-pins",
            31,
            group=NavigationGroup.REGISTERS,
        ),
    ),
    demo=(DemoStep(90, BANG_NA, demo.load),),
)
