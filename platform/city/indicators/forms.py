from datetime import date
from enum import Enum
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from city.indicators.service import Draft
from core.errors import InputProblem
from core.evidence.models import EvidenceKind
from core.i18n.numbers import parse_decimal
from core.indicators.definitions import Direction, Level
from core.indicators.expressions import LONGEST
from core.indicators.spans import SpanKind
from core.marks import mark
from core.web.evidence import KINDS
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    DecimalField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import ConfirmedForm, RecordForm

LONGEST_WINDOW = 24
"""Months."""
MOST_STEPS = 8

DIRECTION_TITLES = {
    Direction.HIGHER_IS_BETTER: mark("Higher is better"),
    Direction.LOWER_IS_BETTER: mark("Lower is better"),
    Direction.NEUTRAL: mark("Neither: it only tells"),
}
LEVEL_TITLES = {
    Level.CITY: mark("Each district and the city as a whole"),
    Level.DISTRICT: mark("Each district alone"),
}


class Natural(Enum):
    """The spans that an indicator is usually read over."""

    MONTH = SpanKind.MONTH.value
    QUARTER = SpanKind.QUARTER.value
    FISCAL_YEAR = SpanKind.FISCAL_YEAR.value


PERIOD_TITLES = {
    Natural.MONTH: mark("Month"),
    Natural.QUARTER: mark("Quarter"),
    Natural.FISCAL_YEAR: mark("Fiscal year"),
}
SCALES = ((1, mark("As counted")), (100, mark("Per 100 (a percentage)")), (1000, mark("Per 1,000")))


def _title(label: Any, message: Any, **options: Any) -> ThaiStringField:
    return ThaiStringField(label, validators=[Required(message)], **options)


