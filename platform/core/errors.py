"""Errors that services raise: a message id with parameters, which the web's edge translates."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, init=False)
class Message:
    """An English message id and the values of its `%(name)s` placeholders; translated at the edge.

    A parameter may itself be a `Message`.
    """

    id: str
    parameters: dict[str, Any] = field(hash=False)

    def __init__(self, message_id: str, /, **parameters: Any) -> None:
        object.__setattr__(self, "id", message_id)
        object.__setattr__(self, "parameters", parameters)

    def __str__(self) -> str:
        """The English sentence, for logs and tests; pages use `core.i18n.messages.translate`."""
        return self.id % self.parameters if self.parameters else self.id


class DomainError(Exception):
    """A rule of the domain says no. The first argument is the message id or a whole `Message`."""

    def __init__(self, message: str | Message, /, **parameters: Any) -> None:
        self.message = message if isinstance(message, Message) else Message(message, **parameters)
        super().__init__(str(self.message))


class FieldError(DomainError):
    """One value is refused; the form shows the sentence beside the field of that name."""

    def __init__(self, message: str | Message, /, *, field: str, **parameters: Any) -> None:
        super().__init__(message, **parameters)
        self.field = field


class EditConflict(DomainError):  # noqa: N818 - named as the web names it
    """Somebody else saved the record after this person opened it.

    `current` holds the values now stored, by field name; `changed_at` carries its time zone.
    """

    def __init__(
        self,
        message: str | Message,
        /,
        *,
        current: dict[str, Any],
        changed_by: str,
        changed_at: datetime,
        **parameters: Any,
    ) -> None:
        super().__init__(message, **parameters)
        self.current = current
        self.changed_by = changed_by
        self.changed_at = changed_at


class NotFound(DomainError):  # noqa: N818 - named as the web names it
    """The record does not exist, or not for this person: the web answers 404 to both."""


class Refused(DomainError):  # noqa: N818 - named as the officers name it
    """The person may see the record, but may not do this to it now."""


class InputProblem(ValueError):  # noqa: N818 - a person's slip, not an error of the program
    """What a person typed cannot be read; `message` is the id of a sentence for that person."""

    def __init__(self, message: str, /, **parameters: Any) -> None:
        super().__init__(message % parameters if parameters else message)
        self.message = message
        self.parameters = parameters
