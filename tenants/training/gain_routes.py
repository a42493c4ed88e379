"""Results of the tests: the gain under its definition, who improved, and what the questions are worth."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.extensions import db
from core.web.forms import submit
from core.web.guard import current_actor, may, requires
from tenants.training import course_tests, item_analysis, queries, results
from tenants.training.gain import DEFINITIONS, TARGET, Gain, GainDefinition, definition_of, gains
from tenants.training.models import CourseState
from tenants.training.permissions import TrainingPermission
from tenants.training.question_forms import DefinitionForm
from tenants.training.sitting_routes import blueprint
from tenants.training.words import FLAW_TITLES
from ui.charts import column_chart
from ui.drawings import BarChart, Datum

__all__ = ["blueprint"]


@dataclass(frozen=True)
class Reading:
    """The same results under one definition, and whether they reach the target."""

    definition: GainDefinition
    gain: Gain

    @property
    def is_reached(self) -> bool | None:
        return self.gain.reaches(TARGET)


@blueprint.get("/courses/<uuid:course_id>/results")
@requires(TrainingPermission.READ)
def show_results(course_id: UUID) -> ResponseReturnValue:
    """Scores of persons only for the staff of the section; others see groups that are large enough."""
    session = db.session()
    entry = queries.course(session, course_id)
    sees_persons = may(TrainingPermission.MANAGE)
    lines = results.result_lines(session, course_id)
    target = results.of_target(lines)
    found = results.pairs(target)
    shown = sees_persons or len(found) >= results.FEWEST_SHOWN
    own = definition_of(entry.gain_key, entry.gain_version)
    readings = [Reading(definition, gain) for definition, gain in gains(found)]
    return render_template(
        "training/gain.html",
        entry=entry,
        definition=own,
        reading=Reading(own, own.count(found)),
        others=[each for each in readings if each.definition != own],
        target=TARGET,
        tested=len(found),
        listed=len(target),
        took_one=sum((line.pre is None) != (line.post is None) for line in target),
        before=sum(pair.pre for pair in found),
        after=sum(pair.post for pair in found),
        asked=sum(pair.total for pair in found),
        shown=shown,
        sees_persons=sees_persons,
        fewest=results.FEWEST_SHOWN,
        groups=results.by_group(lines, own, hiding=not sees_persons),
        zones=results.by_zone(lines, own, hiding=not sees_persons),
        staff=results.staff_result(lines, own, hiding=not sees_persons),
        lines=lines if sees_persons else [],
        charts_of_scores=_pictures(results.distribution(found)) if found and shown else [],
        may_change=sees_persons and entry.state != CourseState.CANCELLED,
    )


@blueprint.get("/courses/<uuid:course_id>/gain-definition/edit")
@requires(TrainingPermission.MANAGE)
def edit_gain_definition(course_id: UUID) -> ResponseReturnValue:
    entry = queries.course(db.session(), course_id)
    form = DefinitionForm(
        definition=f"{entry.gain_key}/{entry.gain_version}", version=str(entry.version)
    )
    return _definition_page(course_id, form)


@blueprint.post("/courses/<uuid:course_id>/gain-definition")
@requires(TrainingPermission.MANAGE)
def update_gain_definition(course_id: UUID) -> ResponseReturnValue:
    form = DefinitionForm()

    def change() -> str:
        key, version = form.chosen
        course_tests.choose_definition(
            db.session(),
            actor=current_actor(),
            course_id=course_id,
            seen_version=form.seen_version,
            key=key,
            version=version,
            reason=form.reason.data or "",
        )
        flash(gettext("The course is judged by this definition from now on."), "success")
        return url_for(".show_results", course_id=course_id)

    return submit(form, change, lambda: _definition_page(course_id, form))


@blueprint.get("/courses/<uuid:course_id>/question-analysis")
@requires(TrainingPermission.MANAGE)
def show_question_analysis(course_id: UUID) -> ResponseReturnValue:
    session = db.session()
    entry = queries.course(session, course_id)
    lines = results.item_lines(session, course_id)
    return render_template(
        "training/analysis.html",
        entry=entry,
        lines=lines,
        papers=(lines[0].before.papers, lines[0].after.papers) if lines else (0, 0),
        flaw_titles=FLAW_TITLES,
        rules=item_analysis,
    )


def _pictures(bands: list[results.Band]) -> list[BarChart]:
    """How many people had which score, before and after the course, drawn to one scale."""
    most = float(max(max(band.before, band.after) for band in bands))
    return [
        column_chart(
            [Datum(band.words, float(number)) for band, number in zip(bands, each, strict=True)],
            maximum=most,
            height=200,
        )
        for each in ([band.before for band in bands], [band.after for band in bands])
    ]


def _definition_page(course_id: UUID, form: DefinitionForm) -> str:
    session = db.session()
    entry = queries.course(session, course_id)
    found = results.pairs(results.of_target(results.result_lines(session, course_id)))
    return render_template(
        "training/gain_definition.html",
        entry=entry,
        form=form,
        readings=[Reading(definition, gain) for definition, gain in gains(found)],
        definitions=DEFINITIONS,
        tested=len(found),
    )
