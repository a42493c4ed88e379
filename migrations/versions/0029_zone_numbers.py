"""The department reads the number of every zone, and indicators can be retired."""

import sqlalchemy as sa
from alembic import context, op

from core.tenancy import scope
from migrations import policies

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

READERS = ("app_tenant", "app_city", "app_platform", "app_jobs")

KEEP_NUMBER = """
    CREATE FUNCTION keep_zone_number() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
    BEGIN
        IF TG_OP IN ('UPDATE', 'DELETE') THEN
            DELETE FROM public.zone_numbers
            WHERE zone_numbers.district_id = OLD.district_id AND zone_numbers.id = OLD.id;
        END IF;
        IF TG_OP IN ('INSERT', 'UPDATE') THEN
            INSERT INTO public.zone_numbers (district_id, id, number)
            VALUES (NEW.district_id, NEW.id, NEW.number);
        END IF;
        RETURN NULL;
    END $$
"""

KEPT_BY_TRIGGER = (
    "CREATE TRIGGER keep_number AFTER INSERT OR DELETE OR UPDATE OF number ON zones "
    "FOR EACH ROW EXECUTE FUNCTION keep_zone_number()"
)


def upgrade() -> None:
    op.create_table(
        "zone_numbers",
        sa.Column("district_id", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["offices.code"], name=op.f("fk_zone_numbers_district_id")
        ),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_zone_numbers")),
    )
    op.create_table(
        "indicator_retirements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("from_month", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("retired_by", sa.Text(), nullable=False),
        sa.Column(
            "retired_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_retirements")),
    )
    policies.execute_all(
        op.execute,
        [
            *policies.reported_table("zone_numbers"),
            KEEP_NUMBER,
            KEPT_BY_TRIGGER,
            policies.grant("SELECT", "indicator_retirements", *READERS),
            policies.grant("INSERT", "indicator_retirements", "app_city"),
            *policies.audit_triggers("indicator_retirements", district="-", key="key"),
        ],
    )
    connection = op.get_bind()
    for _office in scope.each_district(connection):
        connection.exec_driver_sql(
            "INSERT INTO zone_numbers (district_id, id, number) "
            "SELECT district_id, id, number FROM zones"
        )


def downgrade() -> None:
    policies.refuse_unless_empty(
        op.get_bind(), ["indicator_retirements"], discard=context.config.attributes["discard"]
    )
    op.execute("DROP TRIGGER keep_number ON zones")
    op.execute("DROP FUNCTION keep_zone_number()")
    op.drop_table("indicator_retirements")
    op.drop_table("zone_numbers")
