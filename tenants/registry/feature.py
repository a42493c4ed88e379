from core.access.roles import Tier
from core.feature import Feature, NavigationItem
from core.marks import mark
from tenants.registry.measures import MEASURES
from tenants.registry.permissions import GRANTS, RegistryPermission
from tenants.registry.queries import lives_on_examples
from tenants.registry.routes import blueprint

FEATURE = Feature(
    name="registry",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=RegistryPermission,
    grants=GRANTS,
    measures=MEASURES,
    lives_on_examples=lives_on_examples,
    navigation=(
        NavigationItem(
            mark("Communities"),
            "registry.list_communities",
            RegistryPermission.READ,
            "home",
            20,
        ),
    ),
    actions={
        "community:registered": mark("Community registered"),
        "community:changed": mark("Community changed"),
        "community:closed": mark("Community closed"),
        "figures:recorded": mark("Figures recorded"),
    },
    field_labels={
        "communities.name": mark("Name"),
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
        "community_figures.as_of": mark("Figures as of"),
        "community_figures.residents": mark("Residents"),
        "community_figures.male": mark("Men"),
        "community_figures.female": mark("Women"),
        "community_figures.families": mark("Families"),
        "community_figures.houses": mark("Houses"),
        "community_figures.source": mark("Source"),
    },
)
