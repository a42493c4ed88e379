from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from core.documents.content.base import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentLine:
    """Somebody of the committee who came (ผู้มาประชุม).

    `position` is where the person comes from, `role` the place in the committee. `stands_in_for`
    names whom or what the person stood in for, and prints as "แทน ...".
    """

    name: str
    position: str = ""
    role: str = ""
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentLine:
    """Somebody of the committee who did not come (ผู้ไม่มาประชุม), with the reason if one is known."""

    name: str
    position: str = ""
    role: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestLine:
    """Somebody who came and is no member (ผู้เข้าร่วมประชุม); `position` or organisation."""

    name: str
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCount:
    """Votes that were counted: for, against, abstained."""

    agree: int
    disagree: int
    abstain: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """What somebody was given to do by a resolution; `due` None where no day was set."""

    text: str
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaSubitem:
    """A matter under an item of the agenda; the layout counts (๔.๑, ๔.๒)."""

    title: str
    paragraphs: tuple[str, ...] = ()
    resolution: str = ""
    vote: VoteCount | None = None
    tasks: tuple[TaskLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """One ระเบียบวาระ as it went: what was said, then its own matters, then the resolution.

    `resolution` without its label "มติที่ประชุม"; empty prints none.
    """

    number: int
    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[AgendaSubitem, ...] = ()
    resolution: str = ""
    vote: VoteCount | None = None
    tasks: tuple[TaskLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesDocument(Paper):
    """The minutes of a meeting (รายงานการประชุม, form 11; DOMAIN 5.6), without garuda.

    `body_name` follows "รายงานการประชุม"; `number` and `year` (Buddhist) make "ครั้งที่ ๑/๒๕๖๙".
    `begins` and `ends` are the planned hours, `opened_at` and `closed_at` the real ones; None prints
    a dotted place. `place` is printed after "ณ". An empty name of the recorder or the checker prints
    a dotted line; without `checker_name` and `checker_position` nobody checks. `adopted_note` says
    which meeting adopted the minutes and with which corrections, a line a paragraph; it is empty
    while they are not adopted.
    """

    form: ClassVar[str] = "minutes/1"

    body_name: str
    number: int
    year: int
    held_on: date
    begins: time | None
    ends: time | None = None
    place: str
    present: tuple[PresentLine, ...]
    absent: tuple[AbsentLine, ...] = ()
    guests: tuple[GuestLine, ...] = ()
    opened_at: time | None
    closed_at: time | None
    items: tuple[AgendaEntry, ...]
    recorder_name: str
    recorder_position: str = ""
    checker_name: str = ""
    checker_position: str = ""
    adopted_note: str = ""
