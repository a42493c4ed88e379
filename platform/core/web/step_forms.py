# WTForms declares no types.
# mypy: disallow-untyped-calls=False
"""Forms of official steps that many features take: one with its reason, one that ends something on a day."""

from flask_babel import lazy_gettext as _

from core.i18n.dates import bangkok_today
from core.web.fields import BuddhistDateField, Required, ThaiTextAreaField
from core.web.forms import RecordForm


class ReasonForm(RecordForm):
    """One official step with its reason."""

    reason = ThaiTextAreaField(
        _("Reason"), max_length=1000, validators=[Required(_("Type the reason."))]
    )


class EndingForm(RecordForm):
    """The end of something, with its reason: `ended_on` is the first day on which it holds no more."""

    ended_on = BuddhistDateField(
        _("First day after the end"),
        latest=bangkok_today,
        validators=[Required(_("Type the day of the end."))],
    )
    reason = ThaiTextAreaField(
        _("Reason"), max_length=1000, validators=[Required(_("Say why it ends."))]
    )
