"""Facts no longer ask for their office one by one: their ledger does, once a month."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("fk_facts_district_id", "facts", type_="foreignkey")


def downgrade() -> None:
    # Every fact was counted under the policy of an office, so that none can be found without one.
    op.create_foreign_key("fk_facts_district_id", "facts", "offices", ["district_id"], ["code"])
