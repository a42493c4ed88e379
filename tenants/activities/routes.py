from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access.permissions import Reach
from core.errors import InputProblem, NotFound
from core.extensions import db
from core.i18n.dates import (
    bangkok_now,
    bangkok_today,
    first_of_month,
    months_between,
    parse_iso_date,
    shift_month,
    show_month,
)
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, district_blueprint, grants, requires
from core.web.shell import language
from tenants.activities import queries, service
from tenants.activities.forms import (
    KIND_TITLES,
    STAGE_TITLES,
    STATE_TITLES,
    ActivityForm,
    name_of,
)
from tenants.activities.models import Activity, ActivityKind, ParticipationStage
from tenants.activities.permissions import ActivityPermission
from tenants.registry.queries import communities_to_choose
from tenants.zones.models import Zone
from tenants.zones.queries import open_zones
from ui.charts import HeatMap, heat_map
from ui.drawings import Datum

blueprint = district_blueprint("activities", __name__)

MONTHS_TO_CHOOSE = 24
MONTHS_IN_CALENDAR = 12


@blueprint.get("/activities")
@requires(ActivityPermission.READ)
def list_activities() -> ResponseReturnValue:
    within, filters = current_reach(), _filters()
    return render_template(
        "activities/activities.html",
        page=queries.activities(
            db.session(), within, filters, number=request.args.get("page", 1, type=int)
        ),
        filters=filters,
        zones=open_zones(db.session(), within) if within.whole_district else [],
        communities=(
            communities_to_choose(db.session(), within) if within.reach >= Reach.OWN_ZONE else []
        ),
        months=months_between(shift_month(bangkok_today(), 1 - MONTHS_TO_CHOOSE), bangkok_today())[
            ::-1
        ],
        kinds=KIND_TITLES,
        states=STATE_TITLES,
        several=within.reach >= Reach.OWN_ZONE,
    )


@blueprint.get("/activities/calendar")
@requires(ActivityPermission.READ)
def show_calendar() -> ResponseReturnValue:
    within, today = current_reach(), bangkok_today()
    if within.reach < Reach.OWN_ZONE:
        # A count of the own community alone would stand there as if it were the zone's.
        raise NotFound("This calendar is about whole zones.")
    first = shift_month(today, 1 - MONTHS_IN_CALENDAR)
    zones = open_zones(db.session(), within)
    held = queries.activities_by_month(db.session(), within, first, today)
    return render_template(
        "activities/calendar.html",
        calendar=_calendar(zones, months_between(first, today), held),
        missing=[zone for zone in zones if (zone.id, first_of_month(today)) not in held],
        zones=zones,
        first=first,
        today=today,
        now=bangkok_now(),
    )


@blueprint.get("/activities/new")
@requires(ActivityPermission.REPORT)
def new_activity() -> ResponseReturnValue:
    form = _form(held_on=bangkok_today())
    if not form.fixed_holder:
        form.holder.data = request.args.get("holder") or _usual_holder()
    return _new_page(form)


@blueprint.post("/activities")
@requires(ActivityPermission.REPORT)
def create_activity() -> ResponseReturnValue:
    form = _form()

    def report() -> str:
        entry = service.report_activity(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            record_id=form.id_of_record,
            report=_report(form),
        )
        return url_for(".show_activity", activity_id=entry.id, sent=1)

    return submit(form, report, lambda: _new_page(form))


@blueprint.get("/activities/<uuid:activity_id>")
@requires(ActivityPermission.READ)
def show_activity(activity_id: UUID) -> ResponseReturnValue:
    line = queries.activity(db.session(), current_reach(), activity_id)
    return _show_page(line, RecordForm(version=str(line.activity.version)))


@blueprint.get("/activities/<uuid:activity_id>/edit")
@requires(ActivityPermission.REPORT)
def edit_activity(activity_id: UUID) -> ResponseReturnValue:
    line = _open_line(activity_id)
    form = _form(line, obj=line.activity, holder=service.holder_of(line.activity))
    return _edit_page(line.activity, form)


@blueprint.post("/activities/<uuid:activity_id>")
@requires(ActivityPermission.REPORT)
def update_activity(activity_id: UUID) -> ResponseReturnValue:
    form = _form(queries.activity(db.session(), current_reach(), activity_id))

    def change() -> str:
        entry = service.change_activity(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            activity_id=activity_id,
            seen_version=form.seen_version,
            report=_report(form),
        )
        return url_for(".show_activity", activity_id=entry.id)

    def again() -> str:
        line = queries.activity(db.session(), current_reach(), activity_id)
        return _edit_page(line.activity, form)

    return submit(form, change, again)


@blueprint.get("/activities/<uuid:activity_id>/deletion/new")
@requires(ActivityPermission.REPORT)
def new_deletion(activity_id: UUID) -> ResponseReturnValue:
    return _deletion_page(_open_line(activity_id), RecordForm())


