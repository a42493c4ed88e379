from functools import cache

from flask_babel import lazy_gettext as _

from core.regulations.keys import RegulationKey
from core.web.fields import BuddhistDateField, Required, ThaiTextAreaField, WholeNumberField
from core.web.forms import RecordForm


class ValueForm(RecordForm):
    """A value from a day on, with its source; `form_of` adds a box for each part of the value."""

    valid_from = BuddhistDateField(
        _("Holds from"),
        hint=_("The day on which the regulation or its amendment comes into force"),
        validators=[Required(_("Type the day from which the value holds."))],
    )
    source = ThaiTextAreaField(
        _("Source of the value"),
        max_length=500,
        hint=_("Title, year and article of the regulation or announcement"),
        validators=[Required(_("Say which paper this value comes from."))],
    )


@cache
def form_of(key: RegulationKey) -> type[ValueForm]:
    """The form of one key: a number for each of its parts."""
    parts = {
        part.key: WholeNumberField(
            _(part.title),
            hint=_(part.unit) if part.unit else "",
            minimum=part.least,
            maximum=part.most,
            validators=[Required(_("Type a number."))],
        )
        for part in key.value.parts
    }
    return type(f"{key.name.title()}Form", (ValueForm,), parts)
