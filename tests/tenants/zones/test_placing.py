"""Dated membership of communities in zones: the rules, whatever the order of moves."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from core.access.permissions import WHOLE_DISTRICT
from core.errors import DomainError, FieldError, NotFound
from core.i18n.dates import bangkok_today
from core.identity.actor import Actor
from tenants.zones import service
from tenants.zones.models import ZoneMembership
from tests.support.world import LONG_AGO, NEIGHBOUR, World

DAY = timedelta(days=1)


def move(
    world: World,
    actor: Actor,
    community: UUID,
    target: UUID | None,
    day: date,
    *,
    reason: str = "ตามมติที่ประชุม",
) -> None:
    world.in_district(
        lambda session: service.place_community(
            session,
            actor=actor,
            within=WHOLE_DISTRICT,
            community_id=community,
            zone_id=target,
            from_day=day,
            reason=reason,
        ),
        actor.district_id,
    )


def history(world: World, community: UUID) -> list[tuple[UUID, date, date | None]]:
    return world.in_district(
        lambda session: [
            (entry.zone_id, entry.valid_from, entry.valid_to)
            for entry in session.scalars(
                select(ZoneMembership)
                .where(ZoneMembership.community_id == community)
                .order_by(ZoneMembership.valid_from)
            )
        ]
    )


def test_a_move_ends_the_old_membership_on_the_day_on_which_the_new_one_begins(world: World):
    officer, community = world.actor(), world.community("ก")
    first, second = world.zone(1), world.zone(2)
    begun, moved = date(2024, 1, 1), date(2025, 6, 1)
    move(world, officer, community, first, begun)
    move(world, officer, community, second, moved)
    assert history(world, community) == [(first, begun, moved), (second, moved, None)]


def test_a_move_on_the_day_on_which_the_membership_began_replaces_it(world: World):
    officer, community = world.actor(), world.community("ก")
    first, second, third = (world.zone(number) for number in (1, 2, 3))
    today = bangkok_today()
    move(world, officer, community, first, today - DAY)
    move(world, officer, community, second, today)
    move(world, officer, community, third, today, reason="")
    assert history(world, community) == [
        (first, today - DAY, today),
        (third, today, None),
    ]


def test_moving_back_on_the_same_day_leaves_no_trace(world: World):
    officer, community = world.actor(), world.community("ก")
    first, second = world.zone(1), world.zone(2)
    today = bangkok_today()
    move(world, officer, community, first, today - DAY)
    move(world, officer, community, second, today)
    move(world, officer, community, first, today)
    assert history(world, community) == [(first, today - DAY, None)]


def test_out_of_every_zone_and_in_again_leaves_the_gap_that_was_made(world: World):
    officer, community, first = world.actor(), world.community("ก"), world.zone(1)
    out, back = date(2025, 1, 1), date(2025, 3, 1)
    move(world, officer, community, first, LONG_AGO)
    move(world, officer, community, None, out)
    move(world, officer, community, None, out)
    move(world, officer, community, first, back)
    assert history(world, community) == [(first, LONG_AGO, out), (first, back, None)]


def test_placing_where_it_is_already_changes_nothing(world: World):
    officer, community, first = world.actor(), world.community("ก"), world.zone(1)
    move(world, officer, community, first, date(2024, 1, 1))
    move(world, officer, community, first, bangkok_today(), reason="")
    assert history(world, community) == [(first, date(2024, 1, 1), None)]


def test_a_community_does_not_leave_its_zone_without_a_reason(world: World):
    officer, community = world.actor(), world.community("ก")
    first, second = world.zone(1), world.zone(2)
    move(world, officer, community, first, LONG_AGO, reason="")
    for target in (second, None):
        with pytest.raises(FieldError) as refusal:
            move(world, officer, community, target, bangkok_today(), reason=" ")
        assert refusal.value.field == "reason"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (bangkok_today() + DAY, "future"),
        (date(2023, 12, 31), "present zone since 1/1/2567"),
        (date(2015, 1, 1), "exists from 1/10/2559"),
    ],
)
def test_impossible_days_are_refused_with_the_day_that_is_in_the_way(
    world: World, day: date, sentence: str
):
    officer, community = world.actor(), world.community("ก")
    first, second = world.zone(1), world.zone(2)
    move(world, officer, community, first, date(2024, 1, 1))
    with pytest.raises(FieldError, match=sentence) as refusal:
        move(world, officer, community, second, day)
    assert refusal.value.field == "from_day"
    assert history(world, community) == [(first, date(2024, 1, 1), None)]


def test_a_day_inside_a_membership_that_has_ended_is_refused(world: World):
    officer, community = world.actor(), world.community("ก")
    first, second = world.zone(1), world.zone(2)
    move(world, officer, community, first, LONG_AGO)
    move(world, officer, community, None, date(2025, 1, 1))
    with pytest.raises(FieldError, match="left its last zone on 1/1/2568"):
        move(world, officer, community, second, date(2024, 12, 31))


def test_a_closed_zone_takes_nobody_and_a_foreign_one_does_not_exist(world: World):
    officer, community = world.actor(), world.community("ก")
    closed, foreign = world.zone(1), world.zone(1, office=NEIGHBOUR)
    world.in_district(
        lambda session: service.close_zone(
            session,
            actor=officer,
            within=WHOLE_DISTRICT,
            zone_id=closed,
            closed_on=bangkok_today(),
            reason="ทดสอบ",
        )
    )
    with pytest.raises(DomainError, match="closed"):
        move(world, officer, community, closed, bangkok_today())
    with pytest.raises(NotFound):
        move(world, officer, community, foreign, bangkok_today())


def test_a_community_that_is_closed_can_be_taken_out_of_its_zone(world: World):
    officer, community, first = world.actor(), world.community("ก"), world.zone(1)
    move(world, officer, community, first, LONG_AGO)
    end = date(2025, 5, 5)
    world.in_district(lambda session: service.leave_zone(session, community_id=community, day=end))
    assert history(world, community) == [(first, LONG_AGO, end)]


moves = st.lists(st.tuples(st.sampled_from([0, 1, None]), st.integers(0, 6)), max_size=12)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves)
def test_no_order_of_moves_gives_two_zones_on_one_day(
    world: World, planned: list[tuple[int | None, int]]
):
    known = world.app.extensions.setdefault("placing", {})
    if known.get("world") is not world:
        known.update(
            world=world,
            officer=world.actor(),
            community=world.community("ก"),
            zones=[world.zone(1), world.zone(2)],
        )
    community, zones = known["community"], known["zones"]
    world.in_district(lambda session: session.execute(delete(ZoneMembership)))
    where: dict[int, UUID | None] = {}
    for target, offset in planned:
        wanted = None if target is None else zones[target]
        try:
            move(world, known["officer"], community, wanted, date(2025, 1, 1) + offset * DAY)
        except FieldError:
            continue
        present = history(world, community)
        where[offset] = wanted
        assert sum(1 for _, _, until in present if until is None) == (wanted is not None)
    spans = history(world, community)
    for earlier, later in pairwise(spans):
        assert earlier[2] is not None
        assert earlier[2] <= later[1]
        assert earlier[1] < earlier[2]
