"""Tasks that follow from resolutions: the list, one with its notes, and each step on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import Refused
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.i18n.text import normalise
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, may, requires
from tenants.meetings import tasks
from tenants.meetings.models import AgendaItem, Meeting, MeetingState
from tenants.meetings.permissions import MeetingPermission
from tenants.meetings.queries import MeetingLine
from tenants.meetings.queries import meeting as meeting_line
from tenants.meetings.routes import blueprint
from tenants.meetings.task_forms import (
    DroppingForm,
    HandoverForm,
    OutcomeForm,
    ProgressForm,
    TaskForm,
)
from tenants.meetings.task_queries import (
    TaskFilters,
    TaskLine,
    TaskView,
    item_of,
    notes_of,
    owners_in_office,
    task_line,
    tasks_page,
    zones_with_tasks,
)
from tenants.partners.queries import partner_choices

__all__ = ["blueprint"]


@blueprint.get("/tasks")
@requires(MeetingPermission.READ)
def list_tasks() -> ResponseReturnValue:
    """Open tasks first; `view`, `zone`, `owner` and `meeting` narrow the list."""
    filters = TaskFilters(
        view=_view(request.args.get("view", "")),
        zone_id=request.args.get("zone", type=UUID),
        owner=normalise(request.args.get("owner", "")[:100]),
        meeting_id=request.args.get("meeting", type=UUID),
    )
    page = tasks_page(db.session(), current_reach(), filters, request.args.get("page", 1, type=int))
    return render_template(
        "meetings/tasks.html",
        page=page,
        filters=filters,
        zones=zones_with_tasks(db.session(), current_reach()),
        today=bangkok_today(),
        TaskView=TaskView,
        address=_list_address,
    )


@blueprint.get("/tasks/<uuid:task_id>")
@requires(MeetingPermission.READ)
def show_task(task_id: UUID) -> ResponseReturnValue:
    return _task_page(task_id, ProgressForm())


@blueprint.get("/meetings/<uuid:meeting_id>/tasks/new")
@requires(MeetingPermission.MINUTE)
def new_task(meeting_id: UUID) -> ResponseReturnValue:
    """The item of the agenda whose resolution gives the task is named in the address."""
    line = meeting_line(db.session(), current_reach(), meeting_id)
    return _new_page(line, TaskForm(**_owners(line.meeting)))


@blueprint.post("/meetings/<uuid:meeting_id>/tasks")
@requires(MeetingPermission.MINUTE)
def create_task(meeting_id: UUID) -> ResponseReturnValue:
    line = meeting_line(db.session(), current_reach(), meeting_id)
    form = TaskForm(**_owners(line.meeting))

    def give() -> str:
        tasks.create_task(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            meeting_id=meeting_id,
            record_id=form.id_of_record,
            new=form.new_task,
            agenda_item_id=_item_id(),
        )
        flash(gettext("The task is given. Whoever has it is told."), "success")
        if _item_id() is not None:
            return url_for(".edit_minutes", meeting_id=meeting_id, _anchor=f"item-{_item_id()}")
        return url_for(".show_task", task_id=form.id_of_record)

    def again() -> str:
        return _new_page(meeting_line(db.session(), current_reach(), meeting_id), form)

    return submit(form, give, again)


@blueprint.post("/tasks/<uuid:task_id>/notes")
@requires(MeetingPermission.REPORT_TASK)
def create_task_note(task_id: UUID) -> ResponseReturnValue:
    form = ProgressForm()

    def note() -> str:
        tasks.note_progress(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            task_id=task_id,
            record_id=form.id_of_record,
            text=form.text.data,
        )
        return url_for(".show_task", task_id=task_id)

    return submit(form, note, lambda: _task_page(task_id, form))


@blueprint.get("/tasks/<uuid:task_id>/outcome/new")
@requires(MeetingPermission.REPORT_TASK)
def new_task_outcome(task_id: UUID) -> ResponseReturnValue:
    line = _open_task(task_id)
    form = OutcomeForm(version=str(line.task.version), done_on=bangkok_today())
    return _step_page(task_id, form, "meetings/task_outcome.html")


@blueprint.post("/tasks/<uuid:task_id>/outcome")
@requires(MeetingPermission.REPORT_TASK)
def create_task_outcome(task_id: UUID) -> ResponseReturnValue:
    form = OutcomeForm()

    def finish() -> None:
        tasks.finish_task(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            task_id=task_id,
            seen_version=form.seen_version,
            done_on=form.done_on.data,
            outcome=form.outcome.data,
        )

    return _take_step(task_id, form, finish, "meetings/task_outcome.html")


@blueprint.get("/tasks/<uuid:task_id>/dropping/new")
@requires(MeetingPermission.MINUTE)
def new_task_dropping(task_id: UUID) -> ResponseReturnValue:
    form = DroppingForm(version=str(_open_task(task_id).task.version))
    return _step_page(task_id, form, "meetings/task_dropping.html")


@blueprint.post("/tasks/<uuid:task_id>/dropping")
@requires(MeetingPermission.MINUTE)
def create_task_dropping(task_id: UUID) -> ResponseReturnValue:
    form = DroppingForm()

    def drop() -> None:
        tasks.drop_task(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            task_id=task_id,
            seen_version=form.seen_version,
            reason=form.reason.data,
        )

    return _take_step(task_id, form, drop, "meetings/task_dropping.html")


@blueprint.get("/tasks/<uuid:task_id>/handover/new")
@requires(MeetingPermission.MINUTE)
def new_task_handover(task_id: UUID) -> ResponseReturnValue:
    line = _open_task(task_id)
    form = HandoverForm(
        version=str(line.task.version), due_on=line.task.due_on, **_owners(line.line.meeting)
    )
    return _step_page(task_id, form, "meetings/task_handover.html")


@blueprint.post("/tasks/<uuid:task_id>/handover")
@requires(MeetingPermission.MINUTE)
def create_task_handover(task_id: UUID) -> ResponseReturnValue:
    line = task_line(db.session(), current_reach(), task_id)
    form = HandoverForm(**_owners(line.line.meeting))

    def hand_over() -> None:
        tasks.hand_over_task(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            task_id=task_id,
            record_id=form.id_of_record,
            seen_version=form.seen_version,
            owner=form.chosen_owner,
            due_on=form.due_on.data,
            reason=form.reason.data,
        )

    return _take_step(task_id, form, hand_over, "meetings/task_handover.html")


def _view(asked: str) -> TaskView:
    return TaskView(asked) if asked in set(TaskView) else TaskView.OPEN


def _list_address(filters: TaskFilters, **changes: Any) -> str:
    """The list with these filters, changed in some of them."""
    said = {
        "view": filters.view.value,
        "zone": filters.zone_id,
        "owner": filters.owner or None,
        "meeting": filters.meeting_id,
    }
    return url_for(".list_tasks", **said | changes)


def _owners(meeting: Meeting) -> dict[str, Any]:
    session = db.session()
    return {"seats": owners_in_office(session, meeting), "partners": partner_choices(session)}


def _item_id() -> UUID | None:
    return request.args.get("item", type=UUID)


def _item(line: MeetingLine) -> AgendaItem | None:
    item_id = _item_id()
    return None if item_id is None else item_of(db.session(), line.meeting.id, item_id)


def _open_task(task_id: UUID) -> TaskLine:
    line = task_line(db.session(), current_reach(), task_id)
    if not line.is_open:
        raise Refused("This task is finished. It is not changed any more.")
    return line


def _take_step(
    task_id: UUID, form: RecordForm, act: Callable[[], None], template: str
) -> ResponseReturnValue:
    """Do something to a task and show it; on a refusal the step's own page again."""

    def take() -> str:
        act()
        return url_for(".show_task", task_id=task_id)

    def again() -> str:
        if form.conflict is not None:
            form.version.data = str(task_line(db.session(), current_reach(), task_id).task.version)
        return _step_page(task_id, form, template)

    return submit(form, take, again)


def _task_page(task_id: UUID, form: RecordForm) -> str:
    line = task_line(db.session(), current_reach(), task_id)
    return render_template(
        "meetings/task.html",
        line=line,
        task=line.task,
        form=form,
        notes=notes_of(db.session(), task_id),
        today=bangkok_today(),
        reports=may(MeetingPermission.REPORT_TASK),
    )


def _new_page(line: MeetingLine, form: TaskForm) -> str:
    if line.is_minuted:
        raise Refused(
            "The minutes of this meeting are adopted, so nothing of it changes any more. "
            "A later meeting may resolve a correction."
        )
    if line.meeting.state not in (MeetingState.OPEN, MeetingState.CLOSED):
        raise Refused("A task follows from a meeting that has been opened.")
    return render_template(
        "meetings/task_new.html", line=line, meeting=line.meeting, form=form, item=_item(line)
    )


def _step_page(task_id: UUID, form: RecordForm, template: str) -> str:
    line = task_line(db.session(), current_reach(), task_id)
    return render_template(template, line=line, task=line.task, form=form)
