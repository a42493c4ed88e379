"""The language of indicators reads what officials type, and says in words what it cannot read."""

from decimal import Decimal

import pytest

from core.errors import InputProblem
from core.indicators.expressions import DEEPEST, LONGEST, MOST_TERMS, parse
from core.indicators.formulas import How, Over, Reaching, Read, leaves_of, parts_of, work_out
from core.indicators.measures import Measure, MeasureKind

MEASURES = (
    Measure("activities.count", "", "", MeasureKind.FLOW, by_community=True, of_people=False),
    Measure("meetings.held", "", "", MeasureKind.FLOW, of_people=False),
    Measure("zones.count", "", "", MeasureKind.STOCK, of_people=False),
)
VALUES = {"activities.count": Decimal(12), "meetings.held": Decimal(3), "zones.count": Decimal(5)}


def value(text: str) -> Decimal:
    def of(leaf: object) -> Decimal:
        return VALUES[leaf.measure] if isinstance(leaf, Read) else Decimal(1)

    return work_out(parse(text, MEASURES).node, of)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("activities.count", 12),
        ("activities.count + meetings.held * 2", 18),
        ("(activities.count + meetings.held) × ๒", 30),
        ("activities.count ÷ meetings.held − 1", 3),
        ("10 - meetings.held - 2", 5),
        ("24 / activities.count / 2", 1),
        ("min(activities.count, meetings.held, 7) + max(1, zones.count)", 8),
        ("Activities.Count\n/ OFFICES", 12),
        ("zones(meetings.held) + communities(activities.count) + every_month(meetings.held)", 3),
        ("0.5 * activities.count / population.registered", 6),
    ],
)
def test_a_formula_is_worked_out_as_at_school(text: str, expected: int):
    assert value(text) == expected


def test_flows_are_added_up_and_stocks_are_taken_at_the_end():
    (flow,) = leaves_of(parse("activities.count", MEASURES).node)
    (stock,) = leaves_of(parse("zones.count", MEASURES).node)
    assert (flow, stock) == (
        Read("activities.count", How.SUM),
        Read("zones.count", How.LATEST),
    )
    every = list(
        parts_of(parse("latest(meetings.held) + cumulative(meetings.held)", MEASURES).node)
    )
    assert Read("meetings.held", How.LATEST) in every
    assert Read("meetings.held", How.CUMULATIVE) in every
    zones = parse("zones(sum(meetings.held))", MEASURES).node
    assert zones == Reaching(Over.ZONES, Read("meetings.held", How.SUM))


def test_what_nobody_counts_yet_is_known_by_name_and_marked():
    expression = parse("budget.used / zones.count", MEASURES)
    assert expression.measures == {"budget.used", "zones.count"}
    assert expression.awaited == {"budget.used"}
    assert not parse("zones.count", MEASURES).awaited


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Type a formula, for example activities.count."),
        ("  ", "Type a formula, for example activities.count."),
        ("7", "The formula names no measure."),
        ("activity.count", "There is no measure “activity.count” (place 1)."),
        ("2 * foo(meetings.held)", "There is no function “foo” (place 5)."),
        ("(meetings.held", "The bracket opened at place 1 is not closed."),
        ("meetings.held)", "The bracket at place 14 was never opened."),
        ("meetings.held zones.count", "A sign + − × ÷ is missing before place 15."),
        ("meetings.held +", "A measure or a number is missing at place 16."),
        ("* meetings.held", "A measure or a number is missing at place 1."),
        ("zones()", "A measure or a number is missing at place 7."),
        ("meetings.held; drop", "The sign “;” at place 14 does not belong in a formula."),
        ("meetings.held / 0", "The division at place 15 is a division by zero."),
        ("meetings.held / (2 - 2)", "The division at place 15 is a division by zero."),
        (
            "cumulative(zones.count)",
            "“zones.count” is a stock at the end of a month: it cannot be cumulated (place 1).",
        ),
        (
            "sum(zones.count)",
            "“zones.count” is a stock at the end of a month: its months cannot be added up (place 1).",
        ),
        ("latest(1 + meetings.held)", "“latest” at place 1 takes one measure and nothing else."),
        ("zones(zones(meetings.held))", "“zones” cannot stand inside zones() (place 7)."),
        ("zones(cumulative(meetings.held))", "“cumulative” cannot stand inside zones() (place 7)."),
        ("every_month(offices)", "“offices” cannot stand inside every_month() (place 13)."),
        ("zones(meetings.held, 1)", "“zones” at place 1 takes one value, without commas."),
        (
            "min(meetings.held)",
            "“min” at place 1 compares at least two values, parted by a comma.",
        ),
        (
            "communities(meetings.held)",
            "“meetings.held” is not counted for single communities (place 13).",
        ),
        (
            "zones(2 - meetings.held)",
            "The formula inside zones() at place 1 is reached even where nothing was reported.",
        ),
        ("1234567890123456 + meetings.held", "The number at place 1 is too long."),
        (
            "(" * (DEEPEST + 1) + "meetings.held" + ")" * (DEEPEST + 1),
            f"The brackets at place {DEEPEST + 1} are too deep: at most {DEEPEST} inside each other.",
        ),
        (
            " + ".join(["1"] * MOST_TERMS + ["zones.count"]),
            f"The formula has too many parts: at most {MOST_TERMS} measures and numbers.",
        ),
        (
            "meetings.held" + " " * LONGEST,
            f"The formula is too long: at most {LONGEST} characters.",
        ),
    ],
)
def test_a_mistake_is_told_in_words_with_its_place(text: str, sentence: str):
    with pytest.raises(InputProblem) as problem:
        parse(text, MEASURES)
    assert str(problem.value) == sentence


def test_division_by_a_measure_of_zero_is_found_when_it_is_worked_out():
    node = parse("zones.count / (meetings.held - 3)", MEASURES).node
    with pytest.raises(ZeroDivisionError):
        work_out(node, lambda leaf: VALUES[getattr(leaf, "measure", "")])
