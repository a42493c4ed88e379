"""Counting everything again: begun, killed, stopped, gone on with and ended; and what an upgrade counts newly."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, func, insert, select, text, update

from core.composition import composition_of
from core.db import uuid7
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators import nightly, rebuilding, service, upgrading
from core.indicators.models import DirtyMark, Fact, FillState, RebuildPart
from core.jobs import running
from core.jobs.models import OutboxJob
from core.tenancy import scope
from core.tenancy.scope import DEPARTMENT
from tests.support.world import BANG_NA, NEIGHBOUR, World

THIS_MONTH = first_of_month(bangkok_today())


def hear(world: World, rebuild_id: UUID, serial: int, *, runs: bool, told_by: int = DEPARTMENT):
    return world.in_district(
        lambda session: rebuilding.hear(
            session,
            told_by=told_by,
            rebuild=str(rebuild_id),
            serial=serial,
            tally=None,
            runs=runs,
        )
    )


def marked(world: World) -> list[date]:
    return world.in_district(lambda session: session.scalars(select(DirtyMark.month)).all())


def part_of(world: World):
    return world.in_district(
        lambda session: session.execute(
            select(RebuildPart.months, RebuildPart.put_aside, RebuildPart.done_at)
        ).one()
    )


def wrong_residents(world: World) -> int:
    return world.in_district(
        lambda session: session.scalar(
            select(func.count()).where(Fact.measure == "registry.residents", Fact.value == 77)
        )
    )


def test_a_rebuild_survives_a_killed_worker_is_stopped_resumed_and_ends(world: World, app: Flask):
    first = shift_month(THIS_MONTH, -service.MONTHS_A_JOB)
    world.in_district(
        lambda session: [
            service.mark_month(session, shift_month(first, number), "communities")
            for number in range(service.MONTHS_A_JOB + 1)
        ]
    )
    world.community("ก", residents=10, registered_from=first)
    world.work_off()
    composition = composition_of(app)
    world.in_district(
        lambda session: session.execute(
            update(Fact).where(Fact.measure == "registry.residents").values(value=77)
        )
    )
    rebuild_id = uuid7()
    assert not hear(world, rebuild_id, 1, runs=True, told_by=NEIGHBOUR)
    assert marked(world) == []
    assert hear(world, rebuild_id, 1, runs=True)
    assert len(marked(world)) == part_of(world).months == service.MONTHS_A_JOB + 1

    def die(session):
        composition.refresh_facts(session)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.in_district(die)
    assert len(marked(world)) == service.MONTHS_A_JOB + 1
    assert world.in_district(composition.refresh_facts)
    assert len(marked(world)) == 1
    assert wrong_residents(world) > 0

    assert not hear(world, rebuild_id, 2, runs=False)
    assert marked(world) == []
    assert (part_of(world).put_aside, part_of(world).done_at) == (
        [first.isoformat()],
        None,
    )
    assert not hear(world, rebuild_id, 1, runs=True)
    assert marked(world) == []

    assert hear(world, rebuild_id, 3, runs=True)
    assert marked(world) == [first]
    world.in_district(composition.refresh_facts)
    world.in_district(rebuilding.note_end)
    world.in_district(rebuilding.note_end)
    assert part_of(world).done_at is not None
    assert wrong_residents(world) == 0
    told = world.in_district(
        lambda session: session.scalars(
            select(OutboxJob.payload).where(OutboxJob.name == "jobs.relay")
        ).all()
    )
    assert [(each["district_id"], each["job_name"]) for each in told] == [
        (DEPARTMENT, rebuilding.REBUILD_DONE)
    ]


def waiting(world: World) -> list[tuple[str, str]]:
    return world.in_district(
        lambda session: session.execute(
            select(OutboxJob.queue, OutboxJob.name).where(OutboxJob.done_at.is_(None))
        ).all()
    )


def work_off_changes(world: World, app: Flask) -> None:
    """What the worker for `facts` does while nobody works for `bulk`."""
    changes = select(OutboxJob.id).where(OutboxJob.done_at.is_(None), OutboxJob.queue == "facts")
    with app.app_context():
        for job_id in world.in_district(lambda session: session.scalars(changes).all()):
            assert running.run(BANG_NA, job_id)
    assert world.in_district(lambda session: session.scalars(changes).all()) == []


def test_a_change_in_the_middle_of_a_rebuild_is_counted_alone_and_leaves_the_rebuild_its_marks(
    world: World, app: Flask
):
    world.community("ก", residents=10, registered_from=shift_month(THIS_MONTH, -2))
    world.work_off()
    world.in_district(lambda session: session.execute(update(Fact).values(value=77)))
    rebuild_id, composition = uuid7(), composition_of(app)
    told = {"told_by": DEPARTMENT, "rebuild": str(rebuild_id), "serial": 1, "tally": None}
    begin = composition.jobs[rebuilding.REBUILD]
    assert (begin.queue, composition.refresh_all.queue) == ("default", "bulk")
    world.in_district(lambda session: begin.run(session, **told, runs=True))
    assert waiting(world) == [("bulk", "indicators.refresh_all")]
    months = sorted(marked(world))
    assert len(months) > 1

    world.community("ข", residents=5, as_of=THIS_MONTH, registered_from=THIS_MONTH)
    work_off_changes(world, app)
    assert sorted(marked(world)) == months
    residents = world.in_district(
        lambda session: dict(
            session.execute(
                select(Fact.month, Fact.value).where(
                    Fact.measure == "registry.residents",
                    Fact.zone_id.is_(None),
                    Fact.community_id.is_(None),
                    Fact.state == "all",
                )
            ).all()
        )
    )
    assert residents == dict.fromkeys(months, 77) | {THIS_MONTH: 15}
    assert waiting(world) == [("bulk", "indicators.refresh_all")]

    # An older version had put the rebuild's counting under the name that now means changes alone.
    world.in_district(lambda session: session.execute(delete(OutboxJob)))
    for name in ("ค", "ง"):
        world.community(name, residents=1, as_of=THIS_MONTH, registered_from=THIS_MONTH)
        work_off_changes(world, app)
    assert waiting(world) == [("bulk", "indicators.refresh_all")]
    world.work_off()
    assert marked(world) == []
    assert part_of(world).done_at is not None
    assert wrong_residents(world) == 0
    with app.app_context(), scope.work(db.session, scope.tenant_scope(BANG_NA, read_only=True)):
        assert composition.drifts(db.session()) == []


def test_no_table_has_the_name_of_a_mark_that_only_the_machine_waits_for(app: Flask):
    tables = {source for tally in composition_of(app).tallies for source in tally.sources}
    assert tables.isdisjoint(service.MACHINE_SOURCES)
    assert rebuilding.source_of(uuid7(), None).startswith("rebuild:")


def test_a_stop_that_arrives_before_the_begin_holds_and_everything_is_counted_after_it(
    world: World, app: Flask
):
    world.community("ก", registered_from=THIS_MONTH)
    world.work_off()
    rebuild_id = uuid7()
    assert not hear(world, rebuild_id, 2, runs=False)
    assert not hear(world, rebuild_id, 1, runs=True)
    world.in_district(rebuilding.note_end)
    assert part_of(world).done_at is None
    assert hear(world, rebuild_id, 3, runs=True)
    assert marked(world) == [THIS_MONTH]


def test_a_rebuild_of_one_tally_leaves_the_figures_of_the_others_alone(world: World, app: Flask):
    world.community("ก", residents=10, registered_from=THIS_MONTH)
    world.work_off()
    world.in_district(lambda session: session.execute(update(Fact).values(value=77)))
    composition = composition_of(app)
    tally = next(
        each
        for each in composition.tallies
        if "registry.residents" in [measure.key for measure in each.measures]
    )
    source = rebuilding.source_of(uuid7(), tally.name)
    world.in_district(lambda session: service.mark_filled_months(session, source))
    world.in_district(composition.refresh_facts)
    right = world.in_district(
        lambda session: set(
            session.scalars(select(Fact.measure).where(Fact.value != 77, Fact.zone_id.is_(None)))
        )
    )
    assert right == {measure.key for measure in tally.measures}


def test_what_an_upgrade_counts_newly_is_counted_for_the_months_before_it_and_nothing_else(
    world: World, app: Flask
):
    tallies = composition_of(app).tallies
    new = next(tally for tally in tallies if tally.name != tallies[0].name)
    before = [tally for tally in tallies if tally is not new]
    world.community("ก", registered_from=shift_month(THIS_MONTH, -1))
    world.work_off()

    def marks_of(session, known):
        session.execute(delete(DirtyMark))
        names = upgrading.mark_new_tallies(session, known)
        return names, set(session.execute(select(DirtyMark.source, DirtyMark.month)).all())

    both = {THIS_MONTH, shift_month(THIS_MONTH, -1)}
    names, marks = world.in_district(lambda session: marks_of(session, before))
    assert (len(names), marks) == (len(before), {("tallies", month) for month in both})
    gone = world.in_district(
        lambda session: session.scalars(
            select(Fact.id).where(Fact.measure.in_([each.key for each in new.measures]))
        ).all()
    )
    assert gone == []
    names, marks = world.in_district(lambda session: marks_of(session, tallies))
    assert names == (new.name,)
    assert marks == {(f"tally:{new.name}", month) for month in both}
    assert world.in_district(lambda session: marks_of(session, tallies)) == ((), set())


def test_months_that_nobody_opened_are_opened_and_one_districts_failure_stops_no_other(
    world: World, app: Flask, owner: Engine
):
    last = shift_month(THIS_MONTH, -4)
    world.in_district(
        lambda session: session.execute(
            insert(FillState).values(
                district_id=BANG_NA,
                id=uuid7(),
                month=last,
                stock_day=last + timedelta(days=27),
                is_example=False,
            )
        )
    )
    with owner.begin() as connection:
        connection.execute(text(_FAILS_IN_THE_NEIGHBOURHOOD))
    try:
        with app.app_context():
            assert nightly.open_months(db.session, composition_of(app)) == 49
    finally:
        with owner.begin() as connection:
            connection.execute(text("DROP FUNCTION fail_for_the_test() CASCADE"))
    opened = world.in_district(
        lambda session: set(
            session.scalars(select(DirtyMark.month).where(DirtyMark.source == "calendar"))
        )
    )
    assert opened == {shift_month(THIS_MONTH, -back) for back in range(4)}
    with app.app_context(), scope.work(db.session, scope.tenant_scope(NEIGHBOUR)):
        assert db.session.scalars(select(DirtyMark.id)).all() == []


_FAILS_IN_THE_NEIGHBOURHOOD = f"""
CREATE FUNCTION fail_for_the_test() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'broken for the test';
END $$;
CREATE TRIGGER fail_for_the_test BEFORE INSERT ON dirty_marks FOR EACH ROW
WHEN (NEW.district_id = {NEIGHBOUR}) EXECUTE FUNCTION fail_for_the_test();
"""
