from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField

from core.i18n.dates import bangkok_today
from core.web.fields import (
    BuddhistDateField,
    HintedField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import ConfirmedForm, RecordForm
from tenants.committees.bodies import Subject
from tenants.orders.bodies import key_of
from tenants.orders.models import Order, OrderKind
from tenants.orders.numbering import number_field
from tenants.orders.numbers import BACKDATED_DAYS

LARGEST_NUMBER = 99_999


class OrderForm(RecordForm):
    """The texts of a draft. The members come from the committee."""

    subject = ThaiStringField(
        _("Subject"),
        max_length=300,
        validators=[Required(_("Type the subject of the order."))],
    )
    reason = ThaiTextAreaField(
        _("Reason of the order"), validators=[Required(_("Type why the order is made."))]
    )
    authority = ThaiTextAreaField(
        _("Authority"),
        hint=_("Check the legal basis that is in force now before it is signed"),
        validators=[Required(_("Type on what authority the order is made."))],
    )
    duties = ThaiTextAreaField(
        _("Duties"),
        max_length=8000,
        hint=_("One duty a line; the numbers come by themselves"),
        validators=[Required(_("Type at least one duty."))],
    )
    effect = ThaiStringField(
        _("Effect"),
        max_length=300,
        validators=[Required(_("Type from when the order has effect."))],
    )
    signer_name = ThaiStringField(
        _("Name of the person who signs"),
        max_length=120,
        hint=_("Without rank; empty prints a dotted line"),
        validators=[Optional()],
    )
    signer_position = ThaiTextAreaField(
        _("Position of the person who signs"),
        max_length=300,
        validators=[Required(_("Type the position of the person who signs."))],
    )


class ShortOrderForm(OrderForm):
    """A replacement or a revocation: it gives no duties."""

    duties = ThaiTextAreaField(
        _("Further points"),
        max_length=8000,
        hint=_("One point a line; may stay empty"),
        validators=[Optional()],
    )


class AnnouncementForm(ShortOrderForm):
    reason = ThaiTextAreaField(
        _("What is announced"),
        hint=_("One paragraph a line"),
        validators=[Required(_("Type why the order is made."))],
    )
    duties = ThaiTextAreaField(
        _("Points of the announcement"),
        max_length=8000,
        hint=_("One point a line; may stay empty"),
        validators=[Optional()],
    )
    effect = ThaiStringField(_("Last sentence"), max_length=300, validators=[Optional()])


class MemoForm(OrderForm):
    reason = ThaiTextAreaField(
        _("The matter so far"), validators=[Required(_("Type why the order is made."))]
    )
    authority = ThaiTextAreaField(
        _("Rule"), validators=[Required(_("Type on what authority the order is made."))]
    )
    duties = ThaiTextAreaField(
        _("What is proposed"),
        max_length=8000,
        hint=_("One point a line; the numbers come by themselves"),
        validators=[Required(_("Type at least one duty."))],
    )
    effect = ThaiStringField(
        _("Last sentence"),
        max_length=300,
        validators=[Required(_("Type from when the order has effect."))],
    )


TEXT_FORMS: Mapping[OrderKind, type[OrderForm]] = {
    OrderKind.APPOINTMENT: OrderForm,
    OrderKind.REPLACEMENT: ShortOrderForm,
    OrderKind.REVOCATION: ShortOrderForm,
    OrderKind.ANNOUNCEMENT: AnnouncementForm,
    OrderKind.MEMO: MemoForm,
}


class DraftingForm(RecordForm):
    """A button that asks for a draft: nothing but the id of the record to be."""


class BodyForm(RecordForm):
    """Which committee a paper is about: a kind, and an id where the district has several."""

    body = HiddenField()


class CommentForm(RecordForm):
    comment = ThaiTextAreaField(
        _("What must be changed"),
        max_length=2000,
        validators=[Required(_("Say what must be changed."))],
    )


class SignatureForm(ConfirmedForm):
    """Signing where the platform numbers."""


class RegistrySignatureForm(ConfirmedForm):
    """Signing with the number that the office's register gave."""

    number = WholeNumberField(
        _("Number from the register"),
        minimum=1,
        maximum=LARGEST_NUMBER,
        hint=_("The number alone; the year follows from the date"),
        validators=[Required(_("Type the number that the office's register gave."))],
    )
    dated_on = BuddhistDateField(
        _("Date of the paper"),
        hint=_("Today, or the day under which the register entered it"),
        latest=bangkok_today,
        earliest=lambda: bangkok_today() - timedelta(days=BACKDATED_DAYS),
        validators=[Required(_("Type the date of the paper."))],
    )


class AnnouncementSignatureForm(RegistrySignatureForm):
    """An announcement bears a number only where the register gives one."""

    number = WholeNumberField(
        _("Number from the register"),
        minimum=1,
        maximum=LARGEST_NUMBER,
        hint=_("May stay empty"),
        validators=[Optional()],
    )


class BatchForm(ConfirmedForm):
    """Several papers with one confirmation; `papers` are `id:version` of each that was shown."""

    papers = HiddenField()
    numbered: ClassVar[Sequence[str]] = ()


def batch_form(orders: Sequence[Order], *, registry: bool) -> type[BatchForm]:
    """The form of these papers: with a date and a number for each where the register numbers."""
    if not registry:
        return BatchForm
    fields: dict[str, Any] = {
        "dated_on": BuddhistDateField(
            _("Date of the papers"),
            latest=bangkok_today,
            earliest=lambda: bangkok_today() - timedelta(days=BACKDATED_DAYS),
            validators=[Required(_("Type the date of the paper."))],
        ),
        "numbered": tuple(number_field(order.id) for order in orders),
    }
    for order in orders:
        optional = order.kind == OrderKind.ANNOUNCEMENT
        asked = Required(_("Type the number that the office's register gave."))
        fields[number_field(order.id)] = WholeNumberField(
            order.subject,
            minimum=1,
            maximum=LARGEST_NUMBER,
            validators=[Optional() if optional else asked],
        )
    return type("RegistryBatchForm", (BatchForm,), fields)


class BodyField(HintedField, SelectField):
    """One committee of the office."""

    kind = "choice"


class HandSignatureForm(RecordForm):
    """What stands on a paper that was signed by hand."""

    number = WholeNumberField(
        _("Number on the paper"),
        minimum=1,
        maximum=LARGEST_NUMBER,
        hint=_("The number alone; the year follows from the date"),
        validators=[Optional()],
    )
    dated_on = BuddhistDateField(
        _("Date on the paper"),
        latest=bangkok_today,
        validators=[Required(_("Type the date of the paper."))],
    )
    signer_name = ThaiStringField(
        _("Who signed"), max_length=120, validators=[Required(_("Type who signed the paper."))]
    )
    signer_position = ThaiTextAreaField(
        _("Position of the person who signed"),
        max_length=300,
        validators=[Required(_("Type the position of the person who signs."))],
    )
    scan = FileField(
        _("Scan of the signed paper"),
        description=_("PDF, PNG or JPEG, at most 20 megabytes"),
        validators=[Required(_("Choose the scan of the signed paper."))],
        render_kw={"accept": ".pdf,.png,.jpg,.jpeg"},
    )


class RegistrationForm(HandSignatureForm):
    """An order that exists on paper already; `choose` gives it the committees of the office."""

    body = BodyField(
        _("Committee that the order appoints"),
        validate_choice=False,
        validators=[Required(_("Choose the committee that the order appoints."))],
    )
    number = WholeNumberField(
        _("Number on the paper"),
        minimum=1,
        maximum=LARGEST_NUMBER,
        hint=_("The number alone; the year follows from the date"),
        validators=[Required(_("Type the number that stands on the paper."))],
    )
    subject = ThaiStringField(
        _("Subject"),
        max_length=300,
        validators=[Required(_("Type the subject of the order."))],
    )

    def choose(self, subjects: Sequence[Subject]) -> None:
        self.body.choices = [("", ""), *((key_of(one.body), one.label) for one in subjects)]
