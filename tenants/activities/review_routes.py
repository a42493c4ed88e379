"""The office reads reports: accepts one or several, takes an acceptance back, returns one for correction."""

from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from core.extensions import db
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, requires
from tenants.activities import queries, reviewing
from tenants.activities.forms import AcceptancesForm, ReturnForm
from tenants.activities.permissions import ActivityPermission
from tenants.activities.routes import again, blueprint
from tenants.activities.words import KIND_TITLES

__all__ = ["blueprint"]


@blueprint.get("/activities/acceptances/new")
@requires(ActivityPermission.ACCEPT)
def new_acceptances() -> ResponseReturnValue:
    return _acceptances_page(AcceptancesForm())


@blueprint.post("/activities/acceptances")
@requires(ActivityPermission.ACCEPT)
def create_acceptances() -> ResponseReturnValue:
    form = AcceptancesForm()

    def accept() -> str:
        found = reviewing.accept_several(
            db.session(), actor=current_actor(), within=current_reach(), seen=_seen(form)
        )
        flash(
            ngettext("%(num)s report was accepted.", "%(num)s reports were accepted.", found.number)
        )
        if found.left:
            flash(
                gettext(
                    "Corrected or returned meanwhile, read once more: %(titles)s",
                    titles=", ".join(found.left),
                ),
                "warning",
            )
        return url_for(".new_acceptances")

    return submit(form, accept, lambda: _acceptances_page(form))


@blueprint.post("/activities/<uuid:activity_id>/acceptance")
@requires(ActivityPermission.ACCEPT)
def create_acceptance(activity_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def accept() -> str:
        reviewing.accept_activity(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            activity_id=activity_id,
            seen_version=form.seen_version,
        )
        return url_for(".show_activity", activity_id=activity_id)

    return submit(form, accept, lambda: again(activity_id, form))


@blueprint.post("/activities/<uuid:activity_id>/acceptance/withdrawal")
@requires(ActivityPermission.ACCEPT)
def create_acceptance_withdrawal(activity_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def withdraw() -> str:
        reviewing.withdraw_acceptance(
            db.session(), actor=current_actor(), within=current_reach(), activity_id=activity_id
        )
        return url_for(".show_activity", activity_id=activity_id)

    return submit(form, withdraw, lambda: again(activity_id, form))


@blueprint.get("/activities/<uuid:activity_id>/return/new")
@requires(ActivityPermission.ACCEPT)
def new_return(activity_id: UUID) -> ResponseReturnValue:
    line = queries.activity(db.session(), current_reach(), activity_id)
    return _return_page(line, ReturnForm(version=str(line.activity.version)))


@blueprint.post("/activities/<uuid:activity_id>/return")
@requires(ActivityPermission.ACCEPT)
def create_return(activity_id: UUID) -> ResponseReturnValue:
    form = ReturnForm()

    def send_back() -> str:
        reviewing.return_activity(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            activity_id=activity_id,
            seen_version=form.seen_version,
            reason=form.reason.data,
        )
        return url_for(".show_activity", activity_id=activity_id)

    def page() -> str:
        return _return_page(queries.activity(db.session(), current_reach(), activity_id), form)

    return submit(form, send_back, page)


def _seen(form: AcceptancesForm) -> dict[UUID, int]:
    """The reports that were ticked, each with the version that the person read: `<id>:<version>`."""
    seen = {}
    for ticked in form.chosen.data or ():
        key, _, version = ticked.partition(":")
        try:
            seen[UUID(key)] = int(version)
        except ValueError:
            continue
    return seen


def _acceptances_page(form: AcceptancesForm) -> str:
    return render_template(
        "activities/acceptances.html",
        form=form,
        lines=queries.waiting_for_acceptance(
            db.session(), current_reach(), limit=reviewing.MOST_AT_ONCE
        ),
        ticked=set(form.chosen.data or ()),
        kinds=KIND_TITLES,
    )


def _return_page(line: queries.ActivityLine, form: ReturnForm) -> str:
    return render_template("activities/return.html", form=form, entry=line.activity)
