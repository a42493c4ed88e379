"""From a change to the facts: marks, outbox, counting, and the proof that nothing drifted."""

import threading
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.composition import composition_of
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month
from core.indicators import nightly, service
from core.indicators.models import DirtyMark, Fact, FactsProof
from core.jobs.models import OutboxJob
from core.tenancy import scope
from tests.support.world import BANG_NA, NEIGHBOUR, World

THIS_MONTH = first_of_month(bangkok_today())


def _fact(world: World, measure: str, month: date = THIS_MONTH, office: int = BANG_NA):
    def read(session):
        return session.scalars(
            select(Fact.value).where(
                Fact.measure == measure,
                Fact.month == month,
                Fact.zone_id.is_(None),
                Fact.community_id.is_(None),
                Fact.state == "all",
            )
        ).one_or_none()

    return world.in_district(read, office)


def test_a_saved_change_is_counted_once_the_worker_has_run(world: World):
    world.community("ก", residents=120)
    world.community("ข", residents=80)
    assert _fact(world, "registry.communities") is None
    world.work_off()
    assert _fact(world, "registry.communities") == 2
    assert _fact(world, "registry.residents") == 200


def test_one_transaction_asks_for_one_counting_however_much_it_writes(world: World):
    for number in range(3):
        world.community(f"ชุมชน {number}", residents=1)
    jobs = world.in_district(lambda session: session.scalars(select(OutboxJob.name)).all())
    assert jobs == ["indicators.refresh_facts"] * 3


def test_a_back_dated_change_marks_every_month_from_its_date(world: World):
    world.community("ก", registered_from=date(THIS_MONTH.year - 1, THIS_MONTH.month, 10))
    months = world.in_district(
        lambda session: set(
            session.scalars(select(DirtyMark.month).where(DirtyMark.source == "communities"))
        )
    )
    assert len(months) == 13
    world.work_off()
    assert _fact(world, "registry.communities", date(THIS_MONTH.year - 1, THIS_MONTH.month, 1)) == 1


def test_an_old_month_keeps_the_figures_that_held_then(world: World):
    world.community("ก", residents=100, as_of=date(2026, 2, 28), registered_from=date(2026, 1, 1))
    community = world.in_district(
        lambda session: session.execute(text("SELECT id FROM communities")).scalar_one()
    )
    officer = world.sign_in()
    officer.post(
        f"/d/bangna/communities/{community}/figures",
        data={"as_of": "30/6/2569", "source": "สำรวจ", "residents": "150"},
    )
    world.work_off()
    assert _fact(world, "registry.residents", date(2026, 1, 1)) == 0
    assert _fact(world, "registry.residents", date(2026, 3, 1)) == 100
    assert _fact(world, "registry.residents", date(2026, 7, 1)) == 150


def test_examples_count_only_until_the_district_has_a_real_community(world: World):
    world.community("ตัวอย่าง", residents=999, is_example=True)
    world.work_off()
    assert _fact(world, "registry.residents") == 999
    world.community("จริง", residents=5)
    world.work_off()
    assert _fact(world, "registry.residents") == 5


def test_a_mark_that_comes_while_a_month_is_counted_stays_for_the_next_job(
    world: World, app: Flask
):
    world.community("ก", registered_from=THIS_MONTH)
    composition = composition_of(app)
    with app.app_context():
        with scope.work(db.session, scope.tenant_scope(BANG_NA)):
            marks = db.session.scalars(select(DirtyMark.id)).all()
            other = threading.Thread(
                target=lambda: World(app, made=50).community("ข", registered_from=THIS_MONTH)
            )
            other.start()
            other.join()
            service.refresh_facts(
                db.session(),
                composition.tallies,
                lives_on_examples=composition.lives_on_examples,
                today=bangkok_today(),
            )
        with scope.work(db.session, scope.tenant_scope(BANG_NA, read_only=True)):
            left = db.session.scalars(select(DirtyMark.id)).all()
    assert not set(marks) & set(left)
    world.work_off()
    assert _fact(world, "registry.communities") == 2


