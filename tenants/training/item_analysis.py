"""การวิเคราะห์ข้อสอบ: how hard a question is, and whether it tells those who know from those who do not (F67)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from core.i18n.numbers import percent, round_half_up

FEWEST = 10
"""Papers below which nothing is said about a question."""

EASIEST, HARDEST = Decimal(90), Decimal(20)
WEAKEST = Decimal("0.20")
"""Per cent right, and the discrimination below which a question should be looked at again."""

_GROUP = Decimal("0.27")
"""The share of papers in the upper and in the lower group, as is usual for this index."""


class Flaw(StrEnum):
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    WEAK = "weak"
    """Those with good papers get it right hardly more often than the others."""
    REVERSED = "reversed"
    """Those with good papers get it wrong more often: the key may be wrong."""
    IDLE_CHOICE = "idle_choice"
    """A choice that nobody took."""


@dataclass(frozen=True)
class Paper:
    """One test of one person: the choice for each question ("" where none), and the score."""

    answers: Mapping[str, str]
    score: int


@dataclass(frozen=True)
class ItemFigures:
    """A question over all papers of one test.

    `right` of `papers`; `chosen` counts each choice; `discrimination` is the share right in the
    upper group less that in the lower one, two decimals, None with fewer than FEWEST papers.
    """

    right: int
    papers: int
    chosen: Mapping[str, int]
    discrimination: Decimal | None
    flaws: tuple[Flaw, ...] = ()

    @property
    def share(self) -> Decimal | None:
        """How many got it right, in per cent."""
        return percent(self.right, self.papers) if self.papers else None


def flaws_of_both(before: ItemFigures, after: ItemFigures) -> tuple[Flaw, ...]:
    """What to look at in a question that was asked twice.

    It is too easy where almost all know it before they are taught; that they know it afterwards is
    what the course is for. Whether it is too hard or parts people wrongly shows the second test, or
    the first one while few have taken the second. A choice is idle that nobody took in either.
    """
    said = [figures for figures in (before, after) if figures.papers >= FEWEST]
    if not said:
        return ()
    judged = said[-1]
    found = [Flaw.TOO_EASY] if Flaw.TOO_EASY in before.flaws else []
    found += [flaw for flaw in (Flaw.TOO_HARD, Flaw.REVERSED, Flaw.WEAK) if flaw in judged.flaws]
    if all(Flaw.IDLE_CHOICE in figures.flaws for figures in said) and any(
        all(figures.chosen[choice] == 0 for figures in said) for choice in judged.chosen
    ):
        found.append(Flaw.IDLE_CHOICE)
    return tuple(found)


def item_figures(
    question: str, answer: str, choices: Sequence[str], papers: Sequence[Paper]
) -> ItemFigures:
    """The figures of one question, with what should be looked at once there are FEWEST papers."""
    given = [paper.answers.get(question, "") for paper in papers]
    right = sum(choice == answer for choice in given)
    counted = Counter(given)
    chosen = {choice: counted[choice] for choice in choices}
    if len(papers) < FEWEST:
        return ItemFigures(right, len(papers), chosen, None)
    discrimination = _discrimination(question, answer, papers)
    figures = ItemFigures(right, len(papers), chosen, discrimination)
    return ItemFigures(
        right, len(papers), chosen, discrimination, tuple(_flaws(figures, discrimination))
    )


def _discrimination(question: str, answer: str, papers: Sequence[Paper]) -> Decimal:
    """Upper less lower share; where papers of one score lie on the border, each counts for its part."""
    size = max(1, int(round_half_up(len(papers) * _GROUP)))
    right_by_score: dict[int, list[bool]] = {}
    for paper in papers:
        right_by_score.setdefault(paper.score, []).append(paper.answers.get(question) == answer)
    ordered = [right_by_score[score] for score in sorted(right_by_score, reverse=True)]
    difference = (_right_of(ordered, size) - _right_of(ordered[::-1], size)) / size
    return round_half_up(Decimal(difference.numerator) / difference.denominator, 2)


def _right_of(groups: Sequence[Sequence[bool]], size: int) -> Fraction:
    """Right answers among the first `size` papers of groups that have one score each."""
    right, missing = Fraction(0), size
    for group in groups:
        taken = min(missing, len(group))
        right += Fraction(taken * sum(group), len(group))
        missing -= taken
    return right


def _flaws(figures: ItemFigures, discrimination: Decimal) -> list[Flaw]:
    share = Decimal(figures.right) * 100 / figures.papers
    found = []
    if share > EASIEST:
        found.append(Flaw.TOO_EASY)
    if share < HARDEST:
        found.append(Flaw.TOO_HARD)
    if discrimination < 0:
        found.append(Flaw.REVERSED)
    elif discrimination < WEAKEST and Flaw.TOO_EASY not in found:
        found.append(Flaw.WEAK)
    if 0 in figures.chosen.values():
        found.append(Flaw.IDLE_CHOICE)
    return found
