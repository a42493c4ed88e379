"""Figures: what the months add up to, in which state, for which place; and why a figure is not known."""

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.composition import composition_of
from core.db import uuid7
from core.errors import InputProblem
from core.extensions import db
from core.i18n.dates import shift_month
from core.indicators.definitions import Catalogue, Level, Target, catalogue
from core.indicators.expressions import parse
from core.indicators.figures import Basis, Place, Standing, figures, reached
from core.indicators.measures import Measure, MeasureKind
from core.indicators.models import FactState
from core.indicators.spans import (
    fiscal_year_span,
    month_span,
    parse_span,
    quarter_span,
    range_span,
)
from core.indicators.words import amount_words, parts_words, span_words, standing_note
from core.tenancy import scope
from tests.conftest import empty
from tests.support.facts import FactWriter, catalogue_of, definition
from tests.support.world import BANG_NA, NEIGHBOUR, World

REGISTER = "registry.communities"
MEASURES = (
    Measure(REGISTER, "", "", MeasureKind.STOCK, of_people=False),
    Measure("zones.count", "", "", MeasureKind.STOCK, of_people=False),
    Measure(
        "a.count",
        "",
        "",
        MeasureKind.FLOW,
        (FactState.ALL, FactState.ACCEPTED),
        True,
        of_people=False,
    ),
    Measure("b.count", "", "", MeasureKind.FLOW, of_people=False),
)
TODAY = date(2026, 11, 20)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
NOW, BEFORE = month_span(NOVEMBER), month_span(OCTOBER)
QUARTER, YEAR = quarter_span(NOVEMBER), fiscal_year_span(2570)
PLACE = Place(BANG_NA)

FLOW = definition("flow", "a.count")
SHARE = definition("share", "b.count", "a.count")
STOCK = definition("stock", "zones.count")


@pytest.fixture
def facts(world: World) -> FactWriter:
    return FactWriter(world)


def test_flows_are_added_up_stocks_are_those_of_the_latest_counted_month(facts: FactWriter):
    facts.month(OCTOBER, {REGISTER: 9, "a.count": 4, "b.count": 1, "zones.count": 5})
    facts.month(NOVEMBER, {REGISTER: 9, "a.count": 3, "b.count": 3, "zones.count": 6})
    more = definition("more", "cumulative(a.count) + latest(a.count)")
    read = facts.read(
        catalogue_of(FLOW, SHARE, STOCK, more), MEASURES, [BEFORE, NOW, QUARTER, YEAR], today=TODAY
    )
    assert [read.of("flow", PLACE, span).amount for span in (BEFORE, NOW, QUARTER)] == [4, 3, 7]
    assert [read.of("stock", PLACE, span).amount for span in (BEFORE, QUARTER, YEAR)] == [5, 6, 6]
    assert [read.of("more", PLACE, span).amount for span in (BEFORE, NOW)] == [8, 10]
    share = read.of("share", PLACE, QUARTER)
    assert (share.numerator, share.denominator, share.amount) == (4, 7, Decimal("57.1"))
    assert (share.months, share.asked_months, share.is_approved) == (2, 3, False)


def test_what_is_not_known_says_why_and_is_never_zero(facts: FactWriter):
    facts.month(OCTOBER, {REGISTER: 0, "a.count": 0, "b.count": 0})
    facts.month(NOVEMBER, {REGISTER: 9, "a.count": 0, "b.count": 0})
    others = catalogue_of(
        FLOW,
        SHARE,
        STOCK,
        definition("money", "budget.used", "budget.approved"),
        definition("gone", "no.such.measure"),
        definition("people", "a.count", zero_is_unknown=True),
        definition("halves", "a.count / b.count"),
    )
    early = month_span(SEPTEMBER)
    read = facts.read(others, MEASURES, [early, BEFORE, NOW], today=TODAY)
    standings = {
        ("flow", early): Standing.NOT_COUNTED,
        ("flow", BEFORE): Standing.NOT_STARTED,
        ("flow", NOW): Standing.KNOWN,
        ("share", NOW): Standing.NO_BASE,
        ("halves", NOW): Standing.NO_BASE,
        ("stock", NOW): Standing.NOT_COUNTED,
        ("money", NOW): Standing.NO_SOURCE,
        ("gone", NOW): Standing.NO_SOURCE,
        ("people", NOW): Standing.NOT_RECORDED,
    }
    found = {asked: read.of(asked[0], PLACE, asked[1]) for asked in standings}
    assert {asked: figure.standing for asked, figure in found.items()} == standings
    assert [f.amount for f in found.values() if not f.is_known] == [None] * 8
    assert found["flow", NOW].amount == 0
    with facts.world.app.test_request_context():
        assert standing_note(found["money", NOW]) == "ยังไม่มีแหล่งข้อมูล"
        assert (amount_words(found["share", NOW]), parts_words(found["share", NOW])) == ("–", "")
        assert (amount_words(found["flow", NOW]), standing_note(found["flow", NOW])) == ("0", "")


