"""Taking a test with the personal code, and entering what was ticked on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.errors import FieldError, Refused
from core.extensions import db
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, requires, requires_ticket
from core.web.offline import account_key
from tenants.training import course_tests, queries, results, service, sittings
from tenants.training.forms import ReasonForm
from tenants.training.models import Course, CourseTest, Phase, Sitting, Trainee
from tenants.training.paper_lines import read_line
from tenants.training.permissions import TrainingPermission
from tenants.training.question_forms import PaperLinesForm, SheetForm, letters_of
from tenants.training.roster_routes import uuids
from tenants.training.tests_routes import PHASE, blueprint
from tenants.training.ticket_parts import TICKET_PARTS
from tenants.training.ticket_routes import OWN, office_name_of, ticket_address

__all__ = ["blueprint"]

TICKET = "/training-tickets/<string(maxlength=20):ticket>"


@dataclass(frozen=True)
class OwnTest:
    """A test of one person: whether it can be taken now, and the own result once it was sent."""

    phase: Phase
    is_open: bool
    is_closed: bool
    sitting: Sitting | None


@blueprint.get(f"{TICKET}/tests/{PHASE}")
@requires_ticket(reason=OWN)
def show_ticket_test(ticket: str, phase: str) -> ResponseReturnValue:
    return _sheet_page(ticket, Phase(phase), SheetForm())


@blueprint.post(f"{TICKET}/tests/{PHASE}")
@requires_ticket(reason=OWN)
def create_ticket_test(ticket: str, phase: str) -> ResponseReturnValue:
    """The answers arrive once. Open questions are asked for, unless they are left out on purpose."""
    form = SheetForm()
    missing: list[int] = []

    def send() -> str:
        session = db.session()
        missing.extend(_unanswered(ticket, Phase(phase), form.answers))
        if missing:
            _trainee, course = queries.trainee_of_ticket(session, ticket)
            sittings.refuse_unless_open(session, course, Phase(phase))
            raise Refused(
                "No answer yet to question %(numbers)s.", numbers=", ".join(map(str, missing))
            )
        taken = sittings.take_test(
            session, ticket_hash=ticket, phase=Phase(phase), answers=form.answers
        )
        if taken.is_sent:
            flash(gettext("Thank you. Your test has been received."), "success")
        else:
            flash(
                gettext("Your test was received before. The first answers stay as they were."),
                "warning",
            )
        return ticket_address()

    return submit(form, send, lambda: _sheet_page(ticket, Phase(phase), form, missing))


@blueprint.get(f"/courses/<uuid:course_id>/tests/{PHASE}/papers")
@requires(TrainingPermission.MANAGE)
def new_papers(course_id: UUID, phase: str) -> ResponseReturnValue:
    return _papers_page(course_id, Phase(phase), PaperLinesForm())


@blueprint.post(f"/courses/<uuid:course_id>/tests/{PHASE}/papers")
@requires(TrainingPermission.MANAGE)
def create_papers(course_id: UUID, phase: str) -> ResponseReturnValue:
    """All rows or none: a row that is refused stays with the others on the page."""
    form = PaperLinesForm()

    def enter() -> str:
        number = _enter_lines(course_id, Phase(phase), form)
        flash(gettext("%(number)s tests from paper are entered.", number=number), "success")
        return url_for(".new_papers", course_id=course_id, phase=phase)

    return submit(form, enter, lambda: _papers_page(course_id, Phase(phase), form))


@blueprint.get(f"/trainees/<uuid:trainee_id>/tests/{PHASE}/paper")
@requires(TrainingPermission.MANAGE)
def new_paper(trainee_id: UUID, phase: str) -> ResponseReturnValue:
    return _paper_page(trainee_id, Phase(phase), SheetForm(), {})


@blueprint.post(f"/trainees/<uuid:trainee_id>/tests/{PHASE}/paper")
@requires(TrainingPermission.MANAGE)
def create_paper(trainee_id: UUID, phase: str) -> ResponseReturnValue:
    form = SheetForm()

    def enter() -> str:
        entry = sittings.enter_paper(
            db.session(),
            actor=current_actor(),
            trainee_id=trainee_id,
            phase=Phase(phase),
            answers=form.answers,
        )
        flash(gettext("%(number)s tests from paper are entered.", number=1), "success")
        return url_for(".new_papers", course_id=entry.course_id, phase=phase)

    return submit(form, enter, lambda: _paper_page(trainee_id, Phase(phase), form, form.answers))


@blueprint.get("/sittings/<uuid:sitting_id>/withdrawal/new")
@requires(TrainingPermission.MANAGE)
def new_sitting_withdrawal(sitting_id: UUID) -> ResponseReturnValue:
    return _withdrawal_page(sitting_id, ReasonForm())


@blueprint.post("/sittings/<uuid:sitting_id>/withdrawal")
@requires(TrainingPermission.MANAGE)
def create_sitting_withdrawal(sitting_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()
    entry = sittings.sitting(db.session(), sitting_id)
    course_id, phase = entry.course_id, entry.phase

    def withdraw() -> str:
        sittings.withdraw_sitting(
            db.session(), sitting_id=sitting_id, reason=form.reason.data or ""
        )
        flash(gettext("The test is taken out. It can be taken or entered again."), "success")
        return url_for(".new_papers", course_id=course_id, phase=phase)

    return submit(form, withdraw, lambda: _withdrawal_page(sitting_id, form))


def ticket_part(session: Session, trainee: Trainee, course: Course) -> dict[str, Any]:
    """What the page of a personal code says of the own tests: nobody else's."""
    tests = course_tests.tests_of(session, course.id)
    return {
        "own_tests": [
            own_test(session, trainee, course, phase, tests.get(phase)) for phase in Phase
        ]
        if tests
        else []
    }


