from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.registry import demo, plan_demo, profile_demo
from tenants.registry.commands import communities
from tenants.registry.forms import STATUS_TITLES, TYPE_TITLES
from tenants.registry.measures import TALLIES
from tenants.registry.permissions import GRANTS, RegistryPermission
from tenants.registry.plan_routes import blueprint
from tenants.registry.queries import lives_on_examples

FEATURE = Feature(
    name="registry",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=RegistryPermission,
    grants=GRANTS,
    tallies=TALLIES,
    lives_on_examples=lives_on_examples,
    demo=(
        DemoStep(10, BANG_NA, demo.load),
        DemoStep(11, BANG_NA, profile_demo.load),
        DemoStep(12, BANG_NA, plan_demo.load),
    ),
    commands=(communities,),
    navigation=(
        NavigationItem(
            mark("Communities"),
            "registry.list_communities",
            RegistryPermission.READ,
            "home",
            20,
            group=NavigationGroup.REGISTERS,
        ),
    ),
    actions={
        "community:registered": mark("Community registered"),
        "community:changed": mark("Community changed"),
        "community:closed": mark("Community closed"),
        "figures:recorded": mark("Figures recorded"),
        "problems:recorded": mark("Problems of communities recorded"),
        "plan:recorded": mark("Plan of a community recorded"),
        "plan:corrected": mark("Plan of a community corrected"),
        "import:checked": mark("File of communities checked"),
        "communities:imported": mark("Communities taken over from a file"),
        "import:discarded": mark("Import discarded"),
        "community_profile:written": mark("Profile of a community written"),
        "participation:joined": mark("Community takes part by its own will"),
        "participation:withdrawn": mark("Community has withdrawn"),
    },
    value_words={"communities.kind": TYPE_TITLES, "communities.status": STATUS_TITLES},
    field_labels={
        "communities.name": mark("Name"),
        "communities.problems": mark("Problems of the community"),
        "communities.kind": mark("Type"),
        "communities.status": mark("Registration"),
        "communities.subdistrict_code": mark("Subdistrict"),
        "communities.lat": mark("Latitude"),
        "communities.lon": mark("Longitude"),
        "communities.founded_on": mark("Founded on"),
        "communities.registered_from": mark("In the register from"),
        "communities.closed_on": mark("Closed on"),
        "communities.closing_reason": mark("Reason"),
        "communities.note": mark("Note"),
        "communities.source": mark("Source"),
        "communities.source_key": mark("Reference in the source"),
        "community_figures.as_of": mark("Figures as of"),
        "community_figures.residents": mark("Residents"),
        "community_figures.male": mark("Men"),
        "community_figures.female": mark("Women"),
        "community_figures.families": mark("Families"),
        "community_figures.houses": mark("Houses"),
        "community_figures.source": mark("Source"),
        "community_figures.explanation": mark("Why the figures are right"),
        "community_plans.community_id": mark("Community"),
        "community_plans.fiscal_year": mark("Fiscal year"),
        "community_plans.adopted_on": mark("Adopted by the community's meeting on"),
        "community_plans.reviewed": mark("Earlier plan, reviewed"),
        "community_plans.note": mark("Note"),
        "community_profiles.community_id": mark("Community"),
        "community_profiles.way_of_life": mark("Way of life"),
        "community_profiles.shared_values": mark("Shared values"),
        "community_profiles.customs": mark("Customs and traditions"),
        "community_profiles.attitudes": mark("Attitudes"),
        "participations.community_id": mark("Community"),
        "participations.joined_on": mark("It takes part from"),
        "participations.basis": mark("Where the community said so"),
        "participations.withdrew_on": mark("First day on which it takes part no more"),
        "participations.withdrawal_reason": mark("Reason"),
        "import_batches.file_name": mark("File"),
        "import_batches.as_of": mark("Data as of"),
        "import_batches.source": mark("Source"),
    },
)
