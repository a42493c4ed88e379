"""The evidence cards behind a number: of the zones that are counted in it, and of the whole district where it is.

A paper of a zone that is not counted (yet) stands beside them, and is said to.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from core.evidence.models import EvidenceCard, EvidenceKind, EvidenceState
from core.indicators.figures import Place

CARDS_OF_A_KIND = 20
"""Of each kind the newest cards are listed; all are counted."""

OF_WHOLE_DISTRICTS = (EvidenceKind.ADOPTION, EvidenceKind.CERTIFICATE)
"""Kinds that belong to no zone: a district adopts the manual, and a certificate is a person's."""


@dataclass(frozen=True)
class Behind:
    """Which papers a number stands on: those of these zones, and those of no zone where it counts what has none."""

    zones: frozenset[UUID]
    of_no_zone: bool


@dataclass(frozen=True)
class CardsOfKind:
    """The evidence cards of one kind: how many have force and how many no longer, and the newest ones.

    `beside` are cards of zones that the number does not count; `is_behind` tells which.
    """

    kind: EvidenceKind
    valid: int
    ended: int
    beside: int
    newest: tuple[EvidenceCard, ...]
    behind: Behind

    @property
    def total(self) -> int:
        return self.valid + self.ended + self.beside

    @property
    def is_personal(self) -> bool:
        """Whether each card is a person's own: then they are counted and never listed."""
        return self.kind is EvidenceKind.CERTIFICATE

    def is_behind(self, card: EvidenceCard) -> bool:
        return card.zone_id is None or card.zone_id in self.behind.zones


def cards(
    session: Session,
    place: Place,
    kinds: Sequence[EvidenceKind],
    behind: Behind,
    *,
    since: date | None,
    until: date,
) -> tuple[CardsOfKind, ...]:
    """Counted by kind, in one statement. A certificate is a person's: it is counted and never listed."""
    if not kinds:
        return ()
    ranked = _ranked(_held(place, kinds, behind, since, until), behind.zones)
    rows = session.execute(
        select(EvidenceCard, ranked.c.valid, ranked.c.ended, ranked.c.beside)
        .join(
            ranked,
            and_(ranked.c.district_id == EvidenceCard.district_id, ranked.c.id == EvidenceCard.id),
        )
        .where(ranked.c.rank <= CARDS_OF_A_KIND)
        .order_by(ranked.c.rank)
    ).all()
    return tuple(
        _of_kind(kind, [row for row in rows if row[0].kind == kind], behind) for kind in kinds
    )


def _held(
    place: Place,
    kinds: Collection[EvidenceKind],
    behind: Behind,
    since: date | None,
    until: date,
) -> list[ColumnElement[bool]]:
    held: list[ColumnElement[bool]] = [
        EvidenceCard.district_id == place.code,
        EvidenceCard.kind.in_([kind.value for kind in kinds]),
        EvidenceCard.dated_on <= until,
    ]
    if since is not None:
        held.append(EvidenceCard.dated_on >= since)
    if place.zone_id is not None:
        held.append(EvidenceCard.zone_id == place.zone_id)
    elif not behind.of_no_zone:
        whole = EvidenceCard.kind.in_([kind.value for kind in OF_WHOLE_DISTRICTS])
        held.append(or_(EvidenceCard.zone_id.is_not(None), whole))
    return held


def _ranked(held: Sequence[ColumnElement[bool]], zones: Collection[UUID]) -> Any:
    """Cards with their place in their kind, those behind the number first, and the counts of the kind."""
    is_valid = EvidenceCard.state == EvidenceState.VALID.value
    stands = or_(EvidenceCard.zone_id.is_(None), EvidenceCard.zone_id.in_(list(zones)))

    def number(which: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count().filter(which).over(partition_by=EvidenceCard.kind)

    order = (stands.desc(), EvidenceCard.dated_on.desc(), EvidenceCard.id.desc())
    return (
        select(
            EvidenceCard.district_id,
            EvidenceCard.id,
            func.row_number().over(partition_by=EvidenceCard.kind, order_by=order).label("rank"),
            number(and_(is_valid, stands)).label("valid"),
            number(and_(~is_valid, stands)).label("ended"),
            number(~stands).label("beside"),
        )
        .where(*held)
        .subquery()
    )


def _of_kind(kind: EvidenceKind, rows: Sequence[Any], behind: Behind) -> CardsOfKind:
    if not rows:
        return CardsOfKind(kind, 0, 0, 0, (), behind)
    listed = () if kind is EvidenceKind.CERTIFICATE else tuple(row[0] for row in rows)
    _, valid, ended, beside = rows[0]
    return CardsOfKind(kind, valid, ended, beside, listed, behind)
