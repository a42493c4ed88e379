from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantRow, VersionedRow, tenant_foreign_key


class Electorate(StrEnum):
    """Who elects whom."""

    ZONE_CHAIR = "zone_chair"
    """The chair of a zone, by the community chairs of that zone who are in office on the day."""
    ASSEMBLY_CHAIR = "assembly_chair"
    """The chair of the district assembly, by the zone chairs who are in office on the day."""


class ElectionState(StrEnum):
    PREPARING = "preparing"
    """Candidates are named; the roll is only a preview."""
    OPEN = "open"
    """The roll is frozen, ballots are taken."""
    COUNTING = "counting"
    """No more ballots; the count is made or compared."""
    DECLARED = "declared"
    """The result is signed and never changes (a trigger refuses)."""
    CANCELLED = "cancelled"


class BallotMethod(StrEnum):
    PAPER = "paper"
    """Counted twice by two people."""
    ONLINE = "online"
    """One seat one vote; the choice is never joined to the voter."""


class ElectionReason(StrEnum):
    """Why an election is held; it decides how long the term is."""

    REGULAR = "regular"
    """A whole term."""
    BY_ELECTION = "by_election"
    """The rest of the term of a chair who left (F26)."""
    REPEAT = "repeat"
    """In place of an election that was set aside or elected nobody."""
    SECOND_ROUND = "second_round"
    """Between those who were equal."""


class Election(VersionedRow, Base):
    """การเลือกตั้ง: one seat of one committee, under the edition's rules of that day.

    `reason` is an ElectionReason. `tie_rule` is taken from the edition when the roll is frozen.
    `result` holds the votes of each candidate, the roll, the turnout, blank and spoilt ballots and
    how a tie was settled. A trigger lets an election go forward only.
    """

    __tablename__ = "elections"
    __table_args__ = (
        tenant_foreign_key("zone_id", "zones"),
        tenant_foreign_key("committee_id", "committees"),
        tenant_foreign_key("repeats_id", "elections"),
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
        CheckConstraint(
            "(electorate = 'zone_chair') = (zone_id IS NOT NULL)", name="zone_of_chair"
        ),
        Index(
            "uq_elections_running",
            "district_id",
            "committee_id",
            unique=True,
            postgresql_where=text("state IN ('preparing', 'open', 'counting')"),
        ),
    )

    electorate: Mapped[str]
    zone_id: Mapped[UUID | None]
    committee_id: Mapped[UUID]
    rule_key: Mapped[str]
    method: Mapped[str]
    state: Mapped[str] = mapped_column(default=ElectionState.PREPARING.value)
    edition: Mapped[int] = mapped_column(SmallInteger)
    held_on: Mapped[date]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    term_from: Mapped[date]
    term_ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default=ElectionReason.REGULAR.value)
    tie_rule: Mapped[str | None]
    repeats_id: Mapped[UUID | None]
    frozen_at: Mapped[datetime | None]
    frozen_by: Mapped[str | None]
    winner_candidate_id: Mapped[UUID | None]
    result: Mapped[dict[str, Any] | None]
    sha256: Mapped[str | None]
    declared_at: Mapped[datetime | None]
    declared_by: Mapped[str | None]
    declared_by_position: Mapped[str | None]
    cancelled_reason: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class Voter(TenantRow, Base):
    """ผู้มีสิทธิเลือกตั้ง on the frozen roll: the person and the seat as on that day. `has_voted` says that, never how."""

    __tablename__ = "election_voters"
    __table_args__ = (
        tenant_foreign_key("election_id", "elections"),
        tenant_foreign_key("person_id", "people"),
        tenant_foreign_key("community_id", "communities"),
        tenant_foreign_key("zone_id", "zones"),
        UniqueConstraint("district_id", "election_id", "person_id"),
    )

    election_id: Mapped[UUID]
    person_id: Mapped[UUID]
    person_name: Mapped[str]
    person_position: Mapped[str]
    community_id: Mapped[UUID | None]
    zone_id: Mapped[UUID | None]
    has_voted: Mapped[bool] = mapped_column(default=False)


class Candidate(VersionedRow, Base):
    """ผู้สมัคร with the number on the ballot and the statement of eligibility (F31)."""

    __tablename__ = "election_candidates"
    __table_args__ = (
        tenant_foreign_key("election_id", "elections"),
        tenant_foreign_key("person_id", "people"),
        UniqueConstraint("district_id", "election_id", "number"),
        UniqueConstraint("district_id", "election_id", "person_id"),
    )

    election_id: Mapped[UUID]
    person_id: Mapped[UUID]
    person_name: Mapped[str]
    person_position: Mapped[str]
    number: Mapped[int] = mapped_column(SmallInteger)
    statement: Mapped[str]
    attested_on: Mapped[date]
    attested_before: Mapped[str]
    withdrawn_on: Mapped[date | None]


class Ballot(Base):
    """บัตรลงคะแนน: a random id and a sealed choice; no time, no person, no audit, and no role may read the table.

    `election_cast_ballot()` writes every ballot of the election anew in random order with each vote,
    `election_count_ballots()` gives them out once nobody may vote any more. What is sealed, and why, is
    said in `sealing`. No key points at the candidate: checking it would mark the candidate's row with
    the voter's transaction.
    """

    __tablename__ = "election_ballots"
    table_class = TenantRow.table_class
    __table_args__ = (
        tenant_foreign_key("election_id", "elections"),
        CheckConstraint("octet_length(sealed) = 44", name="one_length"),
        Index("ix_election_ballots_election_id", "district_id", "election_id"),
    )

    district_id: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("offices.code"), primary_key=True
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    election_id: Mapped[UUID]
    sealed: Mapped[bytes]


class PaperCount(TenantRow, Base):
    """การนับคะแนนบัตรกระดาษ: entered twice, by two people; never changed, only counted anew.

    `votes` is by candidate id.
    """

    __tablename__ = "election_paper_counts"
    __table_args__ = (
        tenant_foreign_key("election_id", "elections"),
        UniqueConstraint("district_id", "election_id", "pass_number", "counter"),
        CheckConstraint("counter IN (1, 2)", name="two_counters"),
        CheckConstraint("blank >= 0 AND spoilt >= 0", name="not_negative"),
    )

    election_id: Mapped[UUID]
    pass_number: Mapped[int] = mapped_column(SmallInteger)
    counter: Mapped[int] = mapped_column(SmallInteger)
    votes: Mapped[dict[str, Any]]
    blank: Mapped[int]
    spoilt: Mapped[int]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    counted_by: Mapped[str]
    counted_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Objection(VersionedRow, Base):
    """คำคัดค้าน against a result, and what was ruled; the result itself stays as it was signed."""

    __tablename__ = "election_objections"
    __table_args__ = (tenant_foreign_key("election_id", "elections"),)

    election_id: Mapped[UUID]
    raised_by: Mapped[str]
    raised_on: Mapped[date]
    grounds: Mapped[str]
    ruling: Mapped[str] = mapped_column(default="")
    upheld: Mapped[bool | None]
    ruled_on: Mapped[date | None]
    ruled_by: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
