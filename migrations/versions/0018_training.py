"""Courses, trainees, tests, certificates and follow-ups."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

from migrations import policies

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = (
    "sittings",
    "follow_ups",
    "certificates",
    "trainees",
    "trainers",
    "course_tests",
    "course_questions",
    "questions",
    "courses",
    "certificate_series",
)


def upgrade() -> None:
    op.create_table(
        "certificate_series",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_certificate_series_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_certificate_series")),
        sa.UniqueConstraint(
            "district_id", "year", name=op.f("uq_certificate_series_district_id_year")
        ),
    )
    op.create_table(
        "courses",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column(
            "topics", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("hours", sa.Numeric(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "invitees", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("target_percent", sa.SmallInteger(), nullable=False),
        sa.Column(
            "budget", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("gain_key", sa.Text(), nullable=False),
        sa.Column("gain_version", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("letter_number", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited_by", sa.Text(), nullable=True),
        sa.Column("room_serial", sa.SmallInteger(), nullable=False),
        sa.Column("room_hash", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at",
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
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_reason IS NOT NULL)",
            name=op.f("ck_courses_cancelled_has_reason"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_courses_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_courses_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_courses")),
        sa.UniqueConstraint(
            "district_id", "room_hash", name=op.f("uq_courses_district_id_room_hash")
        ),
    )
    op.create_index(
        "ix_courses_starts_on", "courses", ["district_id", "starts_on", "id"], unique=False
    )
    op.create_table(
        "questions",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("choices", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_questions_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_questions")),
    )
    op.create_index("ix_questions_topic", "questions", ["district_id", "topic"], unique=False)
    op.create_table(
        "course_questions",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "course_id"],
            ["courses.district_id", "courses.id"],
            name=op.f("fk_course_questions_district_id_course_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "question_id"],
            ["questions.district_id", "questions.id"],
            name=op.f("fk_course_questions_district_id_question_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_course_questions_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_course_questions")),
        sa.UniqueConstraint(
            "district_id",
            "course_id",
            "question_id",
            name=op.f("uq_course_questions_district_id_course_id_question_id"),
        ),
    )
    op.create_table(
        "course_tests",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "course_id"],
            ["courses.district_id", "courses.id"],
            name=op.f("fk_course_tests_district_id_course_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_course_tests_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_course_tests")),
        sa.UniqueConstraint(
            "district_id",
            "course_id",
            "phase",
            name=op.f("uq_course_tests_district_id_course_id_phase"),
        ),
    )
    op.create_table(
        "trainers",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_position", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("rate", sa.Numeric(), nullable=True),
        sa.Column("hours", sa.Numeric(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.CheckConstraint("rate >= 0 AND hours >= 0", name=op.f("ck_trainers_not_negative")),
        sa.ForeignKeyConstraint(
            ["district_id", "course_id"],
            ["courses.district_id", "courses.id"],
            name=op.f("fk_trainers_district_id_course_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "organisation_id"],
            ["organisations.district_id", "organisations.id"],
            name=op.f("fk_trainers_district_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["people.district_id", "people.id"],
            name=op.f("fk_trainers_district_id_person_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_trainers_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_trainers")),
    )
    op.create_index("ix_trainers_course_id", "trainers", ["district_id", "course_id"], unique=False)
    op.create_table(
        "trainees",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("trainee_group", sa.Text(), nullable=False),
        sa.Column("in_target", sa.Boolean(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("affiliation", sa.Text(), nullable=False),
        sa.Column("presence", sa.Text(), nullable=False),
        sa.Column("absence_reason", sa.Text(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_by", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("ticket_serial", sa.SmallInteger(), nullable=False),
        sa.Column("ticket_hash", sa.Text(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_trainees_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "community_id"],
            ["communities.district_id", "communities.id"],
            name=op.f("fk_trainees_district_id_community_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "course_id"],
            ["courses.district_id", "courses.id"],
            name=op.f("fk_trainees_district_id_course_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "organisation_id"],
            ["organisations.district_id", "organisations.id"],
            name=op.f("fk_trainees_district_id_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["people.district_id", "people.id"],
            name=op.f("fk_trainees_district_id_person_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "zone_id"],
            ["zones.district_id", "zones.id"],
            name=op.f("fk_trainees_district_id_zone_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_trainees_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_trainees")),
        sa.UniqueConstraint(
            "district_id",
            "course_id",
            "person_id",
            name=op.f("uq_trainees_district_id_course_id_person_id"),
        ),
        sa.UniqueConstraint(
            "district_id", "ticket_hash", name=op.f("uq_trainees_district_id_ticket_hash")
        ),
    )
    op.create_index(
        "ix_trainees_course_id", "trainees", ["district_id", "course_id", "position"], unique=False
    )
    op.create_index("ix_trainees_held_on", "trainees", ["district_id", "held_on"], unique=False)
    op.create_table(
        "certificates",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("signed_by_position", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("verification_code", sa.Text(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_reason", sa.Text(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "course_id"],
            ["courses.district_id", "courses.id"],
            name=op.f("fk_certificates_district_id_course_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "trainee_id"],
            ["trainees.district_id", "trainees.id"],
            name=op.f("fk_certificates_district_id_trainee_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_certificates_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_certificates")),
        sa.UniqueConstraint(
            "district_id", "trainee_id", name=op.f("uq_certificates_district_id_trainee_id")
        ),
        sa.UniqueConstraint(
            "district_id",
            "verification_code",
            name=op.f("uq_certificates_district_id_verification_code"),
        ),
        sa.UniqueConstraint(
            "district_id", "year", "number", name=op.f("uq_certificates_district_id_year_number")
        ),
    )
    op.create_index(
        "ix_certificates_course_id", "certificates", ["district_id", "course_id"], unique=False
    )
    op.create_table(
        "follow_ups",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("after_days", sa.SmallInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("usage", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("obstacle", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "course_id"],
            ["courses.district_id", "courses.id"],
            name=op.f("fk_follow_ups_district_id_course_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "trainee_id"],
            ["trainees.district_id", "trainees.id"],
            name=op.f("fk_follow_ups_district_id_trainee_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_follow_ups_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint(
            "district_id",
            "trainee_id",
            "after_days",
            name=op.f("uq_follow_ups_district_id_trainee_id_after_days"),
        ),
    )
    op.create_index(
        "ix_follow_ups_course_id",
        "follow_ups",
        ["district_id", "course_id", "after_days"],
        unique=False,
    )
    op.create_index("ix_follow_ups_due_on", "follow_ups", ["district_id", "due_on"], unique=False)
    op.create_table(
        "sittings",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("total", sa.SmallInteger(), nullable=False),
        sa.Column("entered_from", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column(
            "submitted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND total", name=op.f("ck_sittings_score_in_range")),
        sa.ForeignKeyConstraint(
            ["district_id", "course_id"],
            ["courses.district_id", "courses.id"],
            name=op.f("fk_sittings_district_id_course_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "trainee_id"],
            ["trainees.district_id", "trainees.id"],
            name=op.f("fk_sittings_district_id_trainee_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_sittings_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_sittings")),
        sa.UniqueConstraint(
            "district_id",
            "trainee_id",
            "phase",
            name=op.f("uq_sittings_district_id_trainee_id_phase"),
        ),
    )
    op.create_index(
        "ix_sittings_course_id", "sittings", ["district_id", "course_id", "phase"], unique=False
    )
    policies.execute_all(
        op.execute,
        [
            policies.month_function("months_of_starts_on", "starts_on", onwards=False),
            *policies.tenant_table("courses", audited=False),
            *policies.audit_triggers("courses", secret=("room_hash",)),
            *policies.tenant_table("trainers"),
            *policies.tenant_table("trainees", audited=False),
            *policies.audit_triggers("trainees", secret=("ticket_hash",)),
            *policies.tenant_table("questions"),
            *policies.tenant_table("course_questions"),
            *policies.tenant_table("course_tests"),
            *policies.tenant_table("sittings", audited=False),
            *policies.audit_triggers("sittings", secret=("answers", "score")),
            *policies.tenant_table("certificates", writes="SELECT, INSERT, UPDATE"),
            *policies.tenant_table("certificate_series", audited=False),
            *policies.tenant_table("follow_ups"),
            *policies.mark_triggers("courses", months="months_of_starts_on"),
            *policies.mark_triggers("trainees", months="months_of_held_on"),
            *policies.mark_triggers("sittings", months="months_of_held_on"),
        ],
    )


def downgrade() -> None:
    discard = context.config.attributes["discard"]
    connection = op.get_bind()
    policies.refuse_unless_empty(connection, TABLES, discard=discard)
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION months_of_starts_on(jsonb)")
