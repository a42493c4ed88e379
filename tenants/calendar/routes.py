from calendar import Calendar
from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.errors import InputProblem
from core.extensions import db
from core.i18n.dates import (
    bangkok_today,
    first_of_month,
    last_of_month,
    parse_iso_date,
    shift_month,
)
from core.identity.secrets import office_of_token
from core.tenancy import scope
from core.tenancy.queries import office
from core.web.addresses import public_address
from core.web.downloads import send_bytes
from core.web.forms import submit
from core.web.guard import (
    current_actor,
    current_reach,
    district_blueprint,
    grants,
    public,
    requires,
)
from tenants.calendar import queries, service
from tenants.calendar.entries import Entry
from tenants.calendar.forms import FeedForm
from tenants.calendar.ics import calendar_of
from tenants.calendar.permissions import CalendarPermission
from tenants.calendar.words import KIND_ICONS, KIND_TITLES
from tenants.meetings.permissions import MeetingPermission
from tenants.meetings.queries import meeting as meeting_within

blueprint = district_blueprint("calendar", __name__)
feeds = Blueprint("calendar_feeds", __name__)

MONTHS_BACK, MONTHS_AHEAD = 6, 12
"""What a feed holds, around the running month."""
MOST_YEARS = 100
"""So far back and ahead the pages of the calendar go."""

MOST_A_DAY = 3
"""Entries of a day in the grid; the page of the day has all of them."""

_ICS = "text/calendar; charset=utf-8"
_MONDAY = 0


@blueprint.get("/calendar")
@requires(CalendarPermission.READ)
def show_calendar() -> ResponseReturnValue:
    month = _month()
    weeks = Calendar(_MONDAY).monthdatescalendar(month.year, month.month)
    entries = queries.entries_between(
        db.session(), queries.Reaches.of(current_actor(), grants()), weeks[0][0], weeks[-1][-1]
    )
    chosen = request.args.get("kind", "")
    shown = [entry for entry in entries if chosen in ("", entry.kind)]
    day = _asked("day")
    days = [day] if day else _days(month)
    return render_template(
        "calendar/month.html",
        month=month,
        before=shift_month(month, -1),
        after=shift_month(month, 1),
        today=bangkok_today(),
        weeks=[] if day else [[(each, _on(shown, each)) for each in week] for week in weeks],
        days=[(each, found) for each in days if (found := _on(shown, each))],
        one_day=day,
        most=MOST_A_DAY,
        all_examples=bool(shown) and all(entry.is_example for entry in shown),
        kinds=KIND_TITLES,
        icons=KIND_ICONS,
        chosen=chosen,
    )


@blueprint.get("/calendar/meetings/<uuid:meeting_id>")
@requires(MeetingPermission.READ)
def download_meeting(meeting_id: UUID) -> ResponseReturnValue:
    """One meeting for a phone's own calendar."""
    found = meeting_within(db.session(), current_reach(), meeting_id)
    entry = queries.entry_of_meeting(found)
    content = calendar_of([entry], name=entry.title, home=_home())
    return send_bytes(content, name=f"{entry.title}.ics", content_type=_ICS)


@blueprint.get("/calendar/feeds")
@requires(CalendarPermission.READ)
def list_feeds() -> ResponseReturnValue:
    return _feeds_page(FeedForm())


@blueprint.post("/calendar/feeds")
@requires(CalendarPermission.READ)
def create_feed() -> ResponseReturnValue:
    """Shows the secret address on the answer itself: it is told this once and never stored."""
    form = FeedForm()
    made: list[str | None] = []

    def create() -> str:
        made.append(
            service.create_feed(
                db.session(),
                actor=current_actor(),
                record_id=form.id_of_record,
                label=form.label.data,
            )
        )
        return url_for(".list_feeds")

    answer = submit(form, create, lambda: _feeds_page(form))
    if not made or made[-1] is None:
        return answer
    return _feeds_page(FeedForm(formdata=None), address=_feed_address(made[-1]))


@blueprint.post("/calendar/feeds/<uuid:feed_id>/revocation")
@requires(CalendarPermission.READ)
def create_feed_revocation(feed_id: UUID) -> ResponseReturnValue:
    form = FeedForm()

    def revoke() -> str:
        service.revoke_feed(db.session(), actor=current_actor(), feed_id=feed_id)
        return url_for(".list_feeds")

    return submit(form, revoke, lambda: _feeds_page(form))


@feeds.get("/calendar-feeds/<string(maxlength=80):token>.ics")
@public(reason="a phone's calendar reads it by a secret address that its owner can take back")
def read_feed(token: str) -> ResponseReturnValue:
    """What the owner of the address may see today, half a year back and a year ahead."""
    code = office_of_token(token)
    if code is None:
        abort(404)
    today = bangkok_today()
    with scope.work(db.session, scope.tenant_scope(code, read_only=True)):
        session = db.session()
        actor = queries.follower(session, token, today)
        month = first_of_month(today)
        entries = queries.entries_between(
            session,
            queries.Reaches.of(actor, grants()),
            shift_month(month, -MONTHS_BACK),
            last_of_month(shift_month(month, MONTHS_AHEAD)),
        )
        content = calendar_of(
            entries,
            name=f"เครือข่ายชุมชน {office(session, code).title_th}",
            home=public_address(f"/d/{actor.slug}/"),
        )
    return Response(content, content_type=_ICS, headers={"Cache-Control": "private, no-store"})


def _month() -> date:
    return first_of_month(_asked("day") or _asked("month") or bangkok_today())


def _asked(name: str) -> date | None:
    """The day that the address names; None where it names none, or one far from all that is planned."""
    typed = request.args.get(name, "")
    try:
        day = parse_iso_date(typed) if typed else None
    except InputProblem:
        return None
    return day if day and abs(day.year - bangkok_today().year) <= MOST_YEARS else None


def _days(month: date) -> list[date]:
    return [month + timedelta(days=number) for number in range(last_of_month(month).day)]


def _on(entries: list[Entry], day: date) -> list[Entry]:
    return [entry for entry in entries if entry.covers(day)]


def _home() -> str:
    return public_address(f"/d/{current_actor().slug}/")


def _feed_address(token: str) -> str:
    return public_address(url_for("calendar_feeds.read_feed", token=token))


def _feeds_page(form: FeedForm, address: str = "") -> str:
    return render_template(
        "calendar/feeds.html",
        form=form,
        feeds=queries.feeds_of(db.session(), current_actor()),
        address=address,
        most=service.MOST_FEEDS,
    )
