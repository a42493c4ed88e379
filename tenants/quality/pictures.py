"""The picture of the findings: rules by months, each cell a way to what it counts."""

from datetime import date

from flask import url_for
from flask_babel import gettext

from core.i18n.dates import show_month
from core.quality.rules import RULES
from core.web.shell import language
from tenants.quality.queries import Summary
from ui.charts import Datum, HeatMap, heat_map

LIMITS = (1, 3, 6, 10)
WIDTH = 720

_DECEMBER = 12


def findings_by_month(summary: Summary, months: list[date]) -> HeatMap | None:
    """How many findings each rule has had in each month, whatever became of them; None without any."""
    numbers = [[summary.of_rule(rule.key, month) for month in months] for rule in RULES]
    if not any(number for line in numbers for number in line):
        return None
    return heat_map(
        [Datum(gettext(rule.title), None) for rule in RULES],
        [_label(month, first=month == months[0]) for month in months],
        numbers,
        LIMITS,
        width=WIDTH,
        urls=[
            [
                url_for(
                    "quality.list_findings", rule=rule.key, month=month.isoformat(), state="all"
                )
                if number
                else ""
                for month, number in zip(months, line, strict=True)
            ]
            for rule, line in zip(RULES, numbers, strict=True)
        ],
    )


def _label(month: date, *, first: bool) -> str:
    """ก.พ. 69: room is short, so the year stands with January, and with the first month where it is not beside it."""
    name, year = show_month(month, style="short", language="th").rsplit(" ", 1)
    if language() == "en":
        name = f"{month:%b}"
    has_room = first and month.month != _DECEMBER
    return f"{name} {year[-2:]}" if has_room or month.month == 1 else name
