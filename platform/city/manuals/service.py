"""Writing the manual. One draft at a time; what is published never changes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from importlib.resources import files
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from city.manuals import checks, editing, queries
from city.manuals.editing import Draft
from city.manuals.parts import SinglePart, list_part, single_part
from core.errors import EditConflict, FieldError, Refused
from core.i18n.digits import to_thai_digits
from core.identity.actor import Actor
from core.manual.models import ManualEdition
from core.manual.queries import content_of
from core.manual.structure import ManualContent
from core.tenancy import scope

PACKAGED = "packaged"
NEWEST = "newest"
EMPTY = "empty"
DEPARTMENT_NAME = "สำนักพัฒนาสังคม"
TITLE = "คู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ {number}"


def create_draft(session: Session, *, actor: Actor, source: str) -> ManualEdition:
    """Begin the next edition from the newest published one, from the packaged one, or empty.

    There is one draft at a time: where one is open, it is the answer.
    """
    scope.name_change(session, "manual:drafted")
    draft = session.scalars(
        select(ManualEdition).where(ManualEdition.published_at.is_(None))
    ).first()
    if draft is not None:
        return draft
    if source == PACKAGED:
        return seed_first_edition(session, by=actor.name)
    newest = session.scalars(
        select(ManualEdition).order_by(ManualEdition.number.desc()).limit(1)
    ).one_or_none()
    content = content_of(newest) if newest and source == NEWEST else editing.EMPTY
    return _add(session, (newest.number if newest else 0) + 1, content, actor.name)


def seed_first_edition(session: Session, *, by: str = DEPARTMENT_NAME) -> ManualEdition:
    """Edition 1 as it comes with the product, as a draft; the one that exists where there is one."""
    known = session.get(ManualEdition, 1)
    return known or _add(session, 1, packaged_edition(), by)


def publish_first_edition(session: Session) -> None:
    """A demo begins with the first edition in force. It is no example: it is the product's own manual."""
    edition = seed_first_edition(session)
    if edition.published_at is None:
        edition.change_summary = "ฉบับแรก จัดทำตามแนวทางของรายงานการศึกษา"
        _publish(edition, DEPARTMENT_NAME)
        session.flush()


def packaged_edition() -> ManualContent:
    text = (files("city.manuals") / "edition_1.json").read_text(encoding="utf-8")
    return ManualContent.from_json(json.loads(text))


def publish(
    session: Session, *, actor: Actor, number: int, seen_version: int, change_summary: str
) -> ManualEdition:
    """Put a draft in force for the districts to adopt. Publishing twice changes nothing.

    Refuses a draft that lacks a part, and one that somebody changed after this person read it.
    """
    scope.name_change(session, "manual:published", change_summary)
    edition = _locked(session, number)
    if edition.published_at is not None:
        return edition
    if not change_summary.strip():
        raise FieldError("Say what is new in this edition.", field="change_summary")
    if edition.version != seen_version:
        raise EditConflict(
            "%(name)s changed the draft after you opened this page.",
            name=edition.changed_by,
            current={"version": edition.version},
            changed_by=edition.changed_by,
            changed_at=edition.changed_at,
        )
    lacks = checks.missing_parts(content_of(edition))
    if lacks:
        raise Refused(lacks[0].sentence)
    edition.change_summary = change_summary
    _publish(edition, actor.name)
    return edition


def discard_draft(session: Session, *, actor: Actor, number: int) -> None:
    """Throw the draft away; the audit keeps its text."""
    scope.name_change(session, "manual:discarded", actor.name)
    session.delete(_unpublished(session, number))


def change_part(
    session: Session,
    *,
    actor: Actor,
    number: int,
    name: str,
    seen_version: int,
    values: Mapping[str, Any],
) -> SinglePart:
    """Rewrite a single part; EditConflict where somebody else rewrote this very part meanwhile."""
    part = single_part(name)
    edition, draft = _draft(session, number)
    stored = part.read(draft)
    value = replace(stored, **values)
    part.check(value)
    _refuse_overwriting(edition, editing.version_of(stored), seen_version, asdict(stored))
    _store(session, edition, actor, part.write(draft, value))
    return part


