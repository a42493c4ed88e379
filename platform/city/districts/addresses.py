"""Links that keep what a reader chose, so that a link reproduces the view."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import url_for

from core.indicators.figures import Basis
from core.indicators.spans import Span
from core.tenancy.models import Office
from core.web.figures.choices import DEFAULT, Choice

_KEY = "KEY"


def kept(choice: Choice, *, with_indicator: bool = True) -> dict[str, Any]:
    """The parts of the address that differ from the default."""
    return {
        name: value
        for name, value, default in (
            ("indicator", choice.definition.key if with_indicator else DEFAULT, DEFAULT),
            ("period", "" if choice.is_default_period else choice.span.key, ""),
            ("group", choice.group, ""),
            ("basis", choice.basis.value, Basis.OFFICIAL.value),
        )
        if value != default
    }


def board_address(choice: Choice, *, indicator: str = "", period: str = "", part: str = "") -> str:
    """The board with another indicator or period than was chosen, at one of its parts."""
    arguments = kept(choice)
    arguments.update({"indicator": indicator} if indicator else {})
    arguments.update({"period": period} if period else {})
    return url_for("dashboards.show_city", _anchor=part or None, **arguments)


def district_address(choice: Choice, office: Office, *, indicator: str = "") -> str:
    """The district's own page, in the same period and on the same basis."""
    arguments = kept(choice)
    arguments.pop("group", None)
    if indicator:
        arguments["indicator"] = indicator
    return url_for("districts.show_district", code=office.code, **arguments)


def evidence_address(code: int, key: str, span: Span, zone_id: UUID | None = None) -> str:
    """What stands behind a number of a district or of one of its zones."""
    return url_for(
        "districts.show_evidence", code=code, indicator=key, period=span.key, zone=zone_id
    )


def evidence_addresses(code: int, span: Span) -> Callable[[str], str]:
    """The same for many indicators of one district: the address is built once, each key put into it."""
    before, after = evidence_address(code, _KEY, span).split(_KEY)
    return lambda key: f"{before}{quote(key, safe='')}{after}"
