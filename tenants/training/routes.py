"""The list of courses, a course, its formulas and its trainers."""

from datetime import time
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.documents.money import baht_in_words
from core.extensions import db
from core.i18n.dates import bangkok_now, bangkok_today, show_time
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_tickets, district_blueprint, requires
from core.web.shell import language
from tenants.training import formula, queries, service
from tenants.training.forms import (
    BudgetForm,
    CourseForm,
    FormulaForm,
    InviteesForm,
    NewCourseForm,
    ReasonForm,
    TrainerForm,
)
from tenants.training.models import Course
from tenants.training.permissions import TrainingPermission
from tenants.training.service import Teaching
from tenants.training.ticket_parts import course_values
from tenants.training.topics import suggested_topics
from tenants.training.words import GROUP_TITLES, PRESENCE_TITLES, STATE_TITLES, STATE_TONES

blueprint = district_blueprint("training", __name__)

DEFAULT_PERCENT = 90
"""The share of the target group that has to come (M79), offered for every new course."""

BEGINS, ENDS, HOURS = time(9), time(16), Decimal(6)
"""A usual day, offered for every new course: six hours beside an hour of rest."""


@blueprint.context_processor
def course_words() -> dict[str, Any]:
    return {
        "course_state_titles": STATE_TITLES,
        "course_state_tones": STATE_TONES,
        "trainee_group_titles": GROUP_TITLES,
        "presence_titles": PRESENCE_TITLES,
        "now": bangkok_now(),
        "show_clock": lambda moment: show_time(moment, language=language()),
    }


@blueprint.get("/courses")
@requires(TrainingPermission.READ)
def list_courses() -> ResponseReturnValue:
    state = request.args.get("state", "")
    number = request.args.get("page", 1, type=int)
    found = queries.courses(
        db.session(), state=state if state in STATE_TITLES else "", number=number
    )
    return render_template(
        "training/courses.html", found=found, state=state, pager=_pager(found, state)
    )


@blueprint.get("/courses/new")
@requires(TrainingPermission.MANAGE)
def new_course() -> ResponseReturnValue:
    form = NewCourseForm(
        topics=suggested_topics(db.session(), bangkok_today()),
        starts_at=BEGINS,
        ends_at=ENDS,
        hours=HOURS,
        target_percent=DEFAULT_PERCENT,
    )
    return render_template("training/new.html", form=form)


@blueprint.post("/courses")
@requires(TrainingPermission.MANAGE)
def create_course() -> ResponseReturnValue:
    form = NewCourseForm(topics=suggested_topics(db.session(), bangkok_today()))

    def create() -> str:
        entry = service.create_course(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            particulars=form.particulars,
            tickets=current_tickets(),
        )
        return url_for(".show_course", course_id=entry.id)

    return submit(form, create, lambda: render_template("training/new.html", form=form))


@blueprint.get("/courses/<uuid:course_id>")
@requires(TrainingPermission.READ)
def show_course(course_id: UUID) -> ResponseReturnValue:
    return course_page(queries.course(db.session(), course_id), RecordForm())


def course_page(entry: Course, form: RecordForm) -> str:
    """A course with everything that is known of it; `form` holds what was refused."""
    session, today = db.session(), bangkok_today()
    people, costs = formula.lines_of(entry.invitees), formula.lines_of(entry.budget)
    trainers = queries.trainers(session, entry.id)
    fees = formula.fees((each.rate, each.hours) for each in trainers)
    found = queries.counts(session, entry.id)
    taken = next((line.from_register for line in people if line.from_register), None)
    communities = queries.registered_communities(session, today) if taken else 0
    return render_template(
        "training/course.html",
        entry=entry,
        form=form,
        people=people,
        costs=costs,
        fees=fees,
        sum=formula.total([*costs, *fees]),
        sum_words=baht_in_words(formula.total([*costs, *fees])),
        trainers=trainers,
        fee_sum=sum((line.total for line in fees), Decimal(0)),
        counts=found,
        goal=queries.goal_of(entry, found),
        planned_needed=formula.needed(entry.target, entry.target_percent),
        register_moved=communities if taken and communities != taken.value else None,
        register_factor=taken,
        today=today,
        is_over=entry.state in service.OVER,
        **course_values(session, entry),
    )


