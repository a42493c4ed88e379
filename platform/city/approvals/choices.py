"""What a person chose in the address: a month or a quarter, and which districts to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask import request
from flask_babel import gettext

from city.approvals.queries import DistrictLine
from core.errors import InputProblem, NotFound
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators.spans import Span, SpanKind, month_span, parse_span, quarter_span
from core.indicators.words import span_words
from core.marks import mark
from core.web.offices import group_name

MONTHS, QUARTERS = 12, 4
"""So many of each are offered, the newest first; the address takes older ones too."""

YEARS_BACK = 10


class Shown(StrEnum):
    ALL = ""
    WAITING = "waiting"
    LATE = "late"
    SILENT = "silent"


SHOWN_TITLES = {
    Shown.ALL: mark("All districts"),
    Shown.WAITING: mark("Waiting for the department"),
    Shown.LATE: mark("Late"),
    Shown.SILENT: mark("Never reported"),
}


class Group(StrEnum):
    """What a district asks of the department, the most urgent first; each district is in one."""

    DECIDE = "decide"
    """A month waits for the department, or the district asks to open one again."""
    LATE = "late"
    SILENT = "silent"
    """No zone has ever confirmed a month, and none is late yet."""
    REST = "rest"


def grouped(lines: Sequence[DistrictLine]) -> dict[Group, list[DistrictLine]]:
    found: dict[Group, list[DistrictLine]] = {group: [] for group in Group}
    for line in lines:
        found[_group_of(line)].append(line)
    return found


def _group_of(line: DistrictLine) -> Group:
    if line.waiting or line.requests:
        return Group.DECIDE
    if line.is_late:
        return Group.LATE
    return Group.SILENT if line.is_silent else Group.REST


@dataclass(frozen=True)
class Choice:
    span: Span
    shown: Shown
    group: str

    def keep(self, lines: Sequence[DistrictLine]) -> list[DistrictLine]:
        """The districts of the chosen group that the choice is about."""
        return [
            line
            for line in lines
            if self.group in ("", line.office.group_code or "") and self._is_shown(line)
        ]

    def _is_shown(self, line: DistrictLine) -> bool:
        return {
            Shown.ALL: True,
            Shown.WAITING: bool(line.waiting or line.requests),
            Shown.LATE: line.is_late,
            Shown.SILENT: line.is_silent,
        }[self.shown]


def chosen() -> Choice:
    """As the address says; the month before this one where it says nothing that can be read."""
    try:
        span = named_span(request.args.get("period", ""))
    except NotFound:
        span = month_span(shift_month(bangkok_today(), -1))
    asked = request.args.get("show", "")
    return Choice(
        span,
        Shown(asked) if asked in set(Shown) else Shown.ALL,
        request.args.get("group", ""),
    )


def named_span(key: str) -> Span:
    """A month or a quarter that has begun; NotFound for anything else."""
    try:
        span = parse_span(key)
    except InputProblem as problem:
        raise NotFound("This month does not exist.") from problem
    today = bangkok_today()
    oldest = shift_month(today, -12 * YEARS_BACK)
    is_short = span.kind in (SpanKind.MONTH, SpanKind.QUARTER)
    if not is_short or not oldest <= span.first <= first_of_month(today):
        raise NotFound("This month does not exist.")
    return span


def named_month(key: str) -> date:
    span = named_span(key)
    if span.kind is not SpanKind.MONTH:
        raise NotFound("This month does not exist.")
    return span.first


def filters(choice: Choice, lines: Sequence[DistrictLine]) -> list[dict[str, Any]]:
    """The choices above the list, as `ui/forms.html` draws them."""
    today = bangkok_today()
    spans = [month_span(shift_month(today, -back)) for back in range(1, MONTHS + 1)]
    quarter = quarter_span(shift_month(today, -1))
    quarters = [quarter.before(back) for back in range(QUARTERS)]
    if choice.span not in [*spans, *quarters]:
        spans.append(choice.span)
    return [
        {
            "name": "period",
            "label": gettext("Period"),
            "value": choice.span.key,
            "options": [
                *((each.key, span_words(each, style="long"), gettext("Months")) for each in spans),
                *(
                    (each.key, span_words(each, style="long"), gettext("Quarters"))
                    for each in quarters
                ),
            ],
        },
        {
            "name": "show",
            "label": gettext("Show"),
            "value": choice.shown.value,
            "options": [(each.value, gettext(title)) for each, title in SHOWN_TITLES.items()],
        },
        {
            "name": "group",
            "label": gettext("Group of districts"),
            "value": choice.group,
            "options": [("", gettext("All groups")), *_groups(lines)],
        },
    ]


def _groups(lines: Sequence[DistrictLine]) -> list[tuple[str, str]]:
    known = {line.office.group_code: line.office for line in lines if line.office.group_code}
    return sorted(((code, group_name(office)) for code, office in known.items() if code), key=str)
