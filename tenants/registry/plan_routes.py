"""Pages of a community's plans, on the blueprint of `routes`."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.extensions import db
from core.i18n.dates import bangkok_today, fiscal_year
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, requires
from tenants.registry import plans, queries
from tenants.registry.permissions import RegistryPermission
from tenants.registry.plan_forms import PlanForm, shown
from tenants.registry.profile_routes import blueprint

__all__ = ["blueprint"]


@blueprint.get("/communities/<uuid:community_id>/plans/new")
@requires(RegistryPermission.EDIT)
def new_plan(community_id: UUID) -> ResponseReturnValue:
    asked = request.args.get("year", fiscal_year(bangkok_today()), type=int)
    return _new_page(community_id, PlanForm(fiscal_year=asked))


@blueprint.post("/communities/<uuid:community_id>/plans")
@requires(RegistryPermission.EDIT)
def create_plan(community_id: UUID) -> ResponseReturnValue:
    form = PlanForm()

    def record() -> str:
        plans.record_plan(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            community_id=community_id,
            record_id=form.id_of_record,
            details=form.details,
        )
        return url_for(".show_community", community_id=community_id, _anchor="plans")

    return submit(form, record, lambda: _new_page(community_id, form))


@blueprint.get("/plans/<uuid:plan_id>/edit")
@requires(RegistryPermission.EDIT)
def edit_plan(plan_id: UUID) -> ResponseReturnValue:
    entry, _community = plans.plan(db.session(), current_reach(), plan_id)
    return _edit_page(plan_id, PlanForm(data=shown(entry) | {"version": entry.version}))


@blueprint.post("/plans/<uuid:plan_id>")
@requires(RegistryPermission.EDIT)
def update_plan(plan_id: UUID) -> ResponseReturnValue:
    form = PlanForm()

    def correct() -> str:
        entry = plans.correct_plan(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            plan_id=plan_id,
            seen_version=form.seen_version,
            details=form.details,
            shown=shown,
        )
        return url_for(".show_community", community_id=entry.community_id, _anchor="plans")

    return submit(form, correct, lambda: _edit_page(plan_id, form))


def _new_page(community_id: UUID, form: PlanForm) -> str:
    entry = queries.community(db.session(), current_reach(), community_id)
    return render_template("registry/plan_new.html", form=form, community=entry)


def _edit_page(plan_id: UUID, form: PlanForm) -> str:
    entry, community = plans.plan(db.session(), current_reach(), plan_id)
    return render_template("registry/plan_edit.html", form=form, plan=entry, community=community)