def own_test(
    session: Session, trainee: Trainee, course: Course, phase: Phase, test: CourseTest | None
) -> OwnTest:
    opened = test is not None and test.opened_at is not None
    over = course.state in service.OVER or (test is not None and test.closed_at is not None)
    return OwnTest(
        phase=phase,
        is_open=opened and not over,
        is_closed=opened and over,
        sitting=sittings.sitting_of(session, trainee.id, phase),
    )


def _unanswered(ticket: str, phase: Phase, answers: Mapping[str, str]) -> list[int]:
    """The numbers of open questions on this person's sheet, unless they are left out on purpose."""
    if answers.get("incomplete"):
        return []
    session = db.session()
    trainee, course = queries.trainee_of_ticket(session, ticket)
    if sittings.sitting_of(session, trainee.id, phase) is not None:
        return []
    shown = sittings.sheet(course_tests.items_of(session, course.id), trainee.id, phase)
    return [number for number, each in enumerate(shown, 1) if not answers.get(str(each.id))]


def _sheet_page(ticket: str, phase: Phase, form: SheetForm, missing: Sequence[int] = ()) -> str:
    session = db.session()
    trainee, course = queries.trainee_of_ticket(session, ticket)
    own = own_test(
        session, trainee, course, phase, course_tests.tests_of(session, course.id).get(phase)
    )
    ticked = form.answers
    seen = own.is_open or (own.is_closed and bool(ticked))
    items = course_tests.items_of(session, course.id) if seen and own.sitting is None else []
    return render_template(
        "training/sitting.html",
        entry=course,
        trainee=trainee,
        own=own,
        form=form,
        ticked=ticked,
        missing=missing,
        sheet=sittings.sheet(items, trainee.id, phase),
        code=str((request.view_args or {})["ticket"]),
        back=ticket_address(),
        office_name=office_name_of(course.district_id),
        owner=f"{account_key()}/{g.office_slug}/{trainee.id}",
    )


def _enter_lines(course_id: UUID, phase: Phase, form: PaperLinesForm) -> int:
    session, actor = db.session(), current_actor()
    items = course_tests.items_of(session, course_id)
    people = {line.trainee.id for line in results.result_lines(session, course_id)}
    wanted = {each: form.lines[str(each)] for each in uuids(form.lines)}
    if not wanted:
        raise FieldError("Type the letters of at least one person.", field="lines")
    for trainee_id in people & wanted.keys():
        field = f"line-{trainee_id}"
        answers = read_line(items, wanted[trainee_id], field=field)
        try:
            sittings.enter_paper(
                session, actor=actor, trainee_id=trainee_id, phase=phase, answers=answers
            )
        except Refused as problem:
            raise FieldError(problem.message, field=field) from problem
    return len(people & wanted.keys())


def _papers_page(course_id: UUID, phase: Phase, form: PaperLinesForm) -> str:
    session = db.session()
    entry = queries.course(session, course_id)
    items = course_tests.items_of(session, course_id)
    lines = results.result_lines(session, course_id)
    test = course_tests.tests_of(session, course_id).get(phase)
    kept = [(line.trainee, _of(line, phase)) for line in lines]
    return render_template(
        "training/sitting_papers.html",
        entry=entry,
        form=form,
        phase=phase,
        items=items,
        waiting=[
            trainee for trainee, sitting in kept if sitting is None or str(trainee.id) in form.lines
        ],
        entered=[
            (trainee, sitting, _letters(items, sitting))
            for trainee, sitting in kept
            if sitting is not None
        ],
        is_opened=test is not None and test.opened_at is not None,
        is_over=entry.state in service.OVER,
    )


def _letters(items: Sequence[Any], sitting: Sitting) -> str:
    return letters_of(items, sitting.answers)


def _of(line: results.ResultLine, phase: Phase) -> Sitting | None:
    return line.pre if phase is Phase.PRE else line.post


def _paper_page(trainee_id: UUID, phase: Phase, form: SheetForm, ticked: dict[str, str]) -> str:
    session = db.session()
    trainee, entry = queries.trainee(session, trainee_id)
    items = course_tests.items_of(session, entry.id)
    return render_template(
        "training/sitting_paper.html",
        entry=entry,
        trainee=trainee,
        phase=phase,
        form=form,
        ticked=ticked,
        sheet=[
            sittings.ShownQuestion(
                item.question_id,
                item.content["text"],
                tuple((choice["key"], choice["text"]) for choice in item.content["choices"]),
            )
            for item in items
        ],
    )


def _withdrawal_page(sitting_id: UUID, form: RecordForm) -> str:
    session = db.session()
    found = sittings.sitting(session, sitting_id)
    trainee, entry = queries.trainee(session, found.trainee_id)
    return render_template(
        "training/sitting_withdrawal.html",
        entry=entry,
        trainee=trainee,
        sitting=found,
        form=form,
    )


TICKET_PARTS.append(ticket_part)
