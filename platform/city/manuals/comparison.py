"""Two editions side by side: what was added, changed and removed."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from core.manual.structure import ManualContent


class Section(StrEnum):
    CHAPTER = "chapter"
    CLAUSE = "clause"
    SETTINGS = "settings"
    SEAT = "seat"
    ORDER = "order"


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Entry:
    """One part as it is compared: its name, its text, and whether it is the city's core."""

    name: str
    text: str
    locked: bool | None = None


@dataclass(frozen=True)
class Change:
    section: Section
    key: str
    kind: Kind
    before: Entry | None
    after: Entry | None

    @property
    def name(self) -> str:
        entry = self.after or self.before
        return entry.name if entry else ""


def changes(before: ManualContent, after: ManualContent) -> list[Change]:
    """Every difference, in the order of the new edition; what was removed comes after what stayed."""
    old, new = _entries(before), _entries(after)
    found = [
        Change(
            section, key, Kind.ADDED if entry is None else Kind.CHANGED, entry, new[section, key]
        )
        for section, key in new
        if (entry := old.get((section, key))) != new[section, key]
    ]
    found += [
        Change(section, key, Kind.REMOVED, entry, None)
        for (section, key), entry in old.items()
        if (section, key) not in new
    ]
    order = list(Section)
    return sorted(found, key=lambda change: order.index(change.section))


def _entries(content: ManualContent) -> dict[tuple[Section, str], Entry]:
    entries: dict[tuple[Section, str], Entry] = {}
    for chapter in content.chapters:
        entries[Section.CHAPTER, chapter.key] = Entry(chapter.title, chapter.title)
        for clause in chapter.clauses:
            name = f"{clause.key} {clause.title}"
            entries[Section.CLAUSE, clause.key] = Entry(name, clause.body, clause.locked)
    for key, value in _settings(content).items():
        entries[Section.SETTINGS, key] = Entry(key, str(value))
    for rule in content.zone_committee:
        most = "–" if rule.maximum is None else rule.maximum
        text = (
            f"{rule.order_role} · {rule.block.value} · {rule.source.value} · {rule.minimum}–{most}"
        )
        entries[Section.SEAT, rule.key] = Entry(rule.title, text)
    for key, value in asdict(content.zone_order).items():
        text = "\n".join(value) if key == "duties" else str(value)
        entries[Section.ORDER, key] = Entry(key, text)
    return entries


def _settings(content: ManualContent) -> dict[str, Any]:
    return {**asdict(content.zones), "activities_per_month": content.activities_per_month}
