# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.errors import InputProblem
from core.i18n.dates import parse_date
from core.i18n.messages import translate
from core.web.fields import (
    DecimalField,
    HintedField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm
from tenants.meetings.forms import LARGEST_RATE, MOST_HEADS, ClockField

MOST_DAYS = 60


class ChecksField(HintedField, SelectMultipleField):
    kind = "checkboxes"
    widget: Any = ListWidget(prefix_label=False)
    option_widget: Any = CheckboxInput()


class DaysField(ThaiTextAreaField):
    """Days of the Buddhist era, one a line."""

    days: list[date]

    def pre_validate(self, form: object) -> None:
        super().pre_validate(form)
        self.days = []
        for line in (self.data or "").splitlines():
            if not line.strip():
                continue
            try:
                self.days.append(parse_date(line))
            except InputProblem as problem:
                raise ValidationError(f"{line}: {translate(problem)}") from problem
        if len(self.days) > MOST_DAYS:
            raise ValidationError(str(_("Type 60 days at most.")))


class SeriesForm(RecordForm):
    """What all meetings of a series share; the preview then shows each with its own day."""

    kind = HiddenField()
    title = ThaiStringField(
        _("What the series is called"),
        max_length=200,
        validators=[Required(_("Type what the series is called."))],
    )
    zones = ChecksField(_("Zones"), validate_choice=False)
    dates = DaysField(
        _("Days"),
        hint=_("One day a line, for example 15/12/2569"),
        validators=[Required(_("Type at least one day."))],
    )
    starts_at = ClockField(
        _("Begins at"), validators=[Required(_("Type the hour at which it begins."))]
    )
    ends_at = ClockField(_("Ends at"), validators=[Required(_("Type the hour at which it ends."))])
    place = ThaiStringField(
        _("Place"), max_length=200, validators=[Required(_("Type where the meeting is held."))]
    )
    catering_rate = DecimalField(
        _("Refreshments for each head"),
        minimum=0,
        maximum=LARGEST_RATE,
        validators=[Optional()],
    )
    catering_heads = WholeNumberField(
        _("Heads at one meeting"), minimum=0, maximum=MOST_HEADS, validators=[Optional()]
    )
    rate_source = ThaiStringField(
        _("Where the rate comes from"), max_length=200, validators=[Optional()]
    )

    @property
    def zone_ids(self) -> list[UUID]:
        found = []
        for value in self.zones.data or []:
            try:
                found.append(UUID(value))
            except ValueError:
                continue
        return found
