"""The meeting that adopts a by-law: who may vote, the quorum, the votes, and what follows (F41, M80, M81)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, Refused
from core.evidence.models import EvidenceKind, EvidenceState, FileKind
from core.evidence.service import attach_file, mark_card, new_verification_code, put_card
from core.files.scans import Scan
from core.files.service import keep
from core.files.store import FolderStore
from core.i18n.dates import bangkok_now, bangkok_today, show_date
from core.identity.actor import Actor
from core.jobs.service import enqueue
from core.manual.structure import SeatBlock
from core.marks import mark
from core.records import lock, refuse_stale, sign
from core.regulations.keys import RegulationKey
from core.regulations.queries import value_on
from core.tenancy import scope
from core.tenancy.queries import office
from tenants.bylaws import queries
from tenants.bylaws.jobs import RENDER
from tenants.bylaws.models import ByLaw, ByLawState
from tenants.bylaws.papers import Sealing, adoption_sentence, document_of
from tenants.bylaws.queries import Reading
from tenants.bylaws.service import refuse_closed
from tenants.committees.queries import CommitteeView, person_key, view_of
from tenants.orders.models import Order
from tenants.orders.queries import order_in_force

DEFAULT_PERCENT = 50
"""More than half, where the department has given no value (DOMAIN 4.4)."""

LONGEST_WAIT = timedelta(days=366)
"""A first day further ahead than this is a slip of the pen."""

AddressOf = Callable[[str], str]
"""From a verification code to the address at which anybody checks the paper."""


@dataclass(frozen=True)
class Meeting:
    """The short record of a meeting. The votes are those of everybody present, the chair included."""

    held_on: date
    place: str
    chaired_by: str
    present: int
    votes_for: int
    votes_against: int
    abstaining: int
    in_force_from: date


@dataclass(frozen=True)
class Quorum:
    """How many of those entitled must be present: more than `percent` of a hundred.

    `source` names the regulation; "" stands for the default of more than half.
    """

    entitled: int
    percent: int
    source: str

    @property
    def needed(self) -> int:
        return self.entitled * self.percent // 100 + 1

    @property
    def is_default(self) -> bool:
        return not self.source


def quorum_on(session: Session, view: CommitteeView, day: date) -> Quorum:
    """The quorum of a committee as it is on a day: its advisers neither count nor vote.

    A person who sits on two seats has one vote.
    """
    people = {
        line.seat.person_id or person_key(line.seat.person_name)
        for group in view.block(SeatBlock.COMMITTEE)
        for line in group.lines
        if line.seat is not None and not line.outside
    }
    rule = value_on(session, RegulationKey.QUORUM, day)
    if rule is None:
        return Quorum(len(people), DEFAULT_PERCENT, "")
    return Quorum(len(people), rule.value["percent"], rule.source)


def adopt(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    by_law_id: UUID,
    seen_version: int,
    meeting: Meeting,
    store: FolderStore,
    address_of: AddressOf,
    scan: Scan | None = None,
) -> ByLaw:
    """Record the meeting that adopted a draft, and put it in force from the day that the meeting says.

    The committee must have been appointed by a signed order before it met: the by-law itself says that
    the committee is the one of the order, and only who is appointed has a vote. Refused where the
    quorum was missed, the votes do not fit those present, or not more than half of them agreed; and
    where somebody changed the draft since it was read. Sent twice it is adopted once.
    """
    scope.name_change(session, "by_law:adopted")
    found = queries.reading(session, within, by_law_id)
    entry = lock(session, found.by_law)
    if entry.state == ByLawState.ADOPTED:
        return entry
    refuse_closed(found.committee)
    refuse_stale(
        entry,
        seen_version,
        mark("%(name)s changed the draft after you opened this page."),
        {},
    )
    order = order_in_force(session, entry.committee_id)
    before = queries.newest_adopted(session, entry.committee_id)
    _check_day(meeting, order, before)
    view = view_of(session, within, found.body, day=meeting.held_on)
    quorum = quorum_on(session, view, meeting.held_on)
    _check_meeting(meeting, quorum)
    if scan is not None:
        kept = keep(
            session,
            store,
            actor=actor,
            name=scan.name,
            content=scan.content,
            content_type=scan.content_type,
            purpose="by-law-minutes",
        )
        attach_file(session, record_id=entry.id, kind=FileKind.SCAN, file=kept)
    code = new_verification_code(entry.district_id)
    record = record_of(meeting, quorum, order) | {"verification_url": address_of(code)}
    seal(session, found, view=view, actor=actor, meeting=record, code=code, moment=bangkok_now())
    if before is not None:
        mark_card(session, record_id=before.id, state=EvidenceState.REPLACED)
    enqueue(session, RENDER, by_law_id=str(entry.id))
    return entry


def seal(
    session: Session,
    found: Reading,
    *,
    view: CommitteeView,
    actor: Actor,
    meeting: dict[str, Any],
    code: str,
    moment: datetime,
) -> None:
    """Make a draft final at a moment: its text, the hash of it, and its card."""
    entry = found.by_law
    held_on = date.fromisoformat(meeting["held_on"])
    in_force_from = date.fromisoformat(meeting["in_force_from"])
    sealing = Sealing(
        adoption=adoption_sentence(
            committee_title=view.title,
            held_on=held_on,
            place=meeting["place"],
            entitled=meeting["entitled"],
            present=meeting["present"],
            votes=(meeting["votes_for"], meeting["votes_against"], meeting["abstaining"]),
            in_force_from=in_force_from,
        ),
        adopted_on=held_on,
        chair_name=view.chair.person_name if view.chair else None,
        sealed_at=moment,
    )
    document = document_of(
        entry,
        found.text,
        committee_title=view.title,
        district_name=office(session, entry.district_id).name_th,
        sealing=sealing,
    )
    entry.state = ByLawState.ADOPTED.value
    entry.meeting = meeting
    entry.adopted_on, entry.in_force_from = held_on, in_force_from
    entry.recorded_by, entry.recorded_by_position = actor.name, actor.position
    entry.canonical, entry.sha256 = document.canonical_json(), document.sha256()
    entry.verification_code = code
    sign(entry, actor)
    put_card(
        session,
        kind=EvidenceKind.BY_LAW,
        record_id=entry.id,
        title=found.text.title,
        number=str(entry.number),
        dated_on=held_on,
        sha256=entry.sha256,
        zone_id=view.zone.id if view.zone else None,
        edition=entry.edition,
        verification_code=code,
        is_example=entry.is_example,
    )


def _check_day(meeting: Meeting, order: Order | None, before: ByLaw | None) -> None:
    if order is None or order.dated_on is None:
        raise Refused(
            "The committee has no appointment order in force. Sign the order first: "
            "only appointed members may vote on the by-law."
        )
    if meeting.held_on > bangkok_today():
        raise FieldError("The day cannot be in the future.", field="held_on")
    if meeting.held_on < order.dated_on:
        raise FieldError(
            "The committee was appointed on %(day)s. It cannot have decided before that day.",
            field="held_on",
            day=show_date(order.dated_on, style="numeric"),
        )
    if before is not None and before.adopted_on and meeting.held_on < before.adopted_on:
        raise FieldError(
            "Version %(number)s was adopted on %(day)s. The next one cannot be older.",
            field="held_on",
            number=before.number,
            day=show_date(before.adopted_on, style="numeric"),
        )
    if meeting.in_force_from < meeting.held_on:
        raise FieldError(
            "A by-law cannot be in force before the meeting that adopts it.", field="in_force_from"
        )
    if meeting.in_force_from > bangkok_today() + LONGEST_WAIT:
        raise FieldError("This day is more than a year ahead.", field="in_force_from")


def _check_meeting(meeting: Meeting, quorum: Quorum) -> None:
    if quorum.entitled == 0:
        raise FieldError(
            "On this day nobody sat on the committee. See since when its members hold their seats.",
            field="held_on",
        )
    for name, sentence in (
        ("place", "Type where the meeting was held."),
        ("chaired_by", "Type who chaired the meeting."),
    ):
        if not getattr(meeting, name).strip():
            raise FieldError(sentence, field=name)
    if meeting.present > quorum.entitled:
        raise FieldError(
            "The committee had %(entitled)s members on that day. No more can have been present.",
            field="present",
            entitled=quorum.entitled,
        )
    if meeting.present < quorum.needed:
        raise FieldError(
            "The quorum was missed: %(present)s of %(entitled)s members were present, "
            "at least %(needed)s are needed. The by-law is not adopted.",
            field="present",
            present=meeting.present,
            entitled=quorum.entitled,
            needed=quorum.needed,
        )
    _check_votes(meeting)


def _check_votes(meeting: Meeting) -> None:
    cast = meeting.votes_for + meeting.votes_against + meeting.abstaining
    if cast != meeting.present:
        raise FieldError(
            "The votes add up to %(cast)s, but %(present)s were present. Who did not vote counts as abstaining.",
            field="votes_for",
            cast=cast,
            present=meeting.present,
        )
    if meeting.votes_for * 2 <= meeting.present:
        raise FieldError(
            "The vote did not carry: %(votes)s of %(present)s agreed, more than half are needed. "
            "The by-law is not adopted.",
            field="votes_for",
            votes=meeting.votes_for,
            present=meeting.present,
        )


def record_of(meeting: Meeting, quorum: Quorum, order: Order | None) -> dict[str, Any]:
    """The meeting as it is kept, with the quorum that was demanded on that day."""
    said = asdict(meeting) | {
        "held_on": meeting.held_on.isoformat(),
        "in_force_from": meeting.in_force_from.isoformat(),
    }
    return said | {
        "entitled": quorum.entitled,
        "needed": quorum.needed,
        "percent": quorum.percent,
        "quorum_source": quorum.source,
        "order_id": str(order.id) if order else None,
        "order_dated_on": order.dated_on.isoformat() if order and order.dated_on else None,
    }