def test_the_first_real_community_in_the_middle_of_a_first_count_leaves_no_example_month(
    world: World, app: Flask
):
    world.community("ตัวอย่าง", is_example=True)
    world.in_district(lambda session: service.mark_month(session, date(2026, 1, 1), "before"))
    officer, composition = world.sign_in(), composition_of(app)
    asked: list[bool] = []

    def answer(session: Session) -> bool:
        asked.append(composition.lives_on_examples(session))
        if len(asked) == 1:
            other = threading.Thread(
                target=lambda: officer.post(
                    "/d/bangna/communities",
                    data={"name": "จริง", "kind": "urban", "status": "registered"},
                )
            )
            other.start()
            other.join()
        return asked[-1]

    with app.app_context(), scope.work(db.session, scope.tenant_scope(BANG_NA)):
        service.refresh_facts(
            db.session(), composition.tallies, lives_on_examples=answer, today=bangkok_today()
        )
    assert asked == [True]
    world.work_off()
    with app.app_context(), scope.work(db.session, scope.tenant_scope(BANG_NA, read_only=True)):
        assert composition.drifts(db.session()) == []


def test_two_officers_who_save_at_once_do_not_wait_for_each_others_counting(
    world: World, app: Flask
):
    world.community("ก")
    counting, saved = threading.Event(), threading.Event()
    saved_meanwhile: list[bool] = []

    def count_slowly():
        with app.app_context(), scope.work(db.session, scope.tenant_scope(BANG_NA)):
            composition = composition_of(app)
            service.refresh_facts(
                db.session(),
                composition.tallies,
                lives_on_examples=composition.lives_on_examples,
                today=bangkok_today(),
            )
            counting.set()
            saved_meanwhile.append(saved.wait(10))

    counter = threading.Thread(target=count_slowly)
    counter.start()
    assert counting.wait(10)
    World(app, made=90).community("ข")
    saved.set()
    counter.join(10)
    assert saved_meanwhile == [True]
    world.work_off()
    assert _fact(world, "registry.communities") == 2


def test_the_proof_finds_a_drifted_fact_and_counts_it_again(world: World, app: Flask):
    world.community("ก", residents=10)
    world.work_off()
    world.in_district(lambda session: session.execute(update(Fact).values(value=77)))
    with app.app_context():
        assert nightly.prove(db.session, composition_of(app)) == 50
    world.work_off()
    assert _fact(world, "registry.residents") == 10
    drifted = select(FactsProof.drifted)
    assert world.in_district(lambda session: session.scalars(drifted).one()) > 0
    world.in_district(composition_of(app).prove.run)
    assert world.in_district(lambda session: session.scalars(drifted).one()) == 0


def test_verify_leaves_with_1_when_a_fact_is_missing(world: World, app: Flask):
    world.community("ก", residents=10)
    world.work_off()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["indicators", "verify", "--district", "1047"]).exit_code == 0
    world.in_district(
        lambda session: session.execute(delete(Fact).where(Fact.measure == "registry.residents"))
    )
    outcome = runner.invoke(args=["indicators", "verify", "--district", "1047"])
    assert outcome.exit_code == 1
    assert "registry.residents" in outcome.output


def test_beat_opens_the_month_for_all_fifty_districts(world: World, app: Flask):
    with app.app_context():
        assert nightly.open_months(db.session, composition_of(app)) == 50
    world.work_off()
    assert _fact(world, "registry.communities", office=NEIGHBOUR) == 0


def test_the_department_reads_facts_but_no_communities(world: World, owner: Engine):
    world.community("ลับ", residents=3)
    world.work_off()
    seen = world.in_city(
        lambda session: session.scalars(
            select(Fact.value).where(Fact.measure == "registry.residents")
        ).all()
    )
    assert 3 in seen
    with pytest.raises(DBAPIError, match="permission denied"):
        world.in_city(lambda session: session.execute(text("SELECT name FROM communities")))
