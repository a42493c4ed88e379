from flask_babel import lazy_gettext as _

from core.web.fields import Optional, Required, ThaiStringField, ThaiTextAreaField
from core.web.forms import RecordForm


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


class DraftingForm(RecordForm):
    """A button that asks for a draft: nothing but the id of the record to be."""
