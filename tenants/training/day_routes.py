"""The day: one tap for everybody who comes, absences, and people who came unannounced."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.extensions import db
from core.i18n.dates import bangkok_today
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_tickets, requires
from tenants.people.queries import person_key
from tenants.training import attending, queries, service
from tenants.training.models import Presence, TraineeGroup
from tenants.training.people_forms import AbsenceForm, WalkInForm
from tenants.training.permissions import TrainingPermission
from tenants.training.roster_routes import blueprint

__all__ = ["blueprint"]

VIEWS = ("expected", "present", "late", "absent", "unconfirmed", "all")


@blueprint.get("/courses/<uuid:course_id>/check-in")
@requires(TrainingPermission.MANAGE)
def show_check_in(course_id: UUID) -> ResponseReturnValue:
    return _check_in_page(course_id, RecordForm())


@blueprint.post("/trainees/<uuid:trainee_id>/check-in")
@requires(TrainingPermission.MANAGE)
def create_check_in(trainee_id: UUID) -> ResponseReturnValue:
    return _change(
        trainee_id,
        lambda: attending.check_in(db.session(), actor=current_actor(), trainee_id=trainee_id),
    )


@blueprint.post("/trainees/<uuid:trainee_id>/check-in-removal")
@requires(TrainingPermission.MANAGE)
def create_check_in_removal(trainee_id: UUID) -> ResponseReturnValue:
    return _change(
        trainee_id,
        lambda: attending.take_back(db.session(), actor=current_actor(), trainee_id=trainee_id),
    )


@blueprint.post("/trainees/<uuid:trainee_id>/confirmation")
@requires(TrainingPermission.MANAGE)
def create_confirmation(trainee_id: UUID) -> ResponseReturnValue:
    """Staff have seen who typed a name in the room; `in_target` where they say so of a walk-in."""
    return _change(
        trainee_id,
        lambda: attending.confirm(
            db.session(),
            actor=current_actor(),
            trainee_id=trainee_id,
            in_target=request.form.get("in_target") == "1",
        ),
    )


@blueprint.get("/trainees/<uuid:trainee_id>/absence/new")
@requires(TrainingPermission.MANAGE)
def new_absence(trainee_id: UUID) -> ResponseReturnValue:
    return _absence_page(trainee_id, AbsenceForm())


@blueprint.post("/trainees/<uuid:trainee_id>/absence")
@requires(TrainingPermission.MANAGE)
def create_absence(trainee_id: UUID) -> ResponseReturnValue:
    form = AbsenceForm()

    def note() -> str:
        entry = attending.mark_absent(
            db.session(),
            actor=current_actor(),
            trainee_id=trainee_id,
            reason=form.reason.data or "",
        )
        return url_for(".show_check_in", course_id=entry.course_id, view="absent")

    return submit(form, note, lambda: _absence_page(trainee_id, form))


@blueprint.get("/courses/<uuid:course_id>/walk-ins/new")
@requires(TrainingPermission.MANAGE)
def new_walk_in(course_id: UUID) -> ResponseReturnValue:
    return _walk_in_page(course_id, WalkInForm())


@blueprint.post("/courses/<uuid:course_id>/walk-ins")
@requires(TrainingPermission.MANAGE)
def create_walk_in(course_id: UUID) -> ResponseReturnValue:
    form = WalkInForm()

    def enter() -> str:
        attending.add_walk_in(
            db.session(),
            actor=current_actor(),
            course_id=course_id,
            record_id=form.id_of_record,
            name=form.name.data or "",
            affiliation=form.affiliation.data or "",
            in_target=bool(form.in_target.data),
            tickets=current_tickets(),
        )
        flash(gettext("%(name)s is on the list and present.", name=form.name.data), "success")
        return url_for(".show_check_in", course_id=course_id)

    return submit(form, enter, lambda: _walk_in_page(course_id, form))


def _change(trainee_id: UUID, act: Callable[[], object]) -> ResponseReturnValue:
    """One tap: the same list again, at the next line."""
    form = RecordForm()
    course_id = queries.trainee(db.session(), trainee_id)[1].id

    def change() -> str:
        act()
        return url_for(
            ".show_check_in",
            course_id=course_id,
            view=_view(),
            find=request.args.get("find") or None,
            _anchor=request.args.get("then") or None,
        )

    return submit(form, change, lambda: _check_in_page(course_id, form))


def _view() -> str:
    view = request.args.get("view", "")
    return view if view in VIEWS else VIEWS[0]


def _check_in_page(course_id: UUID, form: RecordForm) -> str:
    session = db.session()
    entry = queries.course(session, course_id)
    lines = queries.roster(session, course_id)
    view, find = _view(), request.args.get("find", "").strip()
    shown = {
        "expected": [line for line in lines if line.trainee.presence == Presence.INVITED],
        "present": [line for line in lines if line.trainee.presence == Presence.PRESENT],
        "late": [
            line
            for line in lines
            if line.trainee.presence == Presence.PRESENT
            and queries.is_late(entry, line.trainee.checked_in_at)
        ],
        "absent": [line for line in lines if line.trainee.presence == Presence.ABSENT],
        "unconfirmed": [line for line in lines if not line.trainee.confirmed],
        "all": lines,
    }
    wanted = person_key(find) if find else ""
    found = queries.counts(session, course_id)
    return render_template(
        "training/check_in.html",
        entry=entry,
        form=form,
        lines=[
            line
            for line in shown[view]
            if not find
            or (wanted and wanted in line.trainee.name_key)
            or find in line.trainee.affiliation
        ],
        numbers={name: len(of) for name, of in shown.items()},
        view=view,
        find=find,
        counts=found,
        goal=queries.goal_of(entry, found),
        has_begun=bangkok_today() >= entry.starts_on,
        is_over=entry.state in service.OVER,
        is_late=queries.is_late,
        WALK_IN=TraineeGroup.WALK_IN.value,
    )


def _absence_page(trainee_id: UUID, form: AbsenceForm) -> str:
    trainee, entry = queries.trainee(db.session(), trainee_id)
    return render_template("training/absence.html", entry=entry, trainee=trainee, form=form)


def _walk_in_page(course_id: UUID, form: WalkInForm) -> str:
    entry = queries.course(db.session(), course_id)
    return render_template("training/walk_in.html", entry=entry, form=form)
