"""ทะเบียนคณะกรรมการ: who sat on the committees on a day, and no contact detail (DOMAIN 6.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.documents.content import RegisterDocument, RegisterGroup, RegisterRow
from core.i18n.digits import to_thai_digits
from core.manual.structure import CommitteeKind
from tenants.alliances.models import Alliance
from tenants.committees.bodies import Place
from tenants.committees.models import Committee, Seat
from tenants.committees.reading import Entry, views_of
from tenants.committees.subjects import reached, subject_of
from tenants.committees.view import CommitteeView, Group, SeatLine
from tenants.registry.models import Community
from tenants.zones.models import Zone

NO_ORDER = "–"
"""Committees know no orders: the number is written in by hand."""


class RegisterScope(StrEnum):
    ALL = "all"
    COMMUNITIES = "communities"
    NETWORKS = "networks"


TITLES = {
    RegisterScope.ALL: "ทะเบียนคณะกรรมการชุมชนและเครือข่ายชุมชน",
    RegisterScope.COMMUNITIES: "ทะเบียนคณะกรรมการชุมชน",
    RegisterScope.NETWORKS: "ทะเบียนคณะกรรมการเครือข่ายชุมชน",
}
"""The headings of the paper, which is Thai in every language of the screen."""

_KINDS = {
    RegisterScope.ALL: tuple(CommitteeKind),
    RegisterScope.COMMUNITIES: (CommitteeKind.COMMUNITY,),
    RegisterScope.NETWORKS: (CommitteeKind.ZONE, CommitteeKind.ALLIANCE),
}


@dataclass(frozen=True)
class Register:
    """The register of a day. `not_begun` counts the committees on which nobody sat."""

    scope: RegisterScope
    as_of: date
    groups: tuple[RegisterGroup, ...]
    not_begun: int
    edition: int | None
    is_example: bool

    @property
    def title(self) -> str:
        return TITLES[self.scope]

    @property
    def people(self) -> int:
        """How many seats were held."""
        return sum(bool(row.name) for group in self.groups for row in group.rows)


def register_of(
    session: Session, within: Within, scope: RegisterScope, day: date, *, vacant: bool = False
) -> Register:
    """The committees in reach that existed on a day; `vacant` adds the seats that were empty."""
    every = _views(session, within, scope, day)
    views = [view for view in every if view.seats or view.leftover]
    return Register(
        scope=scope,
        as_of=day,
        groups=tuple(
            RegisterGroup(title=view.title, rows=_rows(view, vacant=vacant)) for view in views
        ),
        not_begun=len(every) - len(views),
        edition=max((view.edition for view in views), default=None),
        is_example=any(view.is_example for view in views),
    )


def document_of(register: Register, *, office_name: str, prepared_at: datetime) -> RegisterDocument:
    """The register as a paper for the office's own files: nobody signs it."""
    note = (
        f"จัดทำตามคู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ {to_thai_digits(str(register.edition))}"
        if register.edition
        else ""
    )
    return RegisterDocument(
        draft=False,
        is_example=register.is_example,
        edition_note=note,
        prepared_at=prepared_at,
        office_name=office_name,
        title=register.title,
        groups=register.groups,
        as_of=register.as_of,
    )


def last_day(seat: Seat) -> date | None:
    """The last day of a term, as papers write it."""
    return seat.term_ends_on - timedelta(days=1) if seat.term_ends_on else None


def _views(
    session: Session, within: Within, scope: RegisterScope, day: date
) -> list[CommitteeView]:
    rows = session.execute(
        select(Committee, Zone, Community, Alliance)
        .outerjoin(Zone, Zone.id == Committee.zone_id)
        .outerjoin(Community, Community.id == Committee.community_id)
        .outerjoin(Alliance, Alliance.id == Committee.alliance_id)
        .where(
            Committee.kind.in_([kind.value for kind in _KINDS[scope]]),
            _open_on(Zone.closed_on, day),
            _open_on(Community.closed_on, day),
            _open_on(Alliance.closed_on, day),
            reached(within),
        )
        .order_by(
            Committee.community_id.is_not(None),
            Committee.alliance_id.is_not(None),
            Committee.zone_id.is_not(None),
            Zone.number,
            Alliance.name,
            Community.sort_key,
            Committee.kind,
        )
    )
    entries: list[Entry] = [(subject_of(*row), row[0]) for row in rows]
    return views_of(session, entries, day)


def _open_on(closed_on: object, day: date) -> ColumnElement[bool]:
    column: ColumnElement[date] = closed_on  # type: ignore[assignment]
    return or_(column.is_(None), column > day)


def _rows(view: CommitteeView, *, vacant: bool) -> tuple[RegisterRow, ...]:
    return (
        *(
            _row(view, group, line)
            for group in view.groups
            for line in group.lines
            if line.seat is not None or vacant
        ),
        *_leftover(view),
    )


def _row(view: CommitteeView, group: Group, line: SeatLine) -> RegisterRow:
    seat = line.seat
    return RegisterRow(
        name=seat.person_name if seat else "",
        role=group.rule.order_role,
        position=seat.person_position if seat else group.rule.title,
        community=_community(view, line),
        term_from=seat.valid_from if seat else None,
        term_to=last_day(seat) if seat else None,
        order_number=NO_ORDER,
    )


def _leftover(view: CommitteeView) -> Iterator[RegisterRow]:
    """Who sits on a seat that the committee's edition knows no more is still in office."""
    for seat, title in view.leftover:
        yield RegisterRow(
            name=seat.person_name,
            role=title,
            position=seat.person_position,
            community=_community(view, None),
            term_from=seat.valid_from,
            term_to=last_day(seat),
            order_number=NO_ORDER,
        )


def _community(view: CommitteeView, line: SeatLine | None) -> str:
    if line is not None and line.community:
        return line.community.title
    if view.body.kind is CommitteeKind.COMMUNITY and view.body.id:
        return Place(view.body.id, view.name).title
    return ""