def test_a_zone_counts_over_the_span_and_only_with_every_month_of_the_window(facts: FactWriter):
    steady, lazy = uuid7(), uuid7()
    for month, of_lazy in ((SEPTEMBER, 1), (OCTOBER, 0), (NOVEMBER, 2)):
        facts.month(
            month,
            {REGISTER: 9, "a.count": 1 + of_lazy, "b.count": 1, "zones.count": 2},
            zones={steady: {"a.count": 1, "b.count": 1}, lazy: {"a.count": of_lazy}},
        )
    asked = catalogue_of(
        definition("any", "zones(a.count)"),
        definition("two", "zones(a.count + b.count - 1)"),
        definition("both", "zones(min(a.count, b.count))", "zones.count"),
        definition("window", "every_month(a.count)", window=2),
        definition("own", "every_month(a.count)"),
        definition("of_nothing", "zones(max(a.count / (b.count - b.count), 1))"),
    )
    late = range_span(SEPTEMBER, NOVEMBER)
    read = facts.read(asked, MEASURES, [NOW, BEFORE, QUARTER, late], today=TODAY, zones=True)
    assert [read.of("any", PLACE, span).amount for span in (NOW, BEFORE, QUARTER)] == [2, 1, 2]
    assert read.of("two", PLACE, QUARTER).amount == 2
    assert read.of("both", PLACE, NOW).amount == 50
    assert read.of("of_nothing", PLACE, NOW).amount == 0
    # The running month is not full: the windows of November and of October both end with October.
    assert [read.of("window", PLACE, span).amount for span in (NOW, BEFORE)] == [1, 1]
    assert read.of("own", PLACE, late).amount == 1
    assert read.of("own", PLACE, NOW).standing is Standing.NOT_COUNTED
    assert set(read.zones(BANG_NA)) == {steady, lazy}
    places = Place(BANG_NA, steady), Place(BANG_NA, lazy)
    assert [read.of("window", place, NOW).amount for place in places] == [1, 0]
    assert [read.of("any", place, BEFORE).amount for place in places] == [1, 0]


def test_a_community_counts_once_in_a_quarter_however_many_months_it_was_active(facts: FactWriter):
    first, second = uuid7(), uuid7()
    facts.month(
        OCTOBER,
        {REGISTER: 4, "a.count": 2},
        communities={first: {"a.count": 1}, second: {"a.count": 1}},
    )
    facts.month(NOVEMBER, {REGISTER: 4, "a.count": 3}, communities={first: {"a.count": 3}})
    active = definition("active", "communities(a.count)", REGISTER)
    read = facts.read(catalogue_of(active), MEASURES, [BEFORE, NOW, QUARTER], today=TODAY)
    quarter = read.of("active", PLACE, QUARTER)
    assert (quarter.numerator, quarter.denominator, quarter.amount) == (2, 4, 50)
    assert [read.of("active", PLACE, span).amount for span in (BEFORE, NOW)] == [50, 25]


