"""Counts of people are known as such whatever their formulas look like, and hang together by what they name."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.indicators.amounts import Figure, Standing
from core.indicators.definitions import Catalogue, Definition, Direction, Level, RollUp
from core.indicators.measures import Measure, MeasureKind
from core.reporting.earlier import rows_of
from core.reporting.holding import Counted, People, hidden_spots
from tenants.features import FEATURES

MEASURES = (
    Measure("came", "", "people", MeasureKind.FLOW, of_people=True),
    Measure("tested", "", "people", MeasureKind.FLOW, of_people=True),
    Measure("right", "", "answers", MeasureKind.FLOW, of_people=True, answered_by="tested"),
    Measure("zones", "", "zones", MeasureKind.STOCK, of_people=False),
)
AUGUST = date(2026, 8, 1)
HERE = (1047, "")
BLANK = Definition(
    **dict.fromkeys(
        (
            *("code", "title_th", "title_en", "short_th", "short_en", "definition_th"),
            *("definition_en", "choice_th", "choice_en", "source_th", "source_en"),
            *("unit_th", "unit_en", "key", "numerator"),
        ),
        "",
    ),
    version=1,
    position=1,
    denominator=None,
    scale=1,
    decimals=0,
    direction=Direction.NEUTRAL,
    level=Level.CITY,
    roll_up=RollUp.SUM,
    period="month",
    window=None,
    zero_is_unknown=False,
    steps=(),
    evidence=(),
    published_at=None,
)


def held(
    facts: Mapping[str, int], formulas: Mapping[str, tuple[str, int]], *earlier: list[object]
) -> set[str]:
    """The indicators that are held back in the only place; of each its formula and value."""
    known = {
        key: replace(BLANK, key=key, numerator=formula) for key, (formula, _) in formulas.items()
    }
    people = People(Catalogue({key: (each,) for key, each in known.items()}, {}), MEASURES)
    values = {key: value for key, (_, value) in formulas.items()}
    behind = people.hidden_definitions
    values |= {key: facts[each.numerator] for key, each in behind.items()}
    counted = [
        Counted(HERE, AUGUST, _figure(each, values[key]), key in known)
        for key, each in {**known, **behind}.items()
    ]
    names = ("district_code", "month", "indicator", "version", "numerator", "denominator", "status")
    rows = [rows_of(names, [row], {}) for row in earlier]
    return {spot.indicator for spot in hidden_spots(people, counted, rows, None)}


def _figure(definition: Definition, value: int) -> Figure:
    return Figure(definition, Decimal(value), None, Standing.KNOWN)


FACTS = {"came": 3, "tested": 40, "right": 2}


@pytest.mark.parametrize(
    ("formula", "value"),
    [("came * 10", 30), ("came + zones", 60), ("sum(came)", 3), ("max(came, 9)", 9)],
)
def test_the_same_few_people_in_other_words_are_held_back(formula: str, value: int):
    assert held(FACTS, {"few": (formula, value), "zones": ("zones", 3)}) == {"few"}


def test_what_could_be_worked_out_of_each_other_is_held_back_together():
    facts = FACTS | {"came": 42}
    apart = {"came": ("came", 42), "tested": ("tested", 40)}
    assert held(facts, apart) == set()
    assert held(facts, apart | {"untested": ("came - tested", 2)}) == {"came", "tested", "untested"}


def test_of_answers_it_matters_how_many_people_gave_them():
    one = {"right": ("right", 2), "all": ("came", 50)}
    assert held(FACTS | {"came": 50}, one) == set()
    assert held(FACTS | {"came": 50, "tested": 1}, one) == {"right"}
    row = ["1047", "2026-08", "right", 1, 14, None, "known"]
    assert held(FACTS | {"came": 50}, one, row) == {"right"}


def test_only_what_was_counted_by_the_same_formula_is_compared_with_earlier_releases():
    now = {"came": ("came", 20)}
    facts = FACTS | {"came": 20}
    row = ["1047", "2026-08", "came", 1, 18, None, "known"]
    assert held(facts, now, row) == {"came"}
    assert held(facts, now, [*row[:3], 7, *row[4:]]) == set()
    assert held(facts, now, [*row[:4], 20.0, None, "known"]) == set()
    assert held(facts, now, [*row[:4], None, None, "suppressed"]) == {"came"}
    assert held(facts, now, ["1047", "2026-07", *row[2:]]) == set()


def test_releases_of_old_knew_a_zone_by_its_name_and_are_compared_all_the_same():
    names = ("district_code", "zone", "month", "indicator", "version", "numerator", "denominator")
    row = ["1047", "โซน 1", "2026-08", "came", 1, 18, None, "known"]
    (old,) = rows_of((*names, "status"), [row], {"โซน 1": "its-id"})
    assert old.where == (1047, "its-id")


def test_every_measure_says_whether_it_is_of_people_and_one_unit_says_one_thing():
    with pytest.raises(TypeError, match="of_people"):
        Measure("new", "", "people", MeasureKind.FLOW)
    measures = [
        each for feature in FEATURES for tally in feature.tallies for each in tally.measures
    ]
    units: dict[str, set[bool]] = {}
    for each in measures:
        units.setdefault(each.unit, set()).add(each.of_people)
    assert all(len(said) == 1 for said in units.values()), units
    assert {unit for unit, said in units.items() if True in said} >= {"people", "answers"}
    counted = {each.key for each in measures if each.of_people and not each.answered_by}
    assert {each.answered_by for each in measures if each.answered_by} <= counted
    assert all(each.answered_by for each in measures if each.unit == "answers")
