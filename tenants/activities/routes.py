"""The list of activities, and the report from its sending to its deletion."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access.permissions import Reach
from core.errors import InputProblem
from core.extensions import db
from core.files.current import current_store
from core.i18n.dates import bangkok_today, months_between, parse_iso_date, shift_month
from core.tenancy.queries import boundary_of, office
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, district_blueprint, grants, requires
from tenants.activities import counting, lateness, queries, service
from tenants.activities.form_pages import (
    blank_form,
    form_of,
    offline_owner,
    report_of,
    sent_photos,
)
from tenants.activities.forms import ActivityForm, name_of
from tenants.activities.models import Activity, ActivityState
from tenants.activities.permissions import ActivityPermission
from tenants.activities.words import (
    GIFT_TITLES,
    KIND_TITLES,
    PRINCIPLE_TITLES,
    SECTOR_TITLES,
    STAGE_TITLES,
    STATE_TITLES,
    STATE_TONES,
)
from tenants.partners.queries import contributions_of_activity
from tenants.periods.queries import closing_of
from tenants.problems.queries import problem_choices
from tenants.registry.queries import communities_to_choose
from tenants.zones.queries import open_zones
from ui.maps import Place, PointMap, point_map

blueprint = district_blueprint("activities", __name__)

MONTHS_TO_CHOOSE = 24


@blueprint.get("/activities")
@requires(ActivityPermission.READ)
def list_activities() -> ResponseReturnValue:
    session, within, filters = db.session(), current_reach(), _filters()
    several = within.reach >= Reach.OWN_ZONE
    return render_template(
        "activities/activities.html",
        page=queries.activities(
            session, within, filters, number=request.args.get("page", 1, type=int)
        ),
        counts=counting.counts_by_state(
            session, queries.conditions(within, filters, with_state=False)
        ),
        filters=filters,
        zones=open_zones(session, within) if within.whole_district else [],
        communities=communities_to_choose(session, within) if several else [],
        problems=problem_choices(session, within) if several else [],
        months=months_between(shift_month(bangkok_today(), 1 - MONTHS_TO_CHOOSE), bangkok_today())[
            ::-1
        ],
        kinds=KIND_TITLES,
        states=STATE_TITLES,
        tones=STATE_TONES,
        several=several,
    )


@blueprint.get("/activities/new")
@requires(ActivityPermission.REPORT)
def new_activity() -> ResponseReturnValue:
    form = blank_form(held_on=bangkok_today())
    if not form.fixed_holder:
        form.holder.data = request.args.get("holder") or _usual_holder()
    return _new_page(form)


@blueprint.post("/activities")
@requires(ActivityPermission.REPORT)
def create_activity() -> ResponseReturnValue:
    form = blank_form()

    def report() -> str:
        entry = service.report_activity(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            record_id=form.id_of_record,
            report=report_of(form),
            store=current_store(),
            sent_photos=sent_photos(form),
        )
        return url_for(".show_activity", activity_id=entry.id, sent=1)

    return submit(form, report, lambda: _new_page(form))


@blueprint.get("/activities/<uuid:activity_id>")
@requires(ActivityPermission.READ)
def show_activity(activity_id: UUID) -> ResponseReturnValue:
    line = queries.activity(db.session(), current_reach(), activity_id)
    return show_page(line, RecordForm(version=str(line.activity.version)))


@blueprint.get("/activities/<uuid:activity_id>/edit")
@requires(ActivityPermission.REPORT)
def edit_activity(activity_id: UUID) -> ResponseReturnValue:
    line = open_line(activity_id)
    return _edit_page(line.activity, form_of(line, filled=True))


@blueprint.post("/activities/<uuid:activity_id>")
@requires(ActivityPermission.REPORT)
def update_activity(activity_id: UUID) -> ResponseReturnValue:
    form = form_of(queries.activity(db.session(), current_reach(), activity_id))

    def change() -> str:
        entry = service.change_activity(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            activity_id=activity_id,
            seen_version=form.seen_version,
            report=report_of(form),
            store=current_store(),
            sent_photos=sent_photos(form),
        )
        return url_for(".show_activity", activity_id=entry.id)

    def again() -> str:
        line = queries.activity(db.session(), current_reach(), activity_id)
        return _edit_page(line.activity, form)

    return submit(form, change, again)


@blueprint.get("/activities/<uuid:activity_id>/deletion/new")
@requires(ActivityPermission.REPORT)
def new_deletion(activity_id: UUID) -> ResponseReturnValue:
    return _deletion_page(open_line(activity_id), RecordForm())


@blueprint.post("/activities/<uuid:activity_id>/deletion")
@requires(ActivityPermission.REPORT)
def create_deletion(activity_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def delete() -> str:
        service.delete_activity(
            db.session(), actor=current_actor(), within=current_reach(), activity_id=activity_id
        )
        return url_for(".list_activities")

    return submit(form, delete, lambda: _deletion_page(open_line(activity_id), form))


def open_line(activity_id: UUID) -> queries.ActivityLine:
    """The activity, or a refusal that says why this person cannot change it."""
    line = queries.activity(db.session(), current_reach(), activity_id)
    service.refuse_unless_open(line.activity, current_actor(), current_reach())
    lateness.refuse_correction(db.session(), line.activity)
    return line


def show_page(line: queries.ActivityLine, form: RecordForm) -> str:
    """The page of one activity."""
    session, entry = db.session(), line.activity
    closing = closing_of(session, entry.held_on)
    is_late = closing is not None and lateness.is_late(session, entry)
    partner = entry.partner_district_id
    return render_template(
        "activities/activity.html",
        line=line,
        entry=entry,
        form=form,
        photos=queries.photos_of(session, entry.id) if entry.faces_consented else [],
        further_zones=queries.further_zones(session, entry.id),
        given=contributions_of_activity(session, entry.id),
        problem=queries.problem_of(session, entry),
        partner=office(session, partner) if partner else None,
        point=_point(entry),
        closing=closing,
        kinds=KIND_TITLES,
        stages=STAGE_TITLES,
        states=STATE_TITLES,
        tones=STATE_TONES,
        principles=PRINCIPLE_TITLES,
        sectors=SECTOR_TITLES,
        gifts=GIFT_TITLES,
        is_late=is_late,
        may_change=(closing is None or is_late) and _may_change(entry),
        asked=entry.state == ActivityState.RETURNED,
        sent=request.args.get("sent") == "1",
    )


def again(activity_id: UUID, form: RecordForm) -> str:
    """The activity's page once more, with the version that is now on it."""
    line = queries.activity(db.session(), current_reach(), activity_id)
    form.version.data = str(line.activity.version)
    return show_page(line, form)