@blueprint.get("/courses/<uuid:course_id>/edit")
@requires(TrainingPermission.MANAGE)
def edit_course(course_id: UUID) -> ResponseReturnValue:
    entry = queries.course(db.session(), course_id)
    service.refuse_over(entry)
    values = {name: getattr(entry, name) for name in service.EDITED}
    return _edit_page(entry, CourseForm(version=str(entry.version), **values))


@blueprint.post("/courses/<uuid:course_id>")
@requires(TrainingPermission.MANAGE)
def update_course(course_id: UUID) -> ResponseReturnValue:
    form = CourseForm()

    def change() -> str:
        service.change_course(
            db.session(),
            actor=current_actor(),
            course_id=course_id,
            seen_version=form.seen_version,
            particulars=form.particulars,
        )
        return url_for(".show_course", course_id=course_id)

    return submit(form, change, lambda: _edit_page(queries.course(db.session(), course_id), form))


@blueprint.get("/courses/<uuid:course_id>/invitee-formula/edit")
@requires(TrainingPermission.MANAGE)
def edit_invitee_formula(course_id: UUID) -> ResponseReturnValue:
    entry = queries.course(db.session(), course_id)
    service.refuse_over(entry)
    values = formula.invitee_values(entry.invitees)
    return _formula_page(entry, InviteesForm(version=str(entry.version), **values))


@blueprint.post("/courses/<uuid:course_id>/invitee-formula")
@requires(TrainingPermission.MANAGE)
def update_invitee_formula(course_id: UUID) -> ResponseReturnValue:
    form = InviteesForm()

    def keep() -> str:
        session, today = db.session(), bangkok_today()
        entry = queries.course(session, course_id)
        service.set_invitees(
            session,
            actor=current_actor(),
            course_id=course_id,
            seen_version=form.seen_version,
            lines=form.lines(
                formula.lines_of(entry.invitees),
                communities=queries.registered_communities(session, today),
                today=today,
            ),
        )
        return url_for(".show_course", course_id=course_id, _anchor="formula")

    return submit(form, keep, lambda: _formula_page(queries.course(db.session(), course_id), form))


@blueprint.get("/courses/<uuid:course_id>/budget/edit")
@requires(TrainingPermission.MANAGE)
def edit_budget(course_id: UUID) -> ResponseReturnValue:
    entry = queries.course(db.session(), course_id)
    service.refuse_over(entry)
    values = formula.budget_values(entry.budget)
    return _budget_page(entry, BudgetForm(version=str(entry.version), **values))


@blueprint.post("/courses/<uuid:course_id>/budget")
@requires(TrainingPermission.MANAGE)
def update_budget(course_id: UUID) -> ResponseReturnValue:
    form = BudgetForm()

    def keep() -> str:
        service.set_budget(
            db.session(),
            actor=current_actor(),
            course_id=course_id,
            seen_version=form.seen_version,
            lines=form.lines(today=bangkok_today()),
        )
        return url_for(".show_course", course_id=course_id, _anchor="budget")

    return submit(form, keep, lambda: _budget_page(queries.course(db.session(), course_id), form))


@blueprint.get("/courses/<uuid:course_id>/trainers/new")
@requires(TrainingPermission.MANAGE)
def new_trainer(course_id: UUID) -> ResponseReturnValue:
    entry = queries.course(db.session(), course_id)
    service.refuse_over(entry)
    return render_template("training/trainer.html", entry=entry, form=TrainerForm(), trainer=None)


@blueprint.post("/courses/<uuid:course_id>/trainers")
@requires(TrainingPermission.MANAGE)
def create_trainer(course_id: UUID) -> ResponseReturnValue:
    form = TrainerForm()

    def enter() -> str:
        service.enter_trainer(
            db.session(),
            actor=current_actor(),
            course_id=course_id,
            record_id=form.id_of_record,
            teaching=_teaching(form),
        )
        return url_for(".show_course", course_id=course_id, _anchor="trainers")

    def again() -> str:
        entry = queries.course(db.session(), course_id)
        return render_template("training/trainer.html", entry=entry, form=form, trainer=None)

    return submit(form, enter, again)


@blueprint.get("/trainers/<uuid:trainer_id>/edit")
@requires(TrainingPermission.MANAGE)
def edit_trainer(trainer_id: UUID) -> ResponseReturnValue:
    found = queries.trainer(db.session(), trainer_id)
    values = {name: getattr(found, name) for name in Teaching.__dataclass_fields__}
    return _trainer_page(trainer_id, TrainerForm(version=str(found.version), **values))


