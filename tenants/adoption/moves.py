"""What a move to another edition looks like: every part with its outcome, the questions and their decisions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound, Refused
from core.i18n.dates import bangkok_today
from core.manual.merge import (
    Choice,
    Decision,
    MergedPart,
    Outcome,
    changed_settings,
    merge,
)
from core.manual.models import ManualEdition
from core.manual.parts import PartId, parts_of
from core.manual.queries import content_of
from tenants.adoption.models import EditionMove, MoveState
from tenants.adoption.queries import edition, local_clauses, own_text

NOTHING_TO_DO = frozenset({Outcome.UNCHANGED, Outcome.CITY_CHANGED, Outcome.ADDED})
"""Parts that move by themselves."""


@dataclass(frozen=True)
class StoredDecision:
    """A decision as the move keeps it. `about` names the texts that it was made on."""

    decision: Decision
    title_of_part: str
    about: str
    version: int
    decided_by: str
    decided_by_position: str
    decided_at: datetime

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "StoredDecision":
        return cls(
            Decision(Choice(data["choice"]), data["title"], data["body"]),
            data["title_of_part"],
            data["about"],
            data["version"],
            data["decided_by"],
            data["decided_by_position"],
            datetime.fromisoformat(data["decided_at"]),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "choice": self.decision.choice.value,
            "title": self.decision.title,
            "body": self.decision.body,
            "title_of_part": self.title_of_part,
            "about": self.about,
            "version": self.version,
            "decided_by": self.decided_by,
            "decided_by_position": self.decided_by_position,
            "decided_at": self.decided_at.isoformat(),
        }


@dataclass(frozen=True)
class Question:
    """A part that a person decides, with what was decided so far."""

    part: MergedPart
    stored: StoredDecision | None

    @property
    def is_decided(self) -> bool:
        """False also where a text was changed after the decision: it is asked anew."""
        return self.stored is not None and self.stored.about == self.part.fingerprint

    @property
    def version(self) -> int:
        """Counts the decisions on this question, from 1: two people at two questions do not meet."""
        return self.stored.version if self.stored else 1


@dataclass(frozen=True)
class MoveView:
    """A move that is going on, as it stands at this moment."""

    move: EditionMove
    base: ManualEdition
    new: ManualEdition
    parts: tuple[MergedPart, ...]
    questions: tuple[Question, ...]
    settings: tuple[str, ...]

    @property
    def undecided(self) -> int:
        return sum(1 for question in self.questions if not question.is_decided)

    @property
    def counts(self) -> Mapping[Outcome, int]:
        return Counter(part.outcome for part in self.parts)

    @property
    def moving_by_themselves(self) -> int:
        return sum(1 for part in self.parts if part.outcome in NOTHING_TO_DO)

    def of(self, outcome: Outcome) -> list[MergedPart]:
        return [part for part in self.parts if part.outcome is outcome]

    def question(self, part_id: PartId) -> Question | None:
        return next((each for each in self.questions if each.part.id == part_id), None)


def move(session: Session, move_id: UUID) -> EditionMove:
    found = session.scalars(select(EditionMove).where(EditionMove.id == move_id)).one_or_none()
    if found is None:
        raise NotFound("This move does not exist.")
    return found


def moves(session: Session) -> list[EditionMove]:
    """Every move of the office, the newest first."""
    return list(session.scalars(select(EditionMove).order_by(EditionMove.begun_at.desc())))


def view_of(session: Session, found: EditionMove) -> MoveView:
    """The merge with the texts of this moment, and the decisions made so far."""
    base, new = edition(session, found.from_edition), edition(session, found.to_edition)
    before, after = content_of(base), content_of(new)
    own = [own_text(row) for row in local_clauses(session, bangkok_today())]
    parts = merge(before, after, own)
    stored = decisions_of(found)
    questions = tuple(
        Question(part, stored.get(str(part.id))) for part in parts if part.is_question
    )
    return MoveView(found, base, new, parts, questions, changed_settings(before, after))


def decisions_of(found: EditionMove) -> dict[str, StoredDecision]:
    """What was decided in a move, by part; also of one that has ended."""
    return {key: StoredDecision.from_json(data) for key, data in found.decisions.items()}


def is_open(found: EditionMove) -> bool:
    return found.state == MoveState.OPEN


def refuse_ended(found: EditionMove) -> None:
    if found.state == MoveState.DONE:
        raise Refused("This move is finished. Its decisions stay as they are.")
    if found.state == MoveState.ABANDONED:
        raise Refused("%(name)s has given this move up.", name=found.ended_by)


def question_of(view: MoveView, part_id: PartId) -> Question:
    """The question on a part; Refused where there is none any more, NotFound where there never was."""
    question = view.question(part_id)
    if question is not None:
        return question
    known = {part.id for part in view.parts} | set(parts_of(content_of(view.base)))
    if part_id not in known and str(part_id) not in view.move.decisions:
        raise NotFound("This part of the manual does not exist.")
    raise Refused("There is nothing to decide here any more: the texts have changed since.")