def _filters() -> queries.Filters:
    typed = request.args.get("month", "")
    try:
        month = parse_iso_date(typed) if typed else None
    except InputProblem:
        month = None
    names = ("zone", "community", "kind", "state", "problem")
    return queries.Filters(month=month, **{name: request.args.get(name, "") for name in names})


def _usual_holder() -> str:
    """What a zone chair reports most: what the zone's network held. Staff choose each time."""
    within = current_reach()
    zones = [] if within.whole_district else open_zones(db.session(), within)
    return queries.Holder(zones[0], None).key if zones else ""


def _may_change(entry: Activity) -> bool:
    actor = current_actor()
    within = actor.within(grants(), ActivityPermission.REPORT)
    return within is not None and service.may_change(entry, actor, within)


def _point(entry: Activity) -> PointMap | None:
    """Where it was, above the outline of the district where that was imported."""
    if entry.lat is None or entry.lon is None:
        return None
    boundary = boundary_of(db.session(), entry.district_id)
    place = Place(entry.place or entry.title, entry.lon, entry.lat)
    return point_map(
        [place], [entry.place or entry.title], grounds=boundary.rings if boundary else ()
    )


def _new_page(form: ActivityForm) -> str:
    return render_template("activities/new.html", form=form, name_of=name_of, owner=offline_owner())


def _edit_page(entry: Activity, form: ActivityForm) -> str:
    return render_template(
        "activities/edit.html",
        form=form,
        entry=entry,
        name_of=name_of,
        owner=offline_owner(),
        photos=queries.photos_of(db.session(), entry.id),
    )


def _deletion_page(line: queries.ActivityLine, form: RecordForm) -> str:
    return render_template("activities/deletion.html", form=form, entry=line.activity)
