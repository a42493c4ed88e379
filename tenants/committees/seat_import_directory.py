"""The committees of an office as a file names them: by kind and name, and their seats by the manual's words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import Message
from core.i18n.text import match_key, shorten
from core.manual.structure import CommitteeKind, SeatSource
from tenants.committees import listing
from tenants.committees.bodies import Body
from tenants.committees.listing import OF_DISTRICT
from tenants.committees.models import Seat
from tenants.committees.seat_import_rows import Reading, plain
from tenants.committees.view import CommitteeView, Group
from tenants.people.queries import person_key

_SHOWN = 60


@dataclass(frozen=True)
class Target:
    """The seat that a row means; `community_id` where the seat is a community's."""

    view: CommitteeView
    group: Group
    community_id: UUID | None

    @property
    def body(self) -> Body:
        return self.view.body

    def held_by(self, name: str) -> Seat | None:
        """The seat of this place that somebody of the name holds today."""
        return next(
            (
                line.seat
                for line in self.group.lines
                if line.seat is not None
                and (line.community.id if line.community else None) == self.community_id
                and person_key(line.seat.person_name) == person_key(name)
            ),
            None,
        )


class Directory:
    """The committees that can be filled from a file, with everything that rows may name."""

    def __init__(self, views: Sequence[CommitteeView]) -> None:
        self.views = [view for view in views if view.is_composed]
        self._named: dict[tuple[CommitteeKind, str], list[CommitteeView]] = defaultdict(list)
        for view in self.views:
            for name in {plain(each) for each in _names_of(view)}:
                self._named[view.body.kind, name].append(view)

    @classmethod
    def of(cls, session: Session, within: Within) -> Self:
        overview = listing.overview(session, within)
        communities = listing.community_committees(session, within)
        return cls([*overview.of_district, *overview.of_zones, *communities])

    def find(self, reading: Reading) -> Target | None:
        """The seat that a row means; where it means none, the row is refused at the cell in question."""
        view = self._committee(reading) if reading.kind else None
        group = _group(view, reading) if view else None
        if view is None or group is None:
            return None
        if group.rule.source is not SeatSource.COMMUNITY_CHAIR:
            return Target(view, group, None)
        community_id = _community(group, reading)
        return None if community_id is None else Target(view, group, community_id)

    def _committee(self, reading: Reading) -> CommitteeView | None:
        if reading.kind is None:
            return None
        of_district = reading.kind in OF_DISTRICT
        name = "" if of_district else plain(reading.said["place"])
        found = self._named.get((reading.kind, name), [])
        if len(found) == 1:
            return found[0]
        if not reading.said["place"] and not of_district:
            message = Message("Type the name of the community or zone.")
        elif found:
            message = Message("Several committees have this name. Fill it on its own page.")
        else:
            message = Message(
                "“%(name)s” is not in the office's list of communities and zones.",
                name=shorten(reading.said["place"], _SHOWN) or "–",
            )
        reading.refuse("place", message)
        return None


def _names_of(view: CommitteeView) -> Iterable[str]:
    if view.body.kind in OF_DISTRICT:
        return [""]
    return [view.name, str(view.zone.number)] if view.zone else [view.name]


def _group(view: CommitteeView, reading: Reading) -> Group | None:
    """By the manual's title, its first words, or the role in the order where one line alone has it."""
    typed = plain(reading.said["seat"])
    ways = (
        [group for group in view.groups if plain(group.rule.title) == typed],
        [group for group in view.groups if plain(group.rule.title.split()[0]) == typed],
        [group for group in view.groups if plain(group.rule.order_role) == typed],
    )
    found = next((groups for groups in ways if groups), [])
    if len(found) == 1 and typed:
        return found[0]
    shown = shorten(reading.said["seat"], _SHOWN) or "–"
    if found:
        message = Message(
            "Several lines of the composition are called “%(seat)s”. Use the manual's words.",
            seat=shown,
        )
    else:
        message = Message("The manual knows no seat “%(seat)s” in this committee.", seat=shown)
    reading.refuse("seat", message)
    return None


def _community(group: Group, reading: Reading) -> UUID | None:
    typed = match_key(reading.said["community"])
    for line in group.lines:
        if line.community and not line.outside and typed == match_key(line.community.name):
            return line.community.id
    if typed:
        message = Message(
            "“%(name)s” is not a community of this zone.",
            name=shorten(reading.said["community"], _SHOWN),
        )
    else:
        message = Message("Type the community that the person sits for.")
    reading.refuse("community", message)
    return None
