from uuid import UUID

from flask.typing import ResponseReturnValue

from core.errors import NotFound
from core.evidence.models import FileKind
from core.extensions import db
from core.files.current import current_store
from core.web.forms import RecordForm
from core.web.guard import current_reach, district_blueprint, requires
from tenants.orders import queries, rendering
from tenants.orders.forms import DraftingForm
from tenants.orders.models import OrderState
from tenants.orders.pages import (
    file_answer,
    goes_to_signature,
    kept_file,
    landing_page,
    mark_of,
    order_page,
    pulse,
)
from tenants.orders.permissions import OrderPermission

blueprint = district_blueprint("orders", __name__)


@blueprint.get("/orders")
@requires(OrderPermission.READ)
def list_orders() -> ResponseReturnValue:
    return landing_page(DraftingForm())


@blueprint.get("/orders/<uuid:order_id>")
@requires(OrderPermission.READ)
def show_order(order_id: UUID) -> ResponseReturnValue:
    return order_page(order_id, RecordForm())


@blueprint.get("/orders/<uuid:order_id>/pulse")
@requires(OrderPermission.READ, poll=True)
def show_pulse(order_id: UUID) -> ResponseReturnValue:
    """Only whether the files of a paper are there now: 304, or a new ETag."""
    order = queries.reading(db.session(), current_reach(), order_id).order
    return pulse(mark_of(queries.dossier(db.session(), order)))


@blueprint.get("/orders/<uuid:order_id>/document.pdf")
@requires(OrderPermission.READ)
def show_document(order_id: UUID) -> ResponseReturnValue:
    """The kept file of a signed paper; that of a draft is made on request."""
    order = queries.reading(db.session(), current_reach(), order_id).order
    if order.state == OrderState.SIGNED:
        return kept_file(order, FileKind.PDF)
    pdf = rendering.draft_pdf(db.session(), current_store(), order)
    return file_answer(pdf, "application/pdf", "draft-order.pdf", rendering.file_name(order, "pdf"))


@blueprint.get("/orders/<uuid:order_id>/document.docx")
@requires(OrderPermission.READ)
def show_word_document(order_id: UUID) -> ResponseReturnValue:
    order = queries.reading(db.session(), current_reach(), order_id).order
    if order.state == OrderState.SIGNED:
        return kept_file(order, FileKind.DOCX)
    word = rendering.draft_docx(db.session(), current_store(), order)
    kind = rendering.CONTENT_TYPES[FileKind.DOCX]
    return file_answer(
        word, kind, "draft-order.docx", rendering.file_name(order, "docx"), attached=True
    )


@blueprint.get("/orders/<uuid:order_id>/print.pdf")
@requires(OrderPermission.READ)
def show_print(order_id: UUID) -> ResponseReturnValue:
    """A proposed paper without the marks of a draft, to be signed by hand."""
    order = queries.reading(db.session(), current_reach(), order_id).order
    if order.state == OrderState.SIGNED or not goes_to_signature(order):
        raise NotFound("This paper is not waiting for a signature.")
    pdf = rendering.draft_pdf(db.session(), current_store(), order, to_sign=True)
    return file_answer(pdf, "application/pdf", "to-sign.pdf", rendering.file_name(order, "pdf"))


@blueprint.get("/orders/<uuid:order_id>/scan")
@requires(OrderPermission.READ)
def show_scan(order_id: UUID) -> ResponseReturnValue:
    order = queries.reading(db.session(), current_reach(), order_id).order
    return kept_file(order, FileKind.SCAN)


@blueprint.get("/orders/<uuid:order_id>/signed-text.json")
@requires(OrderPermission.READ)
def show_signed_text(order_id: UUID) -> ResponseReturnValue:
    """The text whose SHA-256 the paper bears, byte for byte."""
    order = queries.reading(db.session(), current_reach(), order_id).order
    if order.canonical is None:
        raise NotFound("This paper is not signed.")
    name = rendering.file_name(order, "json")
    return file_answer(
        order.canonical.encode(), "application/json", "signed.json", name, attached=True
    )
