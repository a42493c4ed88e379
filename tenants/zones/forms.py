# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FieldList

from core.i18n.dates import bangkok_today
from core.web.fields import BuddhistDateField, Required, ThaiStringField, ThaiTextAreaField
from core.web.forms import RecordForm

MOST_ZONES = 50
"""The most names in one form; the manual's own limit is checked by the service."""

LONGEST_NAME = 80


def _name_field(label: Any) -> ThaiStringField:
    return ThaiStringField(
        label,
        max_length=LONGEST_NAME,
        validators=[Required(_("Type the name of the zone."))],
    )


class ZonesForm(RecordForm):
    names = FieldList(_name_field(_("Name")), label=_("Names"), max_entries=MOST_ZONES)
    valid_from = BuddhistDateField(
        _("The zones exist from"),
        default=bangkok_today,
        validators=[Required(_("Type the day from which the zones exist."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, entry in enumerate(self.names, start=1):
            entry.label.text = (
                _("Name of zone %(number)s", number=place)
                if len(self.names) > 1
                else _("Name of the new zone")
            )

    def refuse(self, field: str, sentence: str) -> None:
        """A sentence about `names-2` stands beside the third name."""
        name, _dash, place = field.partition("-")
        if name == "names" and place.isdecimal() and int(place) < len(self.names):
            self.names[int(place)].errors = [sentence]
        else:
            super().refuse(field, sentence)


class ZoneForm(RecordForm):
    name = _name_field(_("Name"))


class ZoneClosureForm(RecordForm):
    closed_on = BuddhistDateField(
        _("Closed on"), validators=[Required(_("Type the day on which the zone is closed."))]
    )
    reason = ThaiTextAreaField(
        _("Reason"), max_length=1000, validators=[Required(_("Say why the zone is closed."))]
    )
