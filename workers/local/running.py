"""The embedded database of this checkout while `make run` runs, for commands typed beside it."""

import os
from collections.abc import Mapping

from workers.local import places
from workers.local.postgres import EmbeddedPostgres


def settings_beside(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """DATABASE_URL of the embedded server, where it runs and the person has set none."""
    if environment.get("DATABASE_URL"):
        return {}
    state = places.state_directory(environment)
    sockets = places.socket_directory(state, environment)
    if not any(sockets.glob(".s.PGSQL.*[0-9]")):
        return {}
    return {"DATABASE_URL": EmbeddedPostgres(state, sockets).app_url()}
