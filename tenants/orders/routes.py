from urllib.parse import quote
from uuid import UUID

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.db import uuid7
from core.documents.order import render_order
from core.extensions import db
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, district_blueprint, requires
from tenants.committees.queries import committee_of
from tenants.orders import queries, service
from tenants.orders.forms import DraftingForm, OrderForm
from tenants.orders.permissions import OrderPermission

blueprint = district_blueprint("orders", __name__)


@blueprint.get("/orders")
@requires(OrderPermission.READ)
def list_orders() -> ResponseReturnValue:
    return _list_page(DraftingForm())


@blueprint.post("/zones/<uuid:zone_id>/orders")
@requires(OrderPermission.DRAFT)
def create_order(zone_id: UUID) -> ResponseReturnValue:
    form = DraftingForm()

    def draft() -> str:
        order = service.draft_order(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            zone_id=zone_id,
            record_id=form.id_of_record,
        )
        if order.id != form.id_of_record:
            flash(gettext("This zone has a draft already. Here it is."), "info")
        return url_for(".show_order", order_id=order.id)

    return submit(form, draft, lambda: _list_page(form))


@blueprint.get("/orders/<uuid:order_id>")
@requires(OrderPermission.READ)
def show_order(order_id: UUID) -> ResponseReturnValue:
    draft = queries.draft(db.session(), current_reach(), order_id)
    committee = committee_of(db.session(), current_reach(), draft.zone.id)
    document = queries.document_of(draft.order)
    return render_template(
        "orders/order.html",
        order=draft.order,
        zone=draft.zone,
        document=document,
        heading=queries.heading_of(document),
        blank=queries.BLANK * 3,
        empty_lines=queries.empty_lines(draft.order),
        members_changed=committee is not None
        and queries.member_blocks(committee) != draft.order.content["blocks"],
    )


@blueprint.get("/orders/<uuid:order_id>/document.pdf")
@requires(OrderPermission.READ)
def show_document(order_id: UUID) -> ResponseReturnValue:
    draft = queries.draft(db.session(), current_reach(), order_id)
    pdf = render_order(queries.document_of(draft.order))
    response = Response(pdf, mimetype="application/pdf")
    name = quote(f"ร่างคำสั่ง{draft.order.subject}.pdf".replace("/", "-"))
    response.headers["Content-Disposition"] = (
        f"inline; filename=\"draft-order.pdf\"; filename*=UTF-8''{name}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/orders/<uuid:order_id>/edit")
@requires(OrderPermission.DRAFT)
def edit_order(order_id: UUID) -> ResponseReturnValue:
    order = queries.draft(db.session(), current_reach(), order_id).order
    form = OrderForm(version=str(order.version), **service.values_of(order))
    return _edit_page(order_id, form)


@blueprint.post("/orders/<uuid:order_id>")
@requires(OrderPermission.DRAFT)
def update_order(order_id: UUID) -> ResponseReturnValue:
    form = OrderForm()

    def change() -> str:
        service.change_order(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            order_id=order_id,
            seen_version=form.seen_version,
            wording=_wording(form),
        )
        return url_for(".show_order", order_id=order_id)

    return submit(form, change, lambda: _edit_page(order_id, form))


@blueprint.post("/orders/<uuid:order_id>/members")
@requires(OrderPermission.DRAFT)
def update_members(order_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def refresh() -> str:
        service.refresh_members(
            db.session(), actor=current_actor(), within=current_reach(), order_id=order_id
        )
        flash(gettext("The members are now as in the committee."), "success")
        return url_for(".show_order", order_id=order_id)

    return submit(form, refresh, lambda: _list_page(form))


@blueprint.get("/orders/<uuid:order_id>/deletion/new")
@requires(OrderPermission.DRAFT)
def new_deletion(order_id: UUID) -> ResponseReturnValue:
    return _deletion_page(order_id, RecordForm())


@blueprint.post("/orders/<uuid:order_id>/deletion")
@requires(OrderPermission.DRAFT)
def create_deletion(order_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def delete() -> str:
        service.delete_draft(db.session(), within=current_reach(), order_id=order_id)
        flash(gettext("The draft was deleted."), "success")
        return url_for(".list_orders")

    return submit(form, delete, lambda: _deletion_page(order_id, form))


def _wording(form: OrderForm) -> service.Wording:
    return service.Wording(
        subject=form.subject.data,
        reason=form.reason.data,
        authority=form.authority.data,
        duties=tuple(line for line in form.duties.data.splitlines() if line.strip()),
        effect=form.effect.data,
        signer_name=form.signer_name.data,
        signer_position=form.signer_position.data,
    )


def _list_page(form: RecordForm) -> str:
    return render_template(
        "orders/orders.html",
        form=form,
        lines=queries.orders_by_zone(db.session(), current_reach()),
        new_id=uuid7,
    )


def _edit_page(order_id: UUID, form: OrderForm) -> str:
    draft = queries.draft(db.session(), current_reach(), order_id)
    return render_template("orders/edit.html", form=form, order=draft.order, zone=draft.zone)


def _deletion_page(order_id: UUID, form: RecordForm) -> str:
    draft = queries.draft(db.session(), current_reach(), order_id)
    return render_template("orders/deletion.html", form=form, order=draft.order, zone=draft.zone)
