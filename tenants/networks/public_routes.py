"""Releasing a network's page, and the page itself, open to everybody (M39)."""

from datetime import date
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import NotFound
from core.extensions import db
from core.tenancy.queries import office as office_of
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, public_of_office, requires
from tenants.networks import publishing
from tenants.networks.permissions import NetworkPermission
from tenants.networks.pilot_routes import blueprint
from tenants.networks.queries import network

__all__ = ["blueprint"]


@blueprint.get("/networks")
@public_of_office(reason="everybody may see the networks that an office has released")
def list_public_networks(office: int) -> ResponseReturnValue:
    return render_template(
        "networks/public_list.html",
        office=office_of(db.session(), office),
        pages=publishing.public_pages(db.session(), office),
    )


@blueprint.get("/networks/<uuid:zone_id>")
@public_of_office(reason="everybody may see a network that an office has released")
def show_public_network(office: int, zone_id: UUID) -> ResponseReturnValue:
    page = publishing.public_page(db.session(), office, zone_id)
    if page is None:
        raise NotFound("This network has not been released.")
    return render_template(
        "networks/public.html",
        office=office_of(db.session(), office),
        page=page,
        day_of=date.fromisoformat,
    )


@blueprint.get("/zones/<uuid:zone_id>/publication/new")
@requires(NetworkPermission.PUBLISH)
def new_publication(zone_id: UUID) -> ResponseReturnValue:
    return _page(zone_id, RecordForm())


@blueprint.post("/zones/<uuid:zone_id>/publication")
@requires(NetworkPermission.PUBLISH)
def create_publication(zone_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def publish() -> str:
        publishing.publish_network(
            db.session(), actor=current_actor(), within=current_reach(), zone_id=zone_id
        )
        flash(_("The page is open to everybody now."), "success")
        return url_for(".new_publication", zone_id=zone_id)

    return submit(form, publish, lambda: _page(zone_id, form))


@blueprint.post("/zones/<uuid:zone_id>/withdrawal")
@requires(NetworkPermission.PUBLISH)
def create_withdrawal(zone_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def withdraw() -> str:
        publishing.withdraw_network(
            db.session(), actor=current_actor(), within=current_reach(), zone_id=zone_id
        )
        flash(_("The page has been taken back."), "success")
        return url_for(".new_publication", zone_id=zone_id)

    return submit(form, withdraw, lambda: _page(zone_id, form))


def _page(zone_id: UUID, form: RecordForm) -> str:
    found = network(db.session(), current_reach(), zone_id)
    return render_template(
        "networks/publication.html",
        zone=found.zone,
        content=publishing.page_content(db.session(), found),
        has_order=found.evidence.order is not None,
        publication=publishing.publication_of(db.session(), found),
        form=form,
        day_of=date.fromisoformat,
    )
