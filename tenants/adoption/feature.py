from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationItem
from core.marks import mark
from tenants.adoption import demo
from tenants.adoption.measures import MEASURES
from tenants.adoption.permissions import GRANTS, AdoptionPermission
from tenants.adoption.routes import blueprint
from tenants.example.content import BANG_NA

FEATURE = Feature(
    name="adoption",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=AdoptionPermission,
    grants=GRANTS,
    measures=MEASURES,
    navigation=(
        NavigationItem(
            mark("The manual"), "adoption.show_manual", AdoptionPermission.READ, "book-2", 70
        ),
    ),
    actions={"manual:adopted": mark("Manual adopted")},
    field_labels={
        "adoptions.edition": mark("Edition"),
        "adoptions.valid_from": mark("In force from"),
        "adoptions.adopted_by": mark("Adopted by"),
    },
    demo=(DemoStep(20, BANG_NA, demo.load),),
)
