from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.reports import demo
from tenants.reports.permissions import GRANTS, ReportPermission
from tenants.reports.routes import blueprint

FEATURE = Feature(
    name="reports",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=ReportPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Reports"),
            "reports.list_reports",
            ReportPermission.READ,
            "files",
            80,
            group=NavigationGroup.PAPERS,
        ),
        NavigationItem(
            mark("Open data"),
            "reports.list_releases",
            ReportPermission.READ,
            "database",
            82,
            group=NavigationGroup.PAPERS,
        ),
    ),
    jobs=(demo.EXAMPLE,),
    demo=(DemoStep(92, BANG_NA, demo.load),),
)
