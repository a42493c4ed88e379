"""A formula in words, with the titles of its measures in place of their keys."""

from collections.abc import Iterable

from flask_babel import gettext

from core.indicators.awaited import AWAITED
from core.indicators.expressions import Expression
from core.indicators.formulas import (
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
)
from core.indicators.measures import Measure

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def formula_words(expression: Expression, measures: Iterable[Measure]) -> str:
    """What a formula adds up, in the language of the page."""
    return _Speaker(measures).say(expression.node)


def node_words(node: Node, measures: Iterable[Measure]) -> str:
    """A part of a formula, as the whole of it is said."""
    return _Speaker(measures).say(node)


class _Speaker:
    def __init__(self, measures: Iterable[Measure]) -> None:
        self._titles = AWAITED | {each.key: each.title for each in measures}

    def say(self, node: Node, *, inside: bool = False) -> str:
        if isinstance(node, Number):
            return f"{node.value:,f}"
        if isinstance(node, Read):
            return self._measure(node)
        if isinstance(node, Operation):
            words = f"{self.say(node.left, inside=True)} {_SIGNS[node.sign]} {self.say(node.right, inside=True)}"
            return f"({words})" if inside else words
        if isinstance(node, Extreme):
            return self._extreme(node)
        if isinstance(node, Reaching):
            return self._reaching(node)
        return _of_the_whole(node)

    def _measure(self, node: Read) -> str:
        title = f"“{gettext(self._titles.get(node.measure, node.measure))}”"
        if node.how is How.CUMULATIVE:
            return gettext("%(measure)s since the beginning", measure=title)
        return title

    def _extreme(self, node: Extreme) -> str:
        parts = "; ".join(self.say(part) for part in node.parts)
        if node.name == "min":
            return gettext("the smallest of (%(parts)s)", parts=parts)
        return gettext("the largest of (%(parts)s)", parts=parts)

    def _reaching(self, node: Reaching) -> str:
        inner = self.say(node.inner)
        if node.over is Over.ZONES:
            return gettext("zones with at least 1 of (%(formula)s)", formula=inner)
        if node.over is Over.COMMUNITIES:
            return gettext("communities with at least 1 of (%(formula)s)", formula=inner)
        return gettext("zones with at least 1 of (%(formula)s) in every month", formula=inner)


def _of_the_whole(node: Offices | Population) -> str:
    if isinstance(node, Offices):
        return gettext("number of district offices")
    return gettext("registered population")
