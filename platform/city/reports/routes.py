from sqlalchemy.orm import Session

from city.reports.permissions import CityReportPermission
from core.composition import current_composition
from core.reporting.drawing import Sources
from core.reporting.pages import Rights, add_report_pages
from core.reporting.release_pages import add_release_pages
from core.web.guard import city_blueprint

blueprint = city_blueprint("city_reports", __name__)

RIGHTS = Rights(
    read=CityReportPermission.READ,
    draw_up=CityReportPermission.DRAW_UP,
    publish=CityReportPermission.PUBLISH,
    release=CityReportPermission.RELEASE,
)


def sources(_session: Session) -> Sources:
    """The city reads districts, and no zones."""
    return Sources(current_composition().measures)


add_report_pages(blueprint, RIGHTS, sources)
add_release_pages(blueprint, RIGHTS, sources)