@blueprint.post("/activities/<uuid:activity_id>/deletion")
@requires(ActivityPermission.REPORT)
def create_deletion(activity_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def delete() -> str:
        service.delete_activity(
            db.session(), actor=current_actor(), within=current_reach(), activity_id=activity_id
        )
        return url_for(".list_activities")

    return submit(form, delete, lambda: _deletion_page(_open_line(activity_id), form))


@blueprint.post("/activities/<uuid:activity_id>/acceptance")
@requires(ActivityPermission.ACCEPT)
def create_acceptance(activity_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def accept() -> str:
        service.accept_activity(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            activity_id=activity_id,
            seen_version=form.seen_version,
        )
        return url_for(".show_activity", activity_id=activity_id)

    return submit(form, accept, lambda: _again(activity_id, form))


@blueprint.post("/activities/<uuid:activity_id>/acceptance/withdrawal")
@requires(ActivityPermission.ACCEPT)
def create_acceptance_withdrawal(activity_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def withdraw() -> str:
        service.withdraw_acceptance(
            db.session(), actor=current_actor(), within=current_reach(), activity_id=activity_id
        )
        return url_for(".show_activity", activity_id=activity_id)

    return submit(form, withdraw, lambda: _again(activity_id, form))


def _filters() -> queries.Filters:
    typed = request.args.get("month", "")
    try:
        month = parse_iso_date(typed) if typed else None
    except InputProblem:
        month = None
    return queries.Filters(
        month=month,
        zone=request.args.get("zone", ""),
        community=request.args.get("community", ""),
        kind=request.args.get("kind", ""),
        state=request.args.get("state", ""),
    )


def _form(line: queries.ActivityLine | None = None, **values: Any) -> ActivityForm:
    holders = queries.holders(db.session(), current_reach())
    present = queries.Holder(line.zone, line.community) if line else None
    if present and present.key not in {holder.key for holder in holders}:
        # A community may have been closed, or its leader have moved on, since the report was sent.
        holders = [present, *holders]
    return ActivityForm(holders=holders, **values)


def _usual_holder() -> str:
    """What a zone chair reports most: what the zone's network held. Staff choose each time."""
    within = current_reach()
    zones = [] if within.whole_district else open_zones(db.session(), within)
    return queries.Holder(zones[0], None).key if zones else ""


def _report(form: ActivityForm) -> service.Report:
    stage = form.stage.data
    return service.Report(
        title=form.title.data,
        held_on=form.held_on.data,
        holder=form.holder.data or "",
        kind=ActivityKind(form.kind.data).value,
        stage=ParticipationStage(stage).value if stage else None,
        participants=form.participants.data,
        female=form.female.data,
        male=form.male.data,
        note=form.note.data,
    )


def _open_line(activity_id: UUID) -> queries.ActivityLine:
    """The activity, or a refusal that says why this person cannot change it."""
    line = queries.activity(db.session(), current_reach(), activity_id)
    service.refuse_unless_open(line.activity, current_actor(), current_reach())
    return line


def _may_change(entry: Activity) -> bool:
    actor = current_actor()
    within = actor.within(grants(), ActivityPermission.REPORT)
    return within is not None and service.may_change(entry, actor, within)


def _calendar(
    zones: Sequence[Zone], months: Sequence[date], held: Mapping[tuple[UUID, date], int]
) -> HeatMap:
    """Networks by months, the number of activities in each cell; the first colour is none at all."""
    return heat_map(
        [Datum(zone.name, None, url=url_for(".list_activities", zone=zone.id)) for zone in zones],
        [_name_of(month) for month in months],
        [[held.get((zone.id, month), 0) for month in months] for zone in zones],
        (1, 3, 6),
    )


def _name_of(month: date) -> str:
    """A month without its year, for narrow columns: ม.ค., Jan."""
    shown = show_month(month, "short", language="en" if language() == "en" else "th")
    return shown.partition(" ")[0]


def _new_page(form: ActivityForm) -> str:
    return render_template("activities/new.html", form=form, name_of=name_of)


def _show_page(line: queries.ActivityLine, form: RecordForm) -> str:
    return render_template(
        "activities/activity.html",
        line=line,
        entry=line.activity,
        form=form,
        kinds=KIND_TITLES,
        stages=STAGE_TITLES,
        states=STATE_TITLES,
        may_change=_may_change(line.activity),
        sent=request.args.get("sent") == "1",
    )


def _again(activity_id: UUID, form: RecordForm) -> str:
    """The activity's page once more, with the version that is now on it."""
    line = queries.activity(db.session(), current_reach(), activity_id)
    form.version.data = str(line.activity.version)
    return _show_page(line, form)


def _edit_page(entry: Activity, form: ActivityForm) -> str:
    return render_template("activities/edit.html", form=form, entry=entry, name_of=name_of)


def _deletion_page(line: queries.ActivityLine, form: RecordForm) -> str:
    return render_template("activities/deletion.html", form=form, entry=line.activity)
