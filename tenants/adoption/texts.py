"""The office's own texts: an open clause or article in its own words, and the annex.

Every change and every taking back stays on record as a row that has ended. The adoption in force is
locked by each writer, so texts and a move change one after the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import EditConflict, FieldError, NotFound, Refused
from core.i18n.dates import bangkok_today
from core.identity.actor import Actor
from core.manual.models import ManualEdition
from core.manual.parts import (
    OwnText,
    Part,
    PartId,
    PartKind,
    next_annex_key,
    parts_of,
    unknown_words,
)
from core.manual.queries import content_of
from core.marks import mark
from core.records import refuse_stale, sign
from core.tenancy import scope
from tenants.adoption.models import LocalClause
from tenants.adoption.queries import own_text, texts_of_part
from tenants.adoption.service import locked_adoption

STALE = mark("%(name)s changed this text while you were editing.")


@dataclass(frozen=True)
class Wording:
    """What an officer types: the office's text and why it differs. An article has no title of its own."""

    title: str
    body: str
    reason: str


def write_text(
    session: Session,
    *,
    actor: Actor,
    part_id: PartId,
    record_id: UUID,
    seen_version: int,
    wording: Wording,
) -> LocalClause:
    """Put the office's own text in the place of an open clause or article, or change that text (F42).

    `seen_version` is 0 for a part that stood as the city wrote it. Saving what is stored already
    changes nothing. Refuses locked parts, and EditConflict where somebody was faster.
    """
    edition = _edition(session)
    part = _open_part(edition, part_id)
    wording = _checked(part_id, wording, part)
    known = texts_of_part(session, part_id)
    current = next((row for row in known if row.removed_on is None), None)
    if current is None:
        _refuse_if_taken_back(known, seen_version, part)
        return _adapt(
            session,
            actor=actor,
            part=part,
            record_id=record_id,
            edition=edition.number,
            wording=wording,
        )
    return _change(session, actor, current, seen_version, wording)


def add_annex_clause(
    session: Session, *, actor: Actor, record_id: UUID, wording: Wording
) -> LocalClause:
    """Add a clause at the end of the office's annex. Sent twice with one `record_id` it is one clause."""
    edition = _edition(session)
    existing = session.get(LocalClause, (actor.district_id, record_id))
    if existing is not None:
        return existing
    scope.name_change(session, "manual_annex:added", wording.reason)
    used = session.scalars(
        select(LocalClause.key).where(LocalClause.part == PartKind.ANNEX.value).distinct()
    )
    part_id = PartId(PartKind.ANNEX, next_annex_key(used))
    return _add(
        session,
        actor=actor,
        part_id=part_id,
        record_id=record_id,
        edition=edition.number,
        wording=_checked(part_id, wording, None),
    )


def change_annex_clause(
    session: Session, *, actor: Actor, key: str, seen_version: int, wording: Wording
) -> LocalClause:
    """Change a clause of the annex; Refused where somebody has removed it meanwhile."""
    _edition(session)
    part_id = PartId(PartKind.ANNEX, key)
    current = _current(session, part_id)
    return _change(session, actor, current, seen_version, _checked(part_id, wording, None))


def take_back(
    session: Session, *, actor: Actor, part_id: PartId, seen_version: int, reason: str
) -> LocalClause:
    """End an own text from today on, with a reason: the city's holds again, or the annex loses a clause.

    The text stays in the history. Taking it back once more changes nothing.
    """
    _edition(session)
    annex = part_id.kind is PartKind.ANNEX
    scope.name_change(
        session, "manual_annex:removed" if annex else "manual_text:taken_back", reason
    )
    known = texts_of_part(session, part_id)
    current = next((row for row in known if row.removed_on is None), None)
    if current is None:
        if not known:
            raise NotFound("This text does not exist.")
        return known[0]
    if current.version != seen_version:
        raise Refused(
            "%(name)s changed this text after you opened the page. Read it again first.",
            name=current.changed_by,
        )
    if not reason.strip():
        raise FieldError("Say why the text is taken back.", field="reason")
    end_text(current, actor)
    return current


def end_text(row: LocalClause, actor: Actor) -> None:
    """From today on the text holds no more; the row stays."""
    row.removed_on = bangkok_today()
    sign(row, actor)


def values_of(text: OwnText | Part, reason: str = "") -> dict[str, Any]:
    """The fields of the form."""
    return {"title": text.title, "body": text.body, "reason": reason}


