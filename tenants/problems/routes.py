"""Pages of the problems: the list, one problem, and its way from reported to solved."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import EditConflict
from core.extensions import db
from core.i18n.dates import bangkok_today, show_date
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, district_blueprint, grants, may, requires
from core.web.step_forms import ReasonForm
from tenants.meetings.queries import MeetingLine, held_meetings
from tenants.partners.queries import organisation, partner_choices
from tenants.problems import queries, service
from tenants.problems.forms import STATE_TITLES, AnswerForm, ReportForm, SolutionForm
from tenants.problems.models import Problem
from tenants.problems.permissions import ProblemPermission
from tenants.problems.tree import draw_tree
from tenants.zones.queries import open_zones

blueprint = district_blueprint("problems", __name__)


@blueprint.get("/problems")
@requires(ProblemPermission.READ)
def list_problems() -> ResponseReturnValue:
    session, within = db.session(), current_reach()
    filters = queries.Filters(
        text=request.args.get("q", "").strip(),
        zone=request.args.get("zone", ""),
        kind=request.args.get("kind", ""),
        state=request.args.get("state", ""),
        priority=request.args.get("priority", ""),
        ourselves=request.args.get("ourselves") == "1",
    )
    return render_template(
        "problems/problems.html",
        page=queries.problems(session, within, filters, request.args.get("page", 1, type=int)),
        filters=filters,
        tally=queries.tally(session, within),
        zones=open_zones(session, within) if within.whole_district else [],
        kinds=queries.kinds_of(session),
        states=STATE_TITLES,
    )


@blueprint.get("/problems/new")
@requires(ProblemPermission.REPORT)
def new_problem() -> ResponseReturnValue:
    form = _form(found_on=bangkok_today())
    form.place.data = request.args.get("place") or _usual_place(form)
    return _new_page(form)


@blueprint.post("/problems")
@requires(ProblemPermission.REPORT)
def create_problem() -> ResponseReturnValue:
    form = _form()

    def report() -> str:
        entry = service.report_problem(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            record_id=form.id_of_record,
            report=form.report,
        )
        flash(gettext("The problem is reported. The section sees it now."), "success")
        return url_for(".show_problem", problem_id=entry.id)

    return submit(form, report, lambda: _new_page(form))


@blueprint.get("/problems/<uuid:problem_id>")
@requires(ProblemPermission.READ)
def show_problem(problem_id: UUID) -> ResponseReturnValue:
    return _show_page(problem_id, RecordForm())


@blueprint.get("/problems/<uuid:problem_id>/edit")
@requires(ProblemPermission.REPORT)
def edit_problem(problem_id: UUID) -> ResponseReturnValue:
    entry = queries.problem(db.session(), current_reach(), problem_id).problem
    service.refuse_unless_open_to(entry, current_actor(), current_reach())
    shown = {name: getattr(entry, name) for name in ("kind", "title", "detail", "found_on")}
    place = _place_of({"zone_id": entry.zone_id, "community_id": entry.community_id})
    form = _form(entry, version=str(entry.version), place=place, **shown)
    return _edit_page(problem_id, form)


@blueprint.post("/problems/<uuid:problem_id>")
@requires(ProblemPermission.REPORT)
def update_problem(problem_id: UUID) -> ResponseReturnValue:
    form = _form(queries.problem(db.session(), current_reach(), problem_id).problem)

    def change() -> str:
        try:
            service.change_problem(
                db.session(),
                actor=current_actor(),
                within=current_reach(),
                problem_id=problem_id,
                seen_version=form.seen_version,
                report=form.report,
            )
        except EditConflict as problem:
            problem.current["place"] = _place_of(problem.current)
            raise
        return url_for(".show_problem", problem_id=problem_id)

    return submit(form, change, lambda: _edit_page(problem_id, form))


@blueprint.get("/problems/<uuid:problem_id>/answer/edit")
@requires(ProblemPermission.MANAGE)
def edit_answer(problem_id: UUID) -> ResponseReturnValue:
    entry = queries.problem(db.session(), current_reach(), problem_id).problem
    service.refuse_closed(entry)
    form = _answer_form(
        entry,
        version=str(entry.version),
        priority=entry.priority,
        meeting=str(entry.priority_meeting_id or ""),
        organisation=str(entry.organisation_id or ""),
        owner_name=entry.owner_name,
    )
    return _answer_page(problem_id, form)


@blueprint.post("/problems/<uuid:problem_id>/answer")
@requires(ProblemPermission.MANAGE)
def update_answer(problem_id: UUID) -> ResponseReturnValue:
    form = _answer_form(queries.problem(db.session(), current_reach(), problem_id).problem)

    def agree() -> str:
        try:
            service.agree_on_answer(
                db.session(),
                actor=current_actor(),
                within=current_reach(),
                problem_id=problem_id,
                seen_version=form.seen_version,
                answer=form.answer,
            )
        except EditConflict as problem:
            current = problem.current
            current["organisation"] = str(current.pop("organisation_id") or "")
            current["meeting"] = str(current.pop("priority_meeting_id") or "")
            raise
        return url_for(".show_problem", problem_id=problem_id)

    return submit(form, agree, lambda: _answer_page(problem_id, form))


@blueprint.post("/problems/<uuid:problem_id>/beginning")
@requires(ProblemPermission.MANAGE)
def create_beginning(problem_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def begin() -> str:
        service.begin_work(
            db.session(), actor=current_actor(), within=current_reach(), problem_id=problem_id
        )
        return url_for(".show_problem", problem_id=problem_id)

    return submit(form, begin, lambda: _show_page(problem_id, form))


@blueprint.get("/problems/<uuid:problem_id>/solution/new")
@requires(ProblemPermission.MANAGE)
def new_solution(problem_id: UUID) -> ResponseReturnValue:
    return _solution_page(problem_id, SolutionForm(solved_on=bangkok_today()))


@blueprint.post("/problems/<uuid:problem_id>/solution")
@requires(ProblemPermission.MANAGE)
def create_solution(problem_id: UUID) -> ResponseReturnValue:
    form = SolutionForm()

    def solve() -> str:
        service.solve_problem(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            problem_id=problem_id,
            solved_on=form.solved_on.data,
            solution=form.solution.data,
            by_ourselves=bool(form.by_ourselves.data),
        )
        return url_for(".show_problem", problem_id=problem_id)

    return submit(form, solve, lambda: _solution_page(problem_id, form))


@blueprint.get("/problems/<uuid:problem_id>/dropping/new")
@requires(ProblemPermission.MANAGE)
def new_dropping(problem_id: UUID) -> ResponseReturnValue:
    return _reason_page("problems/dropping.html", problem_id, ReasonForm())


@blueprint.post("/problems/<uuid:problem_id>/dropping")
@requires(ProblemPermission.MANAGE)
def create_dropping(problem_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def drop() -> str:
        service.drop_problem(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            problem_id=problem_id,
            reason=form.reason.data,
        )
        return url_for(".show_problem", problem_id=problem_id)

    return submit(form, drop, lambda: _reason_page("problems/dropping.html", problem_id, form))


@blueprint.get("/problems/<uuid:problem_id>/reopening/new")
@requires(ProblemPermission.MANAGE)
def new_reopening(problem_id: UUID) -> ResponseReturnValue:
    return _reason_page("problems/reopening.html", problem_id, ReasonForm())


@blueprint.post("/problems/<uuid:problem_id>/reopening")
@requires(ProblemPermission.MANAGE)
def create_reopening(problem_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def reopen() -> str:
        service.reopen_problem(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            problem_id=problem_id,
            reason=form.reason.data,
        )
        return url_for(".show_problem", problem_id=problem_id)

    return submit(form, reopen, lambda: _reason_page("problems/reopening.html", problem_id, form))


def organisations_to_choose(now: UUID | None = None) -> list[tuple[UUID, str, str]]:
    """Present partners, and the one that is chosen now even where it has ended since."""
    found = partner_choices(db.session())
    if now is not None and now not in {each[0] for each in found}:
        entry = organisation(db.session(), now)
        found.append((entry.id, entry.name, entry.sector))
    return found


def _usual_place(form: ReportForm) -> str:
    """What a leader reports most: the own zone's or community's. Staff choose each time."""
    choices = [value for value, _title in form.place.choices if value]
    return "" if current_reach().whole_district else next(iter(choices), "")


def _form(entry: Problem | None = None, **values: Any) -> ReportForm:
    session, within = db.session(), current_reach()
    form = ReportForm(**values)
    places, kinds = queries.places(session, within), queries.kinds_of(session)
    if entry is not None:
        line = queries.problem(session, within, entry.id)
        present = queries.Place(line.zone, line.community)
        if present.key not in {each.key for each in places}:
            # A community may have been closed or moved since the problem was reported.
            places = [present, *places]
        kinds = kinds | ({} if entry.kind in kinds else {entry.kind: entry.kind})
    form.offer(places, kinds)
    return form


def _place_of(stored: dict[str, Any]) -> str:
    if stored["community_id"] is not None:
        return f"community:{stored['community_id']}"
    return f"zone:{stored['zone_id']}"


def _answer_form(entry: Problem, **values: Any) -> AnswerForm:
    form = AnswerForm(**values)
    held = held_meetings(db.session(), current_reach(), entry.zone_id)
    form.offer(
        organisations_to_choose(entry.organisation_id),
        [(line.meeting.id, _meeting_title(line)) for line in held],
    )
    return form


def _meeting_title(line: MeetingLine) -> str:
    return f"{line.label} {line.count} · {show_date(line.meeting.held_on, style='short')}"


def _show_page(problem_id: UUID, form: RecordForm) -> str:
    session, within, actor = db.session(), current_reach(), current_actor()
    line = queries.problem(session, within, problem_id)
    causes = queries.causes_of(session, problem_id)
    reach = actor.within(grants(), ProblemPermission.REPORT)
    agreed = None
    if line.problem.priority_meeting_id is not None:
        held = held_meetings(session, within, line.problem.zone_id)
        agreed = next(
            (each for each in held if each.meeting.id == line.problem.priority_meeting_id), None
        )
    return render_template(
        "problems/problem.html",
        line=line,
        entry=line.problem,
        form=form,
        kind=queries.kinds_of(session).get(line.problem.kind, line.problem.kind),
        states=STATE_TITLES,
        causes=causes,
        picture=draw_tree(line.problem.title, causes) if causes else None,
        actions=queries.actions_of(session, problem_id),
        agreed=agreed,
        meeting_title=_meeting_title(agreed) if agreed else "",
        unsolved=line.problem.state in queries.UNSOLVED,
        managing=may(ProblemPermission.MANAGE) and line.problem.state in queries.UNSOLVED,
        may_change=reach is not None and service.may_change(line.problem, actor, reach),
    )


def _new_page(form: ReportForm) -> str:
    return render_template("problems/new.html", form=form, kinds=form.kind.choices)


def _edit_page(problem_id: UUID, form: ReportForm) -> str:
    entry = queries.problem(db.session(), current_reach(), problem_id).problem
    return render_template("problems/edit.html", form=form, entry=entry)


def _answer_page(problem_id: UUID, form: AnswerForm) -> str:
    entry = queries.problem(db.session(), current_reach(), problem_id).problem
    return render_template("problems/answer.html", form=form, entry=entry)


def _solution_page(problem_id: UUID, form: SolutionForm) -> str:
    entry = queries.problem(db.session(), current_reach(), problem_id).problem
    return render_template("problems/solution.html", form=form, entry=entry)


def _reason_page(template: str, problem_id: UUID, form: ReasonForm) -> str:
    entry = queries.problem(db.session(), current_reach(), problem_id).problem
    return render_template(template, form=form, entry=entry)
