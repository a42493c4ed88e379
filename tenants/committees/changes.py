"""What an edition changes in the composition of a committee that follows an older one (F43)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.manual.structure import SeatRule
from tenants.committees.view import CommitteeView


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class RuleChange:
    """A line of the composition that the edition in force adds, leaves out or words anew."""

    change: Change
    before: SeatRule | None
    after: SeatRule | None

    @property
    def title(self) -> str:
        rule = self.after or self.before
        return rule.title if rule else ""


def changes_of_composition(view: CommitteeView) -> list[RuleChange]:
    """The differences between the edition followed and the one in force; none where they are one."""
    if not view.follows_an_older_edition or view.current is None:
        return []
    before = {rule.key: rule for rule in view.content.rules(view.body.kind).seats}
    after = {rule.key: rule for rule in view.current.content.rules(view.body.kind).seats}
    return list(_differences(before, after))


def _differences(before: dict[str, SeatRule], after: dict[str, SeatRule]) -> Iterator[RuleChange]:
    for key, rule in after.items():
        if key not in before:
            yield RuleChange(Change.ADDED, None, rule)
        elif before[key] != rule:
            yield RuleChange(Change.CHANGED, before[key], rule)
    for key, rule in before.items():
        if key not in after:
            yield RuleChange(Change.REMOVED, rule, None)
