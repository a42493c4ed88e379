"""The districts' months for the department: who waits, who is late, what was decided."""

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from city.approvals import choices, queries
from city.approvals.permissions import ApprovalPermission
from city.approvals.todo import own_panel
from city.approvals.words import DECISION_TITLES, STANDING_TITLES, STANDING_TONES
from core.composition import current_composition
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.indicators.measures import MeasureKind
from core.indicators.words import share_words, span_words
from core.periods.rules import due_on
from core.web.guard import city_blueprint, requires
from core.web.offices import office_name

blueprint = city_blueprint("approvals", __name__)

blueprint.context_processor(lambda: {"share_words": share_words})

OWN_PREFIXES = ("reporting.", "quality.")
"""Measures about the reporting itself, which nobody approves."""


@blueprint.get("/approvals")
@requires(ApprovalPermission.READ)
def list_districts() -> ResponseReturnValue:
    choice = choices.chosen()
    lines = queries.district_lines(db.session(), choice.span.months)
    shown = choice.keep(lines)
    return render_template(
        "approvals/districts.html",
        choice=choice,
        name=span_words(choice.span, style="long"),
        all_lines=lines,
        lines=shown,
        groups=choices.grouped(shown),
        filters=choices.filters(choice, lines),
        due=due_on(choice.span.last),
        is_month=len(choice.span.months) == 1,
        standings=queries.Standing,
        titles=STANDING_TITLES,
        tones=STANDING_TONES,
        as_of=queries.latest(
            month.fill.filled_at for line in lines for month in line.months if month.fill
        ),
        name_of=office_name,
        today=bangkok_today(),
        worklist=own_panel(without=choice.span.months),
    )


@blueprint.get("/approvals/worklist")
@requires(ApprovalPermission.DECIDE, poll=True)
def show_worklist() -> ResponseReturnValue:
    """What waits in all months, as the fragment above the board."""
    return render_template("approvals/_worklist.html", worklist=own_panel())


@blueprint.get("/approvals/<string(length=7):month>/districts/<int(max=9999):code>")
@requires(ApprovalPermission.READ)
def show_month(month: str, code: int) -> ResponseReturnValue:
    day = choices.named_month(month)
    return render_template("approvals/month.html", **month_values(day, code))


def month_values(month: date, code: int) -> dict[str, object]:
    """What the page of one district's month shows."""
    session = db.session()
    state = queries.month_state(session, code, month)
    measures = [
        measure
        for measure in current_composition().measures
        if measure.kind is MeasureKind.FLOW and not measure.key.startswith(OWN_PREFIXES)
    ]
    return {
        "state": state,
        "office": state.office,
        "name": office_name(state.office),
        "month": month,
        "key": f"{month:%Y-%m}",
        "measures": measures,
        "amounts": queries.amounts(session, code, [month], [each.key for each in measures]),
        "due": due_on(month),
        "standing": state.standing,
        "standings": queries.Standing,
        "titles": STANDING_TITLES,
        "tones": STANDING_TONES,
        "decision_titles": DECISION_TITLES,
    }
