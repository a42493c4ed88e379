"""What several routes of papers draw or answer: the list, the page of a paper, files, pulses."""

from base64 import b64encode
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access.roles import Role
from core.db import uuid7
from core.documents.qr import qr_png
from core.documents.wording import outline_of
from core.errors import NotFound
from core.evidence.models import FileKind
from core.extensions import db
from core.files.current import current_store
from core.files.service import content_of
from core.i18n.dates import bangkok_today
from core.web.addresses import public_address
from core.web.forms import RecordForm
from core.web.guard import current_actor, current_reach, may
from tenants.committees.queries import body_of
from tenants.elections.queries import declared_result
from tenants.office.models import Numbering
from tenants.office.queries import acting_director, profile
from tenants.orders import bodies, listing, papers, queries, rendering, service, texts, words
from tenants.orders.listing import Duties, Filters, Line
from tenants.orders.models import Order, OrderKind, OrderState, Step
from tenants.orders.permissions import OrderPermission
from tenants.orders.queries import Dossier

VIEWS = ("todo", "zones", "others", "all")


def landing_page(form: RecordForm) -> ResponseReturnValue:
    """What waits for the reader; who drafts and has nothing waiting is led to the zones."""
    if not request.args and may(OrderPermission.DRAFT) and not _waiting(signs=may_sign_now()):
        return redirect(url_for("orders.list_orders", view="zones"))
    return list_page(form)


def list_page(form: RecordForm) -> str:
    """One of the four views: what waits for the reader comes first, where anything does."""
    view = request.args.get("view", "")
    asked = view in VIEWS and view != "todo"
    signs = False if asked else may_sign_now()
    waiting = [] if asked else _waiting(signs=signs)
    if view not in VIEWS:
        view = "todo"
    return render_template(
        "orders/orders.html",
        form=form,
        view=view,
        waiting=waiting,
        to_sign=[line for line in waiting if line.waits_for_signature] if signs else [],
        new_id=uuid7,
        words=words,
        Step=Step,
        OrderState=OrderState,
        **_view_parts(view),
    )


def _waiting(*, signs: bool) -> list[Line]:
    duties = Duties(
        drafts=may(OrderPermission.DRAFT), proposes=may(OrderPermission.PROPOSE), signs=signs
    )
    return listing.waiting_for(db.session(), current_reach(), duties)


def _view_parts(view: str) -> dict[str, Any]:
    session, within = db.session(), current_reach()
    if view == "zones":
        return {"lines": queries.orders_by_zone(session, within)}
    if view == "others":
        return {"lines": bodies.other_bodies(session)}
    if view == "all":
        filters = _filters()
        return {
            "filters": filters,
            "page": listing.papers(
                session, within, filters, page=request.args.get("page", 1, type=int)
            ),
            "years": listing.years_of(session),
            "OrderKind": OrderKind,
        }
    return {"batches": listing.recent_batches(session)}


def _filters() -> Filters:
    """What was chosen above the list; a word that we do not know is no choice."""
    kind, state = request.args.get("kind", ""), request.args.get("state", "")
    return Filters(
        kind=OrderKind(kind) if kind in set(OrderKind) else None,
        state=OrderState(state) if state in set(OrderState) else None,
        year=request.args.get("year", None, type=int),
    )


def order_page(order_id: UUID, form: RecordForm) -> str:
    """A paper with its way, its files and what became of it; `form` says what was refused."""
    found = queries.reading(db.session(), current_reach(), order_id)
    order = found.order
    dossier = queries.dossier(db.session(), order)
    address = papers.address_of(order)
    body = body_of(db.session(), order.committee_id) if order.committee_id else None
    return render_template(
        "orders/order.html",
        form=form,
        order=order,
        zone=found.zone,
        committee_url=url_for("committees.show_committee", **body.address) if body else "",
        body_key=bodies.key_of(body) if body else "",
        elected=_has_unannounced_result(order),
        dossier=dossier,
        empty_lines=texts.empty_lines(order),
        members_changed=_members_changed(order),
        in_force=_is_in_force(order),
        may_sign=may_sign_now(),
        goes_to_signature=goes_to_signature(order),
        awaits_files=queries.awaits_files(order, dossier.files),
        mark=mark_of(dossier),
        address=address,
        code=_picture(address) if address else "",
        number=papers.shown_number(order),
        new_id=uuid7,
        words=words,
        Step=Step,
        OrderState=OrderState,
        OrderKind=OrderKind,
        FileKind=FileKind,
        **paper_parts(order),
    )


