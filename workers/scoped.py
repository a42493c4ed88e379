"""The task that carries its office in the message's headers."""

from typing import Any

from celery import Task


class ScopeMissingError(RuntimeError):
    """A message came without the office it belongs to: it is refused, never guessed."""


class ScopedTask(Task):
    """A task about one office. The office travels in the message's headers."""

    abstract = True

    @property
    def district_id(self) -> int:
        given: Any = (self.request.headers or {}).get("district_id") or self.request.get(
            "district_id"
        )
        if not isinstance(given, int):
            raise ScopeMissingError(f"{self.name} was sent without an office.")
        return given
