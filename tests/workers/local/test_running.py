"""Commands typed beside `make run` find its database by themselves."""

from workers.local import EmbeddedPostgres, disposable_state
from workers.local.running import settings_beside


def test_a_command_finds_the_embedded_database_only_while_it_runs():
    state = disposable_state()
    asked = {"STATE_DIR": str(state)}
    assert settings_beside(asked) == {}
    with EmbeddedPostgres(state, fast=True) as postgres:
        assert settings_beside(asked) == {"DATABASE_URL": postgres.app_url()}
        assert settings_beside(asked | {"DATABASE_URL": "postgresql://mine"}) == {}
    assert settings_beside(asked) == {}
