"""Meetings: the list, one meeting, calling, changing and copying it; its other pages register on the same blueprint."""

from datetime import date, time
from uuid import UUID

from flask import current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.access.permissions import Within
from core.db import uuid7
from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import (
    bangkok_now,
    bangkok_today,
    buddhist_year,
    first_of_month,
    months_between,
    parse_iso_date,
    shift_month,
    show_time,
)
from core.manual.structure import MeetingRhythm, RequiredMeeting
from core.web.forms import RecordForm, submit
from core.web.guard import (
    current_actor,
    current_reach,
    current_tickets,
    district_blueprint,
    may,
    requires,
)
from core.web.shell import language
from tenants.committees.bodies import Body
from tenants.committees.subjects import entry_of
from tenants.meetings import details, minutes_queries, queries, service
from tenants.meetings.attending import Window, window_of
from tenants.meetings.bodies import body_choices, body_label, body_of_key, key_of
from tenants.meetings.forms import MeetingForm
from tenants.meetings.inviting import notice_period
from tenants.meetings.models import Meeting, MeetingState
from tenants.meetings.permissions import MeetingPermission
from tenants.meetings.queries import Filters, MeetingLine
from tenants.meetings.quorum import count_of, rule_of
from tenants.meetings.reach import body_of
from tenants.meetings.words import SECTION_TITLES, STAGE_TITLES, STATE_TITLES, Stage

blueprint = district_blueprint("meetings", __name__)

IN_CALENDAR = "calendar.download_meeting"
VIEWS = ("upcoming", "held", "all")
MONTHS_BACK, MONTHS_AHEAD = 12, 6
BEGINS, ENDS = time(9), time(12)


@blueprint.context_processor
def words() -> dict[str, object]:
    """The words of states and parts of the agenda, for every page of this feature."""
    return {
        "state_titles": STATE_TITLES,
        "stage_titles": STAGE_TITLES,
        "section_titles": SECTION_TITLES,
        "MeetingState": MeetingState,
        "clock": lambda value: show_time(value, language=language()),
    }


@blueprint.get("/meetings")
@requires(MeetingPermission.READ)
def list_meetings() -> ResponseReturnValue:
    within, filters = current_reach(), _filters()
    today = bangkok_today()
    months = months_between(shift_month(today, -MONTHS_BACK), shift_month(today, MONTHS_AHEAD))
    return render_template(
        "meetings/meetings.html",
        page=queries.meetings(db.session(), within, filters, request.args.get("page", 1, type=int)),
        filters=filters,
        body_key=key_of(filters.body) if filters.body else "",
        bodies=_bodies_to_filter(within),
        months=months[::-1],
        views=VIEWS,
        today=today,
    )


@blueprint.get("/meetings/new")
@requires(MeetingPermission.MANAGE)
def new_meeting() -> ResponseReturnValue:
    key = request.args.get("body", "")
    if not key:
        return render_template(
            "meetings/choice.html", bodies=body_choices(db.session(), current_reach())
        )
    body = body_of_key(key)
    held_on = bangkok_today()
    pattern = _pattern(body, request.args.get("pattern"), held_on)
    form = MeetingForm(
        body=key,
        pattern=pattern.key if pattern else "",
        title=pattern.title if pattern else "",
        purpose=pattern.purpose if pattern else "",
        matters=request.args.get("matter", ""),
        starts_at=BEGINS,
        ends_at=ENDS,
    )
    return _new_page(form, body)


@blueprint.post("/meetings")
@requires(MeetingPermission.MANAGE)
def create_meeting() -> ResponseReturnValue:
    form = MeetingForm()
    body = body_of_key(form.body.data or "")

    def call() -> str:
        entry = service.call_meeting(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            record_id=form.id_of_record,
            body=body,
            plan=form.plan,
            matters=form.matter_lines,
            tickets=current_tickets(),
        )
        flash(gettext("The meeting is planned. Look at the agenda and invite."), "success")
        return url_for(".show_meeting", meeting_id=entry.id)

    return submit(form, call, lambda: _new_page(form, body))


@blueprint.get("/meetings/<uuid:meeting_id>")
@requires(MeetingPermission.READ)
def show_meeting(meeting_id: UUID) -> ResponseReturnValue:
    return meeting_page(meeting_id, RecordForm())


@blueprint.get("/meetings/<uuid:meeting_id>/edit")
@requires(MeetingPermission.MANAGE)
def edit_meeting(meeting_id: UUID) -> ResponseReturnValue:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    return _edit_page(line, form_of(line.meeting))


@blueprint.post("/meetings/<uuid:meeting_id>")
@requires(MeetingPermission.MANAGE)
def update_meeting(meeting_id: UUID) -> ResponseReturnValue:
    form = MeetingForm()

    def change() -> str:
        service.change_meeting(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            seen_version=form.seen_version,
            plan=form.plan,
            tickets=current_tickets(),
        )
        return url_for(".show_meeting", meeting_id=meeting_id)

    def again() -> str:
        return _edit_page(queries.meeting(db.session(), current_reach(), meeting_id), form)

    return submit(form, change, again)


