from dataclasses import dataclass
from typing import ClassVar

from core.documents.content.base import SignedPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementDocument(SignedPaper):
    """An office announcement (ประกาศ, form 7; DOMAIN 5.3).

    `paragraphs` are the reason and the content, `items` numbered points after them, `conclusion`
    the last paragraph ("จึงประกาศมาให้ทราบโดยทั่วกัน"). Announcements bear a number only if one is needed:
    None leaves the line out.
    """

    form: ClassVar[str] = "announcement/1"

    office_name: str
    subject: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...] = ()
    conclusion: str = ""
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateLine:
    """A candidate with the votes counted for this person; None prints an empty place."""

    number: int
    name: str
    position: str
    votes: int | None
    elected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionResultDocument(SignedPaper):
    """The announcement of who was elected chair of a network (a form 7; M61).

    `on_roll` are the persons entitled to vote, `voted` those who came; `blank` and `spoilt` are
    ballots. None leaves a figure's line out (an election without ballots). Good ballots are the sum
    of the votes. `tie_rule` says how equal votes were decided, and is empty when none were.
    `conclusion` names who is elected and to what.
    """

    form: ClassVar[str] = "election-result/1"

    office_name: str
    subject: str
    paragraphs: tuple[str, ...]
    candidates: tuple[CandidateLine, ...]
    on_roll: int | None
    voted: int | None
    blank: int | None
    spoilt: int | None
    conclusion: str
    tie_rule: str = ""
    number: str | None = None
