"""Writing drafts and changing them, on the blueprint of the reading pages."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from core.extensions import db
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, requires
from tenants.committees.queries import Body, NoEdition, view_of
from tenants.orders import bodies, queries, service, texts
from tenants.orders.forms import TEXT_FORMS, BodyForm, DraftingForm, OrderForm
from tenants.orders.models import Order, OrderKind, OrderState
from tenants.orders.pages import list_page, order_page
from tenants.orders.permissions import OrderPermission
from tenants.orders.routes import blueprint

__all__ = ["blueprint"]


@blueprint.post("/zones/<uuid:zone_id>/orders")
@requires(OrderPermission.DRAFT)
def create_order(zone_id: UUID) -> ResponseReturnValue:
    return _draft_appointment(DraftingForm(), lambda: Body.zone(zone_id))


@blueprint.post("/orders/appointments")
@requires(OrderPermission.DRAFT)
def create_appointment() -> ResponseReturnValue:
    """The order of a committee that is none of a zone."""
    form = BodyForm()
    return _draft_appointment(form, lambda: bodies.body_of_key(form.body.data or ""))


@blueprint.post("/orders/drafts")
@requires(OrderPermission.DRAFT)
def create_zone_drafts() -> ResponseReturnValue:
    """The order of every zone that is ready."""
    form = DraftingForm()

    def draft() -> str:
        drafted = service.draft_ready_zones(
            db.session(), actor=current_actor(), within=current_reach()
        )
        if drafted:
            said = ngettext(
                "%(num)s order was drafted.", "%(num)s orders were drafted.", len(drafted)
            )
            flash(said, "success")
        else:
            flash(gettext("No zone is ready that has no order and no draft yet."), "info")
        return url_for(".list_orders", view="zones")

    return submit(form, draft, lambda: list_page(form))


@blueprint.post("/orders/announcements")
@requires(OrderPermission.DRAFT)
def create_announcement() -> ResponseReturnValue:
    form = BodyForm()

    def draft() -> str:
        order = service.draft_announcement(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            body=bodies.body_of_key(form.body.data or ""),
            record_id=form.id_of_record,
        )
        return url_for(".show_order", order_id=order.id)

    return submit(form, draft, lambda: list_page(form))


@blueprint.post("/orders/<uuid:order_id>/<any(replacement,revocation,memo):kind>")
@requires(OrderPermission.DRAFT)
def create_paper_about(order_id: UUID, kind: str) -> ResponseReturnValue:
    """A later paper that amends, revokes or proposes this one."""
    form = DraftingForm()

    def draft() -> str:
        order = service.draft_about(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            kind=OrderKind(kind),
            order_id=order_id,
            record_id=form.id_of_record,
        )
        return url_for(".show_order", order_id=order.id)

    return submit(form, draft, lambda: order_page(order_id, form))


@blueprint.get("/orders/<uuid:order_id>/edit")
@requires(OrderPermission.DRAFT)
def edit_order(order_id: UUID) -> ResponseReturnValue:
    order = queries.reading(db.session(), current_reach(), order_id).order
    if order.state != OrderState.DRAFT:
        return redirect(url_for(".show_order", order_id=order_id))
    form = TEXT_FORMS[OrderKind(order.kind)](version=str(order.version), **service.values_of(order))
    return _edit_page(order, form)


@blueprint.post("/orders/<uuid:order_id>")
@requires(OrderPermission.DRAFT)
def update_order(order_id: UUID) -> ResponseReturnValue:
    kind = OrderKind(queries.reading(db.session(), current_reach(), order_id).order.kind)
    form = TEXT_FORMS[kind]()

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

    def again() -> str:
        return _edit_page(queries.reading(db.session(), current_reach(), order_id).order, form)

    return submit(form, change, again)


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

    return submit(form, refresh, lambda: order_page(order_id, form))


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


def _draft_appointment(form: RecordForm, body_of: Callable[[], Body]) -> ResponseReturnValue:
    def draft() -> str:
        order = service.draft_appointment(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            body=body_of(),
            record_id=form.id_of_record,
        )
        if order.id != form.id_of_record:
            flash(gettext("This committee has a draft already. Here it is."), "info")
        return url_for(".show_order", order_id=order.id)

    def again() -> str:
        try:
            view = view_of(db.session(), current_reach(), body_of())
        except NoEdition:
            return list_page(form)
        link = url_for("committees.show_committee", **view.body.address)
        return render_template("orders/incomplete.html", form=form, committee=view, link=link)

    return submit(form, draft, again)


def _wording(form: OrderForm) -> texts.Wording:
    return texts.Wording(
        subject=form.subject.data,
        reason=form.reason.data,
        authority=form.authority.data,
        duties=tuple(line for line in form.duties.data.splitlines() if line.strip()),
        effect=form.effect.data,
        signer_name=form.signer_name.data,
        signer_position=form.signer_position.data,
    )


def _edit_page(order: Order, form: OrderForm) -> str:
    return render_template("orders/edit.html", form=form, order=order)


def _deletion_page(order_id: UUID, form: RecordForm) -> str:
    order = queries.reading(db.session(), current_reach(), order_id).order
    return render_template("orders/deletion.html", form=form, order=order)