class DefinitionForm(RecordForm):
    """One version of an indicator. `number` is the version that the page means to draft."""

    number = HiddenField()
    choice_th = ThaiTextAreaField(
        _("Which reading this version takes (Thai)"),
        max_length=500,
        hint=_("Where a target can be read in more than one way: which way, and why"),
    )
    choice_en = ThaiTextAreaField(_("Which reading this version takes (English)"), max_length=500)
    code = _title(_("Code"), _("Type a code, for example P7."), max_length=20)
    title_th = _title(_("Title (Thai)"), _("Type the title in Thai."))
    title_en = _title(_("Title (English)"), _("Type the title in English."))
    short_th = _title(
        _("Short title (Thai)"), _("Type a short title."), max_length=40, hint=_("Heads a column")
    )
    short_en = _title(_("Short title (English)"), _("Type a short title."), max_length=40)
    definition_th = ThaiTextAreaField(
        _("What is counted (Thai)"),
        max_length=1000,
        validators=[Required(_("Say what is counted."))],
    )
    definition_en = ThaiTextAreaField(
        _("What is counted (English)"),
        max_length=1000,
        validators=[Required(_("Say what is counted."))],
    )
    numerator = ThaiTextAreaField(
        _("Formula: what is counted"),
        max_length=LONGEST,
        hint=_("Measures from the list below, numbers, + − × ÷, brackets and functions"),
        validators=[Required(_("Type a formula, for example activities.count."))],
    )
    denominator = ThaiTextAreaField(
        _("Formula: out of what"),
        max_length=LONGEST,
        hint=_("Empty for a plain count. Districts add up part by part."),
    )
    scale = SelectField(
        _("Shown"), default="1", invalid_choice_message=_("Choose one of the list.")
    )
    decimals = WholeNumberField(
        _("Decimals"),
        minimum=0,
        maximum=4,
        default=0,
        validators=[Required(_("Type a number."))],
    )
    unit_th = _title(_("Unit (Thai)"), _("Type the unit."), max_length=40)
    unit_en = _title(_("Unit (English)"), _("Type the unit."), max_length=40)
    direction = ChoiceField(
        _("Which way is better"),
        choices=Direction,
        titles={member: _(title) for member, title in DIRECTION_TITLES.items()},
        validators=[Required(_("Choose one of the list."))],
    )
    level = ChoiceField(
        _("Whom the target is for"),
        choices=Level,
        titles={member: _(title) for member, title in LEVEL_TITLES.items()},
        validators=[Required(_("Choose one of the list."))],
    )
    period = ChoiceField(
        _("Usual period"),
        choices=Natural,
        titles={member: _(title) for member, title in PERIOD_TITLES.items()},
        validators=[Required(_("Choose one of the list."))],
    )
    window = WholeNumberField(
        _("Full months that every_month looks at"),
        minimum=1,
        maximum=LONGEST_WINDOW,
        hint=_("Empty: the full months of the period that is read"),
        validators=[Optional()],
    )
    zero_is_unknown = BooleanField(_("A sum of zero means that nobody has recorded anything"))
    steps = ThaiStringField(
        _("Limits of the colours on maps"),
        max_length=80,
        hint=_("Numbers in rising order, parted by commas: 25, 50, 75"),
    )
    evidence = SelectMultipleField(_("Papers that stand behind it"))
    source_th = ThaiTextAreaField(
        _("Source (Thai)"),
        max_length=500,
        validators=[Required(_("Say which paper the indicator comes from."))],
    )
    source_en = ThaiTextAreaField(
        _("Source (English)"),
        max_length=500,
        validators=[Required(_("Say which paper the indicator comes from."))],
    )
    position = WholeNumberField(
        _("Place in lists"),
        minimum=1,
        maximum=9999,
        default=900,
        validators=[Required(_("Type a number."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale.choices = [(str(value), gettext(title)) for value, title in SCALES]
        self.evidence.choices = [(kind.value, gettext(KINDS[kind])) for kind in EvidenceKind]

    def validate_steps(self, _field: ThaiStringField) -> None:
        """Each limit is a number; their order is the service's matter."""
        limits = self.limits
        if limits is None or len(limits) > MOST_STEPS:
            raise ValidationError(gettext("Type at most eight numbers, parted by commas."))

    @property
    def limits(self) -> tuple[float, ...] | None:
        """What was typed as limits; None where it cannot be read."""
        typed = [part.strip() for part in (self.steps.data or "").split(",")]
        try:
            return tuple(float(parse_decimal(part)) for part in typed if part)
        except InputProblem:
            return None

    @property
    def draft(self) -> Draft:
        """What was typed, once it has been checked."""
        texts = {
            name: self[name].data
            for name in Draft.__dataclass_fields__
            if isinstance(self[name], ThaiStringField) and name != "steps"
        }
        return Draft(
            **texts,
            scale=int(self.scale.data),
            decimals=self.decimals.data,
            direction=self.direction.data,
            level=self.level.data,
            period=SpanKind(self.period.data.value),
            window=self.window.data,
            zero_is_unknown=bool(self.zero_is_unknown.data),
            steps=self.limits or (),
            evidence=tuple(self.evidence.data or ()),
            position=self.position.data,
        )


class NewIndicatorForm(DefinitionForm):
    key = ThaiStringField(
        _("Key in addresses"),
        max_length=40,
        hint=_("Small Latin letters, digits and hyphens, for example p7; it never changes"),
        validators=[Required(_("Type a key, for example p7."))],
    )


class PublicationForm(ConfirmedForm):
    reason = ThaiTextAreaField(
        _("Why this version"),
        max_length=1000,
        validators=[Required(_("Say why this version is published."))],
    )


class RemovalForm(RecordForm):
    reason = ThaiTextAreaField(_("Why it is discarded"), max_length=1000)


class RetirementForm(ConfirmedForm):
    """An indicator ends with the month before; `months` are offered as the page opens."""

    from_month = SelectField(
        _("Retired from the month"), invalid_choice_message=_("Choose one of the list.")
    )
    reason = ThaiTextAreaField(
        _("Why it is retired"),
        max_length=1000,
        validators=[Required(_("Say why this indicator is retired."))],
    )

    @property
    def month(self) -> date:
        return date.fromisoformat(self.from_month.data)


class WithdrawalForm(RecordForm):
    reason = ThaiTextAreaField(
        _("Why it is withdrawn"),
        max_length=1000,
        validators=[Required(_("Say why this target is withdrawn."))],
    )


class TargetForm(RecordForm):
    """A target from a day on; without a value it ends there."""

    office = SelectField(_("Holds for"), default="")
    valid_from = BuddhistDateField(
        _("Holds from"),
        hint=_("Targets of a fiscal year hold from 1 October"),
        validators=[Required(_("Type the day from which the target holds."))],
    )
    value = DecimalField(
        _("Target"),
        hint=_("Empty ends the target on that day"),
        example="80",
        validators=[Optional()],
    )
    source = ThaiTextAreaField(
        _("Source of the target"),
        max_length=500,
        hint=_("The plan, order or resolution that sets it"),
        validators=[Required(_("Say which paper sets this target."))],
    )
    past_reason = ThaiTextAreaField(
        _("Why a day in the past"),
        max_length=1000,
        hint=_("Only for a day before today: periods since then are judged anew by this target"),
        validators=[Optional()],
    )

    @property
    def office_code(self) -> int | None:
        return int(self.office.data) if self.office.data else None
