"""Committees of every kind with terms, and the elections of their chairs."""

import re
from uuid import UUID

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from core.db import uuid7
from core.i18n.text import match_key, normalise
from core.tenancy import scope
from migrations import ballots, policies

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "election_objections",
    "election_paper_counts",
    "election_ballots",
    "election_voters",
    "election_candidates",
    "elections",
)
KEPT_PARTS = (
    "election_candidates",
    "election_voters",
    "election_ballots",
    "election_paper_counts",
)
AUDITED = (
    "elections",
    "election_candidates",
    "election_voters",
    "election_objections",
)

TITLE = re.compile(r"\A(?:นางสาว|น\.ส\.|นาง|นาย)\s*")
"""The Thai titles of address, which are no part of a name."""


def upgrade() -> None:
    op.add_column("committees", sa.Column("kind", sa.Text(), nullable=False, server_default="zone"))
    op.add_column("committees", sa.Column("community_id", sa.Uuid(), nullable=True))
    op.add_column("committees", sa.Column("alliance_id", sa.Uuid(), nullable=True))
    op.alter_column("committees", "zone_id", existing_type=sa.UUID(), nullable=True)
    op.create_unique_constraint(
        op.f("uq_committees_district_id_alliance_id"), "committees", ["district_id", "alliance_id"]
    )
    op.create_unique_constraint(
        op.f("uq_committees_district_id_community_id"),
        "committees",
        ["district_id", "community_id"],
    )
    op.create_index(
        "uq_committees_of_district",
        "committees",
        ["district_id", "kind"],
        unique=True,
        postgresql_where=sa.text("kind IN ('study', 'assembly')"),
    )
    op.create_foreign_key(
        op.f("fk_committees_district_id_alliance_id"),
        "committees",
        "alliances",
        ["district_id", "alliance_id"],
        ["district_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        op.f("fk_committees_district_id_community_id"),
        "committees",
        "communities",
        ["district_id", "community_id"],
        ["district_id", "id"],
        ondelete="RESTRICT",
    )
    op.add_column("seats", sa.Column("person_id", sa.Uuid(), nullable=True))
    op.add_column("seats", sa.Column("term_ends_on", sa.Date(), nullable=True))
    op.add_column("seats", sa.Column("replaces_seat_id", sa.Uuid(), nullable=True))
    op.create_index("ix_seats_person_id", "seats", ["district_id", "person_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_seats_district_id_replaces_seat_id"),
        "seats",
        "seats",
        ["district_id", "replaces_seat_id"],
        ["district_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_foreign_key(
        op.f("fk_seats_district_id_person_id"),
        "seats",
        "people",
        ["district_id", "person_id"],
        ["district_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_table(
        "elections",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("electorate", sa.Text(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("rule_key", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("term_from", sa.Date(), nullable=False),
        sa.Column("term_ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("tie_rule", sa.Text(), nullable=True),
        sa.Column("repeats_id", sa.Uuid(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_by", sa.Text(), nullable=True),
        sa.Column("winner_candidate_id", sa.Uuid(), nullable=True),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declared_by", sa.Text(), nullable=True),
        sa.Column("declared_by_position", sa.Text(), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(electorate = 'zone_chair') = (zone_id IS NOT NULL)",
            name=op.f("ck_elections_zone_of_chair"),
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_elections_closes_after_it_opens")),
        sa.ForeignKeyConstraint(
            ["district_id", "committee_id"],
            ["committees.district_id", "committees.id"],
            name=op.f("fk_elections_district_id_committee_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "repeats_id"],
            ["elections.district_id", "elections.id"],
            name=op.f("fk_elections_district_id_repeats_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_elections_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_elections_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_elections")),
    )
    op.create_index(
        "uq_elections_running",
        "elections",
        ["district_id", "committee_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('preparing', 'open', 'counting')"),
    )
    op.create_table(
        "election_candidates",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("person_position", sa.Text(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("attested_on", sa.Date(), nullable=False),
        sa.Column("attested_before", sa.Text(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "election_id"],
            ["elections.district_id", "elections.id"],
            name=op.f("fk_election_candidates_district_id_election_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["people.district_id", "people.id"],
            name=op.f("fk_election_candidates_district_id_person_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_election_candidates_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_election_candidates")),
        sa.UniqueConstraint(
            "district_id",
            "election_id",
            "number",
            name=op.f("uq_election_candidates_district_id_election_id_number"),
        ),
        sa.UniqueConstraint(
            "district_id",
            "election_id",
            "person_id",
            name=op.f("uq_election_candidates_district_id_election_id_person_id"),
        ),
    )
    op.create_table(
        "election_voters",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("person_position", sa.Text(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("has_voted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name=op.f("fk_election_voters_district_id_community_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "election_id"],
            ["elections.district_id", "elections.id"],
            name=op.f("fk_election_voters_district_id_election_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["people.district_id", "people.id"],
            name=op.f("fk_election_voters_district_id_person_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_election_voters_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_election_voters_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_election_voters")),
        sa.UniqueConstraint(
            "district_id",
            "election_id",
            "person_id",
            name=op.f("uq_election_voters_district_id_election_id_person_id"),
        ),
    )
    op.create_table(
        "election_ballots",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "octet_length(sealed) = 44", name=op.f("ck_election_ballots_one_length")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "election_id"],
            ["elections.district_id", "elections.id"],
            name=op.f("fk_election_ballots_district_id_election_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_election_ballots_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_election_ballots")),
    )
    op.create_index(
        "ix_election_ballots_election_id",
        "election_ballots",
        ["district_id", "election_id"],
        unique=False,
    )
    op.create_table(
        "election_paper_counts",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("pass_number", sa.SmallInteger(), nullable=False),
        sa.Column("counter", sa.SmallInteger(), nullable=False),
        sa.Column("votes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("blank", sa.Integer(), nullable=False),
        sa.Column("spoilt", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("counted_by", sa.Text(), nullable=False),
        sa.Column(
            "counted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "blank >= 0 AND spoilt >= 0", name=op.f("ck_election_paper_counts_not_negative")
        ),
        sa.CheckConstraint("counter IN (1, 2)", name=op.f("ck_election_paper_counts_two_counters")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_election_paper_counts_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "election_id"],
            ["elections.district_id", "elections.id"],
            name=op.f("fk_election_paper_counts_district_id_election_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_election_paper_counts_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_election_paper_counts")),
        sa.UniqueConstraint(
            "district_id",
            "election_id",
            "pass_number",
            "counter",
            name=op.f("uq_election_paper_counts_district_id_election_id_pass_number_counter"),
        ),
    )
    op.create_table(
        "election_objections",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("ruled_by", sa.Text(), nullable=True),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "election_id"],
            ["elections.district_id", "elections.id"],
            name=op.f("fk_election_objections_district_id_election_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_election_objections_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_election_objections")),
    )
    op.create_check_constraint(
        op.f("ck_committees_one_body"),
        "committees",
        "(kind = 'zone') = (zone_id IS NOT NULL)"
        " AND (kind = 'community') = (community_id IS NOT NULL)"
        " AND (kind = 'alliance') = (alliance_id IS NOT NULL)",
    )
    op.create_check_constraint(
        op.f("ck_seats_term_ends_after_it_begins"), "seats", "term_ends_on > valid_from"
    )
    protect_elections()
    policies.execute_all(op.execute, policies.tenant_policy("election_ballots"))
    policies.execute_all(op.execute, ballots.BALLOT_FUNCTIONS)
    register_people(op.get_bind())


def protect_elections() -> None:
    """Nothing of an election is deleted; each part is written only while the election's state allows it."""
    for function in (
        ballots.KEEP_ELECTION_COURSE,
        ballots.KEEP_ELECTION_PART,
        ballots.KEEP_RULING,
    ):
        op.execute(function)
    for table in AUDITED:
        policies.execute_all(
            op.execute, policies.tenant_table(table, writes="SELECT, INSERT, UPDATE")
        )
    policies.execute_all(
        op.execute,
        [
            *policies.tenant_table("election_paper_counts", writes="SELECT, INSERT", audited=False),
            *policies.audit_triggers("election_paper_counts", secret=ballots.SECRET_COUNTS),
        ],
    )
    for table, function in (
        ("elections", "keep_election_course"),
        ("election_objections", "keep_ruled_objection"),
        *((part, "keep_election_part") for part in KEPT_PARTS),
    ):
        events = (
            "UPDATE OR DELETE" if table == "election_objections" else "INSERT OR UPDATE OR DELETE"
        )
        op.execute(
            f"CREATE TRIGGER {function} BEFORE {events} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )


def register_people(connection) -> None:
    """Whoever sits on a seat becomes a person of the register, one for each name in an office.

    The Thai title of address is no part of the name: น.ส. and นางสาว are one person.
    """
    for code in scope.each_district(connection):
        seats = connection.execute(
            sa.text(
                "SELECT id, person_name, person_position, is_example FROM seats ORDER BY valid_from"
            )
        ).all()
        people: dict[str, UUID] = {}
        for seat in seats:
            key = match_key(TITLE.sub("", normalise(seat.person_name)))
            if key not in people:
                people[key] = uuid7()
                connection.execute(
                    sa.text(
                        "INSERT INTO people (district_id, id, name, match_key, position, phone, email,"
                        " line_id, is_example, version, changed_by)"
                        " VALUES (:district, :id, :name, :key, :position, '', '', '', :example, 1, '')"
                    ),
                    {
                        "district": code,
                        "id": people[key],
                        "name": seat.person_name,
                        "key": key,
                        "position": seat.person_position,
                        "example": seat.is_example,
                    },
                )
            changed = connection.execute(
                sa.text("UPDATE seats SET person_id = :person WHERE id = :id"),
                {"person": people[key], "id": seat.id},
            )
            if changed.rowcount != 1:
                raise RuntimeError("A seat could not be joined with its person.")


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    policies.refuse_where(connection, "committees", "kind <> 'zone'", discard=discard)
    policies.refuse_where(connection, "seats", "term_ends_on IS NOT NULL", discard=discard)
    for function in (
        "election_cast_ballot(uuid, uuid, bytea)",
        "election_count_ballots(uuid)",
    ):
        op.execute(f"DROP FUNCTION {function}")
    for table in TABLES:
        op.drop_table(table)
    for function in ("keep_election_course", "keep_election_part", "keep_ruled_objection"):
        op.execute(f"DROP FUNCTION {function}()")
    for column in ("person_id", "term_ends_on", "replaces_seat_id"):
        op.drop_column("seats", column)
    op.drop_constraint(op.f("ck_committees_one_body"), "committees")
    for column in ("kind", "community_id", "alliance_id"):
        op.drop_column("committees", column)
    op.alter_column("committees", "zone_id", existing_type=sa.Uuid(), nullable=False)
