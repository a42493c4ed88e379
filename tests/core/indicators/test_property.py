"""Whatever is written in whatever order, the facts are those of a full recount as soon as the worker has caught up."""

import random
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from core.composition import Composition, composition_of
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators import approving, service
from core.indicators.measures import Counting, Periods, Tally
from core.indicators.models import DirtyMark, Fact, FactState, FillState
from core.tenancy import scope
from core.tenancy.queries import districts
from tenants.activities.models import Activity, ActivityReference, ActivityZone
from tenants.adoption.models import Adoption
from tenants.committees.models import Committee, Seat
from tenants.meetings.models import Meeting, Minutes, Task
from tenants.orders.models import Order
from tenants.registry.models import Community, CommunityFigures
from tenants.registry.plan_models import CommunityPlan
from tenants.training.models import Course, Sitting, Trainee
from tenants.zones.models import Zone, ZoneMembership
from tests.support.editions import edition
from tests.support.records import Records
from tests.support.world import World

TODAY = bangkok_today()
THIS_MONTH = first_of_month(TODAY)
LONG_AGO = shift_month(THIS_MONTH, -70)
"""Months that lie before the window in which stocks are counted by themselves."""


class WorkerKilledError(RuntimeError):
    pass


class Office:
    """An office that is written to at random, and counted now and then."""

    def __init__(self, code: int, composition: Composition, chance: random.Random) -> None:
        self.code, self.composition, self.chance = code, composition, chance
        self.own = Records(code)
        self.approved: dict[Any, Any] = {}

    # What people do

    def live(self, session: Session) -> None:
        """One change of something, as one statement or a few."""
        deed = self.chance.choice(
            [
                self.import_communities,
                self.change_community,
                self.record_figures,
                self.open_or_close_a_zone,
                self.move,
                self.report,
                self.report,
                self.change_reports,
                self.hear_of_a_joint_activity,
                self.meet,
                self.change_meeting,
                self.form_committee,
                self.change_seats,
                self.sign,
                self.train,
                self.change_training,
                self.plan,
                self.adopt,
            ]
        )
        deed(session)
        session.flush()

    def import_communities(self, session: Session) -> None:
        rows = [self.own.community(self.day()) for _ in range(self.chance.randint(1, 3))]
        self.import_rows(session, Community, rows)
        session.add_all(self.own.figures(row.id, self.day(), residents=9) for row in rows)

    def change_community(self, session: Session) -> None:
        since = self.day()
        changes: dict[str, Any] = self.chance.choice(
            [
                {"status": "closed", "closed_on": self.day(), "closing_reason": "รื้อถอน"},
                {"status": "registered", "closed_on": None, "closing_reason": None},
                {"status": "applying", "closed_on": None},
                {"registered_from": since},
            ]
        )
        self.change(session, Community, changes)

    def record_figures(self, session: Session) -> None:
        if self.chance.random() < 0.3:
            self.remove(session, CommunityFigures)
        elif community := self.any_id(session, Community):
            told = {
                name: self.chance.choice([None, 5, 80])
                for name in ("residents", "families", "houses")
            }
            session.add(self.own.figures(community, self.day(), **told))

    def open_or_close_a_zone(self, session: Session) -> None:
        if self.chance.random() < 0.4:
            self.change(session, Zone, {"closed_on": self.chance.choice([None, self.day()])})
        else:
            session.add(self.own.zone(self.day()))

    def move(self, session: Session) -> None:
        """From a day on, which may lie far back, a community is in another zone or in none."""
        community, zone, since = (
            self.any_id(session, Community),
            self.any_id(session, Zone),
            self.day(),
        )
        if community is None:
            return
        here = ZoneMembership.community_id == community
        session.execute(delete(ZoneMembership).where(here, ZoneMembership.valid_from >= since))
        session.execute(
            update(ZoneMembership)
            .where(here, ZoneMembership.valid_to.is_(None))
            .values(valid_to=since)
        )
        if zone and self.chance.random() < 0.8:
            session.add(self.own.member(zone, community, since))

    def report(self, session: Session) -> None:
        rows = []
        for _ in range(self.chance.randint(1, 4)):
            zone, community = self.any_id(session, Zone), self.any_id(session, Community)
            if zone or community:
                rows.append(
                    self.own.activity(
                        self.day(),
                        zone_id=zone,
                        community_id=community if not zone or self.chance.random() < 0.6 else None,
                        stage=self.chance.choice([None, "plan", "act"]),
                        state=self.chance.choice(["reported", "accepted"]),
                        participants=self.chance.randint(0, 50),
                    )
                )
        self.import_rows(session, Activity, rows)
        if rows and (other := self.any_id(session, Zone)):
            session.add(self.own.further_zone(rows[0], other))

    def change_reports(self, session: Session) -> None:
        if self.chance.random() < 0.3:
            self.remove(session, Activity)
            return
        activity = self.any_id(session, Activity)
        if activity and self.chance.random() < 0.4:
            day = self.day()
            session.execute(update(Activity).where(Activity.id == activity).values(held_on=day))
            session.execute(
                update(ActivityZone).where(ActivityZone.activity_id == activity).values(held_on=day)
            )
            return
        changes = {"state": "accepted"}, {"participants": 3}, {"stage": "evaluate"}
        self.change(
            session, Activity, self.chance.choice(changes), all_of_them=self.chance.random() < 0.3
        )

    def hear_of_a_joint_activity(self, session: Session) -> None:
        if zone := self.any_id(session, Zone):
            session.add(self.own.reference(self.day(), zone))
        self.change(
            session, ActivityReference, {"state": self.chance.choice(["offered", "accepted"])}
        )

    def meet(self, session: Session) -> None:
        if not (zone := self.any_id(session, Zone)):
            return
        state = self.chance.choice(["planned", "closed", "closed"])
        meeting = self.own.meeting(self.day(), zone, state=state, stage="plan")
        session.add(meeting)
        session.flush()
        session.add(self.own.minutes(meeting, self.chance.choice([None, 10, 40])))
        session.add(self.own.task(meeting, self.day() + timedelta(days=45)))

    def change_meeting(self, session: Session) -> None:
        self.change(session, Meeting, {"state": "closed"}, Meeting.state == "planned", kept=True)
        done = {"state": "done", "done_on": self.day()}
        self.change(
            session, Task, self.chance.choice([done, {"state": "dropped", "done_on": None}])
        )

    def form_committee(self, session: Session) -> None:
        zone, community = self.any_id(session, Zone), self.any_id(session, Community)
        taken = set(session.scalars(select(Committee.zone_id))) | set(
            session.scalars(select(Committee.community_id))
        )
        if zone and zone not in taken:
            session.add(self.own.committee(zone_id=zone))
        if community and community not in taken:
            session.add(self.own.committee(kind="community", community_id=community))

    def change_seats(self, session: Session) -> None:
        committee = self.any_id(session, Committee)
        if committee and self.chance.random() < 0.7:
            rows = [
                self.own.seat(committee, rule, self.day())
                for rule in ("chair", "vice_chair", "secretary", "treasurer", "registrar")
            ]
            self.import_rows(session, Seat, rows)
        else:
            self.change(session, Seat, {"valid_to": TODAY})
            self.change(session, Committee, {"edition": self.chance.choice([1, 2])})

    def sign(self, session: Session) -> None:
        """An order, a by-law that holds from another day, a revocation, or a choice of the pilot."""
        rows = session.execute(
            select(Committee.id, Committee.zone_id).where(Committee.zone_id.is_not(None))
        ).all()
        if not rows:
            return
        committee, zone = self.chance.choice(rows)
        order = self.any_id(session, Order)
        session.add(self.own.order(committee, self.day()))
        session.add(self.own.by_law(committee, self.day(), self.day()))
        session.add(self.own.pilot(zone, self.day()))
        if order and self.chance.random() < 0.3:
            session.add(self.own.order(committee, self.day(), kind="revocation", revokes_id=order))

    def train(self, session: Session) -> None:
        course = self.own.course(self.day())
        session.add(course)
        session.flush()
        zone = self.any_id(session, Zone)
        people = [self.own.trainee(course, zone_id=zone) for _ in range(3)]
        self.import_rows(session, Trainee, people)
        session.add_all(self.own.sittings(people[0], self.chance.randint(0, 10), 7))

    def change_training(self, session: Session) -> None:
        if self.chance.random() < 0.3:
            self.remove(session, Sitting)
        self.change(session, Trainee, {"presence": "absent"})
        self.change(session, Course, {"state": "cancelled", "cancelled_reason": "น้ำท่วม"})

    def plan(self, session: Session) -> None:
        if self.chance.random() < 0.3:
            self.remove(session, CommunityPlan)
        elif community := self.any_id(session, Community):
            year = self.day().year + 543
            known = [
                tuple(row)
                for row in session.execute(
                    select(CommunityPlan.community_id, CommunityPlan.fiscal_year)
                )
            ]
            if (community, year) not in known:
                session.add(self.own.plan(community, year, self.day()))

    def adopt(self, session: Session) -> None:
        since = self.day()
        if since not in set(session.scalars(select(Adoption.valid_from))):
            session.add(self.own.adoption(since))

    # What the worker does

    def work(self) -> bool:
        with scope.work(db.session, scope.tenant_scope(self.code)):
            return self.composition.refresh_facts(db.session())

    def work_on_changes(self) -> bool:
        """The worker that leaves alone what a counting of everything has marked."""
        with scope.work(db.session, scope.tenant_scope(self.code)):
            return self.composition.refresh_changes(db.session())

    def mark_everything(self) -> None:
        with scope.work(db.session, scope.tenant_scope(self.code)):
            service.mark_filled_months(db.session(), f"rebuild:{self.chance.random()}")

    def work_as_of(self, day: date) -> None:
        """The worker ran on an earlier day: the stocks of the running month are of that day."""
        with scope.work(db.session, scope.tenant_scope(self.code)):
            service.refresh_facts(
                db.session(),
                self.composition.tallies,
                lives_on_examples=self.composition.lives_on_examples,
                today=day,
            )

    def die(self) -> None:
        """The worker is killed in the middle of a counting: nothing of it stays, the marks least of all."""
        sources = tuple({source for tally in self.composition.tallies for source in tally.sources})

        def fall_over(_periods: Periods) -> Counting:
            raise WorkerKilledError

        tallies = [*self.composition.tallies]
        tallies.insert(self.chance.randint(0, len(tallies)), Tally("dying", sources, (), fall_over))
        with scope.work(db.session, scope.tenant_scope(self.code)):
            service.mark_month(db.session(), THIS_MONTH, "calendar")
        with (
            pytest.raises(WorkerKilledError),
            scope.work(db.session, scope.tenant_scope(self.code)),
        ):
            service.refresh_facts(
                db.session(),
                tallies,
                lives_on_examples=self.composition.lives_on_examples,
                today=TODAY,
            )

    def work_while_somebody_writes(self) -> None:
        """A counting begins and ends while a change is written and not yet committed."""
        sessions = scoped_session(sessionmaker(db.engine))
        with ExitStack() as stack:
            stack.callback(sessions.remove)
            stack.enter_context(scope.work(sessions, scope.tenant_scope(self.code)))
            self.live(sessions())
            self.work()

    def approve(self) -> None:
        """The director approves a month that was counted; what was approved is remembered."""
        with scope.work(db.session, scope.tenant_scope(self.code)):
            session = db.session()
            months = session.scalars(
                select(FillState.month).where(FillState.approved_at.is_(None))
            ).all()
            if months:
                approving.approve_month(session, self.chance.choice(sorted(months)))
            self.approved |= self.approved_facts(session)

    @staticmethod
    def approved_facts(session: Session) -> dict[Any, Any]:
        rows = session.execute(
            select(Fact.measure, Fact.month, Fact.zone_id, Fact.community_id, Fact.value).where(
                Fact.state == FactState.APPROVED.value
            )
        )
        return {tuple(row[:4]): row.value for row in rows}

    def catch_up(self) -> None:
        while self.work():
            pass
        with scope.work(db.session, scope.tenant_scope(self.code)):
            session = db.session()
            assert session.scalars(select(DirtyMark.id)).all() == []
            found = self.composition.compare(session)
            assert found.drifts == ()
            assert self.approved_facts(session) == self.approved

    # By chance

    def day(self) -> date:
        """Mostly lately, sometimes long ago: before the window of the stocks."""
        if self.chance.random() < 0.6:
            return TODAY - timedelta(days=self.chance.randint(0, 150))
        return LONG_AGO + timedelta(days=self.chance.randint(0, (TODAY - LONG_AGO).days))

    def any_id(self, session: Session, model: Any) -> UUID | None:
        session.flush()
        ids = sorted(session.scalars(select(model.id)))
        return self.chance.choice(ids) if ids else None

    def change(
        self,
        session: Session,
        model: Any,
        values: dict[str, Any],
        *conditions: Any,
        all_of_them: bool = False,
        kept: bool = False,
    ) -> None:
        session.flush()
        ids = sorted(session.scalars(select(model.id).where(*conditions)))
        if kept:
            # What adopted minutes hold never changes.
            kept_ids = set(
                session.scalars(select(Minutes.meeting_id).where(Minutes.state == "adopted"))
            )
            ids = [each for each in ids if each not in kept_ids]
        if ids:
            chosen = ids if all_of_them else [self.chance.choice(ids)]
            session.execute(update(model).where(model.id.in_(chosen)).values(**values))

    def remove(self, session: Session, model: Any) -> None:
        if (row_id := self.any_id(session, model)) is not None:
            session.execute(delete(model).where(model.id == row_id))

    @staticmethod
    def import_rows(session: Session, model: Any, rows: list[Any]) -> None:
        """Several rows in one statement, as an import writes them."""
        if rows:
            columns = [each.key for each in model.__mapper__.column_attrs]
            session.execute(
                insert(model),
                [
                    {key: row.__dict__[key] for key in columns if key in row.__dict__}
                    for row in rows
                ],
            )


