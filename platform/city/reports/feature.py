from city.reports import demo
from city.reports.permissions import GRANTS, CityReportPermission
from city.reports.routes import blueprint
from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from core.tenancy.scope import DEPARTMENT

FEATURE = Feature(
    name="city_reports",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=CityReportPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Reports"),
            "city_reports.list_reports",
            CityReportPermission.READ,
            "files",
            30,
            group=NavigationGroup.PAPERS,
        ),
        NavigationItem(
            mark("Open data"),
            "city_reports.list_releases",
            CityReportPermission.READ,
            "database",
            32,
            group=NavigationGroup.PAPERS,
        ),
    ),
    jobs=(demo.EXAMPLE,),
    demo=(DemoStep(93, DEPARTMENT, demo.load),),
)
