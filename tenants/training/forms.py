# WTForms declares no types.
# mypy: disallow-untyped-calls=False
import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectMultipleField
from wtforms.fields import SelectChoice

from core.errors import InputProblem
from core.i18n.digits import to_arabic_digits
from core.marks import mark
from core.web.fields import (
    BuddhistDateField,
    DecimalField,
    ParsedField,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm
from tenants.training.formula import (
    BUDGET_FACTORS,
    INVITEE_FACTORS,
    MOST_LINES,
    REGISTER,
    Factor,
    Line,
)
from tenants.training.service import Particulars

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?: ?น\.)?")
FALSE_VALUES = (False, "false", "False", "")

COMMUNITIES = "ชุมชน"
"""The unit of a factor that counts communities."""


class ClockField(ParsedField):
    """A time of day on Bangkok's clock, as 9:00 or 09.00 น."""

    def parse(self, text: str) -> time:
        typed = _CLOCK.fullmatch(to_arabic_digits(text.strip()))
        if typed is None or int(typed[1]) > 23 or int(typed[2]) > 59:  # noqa: PLR2004 - a clock's
            raise InputProblem(mark("Type the time as hours and minutes, for example 9:00."))
        return time(int(typed[1]), int(typed[2]))

    def show(self, value: time) -> str:
        return f"{value:%H:%M}"


class LinesField(ThaiTextAreaField):
    """One entry a line."""

    def process_data(self, value: Any) -> None:
        super().process_data("\n".join(value) if isinstance(value, list | tuple) else value)

    def show(self, value: Sequence[str] | str) -> str:
        return value if isinstance(value, str) else "\n".join(value)


class CourseForm(RecordForm):
    title = ThaiStringField(
        _("Name of the course"),
        max_length=200,
        validators=[Required(_("Type the name of the course."))],
    )
    purpose = ThaiTextAreaField(_("Purpose"), max_length=2000)
    topics = LinesField(
        _("Topics"), max_length=3000, hint=_("One topic a line, in the order in which it is taught")
    )
    starts_on = BuddhistDateField(
        _("First day"), validators=[Required(_("Type the first day of the course."))]
    )
    ends_on = BuddhistDateField(
        _("Last day"),
        hint=_("Leave it empty for a course of one day"),
    )
    starts_at = ClockField(
        _("Begins at"),
        validators=[Required(_("Type the time as hours and minutes, for example 9:00."))],
    )
    ends_at = ClockField(
        _("Ends at"),
        validators=[Required(_("Type the time as hours and minutes, for example 9:00."))],
    )
    hours = DecimalField(
        _("Hours taught"),
        minimum=Decimal("0.5"),
        maximum=300,
        hint=_("All days together, without breaks"),
        validators=[Required(_("Type how many hours are taught."))],
    )
    place = ThaiStringField(
        _("Place"), max_length=200, validators=[Required(_("Type where the course is held."))]
    )
    target_percent = WholeNumberField(
        _("Goal: how much of the target group comes"),
        minimum=1,
        maximum=100,
        validators=[Required(_("Type the goal in per cent."))],
    )

    @property
    def particulars(self) -> Particulars:
        return Particulars(
            title=self.title.data or "",
            purpose=self.purpose.data or "",
            topics=self.typed_topics,
            starts_on=self.starts_on.data or date.min,
            ends_on=self.ends_on.data or self.starts_on.data or date.min,
            starts_at=self.starts_at.data or time.min,
            ends_at=self.ends_at.data or time.min,
            hours=self.hours.data or Decimal(0),
            place=self.place.data or "",
            target_percent=self.target_percent.data or 0,
        )

    @property
    def typed_topics(self) -> tuple[str, ...]:
        return tuple(line for line in (self.topics.data or "").splitlines() if line.strip())


class NewCourseForm(CourseForm):
    suggested = SelectMultipleField(
        _("Topics of the manual"),
        validate_choice=False,
        description=_("Chosen ones stand before those that you type below"),
    )

    def __init__(self, *args: Any, topics: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = tuple(topics)
        self.suggested.choices = [SelectChoice(topic, topic) for topic in topics]

    @property
    def typed_topics(self) -> tuple[str, ...]:
        offered = set(self._offered)
        chosen = tuple(each for each in self.suggested.data or [] if each in offered)
        return chosen + super().typed_topics


class FormulaForm(RecordForm):
    """Lines of a formula: a label and factors with their units, in numbered fields."""

    factors: ClassVar[int] = 1

    def lines(self, kept: Sequence[Line] = (), *, communities: int = 0, today: date) -> list[Line]:
        """The lines that were typed; empty ones are left out, and gaps between them stay in place.

        A number of communities that is unchanged keeps the day on which it was taken from the register.
        """
        found = []
        for place in range(1, MOST_LINES + 1):
            label = self[f"label{place}"].data or ""
            before = kept[place - 1] if place <= len(kept) else None
            factors = [
                factor
                for number in range(1, self.factors + 1)
                if (factor := self._factor(place, number, before)) is not None
            ]
            register = f"register{place}"
            if register in self and self[register].data:
                taken = Factor(Decimal(communities), COMMUNITIES, REGISTER, today)
                factors = [*factors[:1], taken]
            if label.strip() or factors:
                staff = f"staff{place}"
                in_target = not (staff in self and self[staff].data)
                found.append(Line(label.strip(), tuple(factors), in_target))
        return found

    def _factor(self, place: int, number: int, before: Line | None) -> Factor | None:
        value = self[f"n{place}_{number}"].data
        if value is None:
            return None
        unit = (self[f"unit{place}_{number}"].data or "").strip()
        stood = before.from_register if before else None
        if stood is not None and number == INVITEE_FACTORS and stood.value == value:
            return stood
        return Factor(Decimal(value), unit)


def _formula_form(
    factors: int, units: Sequence[str], extras: Mapping[str, Any]
) -> type[FormulaForm]:
    """A form with numbered fields: WTForms builds a form's fields from its class."""
    fields: dict[str, Any] = {"factors": factors}
    for place in range(1, MOST_LINES + 1):
        fields[f"label{place}"] = ThaiStringField(
            _("Line %(number)s", number=place), max_length=120
        )
        for number in range(1, factors + 1):
            fields[f"n{place}_{number}"] = DecimalField(
                _("Line %(number)s, factor %(factor)s", number=place, factor=number), minimum=0
            )
            fields[f"unit{place}_{number}"] = ThaiStringField(
                _("Line %(number)s, unit %(factor)s", number=place, factor=number),
                max_length=30,
                default=units[number - 1],
            )
        for name, label in extras.items():
            fields[f"{name}{place}"] = BooleanField(label, false_values=FALSE_VALUES)
    return type("NumberedFormulaForm", (FormulaForm,), fields)


InviteesForm = _formula_form(
    INVITEE_FACTORS,
    ("คน", ""),
    {"register": _("The number of communities in the register"), "staff": _("Staff")},
)
BudgetForm = _formula_form(BUDGET_FACTORS, ("บาท", "คน", "วัน"), {})


class ReasonForm(RecordForm):
    reason = ThaiTextAreaField(_("Reason"), max_length=500, validators=[Required(_("Say why."))])


class TrainerForm(RecordForm):
    name = ThaiStringField(
        _("Name"), max_length=120, validators=[Required(_("Type the trainer's name."))]
    )
    person_position = ThaiStringField(_("Position or organisation"), max_length=200)
    topic = ThaiStringField(_("Topic"), max_length=300)
    rate = DecimalField(_("Fee for an hour"), minimum=0, maximum=100_000)
    hours = DecimalField(_("Hours"), minimum=0, maximum=300)
