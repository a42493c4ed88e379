"""Opening, closing and noting looks. All of it runs in the scope of the district that is looked into."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from core.access.roles import Role
from core.errors import FieldError, NotFound, Refused
from core.i18n.text import normalise_lines, shorten
from core.identity.actor import Actor
from core.marks import mark
from core.notices.models import Topic
from core.notices.recipients import Recipient, accounts_with_roles
from core.notices.service import notify, office_path
from core.oversight.models import OversightLook, OversightView
from core.oversight.queries import is_open, looking_now
from core.tenancy import scope

SHORTEST_REASON = 10
"""Letters: a reason that the district can understand."""
LONGEST_REASON = 500
MINUTES = (15, 30, 60)
"""The time boxes that may be chosen."""

MOST_PAGES = 200
"""Pages, papers and pictures of one look.

Somebody who reads the papers behind a few figures opens some dozens in an hour. Two hundred leave room
for that, and keep one reason from being a way to read a whole office, file by file.
"""
KEEP_VIEWS = timedelta(days=90)
"""How long after the end of a look the pages stay that were read in it.

They say what a person of the department did, and their names what an office keeps of others. Both are
personal data, which nobody may keep without need (Personal Data Protection Act B.E. 2562 s.37 (3)).
Ninety days is what the platform keeps of every access, because the Computer Crime Act B.E. 2550 s.26
asks for it, and long enough for the director, who is told at once, to ask about a page. The look
itself, who, why, when and how many pages, stays with the trail of changes.
"""

_LOCK = 5_920_000
"""The space of the advisory locks on opening looks: two forms that are sent at once open one look."""
_LONGEST_PATH = 500
_LONGEST_TITLE = 300
_TOLD = ((Role.DIRECTOR,), (Role.ASSISTANT_DIRECTOR, Role.SECTION_HEAD, Role.OFFICE_ADMIN))


def open_look(
    session: Session, *, actor: Actor, record_id: UUID, reason: str, minutes: int
) -> OversightLook:
    """Begin a look into the open district, which is told at once. Sent twice, it is one look.

    `actor` stands in the department. The end is set by the database's clock.

    :raises FieldError: for a reason that is too short, or a time that is not among `MINUTES`.
    :raises Refused: while this person's last look into the district is still open.
    """
    said = normalise_lines(reason).strip()
    if len(said) < SHORTEST_REASON:
        raise FieldError(
            mark("Say in at least %(least)s letters why the look is needed."),
            field="reason",
            least=SHORTEST_REASON,
        )
    if minutes not in MINUTES:
        raise FieldError(mark("Choose how long the look lasts."), field="minutes")
    stored = session.get(OversightLook, (scope.office_of(session), record_id))
    if stored is not None:
        return _own(stored, actor)
    session.execute(
        text("SELECT pg_advisory_xact_lock(:space, hashtext(:person))"),
        {"space": _LOCK, "person": str(actor.person.session_id)},
    )
    if looking_now(session, actor.account_id, actor.person.session_id) is not None:
        raise Refused(
            mark("Your look into this district is still open. Close it to begin another.")
        )
    scope.name_change(session, "oversight:opened", shorten(said, LONGEST_REASON))
    look = OversightLook(
        district_id=scope.office_of(session),
        id=record_id,
        account_id=actor.account_id,
        session_id=actor.person.session_id,
        name=actor.name,
        position=actor.position,
        reason=shorten(said, LONGEST_REASON),
        ends_at=func.now() + timedelta(minutes=minutes),
    )
    session.add(look)
    session.flush()
    session.refresh(look)
    _tell_the_district(session, look)
    return look


def close_look(session: Session, *, actor: Actor, look_id: UUID) -> OversightLook:
    """End the own look before its time; one that has ended stays as it is. Another's is not found."""
    look = _own(session.get(OversightLook, (scope.office_of(session), look_id)), actor)
    scope.name_change(session, "oversight:closed")
    session.execute(
        update(OversightLook)
        .where(OversightLook.id == look_id, is_open())
        .values(closed_at=func.clock_timestamp())
    )
    return look