def check_words(part_id: PartId, title: str, body: str) -> None:
    """An article goes into by-laws: the words in braces are filled in there, others would stay as they are."""
    if part_id.kind is not PartKind.ARTICLE and not title.strip():
        raise FieldError("Type the title of the clause.", field="title")
    if not body.strip():
        raise FieldError("Type the text.", field="body")
    if part_id.kind is PartKind.ARTICLE and (unknown := unknown_words(body)):
        raise FieldError(
            "The words in braces may only be {network}, {office} and {district}, not %(unknown)s.",
            field="body",
            unknown=" ".join(unknown),
        )


def _edition(session: Session) -> ManualEdition:
    current = locked_adoption(session)
    if current is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    return current[1]


def _open_part(edition: ManualEdition, part_id: PartId) -> Part:
    part = parts_of(content_of(edition)).get(part_id)
    if part is None:
        raise NotFound("This part of the manual does not exist.")
    if part.locked:
        raise Refused("This belongs to the city's core: it is the same in all districts.")
    return part


def _checked(part_id: PartId, wording: Wording, part: Part | None) -> Wording:
    """The wording with the city's heading for an article; refuses an empty one and the city's own."""
    check_words(part_id, wording.title, wording.body)
    if not wording.reason.strip():
        raise FieldError("Say why the office has a text of its own.", field="reason")
    if part is None:
        return wording
    if part_id.kind is PartKind.ARTICLE:
        wording = Wording(part.title, wording.body, wording.reason)
    if OwnText(part_id, wording.title, wording.body).says_the_same(part):
        raise FieldError(
            "This is the city's text word for word. Change it, or take your own text back.",
            field="body",
        )
    return wording


def _refuse_if_taken_back(known: list[LocalClause], seen_version: int, part: Part) -> None:
    if not known or not seen_version:
        return
    last = known[0]
    raise EditConflict(
        STALE,
        name=last.changed_by,
        current={"version": 0, **values_of(part)},
        changed_by=last.changed_by,
        changed_at=last.changed_at,
    )


def _current(session: Session, part_id: PartId) -> LocalClause:
    known = texts_of_part(session, part_id)
    if not known:
        raise NotFound("This text does not exist.")
    if known[0].removed_on is not None:
        raise Refused("%(name)s has removed this clause.", name=known[0].changed_by)
    return known[0]


def _adapt(
    session: Session,
    *,
    actor: Actor,
    part: Part,
    record_id: UUID,
    edition: int,
    wording: Wording,
) -> LocalClause:
    """Take up the city's words, then change them: so the audit shows what stood here before.

    A form whose text was saved and taken back since is not saved once more.
    """
    if session.get(LocalClause, (actor.district_id, record_id)) is not None:
        raise Refused("This form was saved before. Open the clause again.")
    with _step(session, "manual_text:begun", ""):
        row = _add(
            session,
            actor=actor,
            part_id=part.id,
            record_id=record_id,
            edition=edition,
            wording=Wording(part.title, part.body, ""),
        )
    scope.name_change(session, "manual_text:adapted", wording.reason)
    row.title, row.body, row.reason = wording.title, wording.body, wording.reason
    session.flush()
    return row


def _add(
    session: Session,
    *,
    actor: Actor,
    part_id: PartId,
    record_id: UUID,
    edition: int,
    wording: Wording,
) -> LocalClause:
    row = LocalClause(
        district_id=actor.district_id,
        id=record_id,
        part=part_id.kind.value,
        key=part_id.key,
        title=wording.title,
        body=wording.body,
        reason=wording.reason,
        edition=edition,
        changed_by=actor.name,
    )
    session.add(row)
    session.flush()
    return row


def _change(
    session: Session, actor: Actor, row: LocalClause, seen_version: int, wording: Wording
) -> LocalClause:
    typed = (wording.title, wording.body, wording.reason)
    if typed == (row.title, row.body, row.reason):
        return row
    refuse_stale(row, seen_version, STALE, values_of(own_text(row), row.reason))
    with _step(session, "manual_text:kept", row.reason):
        session.add(_ended_copy(row))
    annex = row.part == PartKind.ANNEX
    scope.name_change(
        session, "manual_annex:changed" if annex else "manual_text:changed", wording.reason
    )
    row.title, row.body, row.reason = typed
    row.created_at = func.now()
    sign(row, actor)
    session.flush()
    return row


def _ended_copy(row: LocalClause) -> LocalClause:
    """The wording until now, as a row of the history: the open row goes on with the new one."""
    return LocalClause(
        district_id=row.district_id,
        part=row.part,
        key=row.key,
        title=row.title,
        body=row.body,
        reason=row.reason,
        edition=row.edition,
        removed_on=bangkok_today(),
        is_example=row.is_example,
        created_at=row.created_at,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


@contextmanager
def _step(session: Session, action: str, reason: str) -> Iterator[None]:
    """Changes that the audit shows under an action of their own."""
    scope.name_change(session, action, reason)
    yield
    session.flush()