STEPS = {
    "live": 12,
    "work": 2,
    "work on changes": 2,
    "mark everything": 1,
    "die": 1,
    "work while somebody writes": 1,
    "approve": 1,
    "work as of an earlier day": 1,
}


def take(office: Office, step: str) -> None:
    others: dict[str, Callable[[], object]] = {
        "work": office.work,
        "work on changes": office.work_on_changes,
        "mark everything": office.mark_everything,
        "die": office.die,
        "work while somebody writes": office.work_while_somebody_writes,
        "approve": office.approve,
        "work as of an earlier day": lambda: office.work_as_of(TODAY - timedelta(days=3)),
    }
    if step in others:
        others[step]()
        return
    with scope.work(db.session, scope.tenant_scope(office.code)):
        office.live(db.session())


def test_the_facts_are_those_of_a_full_recount_after_any_life(world: World, app: Flask):
    edition(world)
    edition(world, 2)
    with app.app_context(), scope.work(db.session, scope.platform_scope(read_only=True)):
        codes = iter([each.code for each in districts(db.session())])
    weighted = [step for step, weight in STEPS.items() for _ in range(weight)]

    @settings(max_examples=3, deadline=None, database=None, phases=[Phase.generate])
    @given(
        seed=st.integers(0, 2**32),
        steps=st.lists(st.sampled_from(weighted), min_size=25, max_size=40),
    )
    def live(seed: int, steps: list[str]) -> None:
        office = Office(next(codes), composition_of(app), random.Random(seed))
        with scope.work(db.session, scope.tenant_scope(office.code)):
            for begin in (office.import_communities, office.open_or_close_a_zone):
                begin(db.session())
        for step in steps:
            take(office, step)
        office.catch_up()

    with app.app_context():
        live()
