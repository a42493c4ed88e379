"""Names of offices in the reader's language."""

from core.tenancy.models import Office
from core.web.shell import language


def office_name(office: Office) -> str:
    """The bare name: บางนา."""
    return office.name_th if language() == "th" else office.name_en


def group_name(office: Office) -> str:
    """The group of districts to which it belongs; empty for the department."""
    return (office.group_th if language() == "th" else office.group_en) or ""
