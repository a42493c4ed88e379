"""Alembic's environment: one connection handed over by `core.tenancy.provision`, one transaction a migration."""

from alembic import context

from migrations import models

target_metadata = models.metadata


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or name in target_metadata.tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=target_metadata,
    include_name=_ours,
    transaction_per_migration=True,
    compare_type=True,
    compare_server_default=False,
)
with context.begin_transaction():
    context.run_migrations()