def test_an_approved_month_counts_what_was_approved_under_the_version_of_that_day(
    facts: FactWriter,
):
    approved = datetime(2026, 11, 5, tzinfo=UTC)
    facts.month(
        OCTOBER,
        {REGISTER: 9, "a.count": 8},
        approved={REGISTER: 9, "a.count": 5},
        approved_at=approved,
    )
    facts.month(OCTOBER, {"a.count": 6}, state=FactState.ACCEPTED)
    facts.month(NOVEMBER, {REGISTER: 9, "a.count": 3})
    doubled = definition(
        "flow", "a.count * 2", version=2, published_at=datetime(2026, 11, 10, tzinfo=UTC)
    )
    both, spans = catalogue_of(FLOW, doubled), [BEFORE, NOW, QUARTER]
    read = facts.read(both, MEASURES, spans, today=TODAY)
    old, new, mixed = (read.of("flow", PLACE, span) for span in spans)
    assert (old.amount, old.definition.version, old.is_approved) == (5, 1, True)
    assert (new.amount, new.definition.version, new.is_approved) == (6, 2, False)
    assert (mixed.amount, mixed.approved_months, mixed.is_approved) == (16, 1, False)
    for basis, expected in ((Basis.REPORTED, 8), (Basis.ACCEPTED, 6)):
        shown = facts.read(catalogue_of(FLOW), MEASURES, [BEFORE], today=TODAY, basis=basis)
        assert shown.of("flow", PLACE, BEFORE).amount == expected


def test_districts_add_up_as_a_ratio_of_sums_and_leave_examples_out(facts: FactWriter):
    facts.month(NOVEMBER, {REGISTER: 9, "a.count": 100, "b.count": 10})
    facts.month(NOVEMBER, {REGISTER: 9, "a.count": 10, "b.count": 10}, office=NEIGHBOUR)
    facts.month(NOVEMBER, {REGISTER: 9, "a.count": 7, "b.count": 7}, office=1001, is_example=True)
    codes = (BANG_NA, NEIGHBOUR, 1001, 1002)
    manuals = definition("manuals", "min(b.count, 1)", "offices", decimals=0)
    read = facts.read(catalogue_of(SHARE, manuals), MEASURES, [NOW], codes=codes, today=TODAY)
    total = read.total("share", codes, NOW)
    assert (total.figure.numerator, total.figure.denominator) == (20, 110)
    assert (total.figure.amount, total.districts, total.left_out, total.unknown) == (
        Decimal("18.2"),
        2,
        1,
        1,
    )
    alone = read.total("share", [1001, 1002], NOW)
    assert (alone.figure.amount, alone.figure.is_example, alone.left_out) == (100, True, 0)
    nobody = read.total("share", [1002], NOW)
    assert (nobody.figure.standing, nobody.figure.amount) == (Standing.NOT_COUNTED, None)
    assert read.total("manuals", codes, NOW).figure.amount == 50


def test_districts_counted_by_different_versions_stand_beside_each_other_and_are_never_added_up(
    facts: FactWriter,
):
    counted = {REGISTER: 9, "a.count": 10, "b.count": 4}
    approval = datetime(2026, 11, 5, tzinfo=UTC)
    for office in (BANG_NA, 1001):
        facts.month(OCTOBER, counted, office=office, approved=counted, approved_at=approval)
    facts.month(OCTOBER, counted | {"a.count": 16}, office=NEIGHBOUR)
    later = {"version": 2, "published_at": datetime(2026, 11, 10, tzinfo=UTC)}
    both = catalogue_of(
        SHARE,
        definition("share", "b.count * 2", "a.count", **later),
        definition("offices", "min(b.count, 1)", "offices", decimals=0),
        definition("offices", "min(b.count, 2) - 1", "offices", decimals=0, **later),
    )
    codes = (BANG_NA, NEIGHBOUR, 1001, 1002)
    read = facts.read(both, MEASURES, [BEFORE], codes=codes, today=TODAY)
    total = read.total("share", codes, BEFORE)
    assert (total.figure.definition.version, total.figure.amount) == (1, 40)
    assert (total.districts, total.unknown, total.elsewhere) == (2, 1, 1)
    (other,) = total.others
    assert (other.figure.definition.version, other.figure.amount, other.districts) == (2, 50, 1)
    # A share of all districts leaves those of another version out above and below.
    manuals = read.total("offices", codes, BEFORE)
    assert (manuals.figure.numerator, manuals.figure.denominator) == (2, 3)
    # Of equally many districts what was approved heads the total; of nobody the newest version does.
    assert read.total("share", codes[:2], BEFORE).figure.definition.version == 1
    nobody = read.total("share", [1002], BEFORE)
    assert (nobody.figure.definition.version, nobody.others) == (2, ())


