"""The pages on which an office releases open data, the same for the department and for a district."""

from uuid import UUID

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import FieldError, InputProblem, NotFound
from core.extensions import db
from core.i18n.messages import translate
from core.indicators.spans import parse_span
from core.reporting import page_words, releases
from core.reporting.datasets import Dataset, Table, dataset_of, datasets_of
from core.reporting.earlier import SUPPRESSED
from core.reporting.forms import PeriodForm, ReleaseForm, WithdrawalForm
from core.reporting.models import DatasetRelease
from core.reporting.pages import Rights, SourcesOf
from core.tenancy import scope
from core.web.forms import submit
from core.web.guard import confirmation, current_actor, may, requires

SHOWN_ROWS = 600
"""Rows of a preview; of more the page says how many follow."""


def add_release_pages(blueprint: Blueprint, rights: Rights, sources: SourcesOf) -> None:
    """Data sets of the office: what is released, looking at what would be, releasing, taking back."""
    _add_list(blueprint, rights)
    _add_release(blueprint, rights, sources)
    _add_withdrawal(blueprint, rights)


def _add_list(blueprint: Blueprint, rights: Rights) -> None:
    @blueprint.get("/open-data")
    @requires(rights.read)
    def list_releases() -> ResponseReturnValue:
        found = releases.releases(db.session())
        return render_template(
            "reporting/releases.html",
            datasets=datasets_of(current_actor().district_id),
            releases=found,
            may_release=may(rights.release),
        )

    @blueprint.get("/open-data/releases/<uuid:release_id>")
    @requires(rights.read)
    def show_release(release_id: UUID) -> ResponseReturnValue:
        found = releases.release_of(db.session(), release_id)
        return render_template(
            "reporting/release.html",
            release=found,
            may_release=may(rights.release),
            most=SHOWN_ROWS,
            suppressed=SUPPRESSED,
            words=page_words,
        )


def _add_release(blueprint: Blueprint, rights: Rights, sources: SourcesOf) -> None:
    def look(dataset: Dataset, period: str) -> Table:
        return releases.preview(
            db.session(), sources(db.session()), dataset=dataset, span=parse_span(period)
        )

    def release_page(dataset: Dataset, table: Table, form: ReleaseForm) -> str:
        form.seen.data = releases.seal_of(table)
        return render_template(
            "reporting/release_new.html",
            dataset=dataset,
            table=table,
            form=form,
            most=SHOWN_ROWS,
            suppressed=SUPPRESSED,
            words=page_words,
        )

    @blueprint.get("/open-data/<string:key>/releases/new")
    @requires(rights.release)
    def new_release(key: str) -> ResponseReturnValue:
        """First the period, then exactly what would become public."""
        dataset = _dataset(key)
        form = PeriodForm(request.args)
        form.offer_periods()
        if "period" not in request.args:
            form.period.data = form.period.choices[1][0]
            return _choice_page(dataset, form)
        try:
            span = form.span()
            table = look(dataset, span.key)
        except FieldError as problem:
            form.refuse(problem.field, translate(problem.message))
            return _choice_page(dataset, form)
        last = releases.last_details(releases.releases(db.session()), dataset)
        filled = ReleaseForm(
            period=span.key, objective=last.get("objective", ""), contact=last.get("contact", "")
        )
        return release_page(dataset, table, filled)

    @blueprint.post("/open-data/<string:key>/releases")
    @requires(rights.release, confirmed=True)
    def create_release(key: str) -> ResponseReturnValue:
        dataset = _dataset(key)
        form = ReleaseForm()
        try:
            table = look(dataset, form.period.data or "")
        except (InputProblem, FieldError) as problem:
            # No page of ours asks for it: the period was chosen before.
            raise NotFound("This period does not exist.") from problem

        def release() -> str:
            confirmation().require()
            row = releases.release(
                db.session(),
                actor=current_actor(),
                record_id=form.id_of_record,
                table=table,
                seen=form.seen.data or "",
                contact=form.contact.data or "",
                objective=form.objective.data or "",
            )
            flash(gettext("The data set is public now."), "success")
            return url_for(".show_release", release_id=row.id)

        return submit(form, release, lambda: release_page(dataset, table, form))


def _add_withdrawal(blueprint: Blueprint, rights: Rights) -> None:
    @blueprint.get("/open-data/releases/<uuid:release_id>/withdrawal/new")
    @requires(rights.release)
    def new_withdrawal(release_id: UUID) -> ResponseReturnValue:
        found = releases.release_of(db.session(), release_id)
        return _withdrawal_page(found, WithdrawalForm())

    @blueprint.post("/open-data/releases/<uuid:release_id>/withdrawal")
    @requires(rights.release)
    def create_withdrawal(release_id: UUID) -> ResponseReturnValue:
        form = WithdrawalForm()

        def withdraw() -> str:
            releases.withdraw(
                db.session(),
                actor=current_actor(),
                release_id=release_id,
                reason=form.reason.data or "",
            )
            flash(
                gettext("The release is taken back. The public pages no longer show it."), "success"
            )
            return url_for(".show_release", release_id=release_id)

        return submit(
            form,
            withdraw,
            lambda: _withdrawal_page(releases.release_of(db.session(), release_id), form),
        )


def _dataset(key: str) -> Dataset:
    of_city = current_actor().district_id == scope.DEPARTMENT
    found = dataset_of(key, of_city=of_city)
    if found is None:
        raise NotFound("This data set does not exist.")
    return found


def _choice_page(dataset: Dataset, form: PeriodForm) -> str:
    return render_template("reporting/release_period.html", dataset=dataset, form=form)


def _withdrawal_page(found: DatasetRelease, form: WithdrawalForm) -> str:
    return render_template("reporting/withdrawal.html", release=found, form=form)
