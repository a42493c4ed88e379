"""The files of papers: those of a draft on request, those of a signed paper made once and kept (F44-F46)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.documents.rendering import render
from core.documents.word import render_docx
from core.evidence.models import FileKind
from core.evidence.queries import files_of
from core.evidence.service import attach_file
from core.files.service import keep_for_office
from core.files.store import FolderStore
from tenants.office.queries import emblem_bytes
from tenants.orders.models import Order, OrderKind, OrderState, SigningMethod
from tenants.orders.papers import clean_copy, document_of, shown_number, signed_document

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
STORED_BY = "ระบบ"
NAMES = {
    OrderKind.ANNOUNCEMENT: "ประกาศ",
    OrderKind.MEMO: "บันทึกข้อความ",
}


def render_files(session: Session, store: FolderStore, order_id: UUID) -> None:
    """Render what a signed paper lacks of PDF and DOCX, keep it and hang it on the paper.

    A paper signed by hand has its scan and is not rendered.
    """
    order = session.scalars(select(Order).where(Order.id == order_id)).one_or_none()
    if order is None or order.state != OrderState.SIGNED or order.method != SigningMethod.SYSTEM:
        return
    there = files_of(session, [order.id])
    missing = [kind for kind in CONTENT_TYPES if (order.id, kind) not in there]
    if not missing:
        return
    document, emblem = signed_document(order), emblem_bytes(session, store)
    make = {FileKind.PDF: render, FileKind.DOCX: render_docx}
    for kind in missing:
        kept = keep_for_office(
            session,
            store,
            district_id=order.district_id,
            stored_by=STORED_BY,
            name=file_name(order, kind.value),
            content=make[kind](document, emblem=emblem),
            content_type=CONTENT_TYPES[kind],
            purpose=f"order-{kind.value}",
        )
        attach_file(session, record_id=order.id, kind=kind, file=kept)


def draft_pdf(
    session: Session, store: FolderStore, order: Order, *, to_sign: bool = False
) -> bytes:
    """A paper that is not signed, as PDF; `to_sign` without the marks of a draft, for the pen."""
    document = clean_copy(order) if to_sign else document_of(order)
    return render(document, emblem=emblem_bytes(session, store))


def draft_docx(session: Session, store: FolderStore, order: Order) -> bytes:
    """A paper that is not signed, for an office that goes on in Word."""
    return render_docx(document_of(order), emblem=emblem_bytes(session, store))


def file_name(order: Order, ending: str) -> str:
    """คำสั่งที่ 1-2569 แต่งตั้ง….pdf: for the folder of an officer."""
    kind = NAMES.get(OrderKind(order.kind), "คำสั่ง")
    number = shown_number(order)
    if order.state != OrderState.SIGNED:
        return f"ร่าง{kind}{order.subject}.{ending}".replace("/", "-")
    lead = f"{kind}ที่ {number}" if number else kind
    return f"{lead} {order.subject}.{ending}".replace("/", "-")