def test_a_target_does_not_hold_for_a_version_of_another_unit_or_direction():
    day = datetime(2026, 11, 10, tzinfo=UTC)
    old = definition("flow", "a.count", unit_th="%")
    new = definition("flow", "a.count", version=2, unit_th="คน", published_at=day)
    set_before = Target("flow", None, OCTOBER, Decimal(70), "", datetime(2026, 11, 1, tzinfo=UTC))
    known = Catalogue({"flow": (old, new)}, {"flow": (set_before,)})
    assert known.target_for(old, NOVEMBER, BANG_NA) is set_before
    assert known.target_for(new, NOVEMBER, BANG_NA) is None


def test_people_are_held_against_the_newest_population_known_at_the_end_of_the_span(
    facts: FactWriter,
):
    old = month_span(date(2023, 5, 1))
    for month in (date(2023, 5, 1), NOVEMBER):
        facts.month(month, {REGISTER: 9, "a.count": 39_000})
    people = definition("people", "a.count", "population.registered", decimals=2)
    spans = [month_span(date(2020, 5, 1)), old, NOW]
    facts.month(date(2020, 5, 1), {REGISTER: 9, "a.count": 1})
    read = facts.read(catalogue_of(people), MEASURES, spans, today=TODAY)
    early, then, now = (read.of("people", PLACE, span) for span in spans)
    assert early.standing is Standing.NO_BASE
    assert then.denominator != now.denominator
    assert now.amount == Decimal("46.11")


def test_targets_are_those_of_the_day_and_of_the_office(world: World):
    def target(office: int | None, year: int, value: int | None) -> Target:
        amount = None if value is None else Decimal(value)
        return Target("flow", office, date(year, 10, 1), amount, "")

    targets = [target(None, 2020, 3), target(None, 2024, 5), target(BANG_NA, 2022, 9)]
    targets.append(target(BANG_NA, 2025, None))
    known = Catalogue({"flow": [FLOW]}, {"flow": targets})

    def amount(day: date, office: int) -> Decimal | None:
        found = known.target_on("flow", day, office)
        return found and found.value

    assert amount(date(2020, 9, 30), NEIGHBOUR) is None
    assert amount(date(2020, 10, 1), NEIGHBOUR) == 3
    assert amount(date(2024, 12, 1), BANG_NA) == 9
    assert amount(date(2026, 1, 1), BANG_NA) == 5
    assert amount(date(2026, 1, 1), 1000) == 5
    of_districts = Catalogue(
        {"flow": [definition("flow", "a.count", level=Level.DISTRICT)]}, {"flow": targets}
    )
    assert of_districts.target_on("flow", date(2026, 1, 1), 1000) is None


def test_the_seed_can_be_read_by_what_the_product_counts(world: World):
    measures = composition_of(world.app).measures
    with world.app.app_context(), scope.work(db.session, scope.city_scope(read_only=True)):
        known = catalogue(db.session())
        read = figures(
            db.session(),
            known,
            measures,
            keys=[each.key for each in known.current],
            codes=[BANG_NA],
            spans=[NOW],
            today=TODAY,
        )
    codes = [each.code for each in known.current]
    assert set(codes) >= {f"OUT{n}" for n in (1, 2, 3)} | {f"OUTC{n}" for n in (1, 2, 3)}
    assert set(codes) >= {
        "P1",
        "P2",
        "P3.1",
        "P3.2",
        "P4",
        "P5",
        "P6",
        "C1",
        "Q1",
        "กทม. 1",
        "กทม. 2",
    }
    unread = {
        each.key
        for each in known.current
        if read.of(each.key, PLACE, NOW).standing is Standing.NO_SOURCE
    }
    assert unread == {"p4", "p6"}
    for each in known.current:
        for formula in filter(None, (each.numerator, each.denominator)):
            assert parse(formula, measures).measures | {"offices"}
    assert known.target_on("bma-active", NOW.last_day, 1000).value == 70
    assert known.target_on("outc3", NOW.last_day, 1000) is None
    figure = read.of("p1", PLACE, NOW)
    assert reached(figure.definition, figure, known.target_on("p1", NOW.last_day, BANG_NA)) is None


