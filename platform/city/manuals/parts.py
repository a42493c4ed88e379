"""The parts of an edition: single ones, such as a wording, and lists, such as the clauses of a chapter.

Each part says how it is read, how it is put back and what it refuses. Writing, comparing and
showing an edition go through them, so that no part has a way of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from city.manuals import checks
from city.manuals.editing import ByLawHead, Draft, Settings, Term, entry_of
from core.errors import NotFound
from core.manual.structure import (
    Article,
    Chapter,
    Clause,
    CommitteeKind,
    Deadlines,
    ElectionRules,
    ManualContent,
    OrderWording,
    PilotCriterion,
    ProblemKind,
    RequiredMeeting,
    SeatBlock,
    SeatRule,
    SeatSource,
    WordingKind,
)

COMPOSED = (
    CommitteeKind.STUDY,
    CommitteeKind.ZONE,
    CommitteeKind.ASSEMBLY,
    CommitteeKind.COMMUNITY,
)
"""The committees with a composition of their own; an alliance is composed as a zone is."""


@dataclass(frozen=True)
class SinglePart:
    """A part that every edition has once. `beside` names the list on whose page it is shown."""

    name: str
    family: str
    kind: Any
    read: Callable[[Draft], Any]
    write: Callable[[Draft, Any], Draft]
    check: Callable[[Any], None] = checks.nothing
    owner: Any = None
    beside: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(each.name for each in fields(self.kind))


@dataclass(frozen=True)
class ListPart:
    """A list whose entries are added, changed, moved and removed one by one.

    `blank` is an entry as nobody wrote it yet; `hidden` names what no form shows.
    """

    name: str
    family: str
    blank: Any
    read: Callable[[ManualContent], tuple[Any, ...]]
    write: Callable[[ManualContent, tuple[Any, ...]], ManualContent]
    key_prefix: str = ""
    check: Callable[[Any], None] = checks.nothing
    owner: Any = None
    hidden: frozenset[str] = frozenset({"key"})

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(each.name for each in fields(self.blank) if each.name not in self.hidden)

    def put(self, draft: Draft, entries: tuple[Any, ...]) -> Draft:
        """The draft with these entries in place of the list's own."""
        return replace(draft, content=self.write(draft.content, entries))

    def shown(self, entry: Any) -> Any:
        """The entry as its form shows it: what is hidden does not count as a change of it."""
        hidden = {name: getattr(self.blank, name) for name in self.hidden}
        return replace(entry, **hidden)


Part = TypeVar("Part", SinglePart, ListPart)


def single_parts() -> list[SinglePart]:
    return [
        _SETTINGS,
        _content_part("elections", ElectionRules),
        _content_part("deadlines", Deadlines),
        *(_wording(kind) for kind in WordingKind),
        *(_term(kind) for kind in COMPOSED),
        _BY_LAW,
    ]


def list_parts(content: ManualContent) -> list[ListPart]:
    """The lists in the order in which an edition is read."""
    return [
        _CHAPTERS,
        *(_clauses(chapter) for chapter in content.chapters),
        *(_seats(kind) for kind in COMPOSED),
        _ARTICLES,
        *_PLAIN_LISTS,
    ]


def single_part(name: str) -> SinglePart:
    return _named(single_parts(), name)


def list_part(content: ManualContent, name: str) -> ListPart:
    return _named(list_parts(content), name)


def all_parts(content: ManualContent) -> list[SinglePart | ListPart]:
    return [*list_parts(content), *single_parts()]


def _named(parts: Sequence[Part], name: str) -> Part:
    for part in parts:
        if part.name == name:
            return part
    raise NotFound("This part of the manual does not exist.")


def _read_settings(draft: Draft) -> Settings:
    zones = draft.content.zones
    return Settings(
        draft.title,
        zones.minimum,
        zones.maximum,
        zones.suggested,
        zones.name_pattern,
        zones.criteria,
        draft.content.activities_per_month,
    )


def _write_settings(draft: Draft, settings: Settings) -> Draft:
    zones = replace(
        draft.content.zones,
        minimum=settings.minimum,
        maximum=settings.maximum,
        suggested=settings.suggested,
        name_pattern=settings.name_pattern,
        criteria=settings.criteria,
    )
    content = replace(
        draft.content, zones=zones, activities_per_month=settings.activities_per_month
    )
    return Draft(settings.title, content)


_SETTINGS = SinglePart(
    "settings", "settings", Settings, _read_settings, _write_settings, checks.check_settings
)


