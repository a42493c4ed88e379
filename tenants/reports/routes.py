from sqlalchemy.orm import Session

from core.composition import current_composition
from core.reporting.drawing import Sources
from core.reporting.pages import Rights, add_report_pages
from core.reporting.release_pages import add_release_pages
from core.web.guard import district_blueprint
from tenants.reports.permissions import ReportPermission
from tenants.reports.queries import zone_names

blueprint = district_blueprint("reports", __name__)

RIGHTS = Rights(
    read=ReportPermission.READ,
    draw_up=ReportPermission.DRAW_UP,
    publish=ReportPermission.PUBLISH,
    release=ReportPermission.RELEASE,
)


def sources(session: Session) -> Sources:
    """The office reads its zones as well."""
    return Sources(current_composition().measures, zone_names(session))


add_report_pages(blueprint, RIGHTS, sources)
add_release_pages(blueprint, RIGHTS, sources)
