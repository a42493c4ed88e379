# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from core.i18n.dates import bangkok_today
from core.web.fields import BuddhistDateField, Required, ThaiStringField, ThaiTextAreaField
from core.web.forms import RecordForm


class SeatForm(RecordForm):
    """Who sits on a seat. The rule and the community are given by the address that opened the form."""

    rule_key = HiddenField()
    community_id = HiddenField()
    person_name = ThaiStringField(
        _("Name"),
        max_length=120,
        hint=_("With the title in front, as on official papers"),
        validators=[Required(_("Type who sits on this seat."))],
    )
    person_position = ThaiStringField(
        _("Position"),
        max_length=200,
        hint=_("As it shall stand in the order"),
        validators=[Required(_("Type the person's position."))],
    )
    valid_from = BuddhistDateField(
        _("On the seat from"),
        latest=bangkok_today,
        validators=[Required(_("Type the day from which the person sits here."))],
    )


class VacancyForm(RecordForm):
    vacated_on = BuddhistDateField(
        _("First day without office"),
        latest=bangkok_today,
        validators=[Required(_("Type the day on which the person leaves the seat."))],
    )
    reason = ThaiTextAreaField(
        _("Reason"),
        max_length=500,
        hint=_("For example: moved away, retired, resigned"),
        validators=[Required(_("Say why the person leaves the seat."))],
    )
