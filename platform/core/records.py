"""Records that several people edit: changed one after the other, and never overwritten unseen.

A service locks the record, refuses a stale version, checks the rules, changes values and signs.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import func
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from core.db import TenantRow, VersionedRow
from core.errors import EditConflict, NotFound
from core.identity.actor import Actor

Record = TypeVar("Record", bound=TenantRow)


def lock(session: Session, record: Record, *, shared: bool = False) -> Record:
    """A record with its row locked until the commit and read anew: people who save at once come in turn.

    `shared` lets others do the same and nobody change the row. NotFound where it was deleted meanwhile.
    """
    try:
        session.refresh(record, with_for_update={"read": shared})
    except InvalidRequestError as problem:
        raise NotFound("This page does not exist") from problem
    return record


def refuse_stale(
    record: VersionedRow, seen_version: int, message: str, current: Mapping[str, Any]
) -> None:
    """EditConflict where somebody saved the record after this person opened it.

    `message` names them with `%(name)s`; `current` holds what is stored now, by the form's fields.
    """
    if record.version != seen_version:
        raise EditConflict(
            message,
            name=record.changed_by,
            current={"version": record.version, **current},
            changed_by=record.changed_by,
            changed_at=record.changed_at,
        )


def sign(record: VersionedRow, actor: Actor) -> None:
    """Count the version up, and say who changed the record now."""
    record.version += 1
    record.changed_by = actor.name
    record.changed_at = func.now()
