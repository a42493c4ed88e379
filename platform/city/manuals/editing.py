"""Changes of a manual's content, as pure functions: one part is replaced, all others stay as they are."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from string import Formatter
from typing import Any, TypeVar

from core.errors import FieldError, NotFound
from core.manual.structure import (
    Chapter,
    Clause,
    ManualContent,
    OrderWording,
    SeatRule,
    ZoneSettings,
)
from core.marks import mark

ORDER_PLACEHOLDERS = frozenset({"network", "office", "district"})
ZONE_PLACEHOLDERS = frozenset({"number"})
EMPTY = ManualContent(
    chapters=(),
    zones=ZoneSettings(),
    zone_committee=(),
    zone_order=OrderWording(subject="", reason="", authority="", duties=(), effect=""),
)

Part = TypeVar("Part")

_FIFTEEN_DIGITS = 10**15


@dataclass(frozen=True)
class Settings:
    """What stands on the page of settings."""

    title: str
    zones: ZoneSettings
    activities_per_month: int


def version_of(part: Any) -> int:
    """A number that changes with the part: two people at different parts do not meet, at one part they do."""
    text = json.dumps(asdict(part), sort_keys=True, ensure_ascii=False, default=str)
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % _FIFTEEN_DIGITS + 1


def chapter_of(content: ManualContent, key: str) -> Chapter:
    return _found(next((each for each in content.chapters if each.key == key), None))


def clause_of(content: ManualContent, key: str) -> Clause:
    return _found(next((each for each in content.clauses() if each.key == key), None))


def seat_of(content: ManualContent, key: str) -> SeatRule:
    return _found(next((each for each in content.zone_committee if each.key == key), None))


def seat_position(content: ManualContent, key: str) -> int:
    """The place of a rule in the order, from 1."""
    return [each.key for each in content.zone_committee].index(key) + 1


def with_chapter(content: ManualContent, key: str, title: str) -> ManualContent:
    chapter_of(content, key)
    return replace(
        content,
        chapters=tuple(
            replace(each, title=title) if each.key == key else each for each in content.chapters
        ),
    )


def with_new_chapter(content: ManualContent, title: str) -> tuple[ManualContent, str]:
    """The content with one more chapter at the end, and its key."""
    known = next((each for each in content.chapters if each.title == title), None)
    if known is not None:
        return content, known.key
    key = str(_next_number(each.key for each in content.chapters))
    return replace(content, chapters=(*content.chapters, Chapter(key, title, ()))), key


def without_chapter(content: ManualContent, key: str) -> ManualContent:
    chapter_of(content, key)
    return replace(content, chapters=tuple(each for each in content.chapters if each.key != key))


def with_clause(content: ManualContent, clause: Clause) -> ManualContent:
    clause_of(content, clause.key)
    return replace(
        content,
        chapters=tuple(
            replace(
                chapter,
                clauses=tuple(
                    clause if each.key == clause.key else each for each in chapter.clauses
                ),
            )
            for chapter in content.chapters
        ),
    )


def with_new_clause(
    content: ManualContent,
    chapter_key: str,
    title: str,
    body: str,
    *,
    locked: bool,
    taken: set[str],
) -> tuple[ManualContent, str]:
    """The content with one more clause at the chapter's end, and its key.

    A key that an earlier edition used (`taken`) is not used for something else. The same clause
    sent twice is one clause.
    """
    chapter = chapter_of(content, chapter_key)
    for each in chapter.clauses:
        if (each.title, each.body) == (title, body):
            return content, each.key
    used = {key for key in taken if key.rpartition(".")[0] == chapter_key}
    used |= {each.key for each in chapter.clauses}
    key = f"{chapter_key}.{_next_number(each.rpartition('.')[2] for each in used)}"
    extended = replace(chapter, clauses=(*chapter.clauses, Clause(key, title, body, locked)))
    return _with_whole_chapter(content, extended), key


def without_clause(content: ManualContent, key: str) -> ManualContent:
    clause_of(content, key)
    return replace(
        content,
        chapters=tuple(
            replace(chapter, clauses=tuple(each for each in chapter.clauses if each.key != key))
            for chapter in content.chapters
        ),
    )


def with_seat(content: ManualContent, rule: SeatRule, position: int) -> ManualContent:
    """The content with a rule of the committee at a position, counted from 1; a known key moves there."""
    others = [each for each in content.zone_committee if each.key != rule.key]
    others.insert(max(0, position - 1), rule)
    return replace(content, zone_committee=tuple(others))


def new_seat_key(content: ManualContent, rule: SeatRule) -> str:
    """A key for a new rule; that of the same rule where it was sent twice."""
    for each in content.zone_committee:
        if replace(rule, key=each.key) == each:
            return each.key
    numbers = [each.key.removeprefix("seat_") for each in content.zone_committee]
    return f"seat_{_next_number(numbers)}"


def without_seat(content: ManualContent, key: str) -> ManualContent:
    seat_of(content, key)
    return replace(
        content, zone_committee=tuple(each for each in content.zone_committee if each.key != key)
    )


def check_settings(settings: Settings) -> None:
    """Refuse limits that contradict each other and a pattern that would name every zone alike."""
    zones = settings.zones
    if zones.minimum > zones.maximum:
        raise FieldError("The most zones must not be fewer than the fewest.", field="maximum")
    if not zones.minimum <= zones.suggested <= zones.maximum:
        raise FieldError("Suggest a number between the fewest and the most.", field="suggested")
    check_placeholders(zones.name_pattern, ZONE_PLACEHOLDERS, "name_pattern")
    if "{number}" not in zones.name_pattern:
        raise FieldError(
            "The pattern needs {number}, where the zone's number is to stand.", field="name_pattern"
        )


def check_order(wording: OrderWording) -> None:
    """Refuse placeholders that no order could fill in."""
    for name in ("subject", "reason", "authority", "effect"):
        check_placeholders(getattr(wording, name), ORDER_PLACEHOLDERS, name)
    check_placeholders("\n".join(wording.duties), ORDER_PLACEHOLDERS, "duties")
    if not wording.duties:
        raise FieldError("Type at least one duty.", field="duties")


def check_seat(rule: SeatRule) -> None:
    if rule.maximum is not None and rule.maximum < rule.minimum:
        raise FieldError("The most seats must not be fewer than the fewest.", field="maximum")


def check_placeholders(text: str, allowed: frozenset[str], field: str) -> None:
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        named = {"{ }"}
    unknown = sorted(named - allowed)
    if unknown:
        raise FieldError(
            "The words in braces may only be %(allowed)s.",
            field=field,
            allowed=", ".join(f"{{{name}}}" for name in sorted(allowed)),
        )


def missing_parts(content: ManualContent) -> list[str]:
    """What an edition still lacks before it can be published, as message ids."""
    lacks: list[str] = []
    if not any(True for _ in content.clauses()):
        lacks.append(mark("It has no clause yet."))
    if any(not chapter.clauses for chapter in content.chapters):
        lacks.append(mark("A chapter has no clause yet."))
    if not content.zone_committee:
        lacks.append(mark("The composition of the zone committee is empty."))
    wording = content.zone_order
    if not all((wording.subject, wording.reason, wording.authority, wording.duties)):
        lacks.append(mark("The wording of the appointment order is not complete."))
    return lacks


def _with_whole_chapter(content: ManualContent, chapter: Chapter) -> ManualContent:
    return replace(
        content,
        chapters=tuple(chapter if each.key == chapter.key else each for each in content.chapters),
    )


def _next_number(keys: Any) -> int:
    numbers: Sequence[int] = [int(key) for key in keys if key.isdecimal()]
    return max(numbers, default=0) + 1


def _found(part: Part | None) -> Part:
    if part is None:
        raise NotFound("This part of the manual does not exist.")
    return part
