"""What earlier releases said: their rows, and what their totals are totals of.

A city total of an earlier release may add up only the districts of one version. It is taken with the
shown rows of the other versions where these count the same, so that it is the sum of all; otherwise the
earlier whole counts as unknown, and is held back where one of the districts that it adds up was.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from core.indicators.formulas import Node
from core.tenancy.scope import DEPARTMENT

SUPPRESSED = "suppressed"
"""The status of a row of which a count of people is held back."""

PARTS = ("numerator", "denominator")

Where = tuple[int, str]
"""Code of the district, and the id of a zone; empty for the whole district."""

NodesOfVersion = Callable[[str, int], Mapping[str, Node]]
"""Which formulas of people stand behind the parts of an indicator's version."""


class EarlierRow(NamedTuple):
    """A row of an earlier release: the version under which it was counted, and its parts, None where held back."""

    where: Where
    month: date
    indicator: str
    version: int
    parts: Mapping[str, Decimal | None]


def rows_of(
    fields: Sequence[str],
    rows: Iterable[Sequence[Any]],
    zones: Mapping[str, str],
) -> Iterator[EarlierRow]:
    """What the rows of a release say, or hold back.

    Releases of old name a zone by its name alone: `zones` has the ids of those names.
    """
    at = {name: place for place, name in enumerate(fields)}
    for row in rows:
        held = row[at["status"]] == SUPPRESSED
        parts = {part: row[at[part]] for part in PARTS if row[at[part]] is not None or held}
        if parts:
            yield EarlierRow(
                (int(row[at["district_code"]]), _zone_of(row, at, zones)),
                date.fromisoformat(f"{row[at['month']]}-01"),
                row[at["indicator"]],
                row[at["version"]],
                {
                    part: None if value is None else Decimal(str(value))
                    for part, value in parts.items()
                },
            )


def _zone_of(row: Sequence[Any], at: Mapping[str, int], zones: Mapping[str, str]) -> str:
    if "zone_id" in at:
        return str(row[at["zone_id"]])
    name = str(row[at["zone"]]) if "zone" in at else ""
    return zones.get(name, name)


def with_wholes(
    nodes: NodesOfVersion, rows: Iterable[EarlierRow], total: Where | None
) -> Iterator[EarlierRow]:
    """The rows of a release that are of this whole or of its parts, the whole as the sum of all of them."""
    found = [row for row in rows if total is None or _is_within(row.where, total)]
    beside: dict[tuple[date, str], list[EarlierRow]] = defaultdict(list)
    for row in found:
        if row.where != total:
            beside[row.month, row.indicator].append(row)
    for row in found:
        parts = beside[row.month, row.indicator]
        if row.where == total and any(each.version != row.version for each in parts):
            yield row._replace(parts=_of_all_versions(nodes, row, parts))
        else:
            yield row


def _is_within(where: Where, total: Where) -> bool:
    """Of the city the districts without their zones, of a district what bears its code."""
    return not where[1] if total[0] == DEPARTMENT else where[0] == total[0]


def _of_all_versions(
    nodes: NodesOfVersion, whole: EarlierRow, rows: Sequence[EarlierRow]
) -> dict[str, Decimal | None]:
    """What a total of one version would be with the rows of the others; left out where that is unknown."""
    found: dict[str, Decimal | None] = {}
    own = nodes(whole.indicator, whole.version)
    others = [row for row in rows if row.version != whole.version]
    for part, value in whole.parts.items():
        more = [
            row.parts.get(part)
            if nodes(row.indicator, row.version).get(part) == own.get(part)
            else None
            for row in others
        ]
        known = [each for each in more if each is not None]
        if value is not None and len(known) == len(more):
            found[part] = value + sum(known)
        elif value is None or any(row.parts.get(part, value) is None for row in rows):
            found[part] = None
    return found
