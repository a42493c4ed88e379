"""What holds of every measure: its trace adds up, a month counts the same alone, and its marks reach it."""

import re
from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.dialects import postgresql

from core.composition import Composition, composition_of
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators.measures import TRACED, MeasureKind, Periods
from core.indicators.service import month_of
from migrations.models import metadata
from tests.support.editions import edition
from tests.support.records import Records
from tests.support.seats import CONTENT
from tests.support.world import BANG_NA, World

TODAY = bangkok_today()
THIS_MONTH = first_of_month(TODAY)
MONTHS = [shift_month(THIS_MONTH, -back) for back in (4, 3, 2, 1, 0)]
LONG_AGO = shift_month(THIS_MONTH, -30)
GLOBAL = {"manual_editions", "offices"}
"""Tables that belong to no office: what districts read of them never changes."""

Place = tuple[UUID | None, UUID | None]
Facts = dict[tuple[str, date, UUID | None, UUID | None, str], Any]


@pytest.fixture
def composition(app: Flask) -> Composition:
    return composition_of(app)


def fill(world: World) -> None:
    """An office in which every measure counts something, in several months and zones."""
    edition(world)
    own = Records(BANG_NA)

    def put(session: Any) -> None:
        def add(*rows: Any) -> None:
            session.add_all(rows)
            session.flush()

        zones = [own.zone(LONG_AGO) for _ in range(3)]
        communities = [own.community(LONG_AGO) for _ in range(4)]
        add(own.adoption(LONG_AGO), *zones, *communities)
        first, second, third = (zone.id for zone in zones)
        one, two, moved, alone = (community.id for community in communities)
        add(
            own.member(first, one, LONG_AGO),
            own.member(second, two, LONG_AGO),
            own.member(second, moved, LONG_AGO, MONTHS[2]),
            own.member(first, moved, MONTHS[2]),
            own.plan(one, _fiscal_year(MONTHS[1]), MONTHS[1]),
            own.plan(alone, _fiscal_year(TODAY), THIS_MONTH),
            *(
                own.figures(each, LONG_AGO, residents=100, families=30, houses=25)
                for each in (one, alone)
            ),
            own.figures(one, MONTHS[3], residents=120, families=None, houses=26),
        )
        _fill_networks(add, own, first, second)
        committee = own.committee(kind="community", community_id=two)
        add(committee)
        add(own.seat(committee.id, "chair", MONTHS[2]))
        for place, month in enumerate(MONTHS):
            joint = own.activity(month, zone_id=first, community_id=one, stage="plan")
            add(
                joint,
                own.activity(month, zone_id=second, stage="act", state="accepted"),
                own.activity(month, zone_id=second, community_id=moved, stage="evaluate"),
                own.activity(month, community_id=alone, stage="find_causes", state="accepted"),
                own.reference(month, third),
            )
            add(own.further_zone(joint, second))
            meeting = own.meeting(
                month, first, stage=("find_causes", "plan", "act", "evaluate", "plan")[place]
            )
            add(meeting)
            add(own.minutes(meeting, 10), own.task(meeting, month, state="done", done_on=month))
            course = own.course(month)
            add(course)
            people = [own.trainee(course, zone_id=zone) for zone in (first, first, second, None)]
            add(*people, own.trainee(course, in_target=False, trainee_group="staff"))
            for person, scores in zip(people, ((2, 9), (5, 4), (3, 7)), strict=False):
                add(*own.sittings(person, *scores))

        add(
            *(
                own.finding(one, MONTHS[1], zone_id=first, state=state)
                for state in ("open", "explained")
            )
        )

    world.in_district(put)


def _fill_networks(add: Any, own: Records, first: UUID, second: UUID) -> None:
    """Both networks have an order and a by-law; the first one is the pilot and has a complete committee."""
    committees = [own.committee(zone_id=zone) for zone in (first, second)]
    add(*committees)
    for committee in committees:
        add(own.order(committee.id, MONTHS[0]), own.by_law(committee.id, MONTHS[1], MONTHS[0]))
    add(own.pilot(first, MONTHS[1]))
    for rule in CONTENT["committees"]["zone"]["seats"]:
        add(
            *(
                own.seat(committees[0].id, rule["key"], MONTHS[1])
                for _ in range(max(rule["minimum"], 2))
            )
        )


def _fiscal_year(day: date) -> int:
    return day.year + 543 + (day.month >= 10)


def periods_of(*months: date) -> Periods:
    return Periods(tuple(month_of(month, TODAY) for month in months))


def counted(session: Any, composition: Composition, periods: Periods) -> Facts:
    rows = [row for tally in composition.tallies for row in session.execute(tally.count(periods))]
    found = {(row[0], row[1], row[2], row[3], row[4]): row[5] for row in rows}
    assert len(found) == len(rows)
    return found


