"""The queues, one name each: the entrypoint, the compose file and the units listen to exactly these."""

from enum import StrEnum


class Queue(StrEnum):
    FACTS = "facts"
    DOCUMENTS = "documents"
    DEFAULT = "default"
    BULK = "bulk"
    """Counting that nobody waits for: everything again, what an upgrade adds, the proof of the night."""
