"""What a part of the manual refuses, and what an edition lacks before it can be published."""

from dataclasses import dataclass
from string import Formatter
from typing import Any

from city.manuals.editing import ByLawHead, Settings
from core.errors import FieldError
from core.manual.structure import (
    Article,
    CommitteeKind,
    ManualContent,
    OrderWording,
    SeatRule,
    WordingKind,
)
from core.marks import mark

ZONE_PLACEHOLDERS = frozenset({"number"})
_PLACE = frozenset({"office", "district"})
_NETWORK = _PLACE | {"network"}
_EARLIER_ORDER = frozenset({"number", "date"})

WORDING_PLACEHOLDERS = {
    WordingKind.STUDY_COMMITTEE: _PLACE,
    WordingKind.ZONE_COMMITTEE: _NETWORK,
    WordingKind.ASSEMBLY_CHAIR: _PLACE | {"date", "names"},
    WordingKind.REPLACEMENT: _NETWORK | _EARLIER_ORDER | {"names"},
    WordingKind.REVOCATION: _NETWORK | _EARLIER_ORDER,
    WordingKind.ANNOUNCEMENT: _NETWORK | {"date", "names"},
    WordingKind.MEMO: _NETWORK,
}
"""What the system fills into each paper. `number` and `date` are those of the order that is changed
or revoked; in the papers on an election, `date` is the day of the vote and `names` who was elected."""
BY_LAW_PLACEHOLDERS = _NETWORK

WITH_DUTIES = frozenset(
    {
        WordingKind.STUDY_COMMITTEE,
        WordingKind.ZONE_COMMITTEE,
        WordingKind.ASSEMBLY_CHAIR,
        WordingKind.MEMO,
    }
)
"""The papers that list duties or proposals; the others may do without."""


@dataclass(frozen=True)
class Lack:
    """What is missing (a message id), and the name of the part in which it is written."""

    sentence: str
    part: str


_EMPTY_COMMITTEES = {
    CommitteeKind.STUDY: mark("The composition of the study committee is empty."),
    CommitteeKind.ZONE: mark("The composition of the zone committee is empty."),
    CommitteeKind.ASSEMBLY: mark("The seat of the assembly chair is not described."),
    CommitteeKind.COMMUNITY: mark("The composition of the community committee is empty."),
}

_INCOMPLETE_WORDINGS = {
    WordingKind.STUDY_COMMITTEE: mark("The order on the study committee is not complete."),
    WordingKind.ZONE_COMMITTEE: mark("The order on the zone committee is not complete."),
    WordingKind.ASSEMBLY_CHAIR: mark("The order on the assembly chair is not complete."),
    WordingKind.REPLACEMENT: mark("The order on a replacement is not complete."),
    WordingKind.REVOCATION: mark("The order on a revocation is not complete."),
    WordingKind.ANNOUNCEMENT: mark("The announcement of an election result is not complete."),
    WordingKind.MEMO: mark("The memo that proposes an order is not complete."),
}


def seats_name(kind: CommitteeKind) -> str:
    """The name of the list of a committee's seats."""
    return f"seats-{kind.value}"


def wording_name(kind: WordingKind) -> str:
    """The name of the part that holds the texts of a paper."""
    return f"wording-{kind.value.replace('_', '-')}"


def nothing(_part: Any) -> None:
    """Every value that the form lets through is accepted."""


def check_settings(settings: Settings) -> None:
    """Refuse limits that contradict each other and a pattern that would name every zone alike."""
    if settings.minimum > settings.maximum:
        raise FieldError("The most zones must not be fewer than the fewest.", field="maximum")
    if not settings.minimum <= settings.suggested <= settings.maximum:
        raise FieldError("Suggest a number between the fewest and the most.", field="suggested")
    check_placeholders(settings.name_pattern, ZONE_PLACEHOLDERS, "name_pattern")
    if "{number}" not in settings.name_pattern:
        raise FieldError(
            "The pattern needs {number}, where the zone's number is to stand.", field="name_pattern"
        )


def check_wording(kind: WordingKind, wording: OrderWording) -> None:
    """Refuse placeholders that nobody could fill in, and a list of duties that a paper must have."""
    allowed = WORDING_PLACEHOLDERS[kind]
    for name in ("subject", "reason", "authority", "effect"):
        check_placeholders(getattr(wording, name), allowed, name)
    check_placeholders("\n".join(wording.duties), allowed, "duties")
    if kind in WITH_DUTIES and not wording.duties:
        raise FieldError("Type at least one duty.", field="duties")


def check_by_law_head(head: ByLawHead) -> None:
    for name in ("title", "preamble"):
        check_placeholders(getattr(head, name), BY_LAW_PLACEHOLDERS, name)


def check_article(article: Article) -> None:
    check_placeholders(article.body, BY_LAW_PLACEHOLDERS, "body")


def check_seat(rule: SeatRule) -> None:
    if rule.maximum is not None and rule.maximum < rule.minimum:
        raise FieldError("The most seats must not be fewer than the fewest.", field="maximum")


def check_placeholders(text: str, allowed: frozenset[str], field: str) -> None:
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        named = {"{ }"}
    if named - allowed:
        raise FieldError(
            "The words in braces may only be %(allowed)s.",
            field=field,
            allowed=", ".join(f"{{{name}}}" for name in sorted(allowed)),
        )


def missing_parts(content: ManualContent) -> list[Lack]:
    """What an edition still lacks before it can be published, in the order in which it is read."""
    return [
        *_missing_clauses(content),
        *(
            Lack(sentence, seats_name(kind))
            for kind, sentence in _EMPTY_COMMITTEES.items()
            if not content.rules(kind).seats
        ),
        *(
            Lack(sentence, wording_name(kind))
            for kind, sentence in _INCOMPLETE_WORDINGS.items()
            if not _is_complete(kind, content.wording(kind))
        ),
        *_missing_by_law(content),
        *_missing_lists(content),
    ]


def _missing_clauses(content: ManualContent) -> list[Lack]:
    lacks = []
    if not any(True for _ in content.clauses()):
        lacks.append(Lack(mark("It has no clause yet."), "chapters"))
    lacks += [
        Lack(mark("A chapter has no clause yet."), f"clauses-{chapter.key}")
        for chapter in content.chapters
        if not chapter.clauses
    ]
    return lacks


def _is_complete(kind: WordingKind, wording: OrderWording) -> bool:
    texts = (wording.subject, wording.reason, wording.authority, wording.effect)
    return all(texts) and (bool(wording.duties) or kind not in WITH_DUTIES)


def _missing_by_law(content: ManualContent) -> list[Lack]:
    lacks = []
    if not (content.by_law.title and content.by_law.preamble):
        lacks.append(Lack(mark("The draft by-law has no title or no preamble."), "by-law"))
    if not content.by_law.articles:
        lacks.append(Lack(mark("The draft by-law has no article yet."), "articles"))
    return lacks


def _missing_lists(content: ManualContent) -> list[Lack]:
    lacks = []
    if not content.zones.criteria:
        lacks.append(Lack(mark("The criteria for dividing zones are not written."), "settings"))
    if not content.meetings:
        lacks.append(Lack(mark("No required meeting is described."), "meetings"))
    if not content.problem_kinds:
        lacks.append(Lack(mark("No kind of problem is named."), "problem-kinds"))
    if not content.pilot_criteria:
        lacks.append(Lack(mark("No criterion for the pilot network is named."), "pilot-criteria"))
    return lacks
