from flask_babel import lazy_gettext as _

from core.web.fields import Required, ThaiTextAreaField
from core.web.forms import RecordForm

LONGEST_REASON = 1000


class ConfirmationForm(RecordForm):
    """A zone's own confirmation; officers say why they confirm for it."""

    reason = ThaiTextAreaField(
        _("Why the office confirms for the zone"),
        max_length=LONGEST_REASON,
        hint=_("For example: the chair confirmed by telephone"),
    )


class MissingForm(RecordForm):
    reason = ThaiTextAreaField(
        _("What is still missing"),
        max_length=LONGEST_REASON,
        validators=[Required(_("Say what is still missing."))],
    )


class ReopeningForm(RecordForm):
    reason = ThaiTextAreaField(
        _("Why the month is opened again"),
        max_length=LONGEST_REASON,
        validators=[Required(_("Say why the month is opened again."))],
    )


class RequestForm(RecordForm):
    reason = ThaiTextAreaField(
        _("Why the month should be opened again"),
        max_length=LONGEST_REASON,
        validators=[Required(_("Say why the month should be opened again."))],
    )
