"""Changing the catalogue: drafts and their publication."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from city.indicators import queries, service
from city.indicators.forms import (
    DefinitionForm,
    Natural,
    NewIndicatorForm,
    PublicationForm,
    RemovalForm,
)
from city.indicators.permissions import IndicatorPermission
from city.indicators.queries import Kept
from city.indicators.routes import blueprint, figure_words, running
from core.audit.queries import Beginning
from core.composition import current_composition
from core.errors import Refused
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.indicators.awaited import AWAITED
from core.indicators.definitions import Definition, definition_of
from core.indicators.models import IndicatorDefinition
from core.marks import mark
from core.web.forms import RecordForm, submit
from core.web.guard import confirmation, current_actor, requires

__all__ = ["blueprint"]

FUNCTIONS = (
    ("zones(…)", mark("how many zones reach at least 1 over the period")),
    (
        "communities(…)",
        mark("how many communities reach at least 1 over the period, each counted once"),
    ),
    ("every_month(…)", mark("how many zones reach at least 1 in every month")),
    ("cumulative(…)", mark("all months up to the end of the period")),
    ("latest(…)", mark("the latest counted month")),
    ("min(…, …)", mark("the smallest of several values")),
    ("max(…, …)", mark("the largest of several values")),
    ("offices", mark("1 for each district")),
    ("population.registered", mark("registered population of the district")),
)
"""What a formula may use besides measures, as it is written, and what it does."""

_VERSION = "/indicators/<string:key>/versions/<int:number>"


@blueprint.get("/indicators/new")
@requires(IndicatorPermission.EDIT)
def new_indicator() -> ResponseReturnValue:
    return _new_page(NewIndicatorForm())


@blueprint.post("/indicators")
@requires(IndicatorPermission.EDIT)
def create_indicator() -> ResponseReturnValue:
    form = NewIndicatorForm()

    def add() -> str:
        row = service.add_indicator(
            db.session(),
            actor=current_actor(),
            key=form.key.data,
            draft=form.draft,
            measures=current_composition().measures,
        )
        flash(gettext("The draft has been saved. Look at it on real data."), "success")
        return url_for(".show_version", key=row.key, number=row.version)

    return submit(form, add, lambda: _new_page(form))


@blueprint.get("/indicators/<string:key>/versions/new")
@requires(IndicatorPermission.EDIT)
def new_version(key: str) -> ResponseReturnValue:
    kept = queries.kept(db.session(), key)
    form = DefinitionForm(data=_typed(kept.shown))
    form.number.data = str(kept.versions[0].version + 1)
    return _draft_page(kept, form)


@blueprint.post("/indicators/<string:key>/versions")
@requires(IndicatorPermission.EDIT)
def create_version(key: str) -> ResponseReturnValue:
    form = DefinitionForm()

    def draft() -> str:
        row = service.draft_version(
            db.session(),
            actor=current_actor(),
            key=key,
            number=_number(form),
            draft=form.draft,
            measures=current_composition().measures,
        )
        flash(gettext("The draft has been saved. Look at it on real data."), "success")
        return url_for(".show_version", key=key, number=row.version)

    return submit(form, draft, lambda: _draft_page(queries.kept(db.session(), key), form))


@blueprint.get(f"{_VERSION}/edit")
@requires(IndicatorPermission.EDIT)
def edit_version(key: str, number: int) -> ResponseReturnValue:
    kept, row = _drafted(key, number)
    form = DefinitionForm(data=_typed(row), version=str(row.row_version))
    return _draft_page(kept, form, row)


@blueprint.post(_VERSION)
@requires(IndicatorPermission.EDIT)
def update_version(key: str, number: int) -> ResponseReturnValue:
    form = DefinitionForm()

    def change() -> str:
        service.change_draft(
            db.session(),
            actor=current_actor(),
            key=key,
            number=number,
            seen_version=form.seen_version,
            draft=form.draft,
            measures=current_composition().measures,
        )
        flash(gettext("The draft has been saved. Look at it on real data."), "success")
        return url_for(".show_version", key=key, number=number)

    return submit(form, change, lambda: _draft_page(*_edited(form, key, number)))


@blueprint.get(f"{_VERSION}/publication/new")
@requires(IndicatorPermission.PUBLISH)
def new_publication(key: str, number: int) -> ResponseReturnValue:
    kept, row = _drafted(key, number)
    return _step_page("publication", kept, row, PublicationForm(version=str(row.row_version)))


@blueprint.post(f"{_VERSION}/publication")
@requires(IndicatorPermission.PUBLISH, confirmed=True)
def create_publication(key: str, number: int) -> ResponseReturnValue:
    form = PublicationForm()

    def publish() -> str:
        confirmation().require()
        service.publish_draft(
            db.session(),
            actor=current_actor(),
            key=key,
            number=number,
            seen_version=form.seen_version,
            reason=form.reason.data,
            measures=current_composition().measures,
        )
        flash(gettext("The version is in force. Figures follow it from now on."), "success")
        return url_for(".show_indicator", key=key)

    return submit(form, publish, lambda: _step_page("publication", *_drafted(key, number), form))


@blueprint.get(f"{_VERSION}/removal/new")
@requires(IndicatorPermission.EDIT)
def new_removal(key: str, number: int) -> ResponseReturnValue:
    kept, row = _drafted(key, number)
    return _step_page("removal", kept, row, RemovalForm(version=str(row.row_version)))


@blueprint.post(f"{_VERSION}/removal")
@requires(IndicatorPermission.EDIT)
def create_removal(key: str, number: int) -> ResponseReturnValue:
    form = RemovalForm()

    def discard() -> str:
        service.discard_draft(
            db.session(),
            actor=current_actor(),
            key=key,
            number=number,
            seen_version=form.seen_version,
            reason=form.reason.data,
        )
        flash(gettext("The draft has been discarded."), "success")
        return url_for(".list_indicators")

    return submit(form, discard, lambda: _step_page("removal", *_drafted(key, number), form))


def _typed(row: IndicatorDefinition) -> dict[str, Any]:
    values = service.values_of(row)
    return values | {"period": Natural(values["period"].value)}


def _number(form: DefinitionForm) -> int:
    sent = form.number.data or ""
    return int(sent) if sent.isdecimal() and len(sent) < 5 else 0  # noqa: PLR2004 - a smallint at most


def _drafted(key: str, number: int) -> tuple[Kept, IndicatorDefinition]:
    kept = queries.kept(db.session(), key)
    row = kept.version(number)
    if queries.is_published(row):
        raise Refused("This version has been published and never changes. Draft a new one.")
    return kept, row


def _edited(
    form: DefinitionForm, key: str, number: int
) -> tuple[Kept, DefinitionForm, IndicatorDefinition]:
    kept, row = _drafted(key, number)
    return kept, form, row


def _new_page(form: NewIndicatorForm) -> str:
    taken = queries.known_under(db.session(), form.key.data or "") if form.key.errors else None
    return render_template(
        "indicators/new.html",
        form=form,
        taken=taken,
        drafts=_drafts(taken),
        listed=_listed_measures(),
        functions=FUNCTIONS,
    )


def _drafts(kept: Kept | None) -> list[tuple[Definition, Beginning | None]]:
    return queries.draft_beginnings(db.session(), kept) if kept else []


def _draft_page(kept: Kept, form: DefinitionForm, row: IndicatorDefinition | None = None) -> str:
    return render_template(
        "indicators/draft.html",
        form=form,
        kept=kept,
        shown=definition_of(kept.shown),
        row=row,
        drafts=[] if row else _drafts(kept),
        listed=_listed_measures(),
        functions=FUNCTIONS,
    )


def _step_page(name: str, kept: Kept, row: IndicatorDefinition, form: RecordForm) -> str:
    tried = None
    if name == "publication":
        today, measures = bangkok_today(), current_composition().measures
        span = running(Natural(row.period), today).before()
        tried = queries.preview(db.session(), row, measures, span=span, today=today)
    return render_template(
        f"indicators/{name}.html",
        form=form,
        kept=kept,
        row=row,
        shown=definition_of(row),
        tried=tried,
        words=figure_words(),
    )


def _listed_measures() -> list[tuple[str, str, str]]:
    """Key, title and unit of every measure that a formula may name; the awaited ones last."""
    return [
        *((each.key, each.title, each.unit) for each in current_composition().measures),
        *((key, title, "") for key, title in AWAITED.items()),
    ]
