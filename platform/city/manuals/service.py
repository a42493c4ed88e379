"""Writing the manual. One draft at a time; what is published never changes."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib.resources import files
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from city.manuals import editing, queries
from city.manuals.editing import Settings
from core.errors import EditConflict, FieldError, Refused
from core.i18n.digits import to_thai_digits
from core.identity.actor import Actor
from core.manual.models import ManualEdition
from core.manual.queries import content_of
from core.manual.structure import Clause, ManualContent, OrderWording, SeatRule
from core.tenancy import scope

PACKAGED = "packaged"
NEWEST = "newest"
EMPTY = "empty"
DEPARTMENT_NAME = "สำนักพัฒนาสังคม"
TITLE = "คู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ {number}"

Part = TypeVar("Part")
Change = Callable[[ManualContent], ManualContent]


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
    lacks = editing.missing_parts(content_of(edition))
    if lacks:
        raise Refused(lacks[0])
    edition.change_summary = change_summary
    _publish(edition, actor.name)
    return edition


def discard_draft(session: Session, *, actor: Actor, number: int) -> None:
    """Throw the draft away; the audit keeps its text."""
    scope.name_change(session, "manual:discarded", actor.name)
    session.delete(_draft(session, number))


def change_settings(
    session: Session, *, actor: Actor, number: int, seen_version: int, settings: Settings
) -> None:
    edition = _draft(session, number)
    editing.check_settings(settings)
    content = content_of(edition)
    stored = settings_of(edition, content)
    _refuse_overwriting(edition, editing.version_of(stored), seen_version, settings_values(stored))
    edition.title = settings.title
    _store(
        session,
        edition,
        actor,
        replace(
            content,
            zones=settings.zones,
            activities_per_month=settings.activities_per_month,
        ),
    )


def change_order(
    session: Session, *, actor: Actor, number: int, seen_version: int, wording: OrderWording
) -> None:
    edition = _draft(session, number)
    editing.check_order(wording)
    content = content_of(edition)
    stored = content.zone_order
    _refuse_overwriting(edition, editing.version_of(stored), seen_version, order_values(stored))
    _store(session, edition, actor, replace(content, zone_order=wording))


def change_chapter(
    session: Session, *, actor: Actor, number: int, key: str, seen_version: int, title: str
) -> None:
    """Rename a chapter. Its clauses are other parts: changing one does not conflict with the name."""
    edition = _draft(session, number)
    content = content_of(edition)
    stored = editing.chapter_of(content, key)
    _refuse_overwriting(
        edition, chapter_version(stored.title), seen_version, {"title": stored.title}
    )
    _store(session, edition, actor, editing.with_chapter(content, key, title))


def add_chapter(session: Session, *, actor: Actor, number: int, title: str) -> str:
    """One more chapter at the end; returns its key."""
    edition = _draft(session, number)
    content, key = editing.with_new_chapter(content_of(edition), title)
    _store(session, edition, actor, content)
    return key


def remove_chapter(session: Session, *, actor: Actor, number: int, key: str) -> None:
    _remove(session, actor, number, lambda content: editing.without_chapter(content, key))


def change_clause(
    session: Session, *, actor: Actor, number: int, seen_version: int, clause: Clause
) -> None:
    """Rewrite a clause; EditConflict where somebody else rewrote this very clause meanwhile."""
    edition = _draft(session, number)
    content = content_of(edition)
    stored = editing.clause_of(content, clause.key)
    _refuse_overwriting(edition, editing.version_of(stored), seen_version, asdict(stored))
    _store(session, edition, actor, editing.with_clause(content, clause))


def add_clause(
    session: Session,
    *,
    actor: Actor,
    number: int,
    chapter_key: str,
    title: str,
    body: str,
    locked: bool,
) -> str:
    """One more clause at the chapter's end; its key was never used for another clause."""
    edition = _draft(session, number)
    base = queries.published_before(session, number)
    taken = {clause.key for clause in base.content.clauses()} if base else set()
    content, key = editing.with_new_clause(
        content_of(edition), chapter_key, title, body, locked=locked, taken=taken
    )
    _store(session, edition, actor, content)
    return key


def remove_clause(session: Session, *, actor: Actor, number: int, key: str) -> None:
    _remove(session, actor, number, lambda content: editing.without_clause(content, key))


def change_seat(
    session: Session,
    *,
    actor: Actor,
    number: int,
    seen_version: int,
    rule: SeatRule,
    position: int,
) -> None:
    edition = _draft(session, number)
    content = content_of(edition)
    stored = editing.seat_of(content, rule.key)
    editing.check_seat(rule)
    _refuse_overwriting(edition, editing.version_of(stored), seen_version, asdict(stored))
    _store(session, edition, actor, editing.with_seat(content, rule, position))


def add_seat(session: Session, *, actor: Actor, number: int, rule: SeatRule, position: int) -> str:
    edition = _draft(session, number)
    content = content_of(edition)
    editing.check_seat(rule)
    key = editing.new_seat_key(content, rule)
    _store(session, edition, actor, editing.with_seat(content, replace(rule, key=key), position))
    return key


def remove_seat(session: Session, *, actor: Actor, number: int, key: str) -> None:
    _remove(session, actor, number, lambda content: editing.without_seat(content, key))


def settings_of(edition: ManualEdition, content: ManualContent) -> Settings:
    return Settings(edition.title, content.zones, content.activities_per_month)


def settings_values(settings: Settings) -> dict[str, Any]:
    """The settings by the names of the form's fields."""
    return {
        "title": settings.title,
        "activities_per_month": settings.activities_per_month,
        **asdict(settings.zones),
    }


def order_values(wording: OrderWording) -> dict[str, Any]:
    """The wording by the names of the form's fields: a duty a line."""
    return {**asdict(wording), "duties": "\n".join(wording.duties)}


def chapter_version(title: str) -> int:
    return editing.version_of(Clause("", title, ""))


def _remove(session: Session, actor: Actor, number: int, change: Change) -> None:
    edition = _draft(session, number)
    _store(session, edition, actor, change(content_of(edition)))


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


def _store(session: Session, edition: ManualEdition, actor: Actor, content: ManualContent) -> None:
    scope.name_change(session, "manual:changed")
    edition.content = content.as_json()
    edition.version += 1
    edition.changed_by = actor.name
    edition.changed_at = func.now()
    session.flush()


def _publish(edition: ManualEdition, by: str) -> None:
    edition.published_at = func.now()
    edition.published_by = by


def _draft(session: Session, number: int) -> ManualEdition:
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
