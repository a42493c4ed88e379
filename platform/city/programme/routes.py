"""Pages of the city's programme in the plan."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from city.programme import queries, service
from city.programme.forms import ProgrammeForm
from city.programme.models import PlanState
from city.programme.permissions import ProgrammePermission
from city.programme.words import PROPOSAL, STATE_TONES, STATES
from core.audit.queries import changes
from core.composition import current_composition
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month
from core.indicators.definitions import catalogue
from core.indicators.figures import reached
from core.indicators.spans import fiscal_year_of
from core.indicators.words import amount_words, code_words, span_words
from core.tenancy.queries import districts
from core.web.figures.versions import apart_words, version_words
from core.web.figures.words import note_of, target_words, title_of, unit_beside
from core.web.forms import submit
from core.web.guard import city_blueprint, current_actor, requires
from core.web.shell import language

blueprint = city_blueprint("programme", __name__)

YEARS_OF_A_PLAN = 5
"""How long a new programme lasts at first; a person says otherwise."""


@blueprint.get("/programme")
@requires(ProgrammePermission.READ)
def show_programme() -> ResponseReturnValue:
    session, today = db.session(), bangkok_today()
    codes = [office.code for office in districts(session)]
    return render_template(
        "programme/programme.html",
        planned=queries.programmes(session, current_composition().measures, codes, today),
        states={state.value: title for state, title in STATES.items()},
        tones={state.value: tone for state, tone in STATE_TONES.items()},
        words=_figure_words(),
    )


@blueprint.get("/programme/new")
@requires(ProgrammePermission.EDIT)
def new_programme() -> ResponseReturnValue:
    year = fiscal_year_of(bangkok_today()) + 1
    values = {"fiscal_from": year, "fiscal_to": year + YEARS_OF_A_PLAN - 1, **PROPOSAL}
    return _programme_page(_programme_form(state=PlanState.PROPOSED, **values))


@blueprint.post("/programme")
@requires(ProgrammePermission.EDIT)
def create_programme() -> ResponseReturnValue:
    form = _programme_form()

    def enter() -> str:
        service.enter_programme(
            db.session(), actor=current_actor(), record_id=form.id_of_record, plan=form.said
        )
        flash(gettext("The programme is entered."), "success")
        return url_for(".show_programme")

    return submit(form, enter, lambda: _programme_page(form))


@blueprint.get("/programme/<uuid:programme_id>/edit")
@requires(ProgrammePermission.EDIT)
def edit_programme(programme_id: UUID) -> ResponseReturnValue:
    entry = queries.programme(db.session(), programme_id)
    return _programme_page(_programme_form(obj=entry), programme_id)


@blueprint.post("/programme/<uuid:programme_id>")
@requires(ProgrammePermission.EDIT)
def update_programme(programme_id: UUID) -> ResponseReturnValue:
    form = _programme_form()

    def change() -> str:
        service.change_programme(
            db.session(),
            actor=current_actor(),
            programme_id=programme_id,
            seen_version=form.seen_version,
            plan=form.said,
        )
        flash(gettext("What you changed is saved."), "success")
        return url_for(".show_programme")

    return submit(form, change, lambda: _programme_page(form, programme_id))


def steps_of_history() -> dict[str, str]:
    """What the steps in a history are called."""
    return {
        name: text
        for feature in current_composition().features
        for name, text in feature.actions.items()
    }


def _figure_words() -> dict[str, Any]:
    return {
        "amount": amount_words,
        "note": note_of,
        "reached": reached,
        "span": span_words,
        "target": target_words,
        "version": version_words,
        "apart": apart_words,
        "title": title_of,
        "unit": unit_beside,
    }


def _programme_form(**values: Any) -> ProgrammeForm:
    form = ProgrammeForm(**values)
    known = catalogue(db.session()).beginning(first_of_month(bangkok_today())).current
    form.offer(
        [(each.key, f"{code_words(each.code)} {each.title(language())}".strip()) for each in known]
    )
    return form


def _programme_page(form: ProgrammeForm, programme_id: UUID | None = None) -> str:
    session = db.session()
    entry = queries.programme(session, programme_id) if programme_id else None
    return render_template(
        "programme/form.html",
        form=form,
        entry=entry,
        history=changes(session, table="programmes", row_id=str(entry.id)) if entry else [],
        steps=steps_of_history(),
    )
