"""Moving an office to another edition: base, city's and own text of every part, and what becomes of them (F42).

A three-way merge over parts, as pure functions. What only the city changed moves by itself; what only
the office changed stays; a part that both changed, and an own text whose part the city took away, is
a question to a person. A locked part is always the city's.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from core.manual.parts import OwnText, Part, PartId, PartKind, next_annex_key, parts_of
from core.manual.structure import ManualContent


class Outcome(StrEnum):
    """What becomes of a part."""

    UNCHANGED = "unchanged"
    """Nobody changed it."""
    CITY_CHANGED = "city_changed"
    """The city wrote it anew, or locked or opened it; the office has no text of its own here."""
    ADDED = "added"
    REMOVED = "removed"
    """The city took it away, and the office has no text of its own here."""
    OURS_STAYS = "ours_stays"
    """The office's own text stays: the city changed nothing, or it belongs to the office's annex."""
    ALIKE = "alike"
    """Both changed it to the same words: from now on it is the city's text."""
    LOCKED = "locked"
    """It belongs to the city's core: the own text ends, and is kept in the history."""
    CONFLICT = "conflict"
    """Both changed it, to different words: a question."""
    ORPHANED = "orphaned"
    """The city took away what the office has a text on: a question."""


class Choice(StrEnum):
    CITY = "city"
    OURS = "ours"
    EDITED = "edited"
    ANNEX = "annex"
    """The own text becomes a clause of the office's annex."""
    END = "end"
    """The own text ends, and is kept in the history."""


CHOICES: Mapping[Outcome, tuple[Choice, ...]] = {
    Outcome.CONFLICT: (Choice.CITY, Choice.OURS, Choice.EDITED),
    Outcome.ORPHANED: (Choice.ANNEX, Choice.END),
}
"""What may be decided on each kind of question."""


@dataclass(frozen=True)
class Decision:
    """What a person decided on a question; `title` and `body` only of an edited text."""

    choice: Choice
    title: str = ""
    body: str = ""


@dataclass(frozen=True)
class MergedPart:
    """A part with its three texts; None where a side has none."""

    id: PartId
    outcome: Outcome
    base: Part | None
    city: Part | None
    ours: OwnText | None

    @property
    def is_question(self) -> bool:
        return self.outcome in CHOICES

    @property
    def title(self) -> str:
        shown = self.city or self.ours or self.base
        return shown.title if shown else ""

    @property
    def fingerprint(self) -> str:
        """Changes with any of the three texts: a decision holds for the texts that it was made on."""
        texts = "\x1e".join(
            f"{text.title}\x1f{text.body}" if text else "\x1f"
            for text in (self.base, self.city, self.ours)
        )
        return hashlib.sha256(f"{self.outcome}\x1e{texts}".encode()).hexdigest()[:16]


class UndecidedError(ValueError):
    """A question has no decision that fits it: whoever finishes a move asks first."""


def merge(
    base: ManualContent, new: ManualContent, own: Iterable[OwnText]
) -> tuple[MergedPart, ...]:
    """What becomes of every part, in the order of the new edition; the annex and what was removed come last.

    `base` is the edition that the own texts were written against.
    """
    before, after = parts_of(base), parts_of(new)
    texts = {text.id: text for text in own}
    order = dict.fromkeys((*after, *before, *texts))
    return tuple(_merged(key, before.get(key), after.get(key), texts.get(key)) for key in order)


def own_texts_after(
    parts: Iterable[MergedPart],
    decisions: Mapping[PartId, Decision],
    *,
    used_annex_keys: Iterable[str] = (),
) -> dict[PartId, OwnText]:
    """The office's own texts once the move is done, by the part that each comes from.

    `used_annex_keys` are never given to a clause that becomes part of the annex. UndecidedError where
    a question has no decision.
    """
    parts = tuple(parts)
    used = {*used_annex_keys, *(part.id.key for part in parts if part.id.kind is PartKind.ANNEX)}
    kept: dict[PartId, OwnText] = {}
    for part in parts:
        text = _kept(part, decisions.get(part.id))
        if text is None:
            continue
        if text.id.kind is PartKind.ANNEX and part.id.kind is not PartKind.ANNEX:
            key = next_annex_key(used)
            used.add(key)
            text = OwnText(PartId(PartKind.ANNEX, key), text.title, text.body)
        kept[part.id] = text
    return kept


def changed_settings(base: ManualContent, new: ManualContent) -> tuple[str, ...]:
    """The sections besides chapters that the city changed, by their names in `ManualContent`.

    The by-law's own name is given where its title or preamble changed; its articles are parts.
    """
    return tuple(_changed_settings(base, new))


def _merged(key: PartId, base: Part | None, city: Part | None, ours: OwnText | None) -> MergedPart:
    outcome = _outcome_of_city(base, city) if ours is None else _outcome(base, city, ours)
    return MergedPart(key, outcome, base, city, ours)


def _outcome_of_city(base: Part | None, city: Part | None) -> Outcome:
    if city is None:
        return Outcome.REMOVED
    if base is None:
        return Outcome.ADDED
    return Outcome.UNCHANGED if base == city else Outcome.CITY_CHANGED


def _outcome(base: Part | None, city: Part | None, ours: OwnText) -> Outcome:
    if ours.id.kind is PartKind.ANNEX:
        return Outcome.OURS_STAYS
    if city is None:
        return Outcome.ORPHANED
    if ours.says_the_same(city):
        return Outcome.ALIKE
    if city.locked:
        return Outcome.LOCKED
    unchanged = base is not None and _same_text(base, city)
    return Outcome.OURS_STAYS if unchanged else Outcome.CONFLICT


def _same_text(base: Part, city: Part) -> bool:
    """Of an article the heading is the city's in any case: only its body can collide."""
    same_title = base.id.kind is PartKind.ARTICLE or base.title == city.title
    return same_title and base.body == city.body


def _kept(part: MergedPart, decision: Decision | None) -> OwnText | None:
    """The own text on a part after the move; of a text that goes to the annex the key is still open."""
    ours = part.ours
    if ours is None:
        return None
    if not part.is_question:
        return ours if part.outcome is Outcome.OURS_STAYS else None
    if decision is None or decision.choice not in CHOICES[part.outcome]:
        raise UndecidedError(str(part.id))
    if decision.choice is Choice.ANNEX:
        return OwnText(PartId(PartKind.ANNEX, ""), _annex_title(ours), ours.body)
    text = {
        Choice.OURS: ours,
        Choice.EDITED: OwnText(part.id, decision.title, decision.body),
    }.get(decision.choice)
    same = text is None or (part.city is not None and text.says_the_same(part.city))
    return None if same else text


def _annex_title(ours: OwnText) -> str:
    return f"ร่างข้อบังคับ ข้อ {ours.id.key}" if ours.id.kind is PartKind.ARTICLE else ours.title


def _changed_settings(base: ManualContent, new: ManualContent) -> Iterator[str]:
    for section in fields(ManualContent):
        if section.name in ("chapters", "schema"):
            continue
        before, after = getattr(base, section.name), getattr(new, section.name)
        if section.name == "by_law":
            before, after = (before.title, before.preamble), (after.title, after.preamble)
        if before != after:
            yield section.name
