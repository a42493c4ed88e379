"""Reads of by-laws: one with its network, the versions of a committee, what is in force for each zone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from core.access.permissions import Within
from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.i18n.sorting import thai_sort_key
from core.manual.structure import CommitteeKind
from tenants.alliances.models import Alliance
from tenants.bylaws.articles import ByLawText
from tenants.bylaws.models import ByLaw, ByLawState
from tenants.committees.models import Committee
from tenants.committees.queries import Body, CommitteeView, view_of, view_of_committee
from tenants.zones.queries import open_zones

HEAVY = (defer(ByLaw.content), defer(ByLaw.canonical))
"""What lists do not need of a by-law."""

BODIES = (CommitteeKind.ZONE, CommitteeKind.ALLIANCE)
"""The networks that have by-laws; communities and the district's own committees have none."""


@dataclass(frozen=True)
class ZoneByLaws:
    """What is on file for a network: the by-law in force, the draft, and the newest one adopted."""

    in_force: ByLaw | None = None
    draft: ByLaw | None = None
    newest: ByLaw | None = None

    @property
    def coming(self) -> ByLaw | None:
        """One that is adopted and whose first day has not come."""
        return self.newest if self.newest is not self.in_force else None


@dataclass(frozen=True)
class Reading:
    """A by-law with its text and its network's committee as it is today."""

    by_law: ByLaw
    text: ByLawText
    committee: CommitteeView

    @property
    def body(self) -> Body:
        return self.committee.body

    @property
    def is_draft(self) -> bool:
        return self.by_law.state == ByLawState.DRAFT


@dataclass(frozen=True)
class NetworkLine:
    """A network in the list with its by-laws."""

    body: Body
    name: str
    is_example: bool
    by_laws: ZoneByLaws


def reading(session: Session, within: Within, by_law_id: UUID) -> Reading:
    """One by-law in the reader's reach; NotFound for all others."""
    found = session.scalars(select(ByLaw).where(ByLaw.id == by_law_id)).one_or_none()
    if found is None:
        raise NotFound("This by-law does not exist.")
    return Reading(
        found,
        ByLawText.from_json(found.content),
        view_of_committee(session, within, found.committee_id),
    )


def network(session: Session, within: Within, body: Body) -> CommitteeView:
    """The committee of a network that may have by-laws; NotFound outside of reach."""
    if body.kind not in BODIES:
        raise NotFound("This by-law does not exist.")
    return view_of(session, within, body)


def versions(session: Session, committee_id: UUID | None) -> list[ByLaw]:
    """All by-laws of a committee, the newest first."""
    if committee_id is None:
        return []
    return list(
        session.scalars(
            select(ByLaw)
            .where(ByLaw.committee_id == committee_id)
            .order_by(ByLaw.number.desc())
            .options(*HEAVY)
        )
    )


def by_law_in_force(session: Session, committee_id: UUID, day: date | None = None) -> ByLaw | None:
    """The newest adopted by-law of a committee whose first day has come, on a day (today)."""
    return session.scalars(
        select(ByLaw)
        .where(
            ByLaw.committee_id == committee_id,
            ByLaw.state == ByLawState.ADOPTED.value,
            ByLaw.in_force_from <= (day or bangkok_today()),
        )
        .order_by(ByLaw.number.desc())
        .limit(1)
    ).one_or_none()


def newest_adopted(session: Session, committee_id: UUID) -> ByLaw | None:
    return session.scalars(
        select(ByLaw)
        .where(ByLaw.committee_id == committee_id, ByLaw.state == ByLawState.ADOPTED.value)
        .order_by(ByLaw.number.desc())
        .limit(1)
    ).one_or_none()


def draft_of(session: Session, committee_id: UUID) -> ByLaw | None:
    """The draft of a committee: there is one at a time."""
    return session.scalars(
        select(ByLaw).where(
            ByLaw.committee_id == committee_id, ByLaw.state == ByLawState.DRAFT.value
        )
    ).one_or_none()


def by_laws_of_zones(session: Session) -> dict[UUID, ZoneByLaws]:
    """What is on file for every zone of the office, by the zone's id, in one statement."""
    return {
        body.id: found
        for body, found in _by_network(session).items()
        if body.kind is CommitteeKind.ZONE and body.id is not None
    }


def networks(session: Session, within: Within) -> list[NetworkLine]:
    """The open zones in reach by their number, then the formal alliances, each with its by-laws.

    Leaders find their own zone here; the by-laws of alliances are the office's matter.
    """
    known = _by_network(session)
    lines = [
        _line(Body.zone(zone.id), zone.name, known, is_example=zone.is_example)
        for zone in open_zones(session, within)
    ]
    if not within.whole_district:
        return lines
    alliances = session.scalars(
        select(Alliance).where(Alliance.closed_on.is_(None), Alliance.formal)
    ).all()
    return lines + [
        _line(Body.alliance(entry.id), entry.name, known, is_example=entry.is_example)
        for entry in sorted(alliances, key=lambda entry: thai_sort_key(entry.name))
    ]


def _line(body: Body, name: str, known: dict[Body, ZoneByLaws], *, is_example: bool) -> NetworkLine:
    return NetworkLine(body, name, is_example, known.get(body, ZoneByLaws()))


def _by_network(session: Session) -> dict[Body, ZoneByLaws]:
    rows = session.execute(
        select(Committee.zone_id, Committee.alliance_id, ByLaw)
        .join(ByLaw, ByLaw.committee_id == Committee.id)
        .order_by(ByLaw.number.desc())
        .options(*HEAVY)
    )
    found: dict[Body, list[ByLaw]] = defaultdict(list)
    for zone_id, alliance_id, entry in rows:
        kind = CommitteeKind.ZONE if zone_id else CommitteeKind.ALLIANCE
        found[Body(kind, zone_id or alliance_id)].append(entry)
    return {body: _on_file(entries, bangkok_today()) for body, entries in found.items()}


def _on_file(entries: Sequence[ByLaw], day: date) -> ZoneByLaws:
    """From the versions of one network, the newest first."""
    adopted = [entry for entry in entries if entry.state == ByLawState.ADOPTED]
    return ZoneByLaws(
        in_force=_first(
            entry for entry in adopted if entry.in_force_from and entry.in_force_from <= day
        ),
        draft=_first(entry for entry in entries if entry.state == ByLawState.DRAFT),
        newest=_first(adopted),
    )


def _first(entries: Iterable[ByLaw]) -> ByLaw | None:
    return next(iter(entries), None)
