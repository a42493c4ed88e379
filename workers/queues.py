"""The queues, one name each: the entrypoint and the compose file listen to exactly these."""

from enum import StrEnum


class Queue(StrEnum):
    FACTS = "facts"
    DOCUMENTS = "documents"
    DEFAULT = "default"
