"""Whoever keeps every release of the city and of its districts learns of no change of one to four people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from core.indicators.amounts import Figure, Standing
from core.indicators.definitions import Catalogue
from core.reporting.earlier import SUPPRESSED, rows_of
from core.reporting.holding import Counted, People, hidden_spots
from core.reporting.suppression import Column, held_back, is_small
from core.tenancy.scope import DEPARTMENT
from tests.core.reporting.test_holding import AUGUST, BLANK, MEASURES

FIELDS = ("district_code", "month", "indicator", "version", "numerator", "denominator", "status")
WORDINGS = {
    number: replace(BLANK, key="came", numerator="came", version=number) for number in (1, 2)
}
PEOPLE = People(Catalogue({"came": tuple(WORDINGS.values())}, {}), MEASURES)
CODES = (1001, 1002, 1009, 1047)
Row = list[object]


@dataclass
class Series:
    """What was released, the oldest first: by whom, its rows, and whether its total is of all districts."""

    released: list[tuple[int, list[Row], bool]] = field(default_factory=list)

    def release(self, office: int, counts: Mapping[int, int], versions: Mapping[int, int]) -> None:
        """The next release of an office, which reads its own before it and those of the city."""
        codes = CODES if office == DEPARTMENT else (office,)
        cells = {code: (versions[code], counts[code]) for code in codes}
        number = max((1, 2), key=lambda each: (list(versions.values()).count(each), each))
        among = [code for code in codes if versions[code] == number]
        whole = (number, sum(counts[code] for code in among))
        of_all = office == DEPARTMENT and len(among) == len(codes)
        hidden = self._hidden(office, cells | ({DEPARTMENT: whole} if of_all else {}))
        if office == DEPARTMENT:
            cells[DEPARTMENT] = whole
            if not of_all and hidden & set(among):
                hidden |= {DEPARTMENT}
        rows = [row(code, *cell, held=code in hidden) for code, cell in cells.items()]
        self.released.append((office, rows, of_all))

    def _hidden(self, office: int, cells: Mapping[int, tuple[int, int]]) -> set[int]:
        counted = [
            Counted(
                (code, ""),
                AUGUST,
                Figure(WORDINGS[version], Decimal(count), None, Standing.KNOWN),
            )
            for code, (version, count) in cells.items()
        ]
        earlier = [
            rows_of(FIELDS, rows, {})
            for releaser, rows, _ in self.released
            if DEPARTMENT in (office, releaser) or office == releaser
        ]
        total = (DEPARTMENT, "") if office == DEPARTMENT else None
        return {spot.where[0] for spot in hidden_spots(PEOPLE, counted, earlier, total)}

    def shown(self) -> Iterator[tuple[dict[int, int], bool]]:
        for _, rows, of_all in self.released:
            values = {int(str(each[0])): each[4] for each in rows}
            yield (
                {code: value for code, value in values.items() if isinstance(value, int)},
                of_all,
            )


def row(code: int, version: int, count: int, *, held: bool) -> Row:
    month = f"{AUGUST:%Y-%m}"
    status = SUPPRESSED if held else "known"
    return [str(code), month, "came", version, None if held else count, None, status]


def assert_tells_nothing(series: Series) -> None:
    """Subtracts from each total the rows beside it, and from those held back what was public of them."""
    released = list(series.shown())
    for place, (now, of_all) in enumerate(released):
        alone = [old for old, _ in released[:place]]
        for old in alone:
            same = (now.keys() & old.keys()) - {DEPARTMENT}
            assert not any(is_small(abs(now[code] - old[code])) for code in same)
        if not of_all or DEPARTMENT not in now:
            continue
        wholes = [old[DEPARTMENT] for old, was in released[:place] if was and DEPARTMENT in old]
        assert not any(is_small(abs(now[DEPARTMENT] - whole)) for whole in wholes)
        unseen = set(CODES) - now.keys()
        left = now[DEPARTMENT] - sum(now[code] for code in CODES if code in now)
        for known in [*alone, *accumulate(alone, lambda one, other: one | other)]:
            if unseen <= known.keys():
                assert not is_small(abs(left - sum(known[code] for code in unseen)))


counts_of = st.lists(st.integers(20, 60), min_size=4, max_size=4)
moves = st.lists(
    st.one_of(st.just(0), st.integers(-4, 4), st.integers(-9, 9)), min_size=4, max_size=4
)
wordings = st.lists(st.sampled_from([1, 1, 2]), min_size=4, max_size=4)
releasers = st.sampled_from([DEPARTMENT, DEPARTMENT, *CODES])


@settings(max_examples=150, deadline=None)
@given(
    counts_of,
    st.sampled_from([(DEPARTMENT,), CODES]),
    wordings,
    st.lists(st.tuples(moves, wordings | st.just([2] * 4), releasers), min_size=1, max_size=4),
)
def test_no_series_of_city_and_districts_tells_a_change_of_one_to_four_people(
    first: Sequence[int],
    begin: Sequence[int],
    words: Sequence[int],
    changes: Sequence[tuple[Sequence[int], Sequence[int], int]],
):
    """Totals of some districts only, and districts by themselves, are releases like all others."""
    series, counts = Series(), list(first)
    for office in begin:
        series.release(office, named(counts), named(words))
    for step, versions, office in changes:
        counts = [max(0, count + move) for count, move in zip(counts, step, strict=True)]
        series.release(office, named(counts), named(versions))
    series.release(DEPARTMENT, named(counts), named([2] * 4))
    assert_tells_nothing(series)


def named(values: Sequence[int]) -> dict[int, int]:
    return dict(zip(CODES, values, strict=True))


def city_after(before: Sequence[Row]) -> set[int]:
    """What the city holds back after districts moved by +3 and -5, all under the new wording."""
    series = Series([(DEPARTMENT, list(before), False)])
    series.release(DEPARTMENT, named([50, 40, 25, 23]), named([2] * 4))
    (_, (shown, _)) = series.shown()
    return {DEPARTMENT, *CODES} - shown.keys()


def test_a_total_of_some_districts_is_taken_with_the_others_as_the_sum_of_all():
    """138 less the shown 90 are 48, and were 50: two people."""
    old = [
        row(code, 1, count, held=False) for code, count in zip(CODES, (50, 40, 30, 20), strict=True)
    ]
    old[1][3] = 2
    assert DEPARTMENT in city_after(old)
    assert DEPARTMENT in city_after([*old, row(DEPARTMENT, 1, 100, held=False)])
    # What one of its districts was held back of is nobody's to work out now.
    old[3] = row(1047, 1, 20, held=True)
    assert DEPARTMENT in city_after([*old, row(DEPARTMENT, 1, 100, held=False)])


def test_districts_by_themselves_add_up_to_what_the_city_said_and_a_stale_total_hides_nothing():
    cells = {"a": 23, "b": 25, "c": 50, "whole": 98}

    def held(*earlier: Mapping[str, int]) -> frozenset[str]:
        past = [{name: Decimal(value) for name, value in each.items()} for each in earlier]
        now = {name: Decimal(value) for name, value in cells.items()}
        return held_back(Column(now, "whole", earlier=past))

    assert "whole" in held({"a": 20}, {"b": 30}, {"c": 50})
    assert "whole" in held({"a": 20}, {"b": 30})
    stale = {"a": 90, "b": 90, "c": 90, "whole": 270}
    assert held(stale, {"a": 20}, {"b": 30}) == {"a", "b", "c"}
    # The others were new in between, and nobody has corrected anything since.
    assert held({"a": 23}, {"b": 25}, {"c": 50}) == frozenset()
    # Who was not counted yet, or is not any more, does not hide the two who were corrected.
    assert "whole" in held({"a": 20, "b": 30, "whole": 50})
    assert "whole" in held({"a": 20, "b": 30, "c": 50, "d": 30, "whole": 130})