@blueprint.get("/meetings/<uuid:meeting_id>/copy/new")
@requires(MeetingPermission.MANAGE)
def new_copy(meeting_id: UUID) -> ResponseReturnValue:
    line = queries.meeting(db.session(), current_reach(), meeting_id)
    form = form_of(line.meeting)
    form.record_id.data = str(uuid7())
    form.held_on.data = None
    form.number.data = None
    return _copy_page(line, form)


@blueprint.post("/meetings/<uuid:meeting_id>/copy")
@requires(MeetingPermission.MANAGE)
def create_copy(meeting_id: UUID) -> ResponseReturnValue:
    form = MeetingForm()

    def copy() -> str:
        entry = service.copy_meeting(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            record_id=form.id_of_record,
            plan=form.plan,
            tickets=current_tickets(),
        )
        flash(gettext("The meeting was copied with its agenda and guests."), "success")
        return url_for(".show_meeting", meeting_id=entry.id)

    def again() -> str:
        return _copy_page(queries.meeting(db.session(), current_reach(), meeting_id), form)

    return submit(form, copy, again)


def meeting_page(meeting_id: UUID, form: RecordForm) -> str:
    """A meeting with its agenda and who is expected; `form` brings the sentence of a refused step."""
    within = current_reach()
    line = queries.meeting(db.session(), within, meeting_id)
    people = details.attendances_of(db.session(), meeting_id)
    today = bangkok_today()
    window = window_of(line.meeting, line.minutes.state if line.minutes else None, bangkok_now())
    mine = current_actor().account_id
    return render_template(
        "meetings/meeting.html",
        form=form,
        line=line,
        meeting=line.meeting,
        sections=details.agenda_of(db.session(), meeting_id),
        people=people,
        to_adopt=minutes_queries.minutes_to_adopt(db.session(), line.meeting),
        count=count_of(rule_of(db.session(), line.meeting), people),
        own=next((each for each in people if each.account_id == mine), None),
        signing_open=window is Window.OPEN,
        period=_missed_period(line, today),
        whole_office=within.whole_district,
        Stage=Stage,
        calendar_url=_calendar_address(meeting_id),
        today=today,
    )


def form_of(entry: Meeting) -> MeetingForm:
    """The form with what is stored."""
    values = service.stored_plan(entry) | {"stage": Stage(entry.stage) if entry.stage else None}
    return MeetingForm(
        version=str(entry.version),
        body=key_of(body_of(entry)),
        pattern=entry.pattern_key or "",
        **values,
    )


def _missed_period(line: MeetingLine, today: date) -> object:
    """The by-law's period where it is too late for it and nobody is invited yet."""
    if line.meeting.state != MeetingState.PLANNED or not may(MeetingPermission.MANAGE):
        return None
    period = notice_period(db.session(), line.body, line.meeting.held_on)
    return period if period and period.is_missed(line.meeting.held_on, today) else None


def _calendar_address(meeting_id: UUID) -> str:
    """Where the meeting is fetched for a phone's own calendar; "" where no feature hands it out."""
    known = IN_CALENDAR in current_app.view_functions
    return url_for(IN_CALENDAR, meeting_id=meeting_id) if known else ""


def _filters() -> Filters:
    view, key = request.args.get("view", VIEWS[0]), request.args.get("body", "")
    try:
        typed = request.args.get("month", "")
        month = first_of_month(parse_iso_date(typed)) if typed else None
    except ValueError:
        month = None
    return Filters(
        view=view if view in VIEWS else VIEWS[0],
        body=body_of_key(key) if key else None,
        month=month,
    )


def _bodies_to_filter(within: Within) -> list[tuple[str, str]]:
    """Zones, networks and the district's own bodies; a leader finds the own communities as well."""
    return body_choices(db.session(), within, with_communities=not within.whole_district)


def _pattern(body: Body, asked: str | None, day: date) -> RequiredMeeting | None:
    """The manual's meeting that is asked for; without a wish, the first that is monthly or not yet called."""
    patterns = service.patterns_of(db.session(), body, day)
    if asked is not None:
        return next((each for each in patterns if each.key == asked), None)
    held = queries.patterns_called(db.session(), body, buddhist_year(day))
    return next(
        (
            each
            for each in patterns
            if each.rhythm is not MeetingRhythm.ONCE or each.key not in held
        ),
        None,
    )


def _new_page(form: MeetingForm, body: Body) -> str:
    subject, _committee = entry_of(db.session(), current_reach(), body)
    if subject.closed_on is not None:
        raise NotFound("This committee does not exist.")
    return render_template(
        "meetings/new.html",
        form=form,
        body_key=key_of(body),
        label=body_label(body, subject.name),
        patterns=service.patterns_of(db.session(), body, bangkok_today()),
        period=notice_period(db.session(), body, bangkok_today()),
        next_number=queries.next_number(db.session(), body, bangkok_today()),
    )


def _edit_page(line: MeetingLine, form: MeetingForm) -> str:
    return render_template(
        "meetings/edit.html",
        form=form,
        line=line,
        scheduled=line.meeting.state != MeetingState.INVITED,
    )


def _copy_page(line: MeetingLine, form: MeetingForm) -> str:
    return render_template("meetings/copy.html", form=form, line=line)
