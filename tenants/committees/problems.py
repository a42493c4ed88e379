"""What is wrong with a committee's composition: found before the order is issued (F25)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from core.errors import Message


class ProblemKind(StrEnum):
    MISSING = "missing"
    EXCLUDED_HERE = "excluded_here"
    EXCLUDED_ELSEWHERE = "excluded_elsewhere"
    LEFT_THE_NETWORK = "left_the_network"
    NOT_THE_CHAIR = "not_the_chair"
    NOT_A_MEMBER = "not_a_member"
    NO_CHAIR_KNOWN = "no_chair_known"
    TERM_ENDED = "term_ended"
    RULE_GONE = "rule_gone"


@dataclass(frozen=True)
class Problem:
    """A line of the red list: a sentence, its rule, and the seat at which it is put right, for `reason`."""

    kind: ProblemKind
    message: Message
    rule_key: str = ""
    seat_id: UUID | None = None
    reason: str = ""

    @property
    def id(self) -> str:
        return self.message.id

    @property
    def parameters(self) -> dict[str, Any]:
        return self.message.parameters
