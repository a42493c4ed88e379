"""Planning a series: what it is, a preview with every day, and the plan by month."""

from dataclasses import replace
from datetime import date, time
from itertools import groupby
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from wtforms.fields import SelectChoice

from core.errors import DomainError, FieldError, InputProblem
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month, parse_date, show_date
from core.i18n.messages import translate
from core.web.forms import UNPROCESSABLE, submit
from core.web.guard import current_actor, current_reach, current_tickets, requires
from tenants.committees.bodies import Body
from tenants.meetings import details
from tenants.meetings.permissions import MeetingPermission
from tenants.meetings.routes import blueprint
from tenants.meetings.series import (
    STUDY,
    ZONES,
    SeriesPlan,
    SeriesRow,
    cost_of,
    rows_of,
)
from tenants.meetings.series import (
    create_series as make_series,
)
from tenants.meetings.series_forms import SeriesForm
from tenants.meetings.service import patterns_of
from tenants.zones.queries import open_zones

__all__ = ["blueprint"]

BEGINS, ENDS = time(9), time(12)


@blueprint.get("/meeting-series")
@requires(MeetingPermission.READ)
def list_series() -> ResponseReturnValue:
    return render_template(
        "meetings/series_list.html",
        lines=details.series_page(db.session(), current_reach()),
        cost_of=cost_of,
    )


@blueprint.get("/meeting-series/new")
@requires(MeetingPermission.MANAGE)
def new_series() -> ResponseReturnValue:
    kind = STUDY if request.args.get("kind") == STUDY else ZONES
    zones = open_zones(db.session(), current_reach())
    form = SeriesForm(
        kind=kind,
        title="การประชุมคณะกรรมการศึกษาฯ" if kind == STUDY else "การประชุมคณะกรรมการเครือข่ายทุกโซน",
        zones=[str(zone.id) for zone in zones],
        starts_at=BEGINS,
        ends_at=ENDS,
    )
    return _form_page(form)


@blueprint.post("/meeting-series/preview")
@requires(MeetingPermission.MANAGE)
def create_series_preview() -> ResponseReturnValue:
    """Every meeting with its day, before anything is written."""
    form = SeriesForm()
    _offer(form)
    if not form.validate_on_submit():
        return _form_page(form), UNPROCESSABLE
    try:
        plan = _plan(form)
    except FieldError as problem:
        form.refuse(problem.field, translate(problem.message))
        return _form_page(form), UNPROCESSABLE
    except DomainError as problem:
        form.form_errors.append(translate(problem.message))
        return _form_page(form), UNPROCESSABLE
    return _preview_page(form, plan)


@blueprint.post("/meeting-series")
@requires(MeetingPermission.MANAGE)
def create_series() -> ResponseReturnValue:
    form = SeriesForm()
    _offer(form)

    def create() -> str:
        plan = _plan(form)
        entry = make_series(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            record_id=form.id_of_record,
            plan=plan,
            tickets=current_tickets(),
        )
        flash(
            ngettext(
                "The series is planned: one meeting.",
                "The series is planned: %(num)s meetings.",
                len(plan.rows),
            ),
            "success",
        )
        return url_for(".show_series", series_id=entry.id)

    return submit(form, create, lambda: _again_page(form))


@blueprint.get("/meeting-series/<uuid:series_id>")
@requires(MeetingPermission.READ)
def show_series(series_id: UUID) -> ResponseReturnValue:
    """The plan as a table by month, with what each meeting and the whole costs."""
    line = details.series(db.session(), current_reach(), series_id)
    months = [
        (month, list(found))
        for month, found in groupby(
            line.meetings, key=lambda each: first_of_month(each.meeting.held_on)
        )
    ]
    return render_template(
        "meetings/series.html", series=line.series, months=months, cost=cost_of(line.series)
    )


def _again_page(form: SeriesForm) -> str:
    """The preview with the days as they were typed, where only a day was wrong; else the form."""
    if set(form.errors) <= {"dates", None} and "day-0" in request.form:
        try:
            return _preview_page(form, _plan(form, as_typed=False))
        except DomainError:
            pass
    return _form_page(form)


def _plan(form: SeriesForm, *, as_typed: bool = True) -> SeriesPlan:
    rows = rows_of(
        db.session(), current_reach(), form.kind.data or ZONES, form.dates.days, form.zone_ids
    )
    return SeriesPlan(
        title=form.title.data,
        kind=STUDY if form.kind.data == STUDY else ZONES,
        starts_at=form.starts_at.data,
        ends_at=form.ends_at.data,
        place=form.place.data,
        rows=[_as_typed(number, row) for number, row in enumerate(rows)] if as_typed else rows,
        catering_rate=form.catering_rate.data,
        catering_heads=form.catering_heads.data,
        rate_source=form.rate_source.data,
    )


def _as_typed(number: int, row: SeriesRow) -> SeriesRow:
    """The row with the day that was typed beside it in the preview."""
    typed = request.form.get(f"day-{number}", "").strip()
    if not typed:
        return row
    try:
        day: date = parse_date(typed)
    except InputProblem as problem:
        raise FieldError(
            "%(body)s: the day %(typed)s cannot be read.",
            field="dates",
            body=row.label,
            typed=typed[:40],
        ) from problem
    return replace(row, held_on=day)


def _offer(form: SeriesForm) -> None:
    form.zones.choices = [
        SelectChoice(str(zone.id), zone.name) for zone in open_zones(db.session(), current_reach())
    ]


def _form_page(form: SeriesForm) -> str:
    _offer(form)
    patterns = patterns_of(db.session(), Body.study(), bangkok_today())
    return render_template(
        "meetings/series_new.html",
        form=form,
        study=form.kind.data == STUDY,
        patterns=patterns,
        kinds=[(ZONES, gettext("Meetings of the zones")), (STUDY, gettext("The study meetings"))],
    )


def _preview_page(form: SeriesForm, plan: SeriesPlan) -> str:
    return render_template(
        "meetings/series_preview.html",
        form=form,
        plan=plan,
        days=[
            request.form.get(f"day-{number}", "")[:40] or show_date(row.held_on, style="numeric")
            for number, row in enumerate(plan.rows)
        ],
    )