@blueprint.post("/trainers/<uuid:trainer_id>")
@requires(TrainingPermission.MANAGE)
def update_trainer(trainer_id: UUID) -> ResponseReturnValue:
    form = TrainerForm()

    def change() -> str:
        found = service.change_trainer(
            db.session(),
            actor=current_actor(),
            trainer_id=trainer_id,
            seen_version=form.seen_version,
            teaching=_teaching(form),
        )
        return url_for(".show_course", course_id=found.course_id, _anchor="trainers")

    return submit(form, change, lambda: _trainer_page(trainer_id, form))


@blueprint.post("/trainers/<uuid:trainer_id>/removal")
@requires(TrainingPermission.MANAGE)
def create_trainer_removal(trainer_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def remove() -> str:
        course_id = service.remove_trainer(db.session(), trainer_id=trainer_id)
        flash(gettext("The trainer is no longer named."), "success")
        return url_for(".show_course", course_id=course_id, _anchor="trainers")

    return submit(form, remove, lambda: _trainer_page(trainer_id, TrainerForm()))


@blueprint.get("/courses/<uuid:course_id>/closure/new")
@requires(TrainingPermission.MANAGE)
def new_closure(course_id: UUID) -> ResponseReturnValue:
    return _closure_page(course_id, RecordForm())


@blueprint.post("/courses/<uuid:course_id>/closure")
@requires(TrainingPermission.MANAGE)
def create_closure(course_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def close() -> str:
        service.close_course(db.session(), actor=current_actor(), course_id=course_id)
        flash(gettext("The course is closed. People are asked after 60 and 90 days."), "success")
        return url_for(".show_course", course_id=course_id)

    return submit(form, close, lambda: _closure_page(course_id, form))


@blueprint.get("/courses/<uuid:course_id>/cancellation/new")
@requires(TrainingPermission.MANAGE)
def new_cancellation(course_id: UUID) -> ResponseReturnValue:
    return _cancellation_page(course_id, ReasonForm())


@blueprint.post("/courses/<uuid:course_id>/cancellation")
@requires(TrainingPermission.MANAGE)
def create_cancellation(course_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def cancel() -> str:
        service.cancel_course(
            db.session(), actor=current_actor(), course_id=course_id, reason=form.reason.data
        )
        flash(gettext("The course is cancelled."), "success")
        return url_for(".show_course", course_id=course_id)

    return submit(form, cancel, lambda: _cancellation_page(course_id, form))


def _teaching(form: TrainerForm) -> Teaching:
    return Teaching(
        name=form.name.data or "",
        person_position=form.person_position.data or "",
        topic=form.topic.data or "",
        rate=form.rate.data,
        hours=form.hours.data,
    )


def _edit_page(entry: Course, form: CourseForm) -> str:
    return render_template("training/edit.html", entry=entry, form=form)


def _formula_page(entry: Course, form: FormulaForm) -> str:
    today = bangkok_today()
    return render_template(
        "training/invitee_formula.html",
        entry=entry,
        form=form,
        kept=formula.lines_of(entry.invitees),
        communities=queries.registered_communities(db.session(), today),
        today=today,
        lines=range(1, formula.MOST_LINES + 1),
    )


def _budget_page(entry: Course, form: FormulaForm) -> str:
    trainers = queries.trainers(db.session(), entry.id)
    return render_template(
        "training/budget.html",
        entry=entry,
        form=form,
        fees=formula.fees((each.rate, each.hours) for each in trainers),
        lines=range(1, formula.MOST_LINES + 1),
    )


def _trainer_page(trainer_id: UUID, form: TrainerForm) -> str:
    found = queries.trainer(db.session(), trainer_id)
    entry = queries.course(db.session(), found.course_id)
    return render_template("training/trainer.html", entry=entry, form=form, trainer=found)


def _closure_page(course_id: UUID, form: RecordForm) -> str:
    entry = queries.course(db.session(), course_id)
    return render_template("training/closure.html", entry=entry, form=form)


def _cancellation_page(course_id: UUID, form: ReasonForm) -> str:
    entry = queries.course(db.session(), course_id)
    return render_template("training/cancellation.html", entry=entry, form=form)


def _pager(found: Any, state: str) -> dict[str, Any]:
    def at(number: int) -> str:
        return url_for(".list_courses", state=state or None, page=number)

    return {
        "first": found.first,
        "last": found.last,
        "total": found.total,
        "previous_url": at(found.number - 1) if found.number > 1 else None,
        "next_url": at(found.number + 1) if found.number < found.pages else None,
    }