def _with(content: ManualContent, attribute: str, value: Any) -> ManualContent:
    changed: dict[str, Any] = {attribute: value}
    return replace(content, **changed)


def _content_part(name: str, kind: type) -> SinglePart:
    return SinglePart(
        name,
        name,
        kind,
        read=lambda draft: getattr(draft.content, name),
        write=lambda draft, value: replace(draft, content=_with(draft.content, name, value)),
    )


def _wording(kind: WordingKind) -> SinglePart:
    def write(draft: Draft, wording: OrderWording) -> Draft:
        wordings = {**draft.content.wordings, kind: wording}
        return replace(draft, content=replace(draft.content, wordings=wordings))

    return SinglePart(
        checks.wording_name(kind),
        "wording",
        OrderWording,
        read=lambda draft: draft.content.wording(kind),
        write=write,
        check=lambda wording: checks.check_wording(kind, wording),
        owner=kind,
    )


def _term(kind: CommitteeKind) -> SinglePart:
    def write(draft: Draft, term: Term) -> Draft:
        content = draft.content
        rules = replace(content.rules(kind), term_years=term.term_years)
        return replace(
            draft, content=replace(content, committees={**content.committees, kind: rules})
        )

    return SinglePart(
        f"term-{kind.value}",
        "term",
        Term,
        read=lambda draft: Term(draft.content.rules(kind).term_years),
        write=write,
        owner=kind,
        beside=checks.seats_name(kind),
    )


def _write_by_law(draft: Draft, head: ByLawHead) -> Draft:
    by_law = replace(draft.content.by_law, title=head.title, preamble=head.preamble)
    return replace(draft, content=replace(draft.content, by_law=by_law))


_BY_LAW = SinglePart(
    "by-law",
    "by-law",
    ByLawHead,
    read=lambda draft: ByLawHead(draft.content.by_law.title, draft.content.by_law.preamble),
    write=_write_by_law,
    check=checks.check_by_law_head,
    beside="articles",
)

_CHAPTERS = ListPart(
    "chapters",
    "chapters",
    Chapter("", "", ()),
    read=lambda content: content.chapters,
    write=lambda content, chapters: replace(content, chapters=chapters),
    hidden=frozenset({"key", "clauses"}),
)

_ARTICLES = ListPart(
    "articles",
    "articles",
    Article("", "", ""),
    read=lambda content: content.by_law.articles,
    write=lambda content, articles: replace(
        content, by_law=replace(content.by_law, articles=articles)
    ),
    check=checks.check_article,
)


def _clauses(chapter: Chapter) -> ListPart:
    def write(content: ManualContent, clauses: tuple[Any, ...]) -> ManualContent:
        return replace(
            content,
            chapters=tuple(
                replace(each, clauses=clauses) if each.key == chapter.key else each
                for each in content.chapters
            ),
        )

    return ListPart(
        f"clauses-{chapter.key}",
        "clauses",
        Clause("", "", ""),
        read=lambda content: entry_of(content.chapters, chapter.key).clauses,
        write=write,
        key_prefix=f"{chapter.key}.",
        owner=chapter,
    )


def _seats(kind: CommitteeKind) -> ListPart:
    def write(content: ManualContent, seats: tuple[Any, ...]) -> ManualContent:
        rules = replace(content.rules(kind), seats=seats)
        return replace(content, committees={**content.committees, kind: rules})

    return ListPart(
        checks.seats_name(kind),
        "seats",
        SeatRule("", "", SeatSource.REPRESENTATIVES, "", SeatBlock.COMMITTEE),
        read=lambda content: content.rules(kind).seats,
        write=write,
        key_prefix="seat_",
        check=checks.check_seat,
        owner=kind,
    )


def _plain_list(name: str, attribute: str, blank: Any, key_prefix: str) -> ListPart:
    return ListPart(
        name,
        name,
        blank,
        read=lambda content: getattr(content, attribute),
        write=lambda content, entries: _with(content, attribute, entries),
        key_prefix=key_prefix,
    )


_PLAIN_LISTS = (
    _plain_list(
        "meetings", "meetings", RequiredMeeting("", CommitteeKind.ZONE, "", ""), "meeting_"
    ),
    _plain_list("problem-kinds", "problem_kinds", ProblemKind("", ""), "kind_"),
    _plain_list("pilot-criteria", "pilot_criteria", PilotCriterion("", ""), "criterion_"),
)
