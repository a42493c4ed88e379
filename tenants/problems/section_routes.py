"""Pages that the section keeps beside the problems: the log of conflicts and the analysis."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from core.access.permissions import WHOLE_DISTRICT
from core.errors import EditConflict
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, requires
from core.web.step_forms import ReasonForm
from tenants.problems import analysis, conflicts
from tenants.problems.answers import links, offered
from tenants.problems.branch_routes import blueprint
from tenants.problems.models import ConflictState, Quadrant
from tenants.problems.permissions import ProblemPermission
from tenants.problems.section_forms import (
    CONFLICT_TITLES,
    QUADRANT_TITLES,
    ConflictForm,
    PointForm,
    place_of,
)
from tenants.problems.study_points import SOURCE
from tenants.registry.queries import communities_to_choose
from tenants.zones.queries import open_zones

__all__ = ["blueprint"]


@blueprint.get("/conflicts")
@requires(ProblemPermission.KEEP_CONFLICTS)
def list_conflicts() -> ResponseReturnValue:
    state = request.args.get("state", "")
    return render_template(
        "problems/conflicts.html",
        page=conflicts.conflicts(
            db.session(), state=state, number=request.args.get("page", 1, type=int)
        ),
        state=state,
        states=CONFLICT_TITLES,
    )


@blueprint.get("/conflicts/new")
@requires(ProblemPermission.KEEP_CONFLICTS)
def new_conflict() -> ResponseReturnValue:
    return _conflict_page(_conflict_form(occurred_on=bangkok_today()))


@blueprint.post("/conflicts")
@requires(ProblemPermission.KEEP_CONFLICTS)
def create_conflict() -> ResponseReturnValue:
    form = _conflict_form()

    def record() -> str:
        entry = conflicts.record_conflict(
            db.session(), actor=current_actor(), record_id=form.id_of_record, entry=form.entry
        )
        return url_for(".show_conflict", conflict_id=entry.id)

    return submit(form, record, lambda: _conflict_page(form))


@blueprint.get("/conflicts/<uuid:conflict_id>")
@requires(ProblemPermission.KEEP_CONFLICTS)
def show_conflict(conflict_id: UUID) -> ResponseReturnValue:
    line = conflicts.conflict(db.session(), conflict_id)
    return render_template(
        "problems/conflict.html",
        line=line,
        entry=line.conflict,
        state=CONFLICT_TITLES[ConflictState(line.conflict.state)],
    )


@blueprint.get("/conflicts/<uuid:conflict_id>/edit")
@requires(ProblemPermission.KEEP_CONFLICTS)
def edit_conflict(conflict_id: UUID) -> ResponseReturnValue:
    entry = conflicts.conflict(db.session(), conflict_id).conflict
    shown = {name: getattr(entry, name) for name in conflicts.EDITED}
    place = place_of(entry.zone_id, entry.community_id)
    form = _conflict_form(version=str(entry.version), place=place, **shown)
    return _conflict_edit_page(conflict_id, form)


@blueprint.post("/conflicts/<uuid:conflict_id>")
@requires(ProblemPermission.KEEP_CONFLICTS)
def update_conflict(conflict_id: UUID) -> ResponseReturnValue:
    form = _conflict_form()

    def change() -> str:
        try:
            conflicts.change_conflict(
                db.session(),
                actor=current_actor(),
                conflict_id=conflict_id,
                seen_version=form.seen_version,
                entry=form.entry,
            )
        except EditConflict as refusal:
            current = refusal.current
            current["place"] = place_of(current.pop("zone_id"), current.pop("community_id"))
            raise
        return url_for(".show_conflict", conflict_id=conflict_id)

    return submit(form, change, lambda: _conflict_edit_page(conflict_id, form))


@blueprint.get("/analysis")
@requires(ProblemPermission.READ_ANALYSIS)
def show_analysis() -> ResponseReturnValue:
    return _analysis_page(RecordForm())


@blueprint.post("/analysis/study-points")
@requires(ProblemPermission.EDIT_ANALYSIS)
def create_study_points() -> ResponseReturnValue:
    """Begin with the study's points."""
    form = RecordForm()

    def take_over() -> str:
        number = analysis.take_over_study(db.session(), actor=current_actor())
        flash(
            ngettext(
                "%(num)s point of the study was taken over.",
                "%(num)s points of the study were taken over.",
                number,
            ),
            "success",
        )
        return url_for(".show_analysis")

    return submit(form, take_over, lambda: _analysis_page(form))


