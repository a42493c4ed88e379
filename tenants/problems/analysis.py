"""The office's analysis of its surroundings: strengths, weaknesses, opportunities and threats (M50-M53)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.problems.models import Quadrant, SwotPoint
from tenants.problems.study_points import SOURCE, STUDY_POINTS

EDITED = ("quadrant", "text", "action", "answers", "source")
"""What the form of a point changes."""

_LOCK_SPACE = 1_047_016
_HOLD = text("SELECT pg_advisory_xact_lock(:space, :office)")


@dataclass(frozen=True)
class Content:
    """What a point says, what is done about it, and which pages answer it (keys of pages)."""

    quadrant: str
    text: str
    action: str = ""
    answers: tuple[str, ...] = ()
    source: str = ""


def points(session: Session) -> Mapping[Quadrant, Sequence[SwotPoint]]:
    """The points that stand, by quadrant, in their order; all four quadrants are there."""
    found: dict[Quadrant, list[SwotPoint]] = {quadrant: [] for quadrant in Quadrant}
    for row in session.scalars(
        select(SwotPoint)
        .where(SwotPoint.removed_on.is_(None))
        .order_by(SwotPoint.position, SwotPoint.id)
    ):
        found[Quadrant(row.quadrant)].append(row)
    return found


def point(session: Session, point_id: UUID) -> SwotPoint:
    """One point that stands; NotFound for all others."""
    found = session.scalars(
        select(SwotPoint).where(SwotPoint.id == point_id, SwotPoint.removed_on.is_(None))
    ).one_or_none()
    if found is None:
        raise NotFound("This point does not exist.")
    return found


def take_over_study(session: Session, *, actor: Actor, is_example: bool = False) -> int:
    """Begin with the study's points, where the office has none; returns how many came.

    Two people who press at once get them once. Refused while the office has points of its own.
    """
    scope.name_change(session, "analysis:taken_over", SOURCE)
    _hold(session, actor)
    if session.scalar(select(func.count()).where(SwotPoint.removed_on.is_(None))):
        raise Refused("The analysis has points already. Add what is missing one by one.")
    session.add_all(
        SwotPoint(
            district_id=actor.district_id,
            id=uuid7(),
            quadrant=each.quadrant.value,
            position=position,
            text=each.text,
            action=each.action,
            answers=list(each.answers),
            source=f"{SOURCE} ({each.number})",
            is_example=is_example,
            changed_by=actor.name,
        )
        for position, each in enumerate(STUDY_POINTS, start=1)
    )
    session.flush()
    return len(STUDY_POINTS)


def add_point(session: Session, *, actor: Actor, record_id: UUID, content: Content) -> SwotPoint:
    """A further point, the last of its quadrant; sent twice with one `record_id` it is one."""
    scope.name_change(session, "analysis_point:added")
    _hold(session, actor)
    existing = session.get(SwotPoint, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _check(content)
    entry = SwotPoint(
        district_id=actor.district_id,
        id=record_id,
        position=_next(session),
        changed_by=actor.name,
        **_values(content),
    )
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError:
        return session.get_one(SwotPoint, (actor.district_id, record_id))
    return entry


def change_point(
    session: Session, *, actor: Actor, point_id: UUID, seen_version: int, content: Content
) -> SwotPoint:
    """Reword a point; EditConflict where somebody else has saved it since it was opened."""
    scope.name_change(session, "analysis_point:changed")
    entry = lock(session, point(session, point_id))
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed this point while you were editing."),
        {name: getattr(entry, name) for name in EDITED},
    )
    _check(content)
    for name, value in _values(content).items():
        setattr(entry, name, value)
    sign(entry, actor)
    return entry


def remove_point(session: Session, *, actor: Actor, point_id: UUID, reason: str) -> SwotPoint:
    """The point holds no more, for a reason; it stays on record."""
    scope.name_change(session, "analysis_point:removed", reason)
    entry = lock(session, point(session, point_id))
    if not reason.strip():
        raise FieldError("Say why the point holds no more.", field="reason")
    entry.removed_on = bangkok_today()
    sign(entry, actor)
    return entry


def _hold(session: Session, actor: Actor) -> None:
    """Let others who add points to this office's analysis wait until the commit."""
    session.execute(_HOLD, {"space": _LOCK_SPACE, "office": actor.district_id})


def _next(session: Session) -> int:
    return 1 + (session.scalar(select(func.max(SwotPoint.position))) or 0)


def _check(content: Content) -> None:
    if content.quadrant not in set(Quadrant):
        raise FieldError("Choose the part of the analysis.", field="quadrant")
    if not content.text.strip():
        raise FieldError("Type the point.", field="text")
    if content.quadrant == Quadrant.WEAKNESS and not content.action.strip():
        raise FieldError("Say what is done about this weakness.", field="action")


def _values(content: Content) -> dict[str, object]:
    return {
        "quadrant": content.quadrant,
        "text": content.text,
        "action": content.action,
        "answers": list(content.answers),
        "source": content.source,
    }
