from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from core.access.permissions import Permission, Reach, Within
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.tenancy.queries import boundary_of
from core.web.forms import submit
from core.web.guard import (
    current_actor,
    current_reach,
    district_blueprint,
    grants,
    requires,
)
from tenants.activities.permissions import ActivityPermission
from tenants.activities.queries import recent_activities
from tenants.meetings.queries import adopted_minutes_of_zones
from tenants.networks import queries, service
from tenants.networks.assignments import last_day_of, responsibilities_of
from tenants.networks.forms import PlacementForm, zone_choices
from tenants.networks.next_papers import paper_step
from tenants.networks.paper_forms import SOURCE_TITLES
from tenants.networks.permissions import NetworkPermission
from tenants.networks.pictures import zone_maps
from tenants.networks.remarks import remarks_of
from tenants.networks.status import Stage
from tenants.registry.permissions import RegistryPermission
from tenants.zones.queries import open_zones

blueprint = district_blueprint("networks", __name__)

STAGE_TITLES = {
    Stage.PLANNED: lazy_gettext("Planned"),
    Stage.COMMITTEE_COMPLETE: lazy_gettext("Committee complete"),
    Stage.ORDERED: lazy_gettext("Order has been signed"),
    Stage.BY_LAW_ADOPTED: lazy_gettext("By-law has been adopted"),
    Stage.ESTABLISHED: lazy_gettext("Established"),
}


@blueprint.get("/zones")
@requires(NetworkPermission.BOARD)
def list_zones() -> ResponseReturnValue:
    board = queries.board(db.session(), current_reach())
    boundary = boundary_of(db.session(), current_actor().district_id)
    form = PlacementForm()
    form.offer(board.zones)
    return render_template(
        "networks/board.html",
        board=board,
        form=form,
        choices=zone_choices(board.zones),
        maps=zone_maps(board, boundary),
        credit=boundary.credit if boundary else "",
    )


@blueprint.get("/zones/own")
@requires(NetworkPermission.OWN)
def show_own_zone() -> ResponseReturnValue:
    zone = queries.own_zone(db.session(), current_reach())
    if zone is None:
        return render_template("networks/no_zone.html")
    return redirect(url_for(".show_zone", zone_id=zone.id))


@blueprint.get("/zones/<uuid:zone_id>")
@requires(NetworkPermission.READ)
def show_zone(zone_id: UUID) -> ResponseReturnValue:
    network = queries.network(db.session(), current_reach(), zone_id)
    reading = _reach(ActivityPermission.READ)
    return render_template(
        "networks/zone.html",
        network=network,
        zone=network.zone,
        stage_titles=STAGE_TITLES,
        activities=recent_activities(db.session(), reading, zone_id=zone_id, limit=5)
        if reading
        else [],
        readable=_readable(network),
        step=paper_step(network.zone, network.evidence, network.next, bangkok_today())
        if network.next
        else None,
        may_step=current_reach().whole_district,
        responsibilities=responsibilities_of(db.session(), zone_id),
        remarks=remarks_of(db.session(), zone_id),
        adopted_minutes=adopted_minutes_of_zones(db.session()).get(zone_id, 0),
        source_titles=SOURCE_TITLES,
        last_day=last_day_of,
    )


@blueprint.get("/zones/placements/new")
@requires(NetworkPermission.PLACE)
def new_placements() -> ResponseReturnValue:
    form = PlacementForm(
        communities=request.args.getlist("community", type=UUID),
        zone=request.args.get("zone", ""),
    )
    return _placement_page(form)


@blueprint.post("/zones/placements")
@requires(NetworkPermission.PLACE)
def create_placements() -> ResponseReturnValue:
    form = PlacementForm()
    form.offer(open_zones(db.session(), current_reach()))

    def place() -> str:
        number = service.place_communities(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            community_ids=form.communities.data,
            zone_id=form.zone_id,
            from_day=form.from_day.data,
            reason=form.reason.data,
        )
        flash(_placed_sentence(form, number), "success")
        return url_for(".list_zones")

    return submit(form, place, lambda: _placement_page(form))


def _placed_sentence(form: PlacementForm, number: int) -> str:
    target = dict(form.zone.choices).get(form.zone.data, "")
    return _("Communities moved to “%(zone)s”: %(number)s", zone=target, number=number)


def _placement_page(form: PlacementForm) -> str:
    """The move once more, with room for the day and the reason; only open communities are offered."""
    within = current_reach()
    form.offer(
        open_zones(db.session(), within),
        queries.communities_by_id(db.session(), within, form.communities.data or []),
    )
    return render_template("networks/placement.html", form=form)


def _reach(permission: Permission) -> Within | None:
    """How far this person's own grant of another feature goes."""
    return current_actor().within(grants(), permission)


def _readable(network: queries.Network) -> set[UUID]:
    """The communities of the zone whose own pages this person may open."""
    reach = _reach(RegistryPermission.READ)
    members = {card.community.id for card in network.column.cards}
    if reach is None:
        return set()
    return members if reach.reach >= Reach.OWN_ZONE else members & reach.community_ids
