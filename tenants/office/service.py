"""Changing what stands on an office's papers, and letting another person act for the director (F7, F113)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.files.pictures import png_of
from core.files.service import keep
from core.files.store import FolderStore
from core.i18n.dates import show_date
from core.identity.actor import Actor
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.tenancy import scope
from tenants.office import queries
from tenants.office.models import Delegation, Numbering, OfficeProfile
from tenants.office.queries import DelegationState

LARGEST_EMBLEM = 2 * 1024 * 1024
"""Bytes of an emblem as it is sent."""

_DELEGATIONS_LOCK = 470_113
"""The space of the advisory lock under which an office's delegations are made one after the other."""


@dataclass(frozen=True)
class Letterhead:
    """What the form of the profile changes."""

    letter_code: str
    address: str
    phone: str
    numbering: Numbering
    publishes_chair: bool


def change_profile(
    session: Session, *, actor: Actor, seen_version: int, letterhead: Letterhead
) -> None:
    """Save the office's profile; EditConflict where somebody else saved it since it was opened."""
    scope.name_change(session, "office:changed")
    row = _locked_profile(session, actor)
    refuse_stale(
        row,
        seen_version,
        mark("%(name)s changed the office's details while you were editing."),
        values_of(row),
    )
    row.letter_code = letterhead.letter_code
    row.address = letterhead.address
    row.phone = letterhead.phone
    row.numbering = letterhead.numbering.value
    row.publishes_chair = letterhead.publishes_chair
    row.is_example = False
    sign(row, actor)


def values_of(row: OfficeProfile | queries.OfficeProfileView) -> dict[str, Any]:
    """The values as the form shows them."""
    return {
        "letter_code": row.letter_code,
        "address": row.address,
        "phone": row.phone,
        "numbering": Numbering(row.numbering),
        "publishes_chair": "1" if row.publishes_chair else "",
    }


def put_emblem(
    session: Session, store: FolderStore, *, actor: Actor, name: str, content: bytes
) -> None:
    """Keep a picture as the office's emblem: drawn anew as a PNG, so that nothing hidden comes along.

    The version stays: it guards the texts, which this does not touch.
    """
    scope.name_change(session, "office:emblem_changed")
    if len(content) > LARGEST_EMBLEM:
        raise FieldError("The picture may have at most 2 megabytes.", field="file")
    picture = png_of(content)
    row = _locked_profile(session, actor)
    stem = name.rpartition(".")[0] or name
    kept = keep(
        session,
        store,
        actor=actor,
        name=f"{stem or 'emblem'}.png",
        content=picture,
        content_type="image/png",
        purpose="emblem",
    )
    row.emblem_file_id = kept.id
    row.changed_by, row.changed_at = actor.name, func.now()


def remove_emblem(session: Session, *, actor: Actor) -> None:
    """Papers from now on show an empty box again; what was signed keeps its picture."""
    scope.name_change(session, "office:emblem_removed")
    row = _locked_profile(session, actor)
    row.emblem_file_id = None
    row.changed_by, row.changed_at = actor.name, func.now()


def delegate(
    session: Session,
    *,
    actor: Actor,
    record_id: UUID,
    account_id: UUID | None,
    first_day: date,
    last_day: date,
    basis: str,
    today: date,
) -> Delegation:
    """Let a person act for the director from a day to a day, both included.

    One person at a time. Sent twice with one `record_id` it is one delegation.
    """
    scope.name_change(session, "delegation:made")
    session.execute(
        text("SELECT pg_advisory_xact_lock(:space, :office)"),
        {"space": _DELEGATIONS_LOCK, "office": actor.district_id},
    )
    existing = session.get(Delegation, (actor.district_id, record_id))
    if existing is not None:
        return existing
    _check_days(session, first_day, last_day, today)
    people = {each.account_id: each for each in queries.possible_delegates(session, today)}
    chosen = people.get(account_id) if account_id else None
    if chosen is None:
        raise FieldError("Choose who acts for the director.", field="account_id")
    entry = Delegation(
        district_id=actor.district_id,
        id=record_id,
        account_id=chosen.account_id,
        person_name=chosen.name,
        person_position=chosen.position,
        valid_from=first_day,
        last_day=last_day,
        basis=basis,
        changed_by=actor.name,
    )
    session.add(entry)
    session.flush()
    return entry


def end_delegation(
    session: Session, *, actor: Actor, delegation_id: UUID, today: date
) -> Delegation:
    """Take a delegation back: from today on its person no longer signs. Twice changes nothing more."""
    scope.name_change(session, "delegation:ended")
    entry = lock(session, queries.delegation(session, delegation_id))
    state = queries.state_of(entry, today)
    if state is DelegationState.OVER:
        raise Refused("This delegation is over already.")
    if state is not DelegationState.ENDED:
        entry.ended_on = today
        sign(entry, actor)
    return entry


def _check_days(session: Session, first_day: date, last_day: date, today: date) -> None:
    if last_day < first_day:
        raise FieldError("The last day is before the first day.", field="last_day")
    if last_day < today:
        raise FieldError("The last day is over already.", field="last_day")
    other = queries.overlapping(session, first_day, last_day)
    if other is not None:
        raise FieldError(
            "%(name)s acts for the director from %(first)s to %(last)s. "
            "Two people cannot act on one day.",
            field="valid_from",
            name=other.person_name,
            first=show_date(other.valid_from, style="numeric"),
            last=show_date(other.last_day, style="numeric"),
        )


def _locked_profile(session: Session, actor: Actor) -> OfficeProfile:
    """The office's one row, locked; made here, as version 0, before the first saving."""
    session.execute(
        insert(OfficeProfile)
        .values(district_id=actor.district_id, id=uuid7(), version=0, changed_by=actor.name)
        .on_conflict_do_nothing(index_elements=["district_id"])
    )
    row = session.scalars(
        select(OfficeProfile).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("This page does not exist")
    return row