def test_several_months_are_counted_at_once_as_each_of_them_is_counted_alone(
    world: World, composition: Composition
):
    fill(world)

    def compare(session: Any) -> None:
        together = counted(session, composition, periods_of(*MONTHS))
        alone: Facts = {}
        for month in MONTHS:
            alone |= counted(session, composition, periods_of(month))
        assert together == alone
        with_gap = counted(session, composition, periods_of(MONTHS[0], MONTHS[3]))
        assert with_gap == {k: v for k, v in alone.items() if k[1] in (MONTHS[0], MONTHS[3])}
        for measure in composition.measures:
            if measure.trace is not None:
                assert any(key[0] == measure.key for key in together), measure.key
            for state in {key[4] for key in together if key[0] == measure.key}:
                assert state in measure.states

    world.in_district(compare)


def test_the_records_that_a_measure_traces_add_up_to_its_facts(
    world: World, composition: Composition
):
    fill(world)

    def compare(session: Any) -> None:
        for month in MONTHS[1:]:
            facts = counted(session, composition, periods_of(month))
            for measure in composition.measures:
                if measure.trace is None:
                    continue
                rows = session.execute(measure.trace.select(periods_of(month))).all()
                assert not rows or tuple(rows[0]._fields) == TRACED
                for state in measure.states:
                    of = [row for row in rows if row.accepted or state.value == "all"]
                    places: dict[Place, Any] = defaultdict(int)
                    for row in of:
                        places[None, None] += row.of_district
                        if row.zone_id is not None:
                            places[row.zone_id, None] += row.amount
                        if measure.by_community and row.community_id is not None:
                            places[None, row.community_id] += row.of_district
                    shown = {place: value for place, value in places.items() if value}
                    assert shown == _values(facts, measure.key, state.value), measure.key

    world.in_district(compare)


def _values(facts: Facts, measure: str, state: str) -> dict[Place, Any]:
    """The facts of a measure by place; of a community without the zone that it is in."""
    return {
        (None if key[3] else key[2], key[3]): value
        for key, value in facts.items()
        if value and (key[0], key[4]) == (measure, state)
    }


def test_a_stretch_of_months_traces_what_a_flow_counts_in_all_of_them(
    world: World, composition: Composition
):
    fill(world)

    def compare(session: Any) -> None:
        facts = counted(session, composition, periods_of(*MONTHS))
        for measure in composition.measures:
            if measure.kind is MeasureKind.STOCK or measure.trace is None:
                continue
            rows = session.execute(measure.trace.select(periods_of(*MONTHS)))
            whole = sum(
                value
                for key, value in facts.items()
                if key[0] == measure.key and key[2:] == (None, None, "all")
            )
            assert sum(row.of_district for row in rows) == whole, measure.key

    world.in_district(compare)


def test_every_table_that_a_tally_reads_marks_its_months(composition: Composition, owner: Engine):
    with owner.connect() as connection:
        marked = {
            bytes(row.tgargs).split(b"\0")[0].decode()
            for row in connection.execute(
                text(
                    "SELECT tgargs FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
                    " WHERE proname LIKE 'mark_months_%'"
                )
            )
        }
    tables = {name.partition(".")[2] or name for name in metadata.tables}
    for tally in composition.tallies:
        statement = str(tally.count(periods_of(*MONTHS)).compile(dialect=postgresql.dialect()))
        read = set(re.findall(r"(?:FROM|JOIN|,) (\w+)", statement)) & tables - GLOBAL
        named = {source.removesuffix("_onwards") for source in tally.sources}
        assert read == named, tally.name
        assert set(tally.sources) <= marked, tally.name


def test_the_page_of_a_record_exists(app: Flask, composition: Composition):
    pages = {rule.endpoint: rule.arguments for rule in app.url_map.iter_rules()}
    for measure in composition.measures:
        trace = measure.trace
        if trace is not None and trace.endpoint:
            assert trace.parameter in pages[trace.endpoint]


def test_plans_pilot_and_gain_count_what_their_definitions_say(
    world: World, composition: Composition
):
    fill(world)
    facts = world.in_district(lambda session: counted(session, composition, periods_of(THIS_MONTH)))
    whole = {key[0]: int(value) for key, value in facts.items() if key[2:] == (None, None, "all")}
    # One of four communities has a committee of its own that lacks somebody.
    assert whole["registry.plan_base"] == 3
    same_year = _fiscal_year(MONTHS[1]) == _fiscal_year(TODAY)
    assert whole["registry.with_plan"] == 1 + same_year
    assert whole["networks.established"] == 2
    assert whole["networks.pilot_established"] == whole["networks.using_manual"] == 1
    tests = ("tested", "improved", "reached_70", "gain_sum", "right_before", "wrong_before")
    assert [whole[f"training.{name}"] for name in tests] == [3, 2, 2, 10, 10, 20]