@dataclass(frozen=True)
class NotedView:
    """A page that may open now: its row (None for what was noted before), and how many may follow it."""

    id: UUID | None
    pages_left: int


def note_view(
    session: Session, *, look_id: UUID, account_id: UUID, session_id: UUID, path: str, once: bool
) -> NotedView | None:
    """Write down that a page is asked for; None where the look is over, and the page stays shut.

    The look is asked for once more here, in the district's own scope, and held: of two pages that are
    asked for at once one waits for the other. With `once` a path that this look has asked for before
    is not written again: what a page asks for by itself every few seconds. The last of `MOST_PAGES`
    pages ends the look.
    """
    asked = path[:_LONGEST_PATH]
    held = session.scalars(
        select(OversightLook.id)
        .where(
            OversightLook.id == look_id,
            OversightLook.account_id == account_id,
            OversightLook.session_id == session_id,
            is_open(),
        )
        .with_for_update(key_share=True)
    ).one_or_none()
    if held is None:
        return None
    number, known = session.execute(
        select(func.count(), func.count().filter(OversightView.path == asked)).where(
            OversightView.look_id == look_id
        )
    ).one()
    if once and known:
        return NotedView(None, MOST_PAGES - number)
    view = OversightView(district_id=scope.office_of(session), look_id=look_id, path=asked)
    session.add(view)
    session.flush()
    if number + 1 >= MOST_PAGES:
        _end_at_limit(session, look_id)
    return NotedView(view.id, MOST_PAGES - number - 1)


def name_view(session: Session, view_id: UUID, title: str) -> None:
    """Keep what a page that was opened calls itself. Only the first name is taken."""
    session.execute(
        update(OversightView)
        .where(OversightView.id == view_id, OversightView.title == "")
        .values(title=shorten(title, _LONGEST_TITLE))
    )


def forget_views(session: Session) -> int:
    """Delete the pages of looks that ended `KEEP_VIEWS` ago; returns of how many looks.

    The number of pages is written to each look first. The database refuses to delete younger ones.
    """
    is_old = OversightLook.ends_at < func.now() - KEEP_VIEWS
    number = select(func.count()).where(OversightView.look_id == OversightLook.id).scalar_subquery()
    scope.name_change(session, "oversight:forgotten")
    counted = session.scalars(
        update(OversightLook)
        .where(is_old, OversightLook.pages_asked.is_(None))
        .values(pages_asked=number)
        .returning(OversightLook.id)
        .execution_options(synchronize_session=False)
    ).all()
    session.execute(
        delete(OversightView)
        .where(OversightView.look_id.in_(select(OversightLook.id).where(is_old)))
        .execution_options(synchronize_session=False)
    )
    return len(counted)


def _end_at_limit(session: Session, look_id: UUID) -> None:
    scope.name_change(session, "oversight:limit_reached")
    session.execute(
        update(OversightLook)
        .where(OversightLook.id == look_id, is_open())
        .values(closed_at=func.clock_timestamp(), reached_limit=True)
        .execution_options(synchronize_session=False)
    )


def _own(look: OversightLook | None, actor: Actor) -> OversightLook:
    if look is None or look.account_id != actor.account_id:
        raise NotFound(mark("This look does not exist."))
    return look


def _tell_the_district(session: Session, look: OversightLook) -> None:
    notify(
        session,
        topic=Topic.SYSTEM,
        event_key=f"oversight:{look.id}",
        to=_told(session),
        title="สำนักพัฒนาสังคมเปิดเข้าดูข้อมูลของเขต",
        body=f"{look.name} {look.position}\nเหตุผล: {look.reason}",
        url=office_path(session, f"/oversight/{look.id}"),
    )


def _told(session: Session) -> list[Recipient]:
    """The director; where nobody holds that office, those who may see the looks in the director's place."""
    found = (accounts_with_roles(session, roles) for roles in _TOLD)
    return next((recipients for recipients in found if recipients), [])