@pytest.mark.parametrize("key", ["0001-01", "0545", "9999-12", "9999q4", "0001-01_0001-02"])
def test_an_address_names_no_period_of_another_age(key: str):
    with pytest.raises(InputProblem):
        parse_span(key)
    assert parse_span("1900-01").key == "1900-01"


def test_spans_are_named_as_offices_name_them(world: World):
    with world.app.test_request_context():
        assert span_words(NOW) == "พฤศจิกายน 2569"
        assert span_words(NOW, "short") == "พ.ย. 2569"
        assert span_words(QUARTER) == "ไตรมาส 1 ปีงบประมาณ 2570"
        assert span_words(YEAR) == "ปีงบประมาณ 2570"


def test_the_number_of_statements_does_not_grow(facts: FactWriter):
    facts.month(NOVEMBER, {REGISTER: 9, "a.count": 1, "b.count": 1, "zones.count": 2})
    every = catalogue_of(
        *(definition(f"{n}", f"zones(a.count) + {n} * b.count", "zones.count") for n in range(9)),
        definition("steady", "every_month(a.count)", window=3),
        definition("active", "communities(a.count)", "population.registered"),
    )
    with facts.world.statements() as statements:
        facts.read(
            every, MEASURES, month_span(NOVEMBER).series(12), codes=range(1001, 1051), today=TODAY
        )
    assert len(statements) == 3


ZONES = [uuid7() for _ in range(3)]
MONTHS = [shift_month(OCTOBER, offset) for offset in (-2, -1, 0)]
WORLDS = st.dictionaries(
    st.tuples(
        st.sampled_from(MONTHS), st.sampled_from(ZONES), st.sampled_from(["a.count", "b.count"])
    ),
    st.integers(0, 2),
    max_size=18,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cells=WORLDS)
def test_any_world_reads_as_its_rows_add_up_by_hand(facts: FactWriter, owner, cells):
    rows: dict[date, dict[object, dict[str, int]]] = {month: defaultdict(dict) for month in MONTHS}
    for (month, zone, measure), value in cells.items():
        rows[month][zone][measure] = value
    for month in MONTHS:
        whole = {
            key: sum(each.get(key, 0) for each in rows[month].values())
            for key in ("a.count", "b.count")
        }
        facts.month(month, {REGISTER: 5} | whole, zones=rows[month])
    asked = catalogue_of(
        definition("sum", "a.count + 2 * b.count"),
        definition("any", "zones(a.count - b.count)"),
        definition("every", "every_month(max(a.count, b.count))"),
    )
    span = range_span(MONTHS[0], MONTHS[-1])
    read = facts.read(asked, MEASURES, [span], today=TODAY)
    with owner.begin() as connection:
        empty(connection)

    def of(zone: object, measure: str, months: list[date]) -> int:
        return sum(rows[month][zone].get(measure, 0) for month in months)

    assert read.of("sum", PLACE, span).amount == sum(
        of(zone, "a.count", MONTHS) + 2 * of(zone, "b.count", MONTHS) for zone in ZONES
    )
    assert read.of("any", PLACE, span).amount == sum(
        of(zone, "a.count", MONTHS) - of(zone, "b.count", MONTHS) >= 1 for zone in ZONES
    )
    assert read.of("every", PLACE, span).amount == sum(
        all(max(of(z, "a.count", [m]), of(z, "b.count", [m])) >= 1 for m in MONTHS) for z in ZONES
    )