@blueprint.get("/analysis/points/new")
@requires(ProblemPermission.EDIT_ANALYSIS)
def new_point() -> ResponseReturnValue:
    asked = request.args.get("quadrant", "")
    form = _point_form(quadrant=Quadrant(asked) if asked in set(Quadrant) else None)
    return _point_page(form)


@blueprint.post("/analysis/points")
@requires(ProblemPermission.EDIT_ANALYSIS)
def create_point() -> ResponseReturnValue:
    form = _point_form()

    def add() -> str:
        analysis.add_point(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            content=form.content,
        )
        return url_for(".show_analysis")

    return submit(form, add, lambda: _point_page(form))


@blueprint.get("/analysis/points/<uuid:point_id>/edit")
@requires(ProblemPermission.EDIT_ANALYSIS)
def edit_point(point_id: UUID) -> ResponseReturnValue:
    entry = analysis.point(db.session(), point_id)
    shown: dict[str, Any] = {name: getattr(entry, name) for name in analysis.EDITED}
    shown["quadrant"] = Quadrant(entry.quadrant)
    return _point_edit_page(point_id, _point_form(version=str(entry.version), **shown))


@blueprint.post("/analysis/points/<uuid:point_id>")
@requires(ProblemPermission.EDIT_ANALYSIS)
def update_point(point_id: UUID) -> ResponseReturnValue:
    form = _point_form()

    def change() -> str:
        analysis.change_point(
            db.session(),
            actor=current_actor(),
            point_id=point_id,
            seen_version=form.seen_version,
            content=form.content,
        )
        return url_for(".show_analysis")

    return submit(form, change, lambda: _point_edit_page(point_id, form))


@blueprint.get("/analysis/points/<uuid:point_id>/removal/new")
@requires(ProblemPermission.EDIT_ANALYSIS)
def new_point_removal(point_id: UUID) -> ResponseReturnValue:
    return _point_removal_page(point_id, ReasonForm())


@blueprint.post("/analysis/points/<uuid:point_id>/removal")
@requires(ProblemPermission.EDIT_ANALYSIS)
def create_point_removal(point_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()

    def remove() -> str:
        analysis.remove_point(
            db.session(), actor=current_actor(), point_id=point_id, reason=form.reason.data
        )
        flash(gettext("The point holds no more."), "success")
        return url_for(".show_analysis")

    return submit(form, remove, lambda: _point_removal_page(point_id, form))


def _conflict_form(**values: Any) -> ConflictForm:
    session = db.session()
    form = ConflictForm(**values)
    form.offer(open_zones(session, WHOLE_DISTRICT), communities_to_choose(session, WHOLE_DISTRICT))
    return form


def _conflict_page(form: ConflictForm) -> str:
    return render_template("problems/conflict_new.html", form=form)


def _conflict_edit_page(conflict_id: UUID, form: ConflictForm) -> str:
    entry = conflicts.conflict(db.session(), conflict_id).conflict
    return render_template("problems/conflict_edit.html", form=form, entry=entry)


def _analysis_page(form: RecordForm) -> str:
    points = analysis.points(db.session())
    return render_template(
        "problems/analysis.html",
        form=form,
        points=points,
        titles=QUADRANT_TITLES,
        links=links,
        empty_page=not any(points.values()),
        source=SOURCE,
        today=bangkok_today(),
    )


def _point_form(**values: Any) -> PointForm:
    form = PointForm(**values)
    form.offer(offered())
    return form


def _point_page(form: PointForm) -> str:
    return render_template("problems/point_new.html", form=form)


def _point_edit_page(point_id: UUID, form: PointForm) -> str:
    entry = analysis.point(db.session(), point_id)
    return render_template("problems/point_edit.html", form=form, entry=entry)


def _point_removal_page(point_id: UUID, form: ReasonForm) -> str:
    entry = analysis.point(db.session(), point_id)
    return render_template("problems/point_removal.html", form=form, entry=entry)
