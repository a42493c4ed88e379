"""What `make run` supervises on one machine: embedded servers, web, worker and beat.

The embedded servers are a library of their own; the test suite uses them as well.
"""

from workers.local.places import LocalError, disposable_state
from workers.local.postgres import EmbeddedPostgres
from workers.local.valkey import EmbeddedValkey

__all__ = ["EmbeddedPostgres", "EmbeddedValkey", "LocalError", "disposable_state"]
