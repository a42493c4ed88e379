"""Nobody but the owner may use the functions that run as the owner."""

from alembic import op

from migrations import policies

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    policies.execute_all(op.execute, policies.close_definer_functions())


def downgrade() -> None:
    policies.execute_all(op.execute, policies.open_definer_functions())
