"""ความครบถ้วนและตรงเวลา: districts by the last twelve months, the late ones and those that never reported (F93, Q1)."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from city.approvals import queries
from city.approvals.permissions import ApprovalPermission
from city.approvals.queries import DistrictLine, MonthState, Standing
from city.approvals.routes import blueprint
from city.approvals.words import STANDING_SHORT, STANDING_TONES
from core.extensions import db
from core.i18n.dates import bangkok_today, shift_month, show_month
from core.i18n.numbers import percent
from core.marks import mark
from core.periods.rules import DUE_DAY, due_on
from core.web.guard import requires
from core.web.offices import office_name
from core.web.shell import language
from ui.charts import HeatMap, heat_map
from ui.drawings import Datum

__all__ = ["blueprint"]

MONTHS = 12
WHOLE = 100
LIMITS = (50, 80, 100)
"""Per cent at which the colours change; 100 is the target of Q1."""


class Side(StrEnum):
    """Which side of reporting the matrix shows."""

    CONFIRMED = "confirmed"
    IN_TIME = "in_time"
    STEPS = "steps"


SIDE_TITLES = {
    Side.CONFIRMED: mark("Completeness: zones that confirmed"),
    Side.IN_TIME: mark("Timeliness: zones that confirmed in time"),
    Side.STEPS: mark("Approval: how far each month has come"),
}


@blueprint.get("/reporting")
@requires(ApprovalPermission.READ)
def show_completeness() -> ResponseReturnValue:
    today = bangkok_today()
    months = [shift_month(today, -back) for back in range(MONTHS, 0, -1)]
    lines = queries.district_lines(db.session(), months)
    group = request.args.get("group", "")
    asked = request.args.get("side", "")
    side = Side(asked) if asked in set(Side) else Side.CONFIRMED
    shown = [line for line in lines if group in ("", line.office.group_code or "")]
    reporting = [line for line in shown if not line.is_silent]
    return render_template(
        "approvals/completeness.html",
        lines=reporting,
        silent=[line for line in shown if line.is_silent],
        late=[line for line in shown if line.months[-1].is_late and not line.is_silent],
        matrix=_matrix(reporting, months, side) if reporting and side is not Side.STEPS else None,
        side=side,
        sides=SIDE_TITLES,
        groups=_groups(lines),
        group=group,
        months=months,
        last=months[-1],
        due=due_on(months[-1]),
        due_day=DUE_DAY,
        standings=Standing,
        shorts=STANDING_SHORT,
        tones=STANDING_TONES,
        as_of=queries.latest(
            month.fill.filled_at for line in lines for month in line.months if month.fill
        ),
        name_of=office_name,
    )


def _matrix(lines: Sequence[DistrictLine], months: Sequence[date], side: Side) -> HeatMap:
    """Per cent of the zones due; no number where nothing was due or nobody has counted."""
    return heat_map(
        [Datum(office_name(line.office), None) for line in lines],
        [show_month(month, "short", language=language()).partition(" ")[0] for month in months],
        [[_share(state, side) for state in line.months] for line in lines],
        LIMITS,
        unit="%",
        urls=[
            [
                url_for(".show_month", month=f"{state.month:%Y-%m}", code=line.office.code)
                for state in line.months
            ]
            for line in lines
        ],
    )


def _share(state: MonthState, side: Side) -> float | None:
    known = state.reporting
    if known is None or not known.due:
        return None
    part = known.confirmed if side is Side.CONFIRMED else known.in_time
    return float(percent(part, known.due, 0))


def _groups(lines: Sequence[DistrictLine]) -> list[tuple[str, str]]:
    named = {
        line.office.group_code or "": (
            line.office.group_th if language() == "th" else line.office.group_en
        )
        or ""
        for line in lines
    }
    known = sorted((code, name) for code, name in named.items() if code)
    return [("", gettext("All groups")), *known]
