from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from core.extensions import db
from core.i18n.dates import bangkok_today, fiscal_year
from core.manual.structure import ProblemKind
from core.tenancy.queries import subdistricts_of
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, district_blueprint, requires
from tenants.adoption.queries import content_in_force
from tenants.registry import queries, service
from tenants.registry.forms import (
    STATUS_TITLES,
    TYPE_TITLES,
    ClosureForm,
    CommunityForm,
    FiguresForm,
)
from tenants.registry.models import FIGURES, Community, CommunityStatus, CommunityType
from tenants.registry.permissions import RegistryPermission
from tenants.registry.plan_forms import KIND_TITLES as PLAN_TITLES
from tenants.registry.plans import plans_of
from tenants.zones.queries import open_zones, zone_of_community

blueprint = district_blueprint("registry", __name__)


@blueprint.get("/communities")
@requires(RegistryPermission.READ)
def list_communities() -> ResponseReturnValue:
    filters = queries.Filters(
        text=request.args.get("q", "").strip(),
        zone=request.args.get("zone", ""),
        kind=request.args.get("kind", ""),
        plan=request.args.get("plan", ""),
        closed=request.args.get("closed") == "1",
    )
    page = queries.communities(
        db.session(),
        current_reach(),
        filters,
        number=request.args.get("page", 1, type=int),
    )
    return render_template(
        "registry/communities.html",
        page=page,
        filters=filters,
        zones=open_zones(db.session(), current_reach()),
        types=TYPE_TITLES,
        statuses=STATUS_TITLES,
        year=fiscal_year(bangkok_today()),
    )


@blueprint.get("/communities/new")
@requires(RegistryPermission.EDIT)
def new_community() -> ResponseReturnValue:
    return _new_page(_community_form())


@blueprint.post("/communities")
@requires(RegistryPermission.EDIT)
def create_community() -> ResponseReturnValue:
    form = _community_form()

    def register() -> str:
        entry = service.register_community(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            particulars=_particulars(form),
        )
        return url_for(".show_community", community_id=entry.id)

    return submit(form, register, lambda: _new_page(form))


@blueprint.get("/communities/<uuid:community_id>")
@requires(RegistryPermission.READ)
def show_community(community_id: UUID) -> ResponseReturnValue:
    entry = queries.community(db.session(), current_reach(), community_id)
    return render_template(
        "registry/community.html",
        community=entry,
        figures=queries.figures_of(db.session(), entry.id),
        zone=zone_of_community(db.session(), entry.id, bangkok_today()),
        subdistrict=_subdistrict_name(entry),
        types=TYPE_TITLES,
        statuses=STATUS_TITLES,
        problems=[kind.title for kind in _problem_kinds() if kind.key in entry.problems],
        plans=plans_of(db.session(), entry.id),
        plan_kinds=PLAN_TITLES,
        year=fiscal_year(bangkok_today()),
    )


@blueprint.get("/communities/<uuid:community_id>/edit")
@requires(RegistryPermission.EDIT)
def edit_community(community_id: UUID) -> ResponseReturnValue:
    entry = queries.community(db.session(), current_reach(), community_id)
    return _edit_page(entry, _community_form(obj=entry))


@blueprint.post("/communities/<uuid:community_id>")
@requires(RegistryPermission.EDIT)
def update_community(community_id: UUID) -> ResponseReturnValue:
    form = _community_form()

    def change() -> str:
        entry = service.change_community(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            community_id=community_id,
            seen_version=form.seen_version,
            particulars=_particulars(form),
        )
        return url_for(".show_community", community_id=entry.id)

    def again() -> str:
        return _edit_page(queries.community(db.session(), current_reach(), community_id), form)

    return submit(form, change, again)


@blueprint.get("/communities/<uuid:community_id>/closure/new")
@requires(RegistryPermission.EDIT)
def new_closure(community_id: UUID) -> ResponseReturnValue:
    return _closure_page(community_id, ClosureForm(closed_on=bangkok_today()))


@blueprint.post("/communities/<uuid:community_id>/closure")
@requires(RegistryPermission.EDIT)
def create_closure(community_id: UUID) -> ResponseReturnValue:
    form = ClosureForm()

    def close() -> str:
        entry = service.close_community(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            community_id=community_id,
            closed_on=form.closed_on.data,
            reason=form.reason.data,
        )
        return url_for(".show_community", community_id=entry.id)

    return submit(form, close, lambda: _closure_page(community_id, form))


