"""Which cells of a data set are held back: its counts of people by what they count, and what was shown of them before.

Formulas that name a measure of people in common stand together: where one of them is held back at a
place, all of them are, whatever words they use, since one could be worked out of the others. The
measures that a formula names are judged too, even where no indicator shows them by themselves, and so
are the people who gave the answers that it adds up. What is not seen: two measures of which one counts
some of the other's people, unless they are the two parts of one indicator.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from core.errors import InputProblem
from core.indicators.definitions import Catalogue, Definition
from core.indicators.expressions import parse_with, vocabulary_of
from core.indicators.figures import Figure
from core.indicators.formulas import How, Node, Read, parts_of
from core.indicators.measures import Measure, MeasureKind
from core.reporting.earlier import PARTS, EarlierRow, Where, with_wholes
from core.reporting.suppression import SMALLEST_SHOWN, Column, held_back, is_small

_REST: Where = (0, "")
"""People of the whole who are in none of its parts: no row has them, and a subtraction would."""


class Spot(NamedTuple):
    """Where, when and under which indicator a part of a figure stands."""

    where: Where
    month: date
    indicator: str
    part: str


class Counted(NamedTuple):
    """A figure at its place; not `is_shown` where it only tells what others give away."""

    where: Where
    month: date
    figure: Figure
    is_shown: bool = True


def parts_of_figure(figure: Figure) -> dict[str, Decimal]:
    """Both parts of a figure that is known."""
    if not figure.is_known:
        return {}
    parts = {"numerator": figure.numerator, "denominator": figure.denominator}
    return {name: value for name, value in parts.items() if value is not None}


class People:
    """Which formulas are of people, and by which measures they hang together."""

    def __init__(self, catalogue: Catalogue, measures: Sequence[Measure]) -> None:
        self._catalogue = catalogue
        self._vocabulary = vocabulary_of(measures)
        self._measures = {each.key: each for each in measures if each.of_people}
        self._nodes: dict[str, Node | None] = {}
        self._of_version: dict[tuple[str, int], dict[str, Node]] = {}
        self._first: dict[Node, Node] = {}

    def nodes(self, definition: Definition) -> dict[str, Node]:
        """The parts of a definition that are of people."""
        texts = {"numerator": definition.numerator, "denominator": definition.denominator or ""}
        found = {part: self._node(text) for part, text in texts.items() if text}
        return {part: node for part, node in found.items() if node is not None}

    def nodes_of_version(self, key: str, version: int) -> dict[str, Node]:
        """The same of a version that was released once; nothing where nobody knows it any more."""
        if (key, version) not in self._of_version:
            versions = self._catalogue.versions.get(key, ())
            known = (each for each in versions if each.version == version)
            self._of_version[key, version] = next((self.nodes(each) for each in known), {})
        return self._of_version[key, version]

    def givers(self, node: Node) -> list[Read]:
        """The people behind a formula of what they gave: their answers, say. Nothing where it counts people."""
        return [each.answered for each in self._named(node) if each.answered]

    def group(self, node: Node) -> Node:
        """The same node for all formulas that hang together."""
        while self._first.get(node, node) != node:
            node = self._first[node]
        return node

    @cached_property
    def hidden_definitions(self) -> dict[str, Definition]:
        """Definitions that read the measures behind the formulas of the catalogue, under keys of no indicator."""
        named = {
            read
            for versions in self._catalogue.versions.values()
            for definition in versions
            for node in self.nodes(definition).values()
            for each in self._named(node)
            for read in each.reads
        }
        return {
            f"people {read.how} {read.measure}": replace(
                self._catalogue.current[0],
                key=f"people {read.how} {read.measure}",
                version=0,
                numerator=_text_of(read),
                denominator=None,
                window=None,
                zero_is_unknown=False,
            )
            for read in sorted(named, key=str)
        }

    def _node(self, text: str) -> Node | None:
        if text not in self._nodes:
            self._nodes[text] = self._read(text)
        return self._nodes[text]

    def _read(self, text: str) -> Node | None:
        try:
            found = parse_with(text, self._vocabulary)
        except InputProblem:
            # An old version that names a measure which nobody counts any more: it has no figures.
            return None
        named = self._named(found.node)
        for each in named:
            for read in each.reads:
                self._join(found.node, read)
        return found.node if named else None

    def _named(self, node: Node) -> list["_Named"]:
        """The measures of people that a formula names."""
        reads = [part for part in parts_of(node) if isinstance(part, Read)]
        return [
            _Named(read, self._measures[read.measure])
            for read in reads
            if read.measure in self._measures
        ]

    def _join(self, one: Node, other: Node) -> None:
        self._first[self.group(other)] = self.group(one)


class _Named(NamedTuple):
    read: Read
    measure: Measure

    @property
    def answered(self) -> Read | None:
        """The people who gave it, taken over the same months."""
        key = self.measure.answered_by
        return Read(key, self.read.how) if key else None

    @property
    def reads(self) -> list[Read]:
        """All that is judged: of months added up since the beginning the month alone as well."""
        found = [self.read, *([self.answered] if self.answered else [])]
        if self.measure.kind is MeasureKind.FLOW and self.read.how is How.CUMULATIVE:
            found += [Read(each.measure, How.SUM) for each in found]
        return found


def _text_of(read: Read) -> str:
    return read.measure if read.how is How.SUM else f"{read.how}({read.measure})"


@dataclass
class _Counts:
    """The same count in one month by place, under whatever indicators it is a part."""

    cells: dict[Where, Decimal] = field(default_factory=dict)
    bases: dict[Where, Decimal] = field(default_factory=dict)
    spots: dict[Where, set[Spot]] = field(default_factory=lambda: defaultdict(set))
    earlier: dict[int, dict[Where, Decimal]] = field(default_factory=lambda: defaultdict(dict))
    held: set[Where] = field(default_factory=set)

    def add_base(self, where: Where, parts: Mapping[str, Decimal]) -> None:
        """The people among whom they count; of several those that tell most."""
        base = parts["denominator"]
        if where not in self.bases or is_small(base - parts["numerator"]):
            self.bases[where] = base

    def hidden(
        self, total: Where | None, held: set[Where], *, counts_people: bool
    ) -> frozenset[Where]:
        cells = dict(self.cells)
        whole = total if total in cells else None
        if whole is not None:
            rest = cells[whole] - sum(value for where, value in cells.items() if where != whole)
            if is_small(rest):
                cells[_REST] = rest
        column = Column(cells, whole, self.bases, list(self.earlier.values()), counts_people)
        return held_back(column, held=held | self.held) - {_REST}


_Key = tuple[date, Node]


class _Columns:
    def __init__(self, people: People) -> None:
        self.people = people
        self.found: dict[_Key, _Counts] = defaultdict(_Counts)

    def add(self, counted: Counted) -> None:
        """The parts of a figure that are of people."""
        where, month, figure, is_shown = counted
        parts = parts_of_figure(figure)
        nodes = self.people.nodes(figure.definition)
        for part in nodes.keys() & parts.keys():
            column = self.found[month, nodes[part]]
            if not is_shown:
                column.cells.setdefault(where, parts[part])
            else:
                column.cells[where] = parts[part]
                key = figure.definition.key
                column.spots[where].add(Spot(where, month, key, part))
        if len(nodes) > 1 and len(parts) > 1:
            self.found[month, nodes["numerator"]].add_base(where, parts)

    def compare(self, number: int, row: EarlierRow) -> None:
        """What an earlier release showed and held back, where the same is counted now."""
        nodes = self.people.nodes_of_version(row.indicator, row.version)
        for part in nodes.keys() & row.parts.keys():
            column, value = self.found.get((row.month, nodes[part])), row.parts[part]
            if column is None:
                continue
            if value is None:
                column.held.add(row.where)
            else:
                column.earlier[number][row.where] = value
        if len(nodes) > 1:
            self._compare_complement(row, nodes["numerator"])

    def _compare_complement(self, row: EarlierRow, node: Node) -> None:
        """Held back where those without the mark are 1 to 4 more or fewer than was shown."""
        column = self.found.get((row.month, node))
        count, base = (row.parts.get(part) for part in PARTS)
        if column is None or count is None or base is None or row.where not in column.bases:
            return
        now = column.bases[row.where] - column.cells[row.where]
        if is_small(abs(now - (base - count))):
            column.held.add(row.where)

    def judge_answers(self) -> None:
        """Hold back what few people gave, and what has changed while their number hardly did."""
        for (month, node), column in self.found.items():
            for giver in self.people.givers(node):
                people = self.found.get((month, giver), _Counts())
                for where, value in column.cells.items():
                    few = is_small(people.cells.get(where))
                    if few or any(
                        old.get(where, value) != value and not _many_moved(people, number, where)
                        for number, old in column.earlier.items()
                    ):
                        column.held.add(where)

    def hidden(self, total: Where | None) -> dict[_Key, set[Where]]:
        """The places that are held back of every group of formulas in a month."""
        found: dict[_Key, set[Where]] = defaultdict(set)
        changed = set(self.found)
        while changed:
            groups = set()
            for month, node in changed:
                group = (month, self.people.group(node))
                more = self.found[month, node].hidden(
                    total, found[group], counts_people=not self.people.givers(node)
                )
                if not more <= found[group]:
                    found[group] |= more
                    groups.add(group)
            changed = {key for key in self.found if (key[0], self.people.group(key[1])) in groups}
        return found


def _many_moved(people: _Counts, number: int, where: Where) -> bool:
    """Whether so many people came or went since a release that no change of their answers is one person's."""
    now, old = people.cells.get(where), people.earlier.get(number, {}).get(where)
    return now is not None and old is not None and abs(now - old) >= SMALLEST_SHOWN


def hidden_spots(
    people: People,
    counted: Iterable[Counted],
    releases: Iterable[Iterable[EarlierRow]],
    total: Where | None,
) -> frozenset[Spot]:
    """The parts of figures that are not shown. `total` is the place that sums the others up.

    `releases` are the earlier ones, the oldest first.
    """
    columns = _Columns(people)
    for each in counted:
        columns.add(each)
    for number, rows in enumerate(releases):
        for row in with_wholes(people.nodes_of_version, rows, total):
            columns.compare(number, row)
    columns.judge_answers()
    found = columns.hidden(total)
    return frozenset(
        spot
        for (month, node), column in columns.found.items()
        for where in found[month, people.group(node)]
        for spot in column.spots.get(where, ())
    )
