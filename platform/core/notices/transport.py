"""What the other side can say to a letter, whichever way it goes."""

from dataclasses import dataclass
from enum import StrEnum

TIMEOUT_SECONDS = 20

LAST_ANSWER_SECONDS = 90
"""A mail server that looks into what it takes may think for a while after the last dot."""


class Answer(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    """It will never be accepted as it is."""
    LATER = "later"
    """Not accepted now; for certain not sent."""
    UNKNOWN = "unknown"
    """The line broke before the answer came."""


@dataclass(frozen=True)
class Reply:
    """An answer, and the other side's own words for whoever looks after the machine."""

    answer: Answer
    words: str = ""

    def without(self, address: str) -> "Reply":
        """The same reply, the receiver's address taken out: it is nobody else's business."""
        return Reply(self.answer, self.words.replace(address, "…")[:200]) if address else self


class NotBegunError(Exception):
    """A letter could not be brought to its last step; nothing has been sent."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.words)
        self.reply = reply
