"""What "improved" means, under each of its readings."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tenants.training.gain import DEFINITIONS, TARGET, Pair, definition_of, gains
from tenants.training.item_analysis import FEWEST, Flaw, Paper, item_figures


@st.composite
def pair(draw: st.DrawFn) -> Pair:
    total = draw(st.integers(1, 40))
    return Pair(draw(st.integers(0, total)), draw(st.integers(0, total)), total)


def by_key(pairs: list[Pair]) -> dict[str, Decimal | None]:
    return {definition.key: gain.amount for definition, gain in gains(pairs)}


def test_the_four_readings_of_the_same_results_differ_and_each_shows_both_parts():
    results = [Pair(4, 8, 10), Pair(5, 5, 10), Pair(8, 7, 10), Pair(3, 6, 10)]
    assert by_key(results) == {
        "improved_share": Decimal("50.00"),
        "mean_relative_gain": Decimal("30.00"),
        "normalised_gain": Decimal("30.00"),
        "share_70_correct": Decimal("50.00"),
    }
    improved = definition_of("improved_share", 1).count(results)
    assert (improved.numerator, improved.denominator) == (2, 4)


def test_the_target_is_compared_with_the_exact_ratio_and_not_with_the_rounded_one():
    nearly = definition_of("improved_share", 1).count(
        [Pair(0, 1, 10)] * 69_999 + [Pair(1, 1, 10)] * 30_001
    )
    assert nearly.amount == Decimal("70.00")
    assert nearly.reaches(TARGET) is False


def test_without_results_or_with_nothing_to_divide_by_there_is_no_number():
    assert set(by_key([]).values()) == {None}
    perfect = by_key([Pair(10, 10, 10)])
    assert perfect["normalised_gain"] is None
    assert perfect["improved_share"] == 0
    assert by_key([Pair(0, 5, 10)])["mean_relative_gain"] is None


@given(st.lists(pair(), min_size=1, max_size=60))
def test_shares_lie_between_nothing_and_all_and_groups_add_up_part_by_part(pairs: list[Pair]):
    half = len(pairs) // 2
    for definition in DEFINITIONS:
        whole = definition.count(pairs)
        parts = definition.count(pairs[:half]), definition.count(pairs[half:])
        assert whole.numerator == sum(part.numerator for part in parts)
        assert whole.denominator == sum(part.denominator for part in parts)
    amounts = by_key(pairs)
    for key in ("improved_share", "share_70_correct"):
        assert amounts[key] is not None
        assert 0 <= amounts[key] <= 100
    if amounts["normalised_gain"] is not None:
        assert amounts["normalised_gain"] <= 100


def papers(*answers: tuple[str, int]) -> list[Paper]:
    return [Paper({"q": choice}, score) for choice, score in answers]


def test_nothing_is_said_about_a_question_on_few_papers():
    few = item_figures("q", "a", ["a", "b"], papers(*[("a", 1)] * (FEWEST - 1)))
    assert few.discrimination is None
    assert few.flaws == ()
    assert few.share == 100


def test_a_question_that_the_best_get_wrong_is_found():
    figures = item_figures("q", "a", ["a", "b", "c"], papers(*[("b", 9)] * 6, *[("a", 2)] * 6))
    assert figures.discrimination == Decimal("-1.00")
    assert set(figures.flaws) == {Flaw.REVERSED, Flaw.IDLE_CHOICE}
    assert figures.chosen == {"a": 6, "b": 6, "c": 0}


def test_a_question_that_everybody_knows_is_too_easy_and_not_called_weak_as_well():
    easy = item_figures("q", "a", ["a", "b"], papers(*[("a", 5)] * 19, ("b", 1)))
    assert easy.flaws == (Flaw.TOO_EASY,)
    hard = item_figures("q", "a", ["a", "b"], papers(*[("b", 5)] * 9, ("a", 1)))
    assert Flaw.TOO_HARD in hard.flaws