@blueprint.get("/communities/<uuid:community_id>/figures/new")
@requires(RegistryPermission.EDIT)
def new_figures(community_id: UUID) -> ResponseReturnValue:
    return _figures_page(community_id, FiguresForm())


@blueprint.post("/communities/<uuid:community_id>/figures")
@requires(RegistryPermission.EDIT)
def create_figures(community_id: UUID) -> ResponseReturnValue:
    form = FiguresForm()

    def record() -> str:
        service.record_figures(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            community_id=community_id,
            record_id=form.id_of_record,
            as_of=form.as_of.data,
            source=form.source.data,
            explanation=form.explanation.data or "",
            figures={name: form[name].data for name in FIGURES},
        )
        return url_for(".show_community", community_id=community_id)

    return submit(form, record, lambda: _figures_page(community_id, form))


@blueprint.get("/communities/problems")
@requires(RegistryPermission.EDIT)
def show_problems() -> ResponseReturnValue:
    return _problems_page(RecordForm())


@blueprint.post("/communities/problems")
@requires(RegistryPermission.EDIT)
def update_problems() -> ResponseReturnValue:
    form = RecordForm()

    def record() -> str:
        number = service.record_problems(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            choices=_problem_choices(),
            kinds=[kind.key for kind in _problem_kinds()],
        )
        flash(
            ngettext(
                "The problems of %(num)s community have been saved.",
                "The problems of %(num)s communities have been saved.",
                number,
            ),
            "success",
        )
        return url_for(".show_problems")

    return submit(form, record, lambda: _problems_page(form))


def _problem_kinds() -> tuple[ProblemKind, ...]:
    in_force = content_in_force(db.session(), bangkok_today())
    return in_force.content.problem_kinds if in_force else ()


def _problem_choices() -> dict[UUID, service.ProblemChoice]:
    """Of every community on the page: the boxes that were ticked, and those that are ticked now."""
    known = {kind.key for kind in _problem_kinds()}
    return {
        community_id: service.ProblemChoice(
            seen=frozenset(request.form.get(f"seen-{community_id}", "").split()) & known,
            chosen=frozenset(request.form.getlist(f"problems-{community_id}")) & known,
        )
        for community_id in request.form.getlist("community", type=UUID)
    }


def _problems_page(form: RecordForm) -> str:
    typed = _problem_choices() if request.method == "POST" else {}
    return render_template(
        "registry/problems.html",
        form=form,
        communities=queries.open_communities(db.session(), current_reach()),
        kinds=_problem_kinds(),
        typed=typed,
    )


def _community_form(obj: Community | None = None) -> CommunityForm:
    subdistricts = [
        (row.code, row.name_th)
        for row in subdistricts_of(db.session(), current_actor().district_id)
    ]
    return CommunityForm(obj=obj, subdistricts=subdistricts)


def _particulars(form: CommunityForm) -> service.Particulars:
    values: dict[str, Any] = {name: form[name].data for name in service.EDITED}
    values["kind"] = CommunityType(values["kind"]).value
    values["status"] = CommunityStatus(values["status"]).value
    for name in ("lat", "lon"):
        values[name] = None if values[name] is None else float(values[name])
    return service.Particulars(**values)


def _subdistrict_name(entry: Community) -> str:
    names = {row.code: row.name_th for row in subdistricts_of(db.session(), entry.district_id)}
    return names.get(entry.subdistrict_code or 0, "")


def _new_page(form: CommunityForm) -> str:
    return render_template("registry/new.html", form=form)


def _edit_page(entry: Community, form: CommunityForm) -> str:
    return render_template("registry/edit.html", form=form, community=entry)


def _closure_page(community_id: UUID, form: ClosureForm) -> str:
    entry = queries.community(db.session(), current_reach(), community_id)
    return render_template("registry/closure.html", form=form, community=entry)


def _figures_page(community_id: UUID, form: FiguresForm) -> str:
    entry = queries.community(db.session(), current_reach(), community_id)
    return render_template("registry/figures.html", form=form, community=entry)
