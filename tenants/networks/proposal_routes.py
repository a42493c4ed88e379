"""Pages of the proposal of zones: ask for one, look at it, change it, apply it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from core.extensions import db
from core.i18n.dates import bangkok_today
from core.tenancy.queries import boundary_of
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, requires
from tenants.adoption.queries import content_in_force
from tenants.networks import proposals
from tenants.networks.models import ProposalState, ZoneProposal
from tenants.networks.permissions import NetworkPermission
from tenants.networks.pictures import proposal_maps
from tenants.networks.proposal_forms import ApplyForm, MoveForm, WishForm, texts_form
from tenants.networks.proposal_views import proposal_view
from tenants.networks.routes import blueprint

__all__ = ["blueprint"]


@blueprint.get("/zones/proposals/new")
@requires(NetworkPermission.PLACE)
def new_proposal() -> ResponseReturnValue:
    draft = proposals.draft_of(db.session())
    if draft is not None:
        return redirect(url_for(".show_proposal", proposal_id=draft.id))
    return _wish_page(WishForm())


@blueprint.post("/zones/proposals")
@requires(NetworkPermission.PLACE)
def create_proposal() -> ResponseReturnValue:
    form = WishForm()

    def propose() -> str:
        entry = proposals.propose(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            record_id=form.id_of_record,
            wish=proposals.Wish(form.count.data, form.problem_percent.data),
        )
        return url_for(".show_proposal", proposal_id=entry.id)

    return submit(form, propose, lambda: _wish_page(form))


@blueprint.get("/zones/proposals/<uuid:proposal_id>")
@requires(NetworkPermission.PLACE)
def show_proposal(proposal_id: UUID) -> ResponseReturnValue:
    return _page(proposals.proposal(db.session(), proposal_id))


@blueprint.post("/zones/proposals/<uuid:proposal_id>/placements")
@requires(NetworkPermission.PLACE)
def create_proposal_placement(proposal_id: UUID) -> ResponseReturnValue:
    form = MoveForm()

    def move() -> str:
        proposals.move_in_proposal(
            db.session(),
            actor=current_actor(),
            proposal_id=proposal_id,
            community_id=form.community_id,
            place=form.place.data,
        )
        return url_for(".show_proposal", proposal_id=proposal_id, _anchor="groups")

    return submit(form, move, lambda: _page(proposals.proposal(db.session(), proposal_id)))


@blueprint.post("/zones/proposals/<uuid:proposal_id>")
@requires(NetworkPermission.PLACE)
def update_proposal(proposal_id: UUID) -> ResponseReturnValue:
    entry = proposals.proposal(db.session(), proposal_id)
    form = texts_form(entry.plan)

    def change() -> str:
        proposals.change_proposal(
            db.session(),
            actor=current_actor(),
            proposal_id=proposal_id,
            seen_version=form.seen_version,
            texts=[
                proposals.GroupText(form[f"name-{place}"].data, form[f"reason-{place}"].data)
                for place in range(len(entry.plan["groups"]))
            ],
        )
        return url_for(".show_proposal", proposal_id=proposal_id)

    def again() -> str:
        return _page(proposals.proposal(db.session(), proposal_id), texts=form)

    return submit(form, change, again)


@blueprint.post("/zones/proposals/<uuid:proposal_id>/application")
@requires(NetworkPermission.PLACE)
def create_application(proposal_id: UUID) -> ResponseReturnValue:
    form = ApplyForm()

    def put_in_place() -> str:
        moved = proposals.apply_proposal(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            proposal_id=proposal_id,
            seen_version=form.seen_version,
            from_day=form.from_day.data,
        )
        flash(
            ngettext(
                "%(num)s community has its new zone.",
                "%(num)s communities have their new zones.",
                moved,
            ),
            "success",
        )
        return url_for(".list_zones")

    def again() -> str:
        return _page(proposals.proposal(db.session(), proposal_id), application=form)

    return submit(form, put_in_place, again)


@blueprint.post("/zones/proposals/<uuid:proposal_id>/discarding")
@requires(NetworkPermission.PLACE)
def create_discarding(proposal_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def discard() -> str:
        proposals.discard_proposal(db.session(), actor=current_actor(), proposal_id=proposal_id)
        flash(_("The proposal has been laid aside. No zone was changed."), "success")
        return url_for(".list_zones")

    return submit(form, discard, lambda: _page(proposals.proposal(db.session(), proposal_id)))


def _wish_page(form: WishForm) -> str:
    in_force = content_in_force(db.session(), bangkok_today())
    rules = in_force.content.zones if in_force else None
    if rules and form.count.data is None and not form.count.errors:
        form.count.data = rules.suggested
    sites = proposals.sites_of(db.session(), current_reach())
    return render_template(
        "networks/proposal_new.html",
        form=form,
        rules=rules,
        communities=len(sites),
        without_point=sum(1 for site in sites if site.point is None),
        without_problems=sum(1 for site in sites if not site.problems),
    )


def _page(
    entry: ZoneProposal, *, texts: RecordForm | None = None, application: ApplyForm | None = None
) -> str:
    sites = proposals.sites_of(db.session(), current_reach())
    in_force = content_in_force(db.session(), bangkok_today())
    titles = {kind.key: kind.title for kind in in_force.content.problem_kinds} if in_force else {}
    view = proposal_view(entry, sites, titles)
    boundary = boundary_of(db.session(), current_actor().district_id)
    return render_template(
        "networks/proposal.html",
        proposal=entry,
        view=view,
        open=entry.state == ProposalState.DRAFT.value,
        texts=texts or texts_form(entry.plan, version=entry.version),
        application=application or ApplyForm(version=str(entry.version)),
        maps=proposal_maps(view, boundary),
        credit=boundary.credit if boundary else "",
    )
