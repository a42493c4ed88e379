"""Opening, closing and noting looks. All of it runs in the scope of the district that is looked into."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Text, func, insert, literal, select, update
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

_LONGEST_PATH = 500
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


def note_view(
    session: Session, *, look_id: UUID, account_id: UUID, session_id: UUID, path: str, once: bool
) -> bool:
    """Write down that a page is asked for; False where the look is over, and the page stays shut.

    The look is asked for once more here, in the district's own scope. With `once` a path that this
    look has asked for before is not written again: what a page asks for by itself every few seconds.
    """
    asked = path[:_LONGEST_PATH]
    usable = (
        OversightLook.id == look_id,
        OversightLook.account_id == account_id,
        OversightLook.session_id == session_id,
        is_open(),
    )
    if once:
        known = select(OversightView.id).where(
            OversightView.look_id == look_id, OversightView.path == asked
        )
        seen = session.scalars(
            select(known.exists()).where(select(OversightLook.id).where(*usable).exists())
        )
        if seen.one_or_none():
            return True
    written = session.scalars(
        insert(OversightView)
        .from_select(
            ["district_id", "id", "look_id", "path"],
            select(
                OversightLook.district_id,
                func.gen_random_uuid(),
                OversightLook.id,
                literal(asked, Text),
            ).where(*usable),
        )
        .returning(OversightView.id)
    )
    return written.one_or_none() is not None


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
