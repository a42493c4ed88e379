"""Several papers signed with one confirmation, on the blueprint of the reading pages."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.web.forms import RecordForm, submit
from core.web.guard import confirmation, current_actor, current_reach, requires
from tenants.orders import queries, signing
from tenants.orders.forms import BatchForm, batch_form
from tenants.orders.models import Order
from tenants.orders.numbering import Signature, TypedNumber, number_field
from tenants.orders.pages import address_of, is_registry, list_page, pulse
from tenants.orders.permissions import OrderPermission
from tenants.orders.signing_routes import blueprint

__all__ = ["blueprint"]


@blueprint.get("/orders/batches/new")
@requires(OrderPermission.SIGN)
def new_batch() -> ResponseReturnValue:
    """The papers that were ticked in the list, to be signed with one confirmation."""
    orders = _chosen(request.args.getlist("order"))
    if not orders:
        flash(gettext("Choose at least one paper to sign."), "info")
        return list_page(RecordForm())
    form = batch_form(orders, registry=is_registry())()
    form.papers.data = " ".join(f"{order.id}:{order.version}" for order in orders)
    if "dated_on" in form:
        form["dated_on"].data = bangkok_today()
    return _batch_form_page(form, orders)


@blueprint.post("/orders/batches")
@requires(OrderPermission.SIGN, confirmed=True)
def create_batch() -> ResponseReturnValue:
    shown = _shown(request.form.get("papers", ""))
    orders = _chosen([str(order_id) for order_id in shown], waiting_alone=False)
    form = batch_form(orders, registry=is_registry())()
    batch_id = form.id_of_record
    was_signed = queries.batch_exists(db.session(), batch_id)

    def sign() -> str:
        if not was_signed:
            confirmation().require()
            signing.sign_batch(
                db.session(),
                actor=current_actor(),
                within=current_reach(),
                batch_id=batch_id,
                signatures=_signatures(form, orders, shown),
                address_of=address_of,
            )
        return url_for(".show_batch", batch_id=batch_id)

    def again() -> str:
        return _batch_form_page(form, _chosen([str(order_id) for order_id in shown]))

    return submit(form, sign, again)


@blueprint.get("/orders/batches/<uuid:batch_id>")
@requires(OrderPermission.READ)
def show_batch(batch_id: UUID) -> ResponseReturnValue:
    progress = queries.batch_progress(db.session(), batch_id)
    return render_template("orders/batch.html", progress=progress, mark=_batch_mark(progress))


@blueprint.get("/orders/batches/<uuid:batch_id>/pulse")
@requires(OrderPermission.READ, poll=True)
def show_batch_pulse(batch_id: UUID) -> ResponseReturnValue:
    """Only how many papers of a batch have their files: 304, or a new ETag."""
    return pulse(_batch_mark(queries.batch_progress(db.session(), batch_id)))


def _chosen(sent: Sequence[str], *, waiting_alone: bool = True) -> list[Order]:
    """The papers of these ids in reach, in the order in which they were proposed; NotFound for others."""
    ids = []
    for text in sent[: signing.LARGEST_BATCH]:
        try:
            ids.append(UUID(text))
        except ValueError as problem:
            raise NotFound("This order does not exist.") from problem
    return queries.orders_by_ids(db.session(), current_reach(), ids, waiting_alone=waiting_alone)


def _shown(sent: str) -> dict[UUID, int]:
    """The papers and versions that the page showed; words that it did not write are left out."""
    found = {}
    for word in sent.split()[: signing.LARGEST_BATCH]:
        identifier, _, version = word.partition(":")
        try:
            found[UUID(identifier)] = int(version)
        except ValueError:
            continue
    return found


def _signatures(
    form: BatchForm, orders: Sequence[Order], shown: dict[UUID, int]
) -> list[Signature]:
    registry = "dated_on" in form
    return [
        Signature(
            order.id,
            shown[order.id],
            TypedNumber(form[number_field(order.id)].data, form["dated_on"].data)
            if registry
            else None,
        )
        for order in orders
    ]


def _batch_form_page(form: BatchForm, orders: Sequence[Order]) -> str:
    return render_template(
        "orders/batch_new.html", form=form, orders=orders, number_field=number_field
    )


def _batch_mark(progress: queries.BatchProgress) -> str:
    return f"{len(progress.ready)}-{len(progress.orders)}"
