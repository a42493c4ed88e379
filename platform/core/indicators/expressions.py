"""The small language in which indicators are written: measures, + − × ÷ and a few functions; never run as a program.

`parse` reads a formula as an official types it, with Thai or Arabic digits. Every mistake is an
`InputProblem` that says in words what is wrong and at which place of the text. Functions: `sum(m)`,
`latest(m)`, `cumulative(m)`, `min(a, b)`, `max(a, b)`, `zones(e)`, `communities(e)`, `every_month(e)`; besides
measures there are numbers, `offices` and `population.registered`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from core.errors import InputProblem
from core.i18n.digits import to_arabic_digits
from core.indicators.awaited import AWAITED
from core.indicators.formulas import (
    EXTREMES,
    Extreme,
    How,
    Node,
    Number,
    Offices,
    Operation,
    Over,
    Population,
    Reaching,
    Read,
    parts_of,
    work_out,
)
from core.indicators.measures import Measure, MeasureKind

LONGEST = 400
"""Characters."""
DEEPEST = 8
"""Brackets inside brackets."""
MOST_TERMS = 40
"""Measures and numbers."""


@dataclass(frozen=True)
class Expression:
    """A formula that was read. `measures` are the keys that it names; `awaited` those that nobody counts yet."""

    text: str
    node: Node
    measures: frozenset[str]
    awaited: frozenset[str]


def parse(text: str, measures: Iterable[Measure]) -> Expression:
    """Read a formula over these measures; InputProblem in plain words, with the place of the mistake."""
    return parse_with(text, vocabulary_of(measures))


@dataclass(frozen=True)
class Vocabulary:
    """The measures that a formula may name."""

    flows: frozenset[str]
    stocks: frozenset[str]
    of_communities: frozenset[str]


def vocabulary_of(measures: Iterable[Measure]) -> Vocabulary:
    known = list(measures)
    return Vocabulary(
        flows=frozenset(each.key for each in known if each.kind is MeasureKind.FLOW),
        stocks=frozenset(each.key for each in known if each.kind is MeasureKind.STOCK),
        of_communities=frozenset(each.key for each in known if each.by_community),
    )


@lru_cache(maxsize=1024)
def parse_with(text: str, vocabulary: Vocabulary) -> Expression:
    """As `parse`; the same text over the same measures is read once."""
    plain = _in_plain_signs(text)
    if not plain.strip():
        raise InputProblem("Type a formula, for example activities.count.")
    if len(plain) > LONGEST:
        raise InputProblem("The formula is too long: at most %(most)s characters.", most=LONGEST)
    node = _Parser(list(_tokens(plain)), vocabulary).read()
    parts = list(parts_of(node))
    named = frozenset(part.measure for part in parts if isinstance(part, Read))
    if not any(isinstance(part, Read | Offices | Population) for part in parts):
        raise InputProblem("The formula names no measure.")
    return Expression(
        text, node, named, named & AWAITED.keys() - vocabulary.flows - vocabulary.stocks
    )


_SIGNS = str.maketrans(
    {"×": "*", "÷": "/", "−": "-", "–": "-", "\u00a0": " ", "\n": " ", "\r": " "}
)
_TOKEN = re.compile(
    r"(?P<space>[ \t]+)|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<name>[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*)|(?P<sign>[-+*/(),])"
)
_MOST_DIGITS = 15
_OFFICES = "offices"
_POPULATION = "population.registered"


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    place: int


def _in_plain_signs(text: str) -> str:
    return to_arabic_digits(text).translate(_SIGNS).lower()


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise InputProblem(
                "The sign “%(sign)s” at place %(place)s does not belong in a formula.",
                sign=text[position],
                place=position + 1,
            )
        kind, word = str(found.lastgroup), found.group()
        if kind == "number" and len(word) > _MOST_DIGITS:
            raise InputProblem("The number at place %(place)s is too long.", place=position + 1)
        if kind != "space":
            yield _Token(kind, word, position + 1)
        position = found.end()


class _Parser:
    """Reads one formula from left to right: sums of products of values, as at school."""

    def __init__(self, tokens: list[_Token], vocabulary: Vocabulary) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._next = 0
        self._depth = 0
        self._terms = 0
        self._within: str | None = None
        """The counting function whose bracket is open, if any."""

    def read(self) -> Node:
        node = self._sum()
        if token := self._peek():
            if token.text == ")":
                raise InputProblem(
                    "The bracket at place %(place)s was never opened.", place=token.place
                )
            raise InputProblem(
                "A sign + − × ÷ is missing before place %(place)s.", place=token.place
            )
        return node

    def _sum(self) -> Node:
        node = self._product()
        while token := self._take("+", "-"):
            node = Operation(token.text, node, self._product())
        return node

    def _product(self) -> Node:
        node = self._value()
        while token := self._take("*", "/"):
            right = self._value()
            if token.text == "/" and _is_zero(right):
                raise InputProblem(
                    "The division at place %(place)s is a division by zero.", place=token.place
                )
            node = Operation(token.text, node, right)
        return node

    def _value(self) -> Node:
        token = self._peek()
        if token is None or (token.kind == "sign" and token.text != "("):
            raise InputProblem(
                "A measure or a number is missing at place %(place)s.",
                place=token.place if token else self._end,
            )
        self._next += 1
        if token.text == "(":
            return self._in_brackets(token)[0]
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise InputProblem(
                "The formula has too many parts: at most %(most)s measures and numbers.",
                most=MOST_TERMS,
            )
        if token.kind == "number":
            return Number(Decimal(token.text))
        following = self._peek()
        if following and following.text == "(":
            self._terms -= 1
            self._next += 1
            return self._function(token, following)
        return self._named(token)

    def _in_brackets(self, opening: _Token) -> list[Node]:
        """What stands between two brackets, parted by commas."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise InputProblem(
                "The brackets at place %(place)s are too deep: at most %(most)s inside each other.",
                place=opening.place,
                most=DEEPEST,
            )
        parts = [self._sum()]
        while self._take(","):
            parts.append(self._sum())
        if not self._take(")"):
            if token := self._peek():
                raise InputProblem(
                    "A sign + − × ÷ is missing before place %(place)s.", place=token.place
                )
            raise InputProblem(
                "The bracket opened at place %(place)s is not closed.", place=opening.place
            )
        self._depth -= 1
        return parts

    def _function(self, name: _Token, opening: _Token) -> Node:
        if name.text in EXTREMES:
            parts = self._in_brackets(opening)
            if len(parts) == 1:
                raise InputProblem(
                    "“%(name)s” at place %(place)s compares at least two values, parted by a comma.",
                    name=name.text,
                    place=name.place,
                )
            return Extreme(name.text, tuple(parts))
        if name.text in set(How):
            return self._taken(How(name.text), name, opening)
        if name.text in set(Over):
            return self._reaching(Over(name.text), name, opening)
        raise InputProblem(
            "There is no function “%(name)s” (place %(place)s).", name=name.text, place=name.place
        )

    def _taken(self, how: How, name: _Token, opening: _Token) -> Node:
        inner = self._one(name, opening)
        if not isinstance(inner, Read):
            raise InputProblem(
                "“%(name)s” at place %(place)s takes one measure and nothing else.",
                name=name.text,
                place=name.place,
            )
        is_stock = inner.measure in self._vocabulary.stocks
        if is_stock and how is How.CUMULATIVE:
            raise InputProblem(
                "“%(measure)s” is a stock at the end of a month: it cannot be cumulated (place %(place)s).",
                measure=inner.measure,
                place=name.place,
            )
        if is_stock and how is How.SUM:
            raise InputProblem(
                "“%(measure)s” is a stock at the end of a month: its months cannot be added up (place %(place)s).",
                measure=inner.measure,
                place=name.place,
            )
        if self._within and how is How.CUMULATIVE:
            raise InputProblem(
                "“%(name)s” cannot stand inside %(outer)s() (place %(place)s).",
                name=name.text,
                outer=self._within,
                place=name.place,
            )
        return Read(inner.measure, how)

    def _reaching(self, over: Over, name: _Token, opening: _Token) -> Node:
        if self._within:
            raise InputProblem(
                "“%(name)s” cannot stand inside %(outer)s() (place %(place)s).",
                name=name.text,
                outer=self._within,
                place=name.place,
            )
        self._within = name.text
        inner = self._one(name, opening)
        self._within = None
        if _of_nothing(inner) >= 1:
            raise InputProblem(
                "The formula inside %(name)s() at place %(place)s is reached even where nothing was reported.",
                name=name.text,
                place=name.place,
            )
        return Reaching(over, inner)

    def _one(self, name: _Token, opening: _Token) -> Node:
        parts = self._in_brackets(opening)
        if len(parts) > 1:
            raise InputProblem(
                "“%(name)s” at place %(place)s takes one value, without commas.",
                name=name.text,
                place=name.place,
            )
        return parts[0]

    def _named(self, token: _Token) -> Node:
        if token.text in {_OFFICES, _POPULATION}:
            if self._within:
                raise InputProblem(
                    "“%(name)s” cannot stand inside %(outer)s() (place %(place)s).",
                    name=token.text,
                    outer=self._within,
                    place=token.place,
                )
            return Offices() if token.text == _OFFICES else Population()
        vocabulary = self._vocabulary
        if self._within == Over.COMMUNITIES and token.text in vocabulary.flows | vocabulary.stocks:
            self._demand_communities(token)
        if token.text in vocabulary.stocks:
            return Read(token.text, How.LATEST)
        if token.text in vocabulary.flows or token.text in AWAITED:
            return Read(token.text, How.SUM)
        raise InputProblem(
            "There is no measure “%(name)s” (place %(place)s).", name=token.text, place=token.place
        )

    def _demand_communities(self, token: _Token) -> None:
        if token.text not in self._vocabulary.of_communities:
            raise InputProblem(
                "“%(name)s” is not counted for single communities (place %(place)s).",
                name=token.text,
                place=token.place,
            )

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, *signs: str) -> _Token | None:
        token = self._peek()
        if token is None or token.text not in signs:
            return None
        self._next += 1
        return token

    @property
    def _end(self) -> int:
        last = self._tokens[-1]
        return last.place + len(last.text)


def _is_zero(node: Node) -> bool:
    """Whether a formula of numbers alone comes to nothing."""
    if any(not isinstance(part, Number | Operation | Extreme) for part in parts_of(node)):
        return False
    return work_out(node, lambda _leaf: Decimal(0)) == 0


def _of_nothing(node: Node) -> Decimal:
    """What a formula comes to where every measure is zero; zero where it divides by one of them."""
    try:
        return work_out(node, lambda _leaf: Decimal(0))
    except ZeroDivisionError:
        return Decimal(0)
