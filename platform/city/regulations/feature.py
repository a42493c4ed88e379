from city.regulations.permissions import GRANTS, RegulationPermission
from city.regulations.routes import blueprint
from core.access.roles import Tier
from core.feature import Feature, NavigationGroup, NavigationItem
from core.marks import mark

FEATURE = Feature(
    name="regulations",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=RegulationPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Values of regulations"),
            "regulations.list_values",
            RegulationPermission.READ,
            "scale",
            40,
            group=NavigationGroup.OFFICE,
        ),
    ),
    actions={"regulation:recorded": mark("Value of a regulation recorded")},
    field_labels={
        "regulation_values.key": mark("Value"),
        "regulation_values.valid_from": mark("Holds from"),
        "regulation_values.value": mark("Numbers"),
        "regulation_values.source": mark("Source of the value"),
    },
)
