from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectMultipleField

from core.web.fields import Required, ThaiTextAreaField
from core.web.forms import ConfirmedForm, RecordForm

LONGEST_REASON = 1000


class ChosenField(SelectMultipleField):
    """Boxes that were ticked in a table."""

    kind = "choices"
    hint = ""


class AcceptancesForm(ConfirmedForm):
    """The months that an officer ticked, each as it was read: `<district>:<month>:<round>`."""

    chosen = ChosenField(_("Districts"), validate_choice=False)


class RemindersForm(RecordForm):
    chosen = ChosenField(_("Districts"), validate_choice=False)


class ReturnForm(RecordForm):
    round = HiddenField()
    reason = ThaiTextAreaField(
        _("What has to be corrected"),
        max_length=LONGEST_REASON,
        validators=[Required(_("Say what has to be corrected."))],
    )


class ReopeningForm(RecordForm):
    round = HiddenField()
    reason = ThaiTextAreaField(
        _("Why the month is opened again"),
        max_length=LONGEST_REASON,
        validators=[Required(_("Say why the month is opened again."))],
    )
