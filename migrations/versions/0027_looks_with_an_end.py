"""Looks end by a number of pages too, pages have names, and what was read is forgotten in time."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "oversight_looks",
        sa.Column("reached_limit", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("oversight_looks", sa.Column("pages_asked", sa.Integer(), nullable=True))
    op.add_column(
        "oversight_views",
        sa.Column("title", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    op.execute("GRANT UPDATE (reached_limit, pages_asked) ON oversight_looks TO app_tenant")
    # A view's name is written once; and nobody takes a view away before its time.
    op.execute("GRANT UPDATE (title), DELETE ON oversight_views TO app_tenant")
    op.execute(
        "CREATE POLICY named_once ON oversight_views AS RESTRICTIVE FOR UPDATE TO app_tenant "
        "USING (title = '') WITH CHECK (title <> '')"
    )
    op.execute(
        "CREATE POLICY kept ON oversight_views AS RESTRICTIVE FOR DELETE TO app_tenant "
        "USING (seen_at < now() - interval '90 days')"
    )


def downgrade() -> None:
    op.execute("DROP POLICY kept ON oversight_views")
    op.execute("DROP POLICY named_once ON oversight_views")
    op.execute("REVOKE UPDATE (title), DELETE ON oversight_views FROM app_tenant")
    op.execute("REVOKE UPDATE (reached_limit, pages_asked) ON oversight_looks FROM app_tenant")
    op.drop_column("oversight_views", "title")
    op.drop_column("oversight_looks", "pages_asked")
    op.drop_column("oversight_looks", "reached_limit")
