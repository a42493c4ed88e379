"""The declared indicators and the arithmetic of rolling up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some

from city.indicators.indicators import ACTIVE_COMMUNITIES, ACTIVE_NETWORKS, INDICATORS
from city.indicators.queries import Population, Reference, window_before
from core.indicators.indicators import Figure, roll_up, target_reached


def figure(numerator: int, denominator: int | None = None) -> Figure:
    return Figure(Decimal(numerator), None if denominator is None else Decimal(denominator))


def test_every_indicator_names_measures_that_a_feature_declares(app: Flask):
    declared = {measure.key for measure in app.extensions["composition"].measures}
    missing = {i.key: sorted(i.measures - declared) for i in INDICATORS if i.measures - declared}
    assert missing == {}, "Declare the measure in a district feature, or correct the indicator."


def test_every_indicator_says_what_it_is_and_where_its_evidence_lies():
    assert len({indicator.key for indicator in INDICATORS}) == len(INDICATORS)
    for indicator in INDICATORS:
        assert indicator.definition
        assert indicator.evidence
        assert list(indicator.steps) == sorted(indicator.steps)


@given(some.lists(some.tuples(some.integers(0, 500), some.integers(1, 500)), min_size=1))
def test_the_whole_is_the_ratio_of_sums(parts: list[tuple[int, int]]):
    whole = roll_up(figure(*part) for part in parts)
    assert whole == figure(sum(part[0] for part in parts), sum(part[1] for part in parts))


def test_nothing_rolled_up_is_nothing_and_not_zero():
    assert roll_up([]) is None


def test_halves_are_rounded_up_and_nothing_is_divided_by_zero():
    assert figure(1, 800).amount(ACTIVE_COMMUNITIES) == Decimal("0.13")
    assert figure(0, 0).amount(ACTIVE_COMMUNITIES) is None
    assert figure(2, 5).amount(ACTIVE_NETWORKS) == Decimal(2)


@pytest.mark.parametrize(("active", "reached"), [(70, True), (69, False), (100, True)])
def test_the_target_is_reached_at_seventy_of_a_hundred(active: int, *, reached: bool):
    assert target_reached(ACTIVE_COMMUNITIES, figure(active, 100)) is reached


def test_without_a_target_or_a_number_nothing_is_reached_or_missed():
    assert target_reached(ACTIVE_COMMUNITIES, None) is None
    assert target_reached(replace(ACTIVE_COMMUNITIES, target=None), figure(1, 1)) is None


def test_the_window_ends_with_the_last_full_month():
    november = date(2026, 11, 1)
    assert window_before(november, 3, november) == (
        date(2026, 8, 1),
        date(2026, 9, 1),
        date(2026, 10, 1),
    )
    assert window_before(date(2017, 9, 1), 5, november)[0] == date(2017, 5, 1)


def test_a_month_is_divided_by_the_newest_population_that_was_known_at_its_end():
    known = [
        Population(Decimal(people), as_of, "กรมการปกครอง")
        for people, as_of in ((86_155, date(2022, 12, 31)), (84_574, date(2025, 12, 31)))
    ]
    reference = Reference({1047: known}, {})
    expected = {(2025, 11): 86_155, (2025, 12): 84_574, (2026, 11): 84_574}
    for (year, month), people in expected.items():
        found = reference.population(1047, date(year, month, 1))
        assert found
        assert found.people == people
    assert reference.population(1047, date(2016, 6, 1)) is None
    assert reference.population(1001, date(2026, 6, 1)) is None