def add_entry(
    session: Session,
    *,
    actor: Actor,
    number: int,
    name: str,
    values: Mapping[str, Any],
    position: int | None = None,
) -> str:
    """One more entry of a list, at a place or at its end; its key.

    The key was never used for another entry, in no edition. The same entry sent twice is one entry.
    """
    edition, draft = _draft(session, number)
    part = list_part(draft.content, name)
    entries = part.read(draft.content)
    for each in entries:
        if all(getattr(each, field) == value for field, value in values.items()):
            return str(each.key)
    key = editing.next_key(queries.keys_ever_used(session, name), part.key_prefix)
    entry = replace(part.blank, **values, key=key)
    part.check(entry)
    _store(session, edition, actor, part.put(draft, editing.with_entry(entries, entry, position)))
    return key


def change_entry(
    session: Session,
    *,
    actor: Actor,
    number: int,
    name: str,
    key: str,
    seen_version: int,
    values: Mapping[str, Any],
) -> None:
    """Rewrite an entry; EditConflict where somebody else rewrote this very entry meanwhile."""
    edition, draft = _draft(session, number)
    part = list_part(draft.content, name)
    entries = part.read(draft.content)
    stored = editing.entry_of(entries, key)
    entry = replace(stored, **values)
    part.check(entry)
    shown = part.shown(stored)
    _refuse_overwriting(edition, editing.version_of(shown), seen_version, asdict(shown))
    _store(session, edition, actor, part.put(draft, editing.with_changed(entries, entry)))


def move_entry(
    session: Session,
    *,
    actor: Actor,
    number: int,
    name: str,
    key: str,
    seen_version: int,
    position: int,
) -> None:
    """Put an entry at another place, counted from 1; EditConflict where the order changed meanwhile."""
    edition, draft = _draft(session, number)
    part = list_part(draft.content, name)
    entries = part.read(draft.content)
    moved = editing.with_moved(entries, key, position)
    _refuse_overwriting(
        edition,
        editing.version_of(editing.order_of(entries)),
        seen_version,
        {"position": editing.position_of(entries, key)},
    )
    _store(session, edition, actor, part.put(draft, moved))


def remove_entry(session: Session, *, actor: Actor, number: int, name: str, key: str) -> None:
    """Take an entry out of the draft; published editions keep theirs."""
    edition, draft = _draft(session, number)
    part = list_part(draft.content, name)
    entries = editing.without_entry(part.read(draft.content), key)
    _store(session, edition, actor, part.put(draft, entries))


def _refuse_overwriting(
    edition: ManualEdition, version: int, seen_version: int, current: dict[str, Any]
) -> None:
    if version != seen_version:
        raise EditConflict(
            "%(name)s changed this part while you were writing.",
            name=edition.changed_by,
            current={"version": version} | current,
            changed_by=edition.changed_by,
            changed_at=edition.changed_at,
        )


def _store(session: Session, edition: ManualEdition, actor: Actor, draft: Draft) -> None:
    scope.name_change(session, "manual:changed")
    edition.title = draft.title
    edition.content = draft.content.as_json()
    edition.version += 1
    edition.changed_by = actor.name
    edition.changed_at = func.now()
    session.flush()


def _publish(edition: ManualEdition, by: str) -> None:
    edition.published_at = func.now()
    edition.published_by = by


def _draft(session: Session, number: int) -> tuple[ManualEdition, Draft]:
    edition = _unpublished(session, number)
    return edition, Draft(edition.title, content_of(edition))


def _unpublished(session: Session, number: int) -> ManualEdition:
    edition = _locked(session, number)
    if edition.published_at is not None:
        raise Refused("This edition is published and never changes. Begin a new draft instead.")
    return edition


def _locked(session: Session, number: int) -> ManualEdition:
    """The edition with its row locked, so that two people saving at once come one after the other."""
    queries.edition(session, number)
    return session.scalars(
        select(ManualEdition)
        .where(ManualEdition.number == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _add(session: Session, number: int, content: ManualContent, by: str) -> ManualEdition:
    edition = ManualEdition(
        number=number,
        title=TITLE.format(number=to_thai_digits(str(number))),
        content=content.as_json(),
        changed_by=by,
    )
    try:
        with session.begin_nested():
            session.add(edition)
    except IntegrityError:
        return session.get_one(ManualEdition, number, populate_existing=True)
    return edition
