"""Small counts of people are held back, and no total gives them away."""

from decimal import Decimal
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from core.reporting.suppression import SMALLEST_SHOWN, Column, held_back, is_small

TOTAL = "whole"


def column(*values: int, bases: tuple[int, ...] = (), total: int | None = None) -> Column[str]:
    cells = {str(number): Decimal(value) for number, value in enumerate(values)}
    cells[TOTAL] = Decimal(sum(values) if total is None else total)
    based = {str(number): Decimal(value) for number, value in enumerate(bases)}
    if bases:
        based[TOTAL] = Decimal(sum(bases))
    return Column(cells, TOTAL, based)


def test_a_count_of_one_to_four_takes_the_smallest_larger_one_with_it_and_zero_is_shown():
    assert held_back(column(3, 40, 20, 0)) == {"0", "2"}
    assert held_back(column(5, 40, 0)) == set()
    assert held_back(column(3, 40, 20), shown={"2"}) == {"0", "1"}


def test_two_small_cells_do_not_cover_each_other():
    assert held_back(column(1, 1, 9)) == {"0", "1", "2"}


def test_where_no_cover_is_left_the_total_is_held_back_or_all_parts_where_it_is_known():
    assert held_back(column(4, 4, 0)) == {"0", "1", TOTAL}
    assert held_back(column(4, 4, 0), shown={TOTAL}) == {"0", "1", "2"}


def test_all_but_a_few_is_as_telling_as_a_few():
    assert held_back(column(148, 60, bases=(150, 90))) == {"0", "1"}
    assert held_back(column(150, 60, bases=(150, 90))) == set()


def test_what_was_held_back_once_stays_held_back_and_a_small_total_is_not_given_by_its_parts():
    assert held_back(column(30, 40, 20), held={"1"}) == {"1", "2"}
    assert held_back(column(2, 0, 0)) == {"0", TOTAL}
    alone = Column({"0": Decimal(3)}, None)
    assert held_back(alone) == {"0"}


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda pair: (pair[0], sum(pair))),
        min_size=1,
        max_size=8,
    ),
    st.data(),
)
def test_no_held_back_cell_can_be_computed_from_what_is_shown(pairs, data):
    """Whoever knows the total, all shown cells and this rule still finds more than one answer."""
    counts, bases = zip(*pairs, strict=True)
    names = [str(number) for number in range(len(counts))]
    made = column(*counts, bases=bases)
    once = data.draw(st.sets(st.sampled_from(names)))
    hidden = held_back(made, held=once)
    for name, value in made.cells.items():
        if is_small(value) or is_small(made.bases[name] - value):
            assert name in hidden
    assert once <= hidden
    parts = [name for name in names if name in hidden]
    if TOTAL in hidden:
        assert parts or not any(counts)
    elif parts:
        unknown = sum(made.cells[name] for name in parts)
        assert len(parts) > 1
        assert unknown >= SMALLEST_SHOWN + len(parts) - 1 or any(
            made.cells[name] == 0 for name in parts
        )
        assert any(made.cells[name] >= SMALLEST_SHOWN for name in parts)
    assert held_back(made, held=hidden) >= hidden


def again(before: dict[str, int], now: dict[str, int], **how) -> frozenset[str]:
    """What a second release holds back; the first showed all of `before`."""
    cells = {name: Decimal(value) for name, value in now.items()}
    earlier = {name: Decimal(value) for name, value in before.items()}
    return held_back(Column(cells, TOTAL, earlier=[earlier]), **how)


def test_a_correction_of_a_few_people_cannot_be_found_by_comparing_two_releases():
    before = {"0": 20, "1": 30, "2": 40, TOTAL: 90}
    assert again(before, before) == set()
    # One place alone: the total has moved as far and goes with it.
    assert again(before, before | {"0": 23, TOTAL: 93}) == {"0", TOTAL}
    # Beside a place that moved far, that one is the cover; what has not moved covers nothing.
    assert again(before, before | {"0": 23, "1": 60, TOTAL: 123}) == {"0", "1"}
    # Two who moved house: both places are held back, and the total keeps their secret.
    assert again(before, before | {"0": 17, "1": 33}) == {"0", "1"}
    # Both went as far as they can: then the total would tell each of them.
    assert again(before, before | {"0": 24, "1": 34, TOTAL: 98}) == {"0", "1", TOTAL}
    # Who lives in no place is told by subtraction alone.
    assert TOTAL in again(before, before | {"0": 30, TOTAL: 103})
    assert again(before, before | {"0": 40, TOTAL: 110}) == set()


moves = st.one_of(st.just(0), st.integers(-4, 4), st.integers(-30, 30))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=6),
    st.integers(0, 9),
    st.lists(st.tuples(st.lists(moves, min_size=6, max_size=6), moves), min_size=1, max_size=3),
)
def test_no_two_releases_of_a_series_tell_a_change_of_one_to_four_people(first, nowhere, changes):
    """Whoever keeps every release subtracts each from each, and the shown parts from the total."""
    counts, released, hidden = first, [], frozenset()
    for step, elsewhere in [([0] * 6, 0), *changes]:
        counts = [max(0, count + move) for count, move in zip(counts, step, strict=False)]
        nowhere = max(0, nowhere + elsewhere)
        cells = column(*counts, total=sum(counts) + nowhere).cells
        hidden = held_back(
            Column(cells, TOTAL, earlier=[each for each, _ in released]), held=hidden
        )
        shown = {name: value for name, value in cells.items() if name not in hidden}
        released.append((shown, cells))
    for (one, old), (other, new) in combinations(released, 2):
        moved = {name: other[name] - one[name] for name in one.keys() & other.keys()}
        assert not any(is_small(abs(move)) for move in moved.values())
        if TOTAL in moved:
            whole = moved.pop(TOTAL)
            rest = whole - sum(moved.values())
            assert not is_small(abs(rest))
            unseen = old.keys() - moved.keys() - {TOTAL}
            few = [name for name in unseen if name in one and is_small(abs(new[name] - old[name]))]
            if few and len(few) == len(unseen):
                steps = [step for step in range(-4, 5) if step]
                told = [each for each in product(steps, repeat=len(few)) if sum(each) == rest]
                assert len(told) != 1