def paper_parts(order: Order) -> dict[str, Any]:
    """What the preview of a paper needs: the outline from which its PDF is made; none for a mere scan."""
    paper = papers.paper_of(order)
    if paper is None:
        return {"outline": None, "parts": []}
    outline = outline_of(paper)
    return {"outline": outline, "parts": [(type(part).__name__, part) for part in outline.parts]}


def may_sign_now() -> bool:
    """Whether to show the way to a signature; the service asks for the right itself."""
    if not may(OrderPermission.SIGN):
        return False
    if Role.DIRECTOR in current_actor().roles:
        return True
    acting = acting_director(db.session(), bangkok_today())
    return acting is not None and acting.account_id == current_actor().account_id


def goes_to_signature(order: Order) -> bool:
    """Whether the next step of this paper is a signature."""
    waiting = OrderState.DRAFT if order.kind == OrderKind.MEMO else OrderState.PROPOSED
    return order.state == waiting


def pulse(mark: str) -> Response:
    response = Response()
    response.set_etag(mark)
    response.make_conditional(request)
    return response


def mark_of(dossier: Dossier) -> str:
    return "-".join(sorted(kind.value for kind in dossier.files)) or "none"


def kept_file(order: Order, kind: FileKind) -> Response:
    """A file of a paper as it was stored; NotFound until it is there."""
    file_id = queries.dossier(db.session(), order).files.get(kind)
    if file_id is None:
        raise NotFound(
            "This file is not there yet. It is made within a minute after the signature."
        )
    entry, content = content_of(db.session(), current_store(), order.district_id, file_id)
    ending = entry.name.rpartition(".")[2]
    return file_answer(
        content,
        entry.content_type,
        f"order.{ending}",
        rendering.file_name(order, ending),
        attached=kind is FileKind.DOCX,
    )


def file_answer(
    content: bytes, content_type: str, plain_name: str, name: str, *, attached: bool = False
) -> Response:
    response = Response(content, mimetype=content_type)
    way = "attachment" if attached else "inline"
    response.headers["Content-Disposition"] = (
        f"{way}; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _picture(address: str) -> str:
    """The QR code of an address, as the source of a picture."""
    return f"data:image/png;base64,{b64encode(qr_png(address, border=2, scale=4)).decode()}"


def _members_changed(order: Order) -> bool:
    if order.state != OrderState.DRAFT:
        return False
    blocks = service.blocks_today(db.session(), current_reach(), order)
    return bool(blocks != order.content["blocks"])


def _has_unannounced_result(order: Order) -> bool:
    """Whether the chair was elected and this appointment could go with an announcement of it."""
    if order.kind != OrderKind.APPOINTMENT or order.committee_id is None:
        return False
    if declared_result(db.session(), committee_id=order.committee_id) is None:
        return False
    others = queries.papers_of_committees(db.session(), [order.committee_id])
    return all(o.kind != OrderKind.ANNOUNCEMENT for o in others.get(order.committee_id, ()))


def _is_in_force(order: Order) -> bool:
    if order.kind != OrderKind.APPOINTMENT or order.committee_id is None:
        return False
    current = queries.order_in_force(db.session(), order.committee_id)
    return current is not None and current.id == order.id


def address_of(code: str) -> str:
    """Where anybody checks the paper with this code."""
    return public_address(f"/papers/{code}")


def is_registry() -> bool:
    """Whether the office's register numbers, and not the platform."""
    return profile(db.session()).numbering is Numbering.REGISTRY
