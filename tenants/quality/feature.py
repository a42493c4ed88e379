from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.quality import demo
from tenants.quality.measures import TALLIES
from tenants.quality.permissions import GRANTS, QualityPermission
from tenants.quality.routes import blueprint
from tenants.quality.service import CHECK

FEATURE = Feature(
    name="quality",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=QualityPermission,
    grants=GRANTS,
    tallies=TALLIES,
    daily=(CHECK,),
    demo=(DemoStep(80, BANG_NA, demo.load),),
    navigation=(
        NavigationItem(
            mark("Data quality"),
            "quality.list_findings",
            QualityPermission.READ,
            "checks",
            70,
            group=NavigationGroup.WORK,
        ),
    ),
    actions={
        "finding:explained": mark("Finding of data quality explained"),
        "quality:checked": mark("Records held against the rules of data quality"),
    },
    field_labels={
        "quality_explanations.explanation": mark("Why the values are right"),
        "quality_explanations.explained_by": mark("Explained by"),
        "quality_explanations.explained_by_position": mark("Position of who explained it"),
    },
)
