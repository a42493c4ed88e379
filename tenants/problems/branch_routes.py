"""Pages of the causes and actions of a problem, on the blueprint of `routes`."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.errors import EditConflict, NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, requires
from core.web.step_forms import ReasonForm
from tenants.problems import actions, causes, queries
from tenants.problems.forms import ActionForm, CauseForm, ResultForm
from tenants.problems.models import Problem
from tenants.problems.permissions import ProblemPermission
from tenants.problems.routes import blueprint, organisations_to_choose
from tenants.problems.service import refuse_closed

__all__ = ["blueprint"]

STEPS = {"up": -1, "down": 1}


@blueprint.get("/problems/<uuid:problem_id>/causes/new")
@requires(ProblemPermission.MANAGE)
def new_cause(problem_id: UUID) -> ResponseReturnValue:
    form = _cause_form(_open_problem(problem_id))
    form.parent.data = request.args.get("parent", "")
    return _cause_page(problem_id, form)


@blueprint.post("/problems/<uuid:problem_id>/causes")
@requires(ProblemPermission.MANAGE)
def create_cause(problem_id: UUID) -> ResponseReturnValue:
    form = _cause_form(_problem(problem_id))

    def add() -> str:
        causes.add_cause(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            problem_id=problem_id,
            record_id=form.id_of_record,
            text=form.text.data,
            parent_id=form.parent_id,
        )
        return _tree_of(problem_id)

    return submit(form, add, lambda: _cause_page(problem_id, form))


@blueprint.get("/problem-causes/<uuid:cause_id>/edit")
@requires(ProblemPermission.MANAGE)
def edit_cause(cause_id: UUID) -> ResponseReturnValue:
    entry, problem = queries.cause(db.session(), current_reach(), cause_id)
    refuse_closed(problem)
    form = _cause_form(
        problem,
        cause_id,
        text=entry.text,
        parent=str(entry.parent_id or ""),
        version=str(entry.version),
    )
    return _cause_edit_page(cause_id, form)


@blueprint.post("/problem-causes/<uuid:cause_id>")
@requires(ProblemPermission.MANAGE)
def update_cause(cause_id: UUID) -> ResponseReturnValue:
    _entry, problem = queries.cause(db.session(), current_reach(), cause_id)
    form = _cause_form(problem, cause_id)

    def change() -> str:
        entry = causes.change_cause(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            cause_id=cause_id,
            seen_version=form.seen_version,
            text=form.text.data,
            parent_id=form.parent_id,
        )
        return _tree_of(entry.problem_id)

    return submit(form, change, lambda: _cause_edit_page(cause_id, form))


@blueprint.post("/problem-causes/<uuid:cause_id>/moves")
@requires(ProblemPermission.MANAGE)
def create_cause_move(cause_id: UUID) -> ResponseReturnValue:
    """One place up or down among its neighbours; a button each, without script."""
    form = RecordForm()

    def move() -> str:
        steps = STEPS.get(request.form.get("direction", ""))
        if steps is None:
            raise NotFound("This page does not exist")
        entry = causes.move_cause(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            cause_id=cause_id,
            steps=steps,
        )
        return _tree_of(entry.problem_id)

    def again() -> str:
        entry, problem = queries.cause(db.session(), current_reach(), cause_id)
        shown = _cause_form(problem, cause_id, formdata=None, text=entry.text)
        shown.form_errors = form.form_errors
        return _cause_edit_page(cause_id, shown)

    return submit(form, move, again)


@blueprint.get("/problem-causes/<uuid:cause_id>/removal/new")
@requires(ProblemPermission.MANAGE)
def new_cause_removal(cause_id: UUID) -> ResponseReturnValue:
    return _cause_removal_page(cause_id, ReasonForm())


@blueprint.post("/problem-causes/<uuid:cause_id>/removal")
@requires(ProblemPermission.MANAGE)
def create_cause_removal(cause_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def remove() -> str:
        problem_id = causes.remove_cause(
            db.session(), within=current_reach(), cause_id=cause_id, reason=form.reason.data
        )
        return _tree_of(problem_id)

    return submit(form, remove, lambda: _cause_removal_page(cause_id, form))


@blueprint.get("/problems/<uuid:problem_id>/actions/new")
@requires(ProblemPermission.MANAGE)
def new_action(problem_id: UUID) -> ResponseReturnValue:
    form = _action_form(_open_problem(problem_id))
    form.cause.data = request.args.get("cause", "")
    return _action_page(problem_id, form)


@blueprint.post("/problems/<uuid:problem_id>/actions")
@requires(ProblemPermission.MANAGE)
def create_action(problem_id: UUID) -> ResponseReturnValue:
    form = _action_form(_problem(problem_id))

    def add() -> str:
        actions.add_action(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            problem_id=problem_id,
            record_id=form.id_of_record,
            plan=form.plan,
        )
        return url_for(".show_problem", problem_id=problem_id)

    return submit(form, add, lambda: _action_page(problem_id, form))


@blueprint.get("/problem-actions/<uuid:action_id>/edit")
@requires(ProblemPermission.MANAGE)
def edit_action(action_id: UUID) -> ResponseReturnValue:
    entry, problem = queries.action(db.session(), current_reach(), action_id)
    refuse_closed(problem)
    form = _action_form(
        problem,
        entry.organisation_id,
        text=entry.text,
        cause=str(entry.cause_id or ""),
        organisation=str(entry.organisation_id or ""),
        owner_name=entry.owner_name,
        due_on=entry.due_on,
        version=str(entry.version),
    )
    return _action_edit_page(action_id, form)


@blueprint.post("/problem-actions/<uuid:action_id>")
@requires(ProblemPermission.MANAGE)
def update_action(action_id: UUID) -> ResponseReturnValue:
    stored, problem = queries.action(db.session(), current_reach(), action_id)
    form = _action_form(problem, stored.organisation_id)

    def change() -> str:
        try:
            entry = actions.change_action(
                db.session(),
                actor=current_actor(),
                within=current_reach(),
                action_id=action_id,
                seen_version=form.seen_version,
                plan=form.plan,
            )
        except EditConflict as refusal:
            current = refusal.current
            current["cause"] = str(current.pop("cause_id") or "")
            current["organisation"] = str(current.pop("organisation_id") or "")
            raise
        return url_for(".show_problem", problem_id=entry.problem_id)

    return submit(form, change, lambda: _action_edit_page(action_id, form))


@blueprint.get("/problem-actions/<uuid:action_id>/result/new")
@requires(ProblemPermission.MANAGE)
def new_result(action_id: UUID) -> ResponseReturnValue:
    return _result_page(action_id, ResultForm(done_on=bangkok_today()))


@blueprint.post("/problem-actions/<uuid:action_id>/result")
@requires(ProblemPermission.MANAGE)
def create_result(action_id: UUID) -> ResponseReturnValue:
    form = ResultForm()

    def finish() -> str:
        entry = actions.finish_action(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            action_id=action_id,
            done_on=form.done_on.data,
            outcome=form.outcome.data,
            cost=form.cost.data,
        )
        return url_for(".show_problem", problem_id=entry.problem_id)

    return submit(form, finish, lambda: _result_page(action_id, form))


@blueprint.get("/problem-actions/<uuid:action_id>/removal/new")
@requires(ProblemPermission.MANAGE)
def new_action_removal(action_id: UUID) -> ResponseReturnValue:
    return _action_removal_page(action_id, ReasonForm())


@blueprint.post("/problem-actions/<uuid:action_id>/removal")
@requires(ProblemPermission.MANAGE)
def create_action_removal(action_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def remove() -> str:
        problem_id = actions.remove_action(
            db.session(), within=current_reach(), action_id=action_id, reason=form.reason.data
        )
        return url_for(".show_problem", problem_id=problem_id)

    return submit(form, remove, lambda: _action_removal_page(action_id, form))


def _problem(problem_id: UUID) -> Problem:
    return queries.problem(db.session(), current_reach(), problem_id).problem


def _open_problem(problem_id: UUID) -> Problem:
    entry = _problem(problem_id)
    refuse_closed(entry)
    return entry


def _tree_of(problem_id: UUID) -> str:
    return url_for(".show_problem", problem_id=problem_id, _anchor="causes")


def _cause_form(problem: Problem, but: UUID | None = None, **values: Any) -> CauseForm:
    form = CauseForm(**values)
    form.offer(problem.title, queries.causes_of(db.session(), problem.id), but)
    return form


def _action_form(problem: Problem, now: UUID | None = None, **values: Any) -> ActionForm:
    form = ActionForm(**values)
    form.offer(organisations_to_choose(now), queries.causes_of(db.session(), problem.id))
    return form


def _cause_page(problem_id: UUID, form: CauseForm) -> str:
    return render_template("problems/cause_new.html", form=form, entry=_problem(problem_id))


def _cause_edit_page(cause_id: UUID, form: CauseForm) -> str:
    cause, entry = queries.cause(db.session(), current_reach(), cause_id)
    return render_template("problems/cause_edit.html", form=form, entry=entry, cause=cause)


def _cause_removal_page(cause_id: UUID, form: ReasonForm) -> str:
    cause, entry = queries.cause(db.session(), current_reach(), cause_id)
    return render_template("problems/cause_removal.html", form=form, entry=entry, cause=cause)


def _action_page(problem_id: UUID, form: ActionForm) -> str:
    return render_template("problems/action_new.html", form=form, entry=_problem(problem_id))


def _action_edit_page(action_id: UUID, form: ActionForm) -> str:
    action, entry = queries.action(db.session(), current_reach(), action_id)
    return render_template("problems/action_edit.html", form=form, entry=entry, action=action)


def _result_page(action_id: UUID, form: ResultForm) -> str:
    action, entry = queries.action(db.session(), current_reach(), action_id)
    return render_template("problems/result.html", form=form, entry=entry, action=action)


def _action_removal_page(action_id: UUID, form: ReasonForm) -> str:
    action, entry = queries.action(db.session(), current_reach(), action_id)
    return render_template("problems/action_removal.html", form=form, entry=entry, action=action)
