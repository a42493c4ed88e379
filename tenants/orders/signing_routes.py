"""The way to the signature and the signature itself, on the blueprint of the reading pages."""

from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import DomainError
from core.extensions import db
from core.files.current import current_store
from core.files.service import LARGEST_FILE
from core.i18n.dates import bangkok_today
from core.i18n.messages import translate
from core.web.forms import ConfirmedForm, RecordForm, submit
from core.web.guard import confirmation, current_actor, current_reach, requires
from tenants.orders import bodies, queries, registration, signing, steps, words
from tenants.orders.drafting_routes import blueprint
from tenants.orders.forms import (
    AnnouncementSignatureForm,
    CommentForm,
    HandSignatureForm,
    RegistrationForm,
    RegistrySignatureForm,
    SignatureForm,
)
from tenants.orders.models import Order, OrderKind, OrderState
from tenants.orders.numbering import Signature, TypedNumber
from tenants.orders.pages import address_of, is_registry, order_page, paper_parts
from tenants.orders.permissions import OrderPermission
from tenants.orders.registration import HandSigned

__all__ = ["blueprint"]


@blueprint.post("/orders/<uuid:order_id>/submission")
@requires(OrderPermission.DRAFT)
def create_submission(order_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def hand_in() -> str:
        steps.submit_draft(
            db.session(), actor=current_actor(), within=current_reach(), order_id=order_id
        )
        flash(gettext("The draft is with the section head now."), "success")
        return url_for(".show_order", order_id=order_id)

    return submit(form, hand_in, lambda: order_page(order_id, form))


@blueprint.post("/orders/<uuid:order_id>/proposal")
@requires(OrderPermission.PROPOSE)
def create_proposal(order_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def propose() -> str:
        steps.propose_order(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            order_id=order_id,
            seen_version=form.seen_version,
        )
        flash(gettext("The paper is proposed for signature."), "success")
        return url_for(".show_order", order_id=order_id)

    return submit(form, propose, lambda: order_page(order_id, form))


@blueprint.get("/orders/<uuid:order_id>/return/new")
@requires(OrderPermission.PROPOSE)
def new_return(order_id: UUID) -> ResponseReturnValue:
    return _comment_page(order_id, CommentForm(), ".create_return")


@blueprint.post("/orders/<uuid:order_id>/return")
@requires(OrderPermission.PROPOSE)
def create_return(order_id: UUID) -> ResponseReturnValue:
    form = CommentForm()

    def give_back() -> str:
        steps.return_draft(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            order_id=order_id,
            comment=form.comment.data,
        )
        flash(gettext("The draft is with its drafter again."), "success")
        return url_for(".show_order", order_id=order_id)

    return submit(form, give_back, lambda: _comment_page(order_id, form, ".create_return"))


@blueprint.get("/orders/<uuid:order_id>/refusal/new")
@requires(OrderPermission.SIGN)
def new_refusal(order_id: UUID) -> ResponseReturnValue:
    return _comment_page(order_id, CommentForm(), ".create_refusal")


@blueprint.post("/orders/<uuid:order_id>/refusal")
@requires(OrderPermission.SIGN)
def create_refusal(order_id: UUID) -> ResponseReturnValue:
    """Who signs sends a paper back with a comment."""
    form = CommentForm()

    def send_back() -> str:
        steps.send_back(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            order_id=order_id,
            comment=form.comment.data,
        )
        flash(gettext("The paper went back to the section with your comment."), "success")
        return url_for(".list_orders")

    return submit(form, send_back, lambda: _comment_page(order_id, form, ".create_refusal"))


@blueprint.get("/orders/<uuid:order_id>/signature/new")
@requires(OrderPermission.SIGN)
def new_signature(order_id: UUID) -> ResponseReturnValue:
    order = queries.reading(db.session(), current_reach(), order_id).order
    form = _signature_form(order)
    form.version.data = str(order.version)
    if isinstance(form, RegistrySignatureForm):
        form.dated_on.data = bangkok_today()
    return _signature_page(order, form)


@blueprint.post("/orders/<uuid:order_id>/signature")
@requires(OrderPermission.SIGN, confirmed=True)
def create_signature(order_id: UUID) -> ResponseReturnValue:
    order = queries.reading(db.session(), current_reach(), order_id).order
    form = _signature_form(order)
    was_signed = order.signed_account_id == current_actor().account_id

    def sign() -> str:
        if not was_signed:
            confirmation().require()
            _sign(order_id, form)
            flash(gettext("The paper is signed. Its files are being made."), "success")
        return url_for(".show_order", order_id=order_id)

    def again() -> str:
        current = queries.reading(db.session(), current_reach(), order_id).order
        form.version.data = str(current.version)
        return _signature_page(current, form)

    return submit(form, sign, again)


@blueprint.get("/orders/<uuid:order_id>/paper-signature/new")
@requires(OrderPermission.PROPOSE)
def new_paper_signature(order_id: UUID) -> ResponseReturnValue:
    order = queries.reading(db.session(), current_reach(), order_id).order
    form = HandSignatureForm(
        version=str(order.version),
        signer_name=order.content["signer_name"],
        signer_position=order.content["signer_position"],
    )
    return render_template("orders/paper_signature.html", form=form, order=order)


@blueprint.post("/orders/<uuid:order_id>/paper-signature")
@requires(OrderPermission.PROPOSE)
def create_paper_signature(order_id: UUID) -> ResponseReturnValue:
    form = HandSignatureForm()

    def record() -> str:
        registration.record_hand_signature(
            db.session(),
            current_store(),
            actor=current_actor(),
            within=current_reach(),
            order_id=order_id,
            seen_version=form.seen_version,
            paper=_hand_signed(form),
            address_of=address_of,
        )
        flash(gettext("The signed paper and its scan are on file."), "success")
        return url_for(".show_order", order_id=order_id)

    def again() -> str:
        order = queries.reading(db.session(), current_reach(), order_id).order
        return render_template("orders/paper_signature.html", form=form, order=order)

    return submit(form, record, again)


@blueprint.get("/orders/registration/new")
@requires(OrderPermission.PROPOSE)
def new_registration() -> ResponseReturnValue:
    return _registration_page(RegistrationForm(body=request.args.get("body", "")))


@blueprint.post("/orders/registration")
@requires(OrderPermission.PROPOSE)
def create_registration() -> ResponseReturnValue:
    """An order that exists on paper already."""
    form = RegistrationForm()
    form.choose(bodies.appointable(db.session(), current_reach()))

    def register() -> str:
        order = registration.register_order(
            db.session(),
            current_store(),
            actor=current_actor(),
            within=current_reach(),
            body=bodies.body_of_key(form.body.data or ""),
            record_id=form.id_of_record,
            subject=form.subject.data,
            paper=_hand_signed(form),
            address_of=address_of,
        )
        flash(gettext("The order and its scan are on file."), "success")
        return url_for(".show_order", order_id=order.id)

    return submit(form, register, lambda: _registration_page(form))


def _sign(order_id: UUID, form: ConfirmedForm) -> None:
    typed = None
    if isinstance(form, RegistrySignatureForm):
        typed = TypedNumber(form.number.data, form.dated_on.data)
        if form.dated_on.data < bangkok_today():
            flash(gettext("The paper is dated before today, as the register has it."), "warning")
    signing.sign_order(
        db.session(),
        actor=current_actor(),
        within=current_reach(),
        signature=Signature(order_id, form.seen_version, typed),
        address_of=address_of,
    )


def _signature_form(order: Order) -> ConfirmedForm:
    if not is_registry():
        return SignatureForm()
    if order.kind == OrderKind.ANNOUNCEMENT:
        return AnnouncementSignatureForm()
    return RegistrySignatureForm()


def _signature_page(order: Order, form: ConfirmedForm) -> str:
    """The paper, and under it its signature; who may not sign reads why."""
    problem, signer = "", None
    try:
        signer = signing.signer_of(db.session(), actor=current_actor(), kind=OrderKind(order.kind))
    except DomainError as refusal:
        problem = translate(refusal.message)
    return render_template(
        "orders/signature.html",
        form=form,
        order=order,
        problem=problem,
        signer=signer,
        sign_words=words.sign_words(OrderKind(order.kind)),
        OrderState=OrderState,
        **paper_parts(order),
    )


def _comment_page(order_id: UUID, form: CommentForm, endpoint: str) -> str:
    order = queries.reading(db.session(), current_reach(), order_id).order
    return render_template(
        "orders/comment.html", form=form, order=order, action=url_for(endpoint, order_id=order_id)
    )


def _registration_page(form: RegistrationForm) -> str:
    form.choose(bodies.appointable(db.session(), current_reach()))
    return render_template("orders/registration.html", form=form)


def _hand_signed(form: HandSignatureForm) -> HandSigned:
    return HandSigned(
        number=form.number.data,
        dated_on=form.dated_on.data,
        signer_name=form.signer_name.data,
        signer_position=form.signer_position.data,
        scan=form.scan.data.stream.read(LARGEST_FILE + 1),
    )
