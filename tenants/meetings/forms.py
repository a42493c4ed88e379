# WTForms declares no types.
# mypy: disallow-untyped-calls=False
import re
from datetime import time
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice

from core.errors import InputProblem
from core.i18n.digits import to_arabic_digits
from core.marks import mark
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    DecimalField,
    HintedField,
    Optional,
    ParsedField,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm
from tenants.meetings.conducting import AGAINST, IN_FAVOUR, Votes
from tenants.meetings.models import Section
from tenants.meetings.service import Plan
from tenants.meetings.words import SECTION_TITLES, STAGE_TITLES, Stage

LARGEST_RATE = Decimal(100_000)
MOST_HEADS = 10_000
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?: ?น\.?)?")


class ClockField(ParsedField):
    """A time of day, as 9:00 or 09.00 น."""

    def parse(self, text: str) -> time:
        typed = _CLOCK.fullmatch(to_arabic_digits(text.strip()))
        if typed is None or int(typed[1]) > 23 or int(typed[2]) > 59:  # noqa: PLR2004 - a clock's
            raise InputProblem(mark("Type the time as hours and minutes, for example 9:00."))
        return time(int(typed[1]), int(typed[2]))

    def show(self, value: time) -> str:
        return f"{value:%H:%M}"


class PlainSelectField(HintedField, SelectField):
    kind = "choice"


class ScheduleForm(RecordForm):
    """When and where a meeting is held."""

    held_on = BuddhistDateField(
        _("Day of the meeting"), validators=[Required(_("Type the day of the meeting."))]
    )
    starts_at = ClockField(
        _("Begins at"), validators=[Required(_("Type the hour at which it begins."))]
    )
    ends_at = ClockField(_("Ends at"), validators=[Required(_("Type the hour at which it ends."))])
    place = ThaiStringField(
        _("Place"), max_length=200, validators=[Required(_("Type where the meeting is held."))]
    )


class MeetingForm(ScheduleForm):
    """A meeting that is called, copied or changed."""

    body = HiddenField()
    pattern = HiddenField()
    title = ThaiStringField(
        _("What the meeting is called"),
        max_length=250,
        validators=[Required(_("Type what the meeting is called."))],
    )
    purpose = ThaiTextAreaField(_("Purpose"), max_length=1000, validators=[Optional()])
    number = WholeNumberField(
        _("Number in the year"),
        minimum=1,
        maximum=999,
        hint=_("The next one of this body in the calendar year"),
        validators=[Optional()],
    )
    stage = ChoiceField(
        _("Stage of participation"),
        choices=Stage,
        titles=STAGE_TITLES,
        blank=_("Not said"),
        validators=[Optional()],
    )
    matters = ThaiTextAreaField(
        _("Matters to decide"),
        max_length=4000,
        hint=_("One a line, for example a problem of the zone; more can be added later"),
        validators=[Optional()],
    )
    catering_rate = DecimalField(
        _("Refreshments for each head"),
        minimum=0,
        maximum=LARGEST_RATE,
        validators=[Optional()],
    )
    catering_heads = WholeNumberField(
        _("Heads"), minimum=0, maximum=MOST_HEADS, validators=[Optional()]
    )
    words: ClassVar[dict[str, Any]] = {
        "stage": lambda value: str(STAGE_TITLES[Stage(value)]) if value else "",
    }

    @property
    def plan(self) -> Plan:
        return Plan(
            title=self.title.data,
            purpose=self.purpose.data,
            number=self.number.data,
            held_on=self.held_on.data,
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            place=self.place.data,
            stage=self.stage.data.value if self.stage.data else None,
            pattern_key=self.pattern.data or None,
            catering_rate=self.catering_rate.data,
            catering_heads=self.catering_heads.data,
        )

    @property
    def matter_lines(self) -> list[str]:
        return [line for line in (self.matters.data or "").splitlines() if line.strip()]


class PostponementForm(ScheduleForm):
    reason = ThaiTextAreaField(
        _("Reason"),
        max_length=1000,
        hint=_("Everybody who was invited reads it"),
        validators=[Required(_("Type the reason."))],
    )


class InvitationForm(RecordForm):
    letter_number = ThaiStringField(
        _("Number of the letter"),
        max_length=60,
        hint=_("As the registry gave it; it can be entered later"),
        validators=[Optional()],
    )


class AgendaItemForm(RecordForm):
    section = ChoiceField(
        _("Part of the agenda"),
        choices=Section,
        titles=SECTION_TITLES,
        validators=[Required(_("Choose the part of the agenda."))],
    )
    title = ThaiStringField(
        _("Matter"), max_length=400, validators=[Required(_("Type what the matter is."))]
    )
    detail = ThaiTextAreaField(_("Details"), max_length=4000, validators=[Optional()])
    for_decision = BooleanField(_("For decision"))
    words: ClassVar[dict[str, Any]] = {
        "section": lambda value: str(SECTION_TITLES[Section(value)]) if value else "",
        "for_decision": lambda value: str(_("For decision") if value else _("For information")),
    }


class GuestForm(RecordForm):
    name = ThaiStringField(
        _("Name of the person or organisation"),
        max_length=200,
        validators=[Required(_("Type the name of the person or the organisation."))],
    )
    position = ThaiStringField(
        _("Position or organisation"), max_length=200, validators=[Optional()]
    )
    is_here = BooleanField(_("Is here already"))


class StandInForm(RecordForm):
    seat = PlainSelectField(_("Who comes"), validate_choice=False)
    name = ThaiStringField(_("Name"), max_length=200, validators=[Optional()])
    position = ThaiStringField(
        _("Position or organisation"), max_length=200, validators=[Optional()]
    )
    reason = ThaiStringField(
        _("Why the member does not come"), max_length=200, validators=[Optional()]
    )


class AbsenceForm(RecordForm):
    reason = ThaiStringField(
        _("Why the member does not come"),
        max_length=200,
        hint=_("As the minutes will say it, for example: ติดราชการ"),
        validators=[Optional()],
    )


class OpeningForm(RecordForm):
    chaired_by = ThaiStringField(
        _("Who chairs the meeting"),
        max_length=200,
        validators=[Required(_("Type who chairs the meeting."))],
    )
    opened_at = ClockField(
        _("Opened at"), validators=[Required(_("Type the hour at which it was opened."))]
    )
    reason = ThaiTextAreaField(
        _("Reason for opening without a quorum"), max_length=1000, validators=[Optional()]
    )


class ClosingForm(RecordForm):
    closed_at = ClockField(
        _("Closed at"), validators=[Required(_("Type the hour at which it was closed."))]
    )


CASTS: dict[str, Any] = {
    "": _("Not needed"),
    IN_FAVOUR: _("In favour"),
    AGAINST: _("Against"),
}


class CastField(HintedField, RadioField):
    kind = "choice"


class MotionForm(RecordForm):
    text = ThaiTextAreaField(
        _("What was voted on"),
        max_length=2000,
        validators=[Required(_("Type what was voted on."))],
    )
    proposed_by = ThaiStringField(_("Proposed by"), max_length=200, validators=[Optional()])
    in_favour = WholeNumberField(
        _("In favour"),
        minimum=0,
        maximum=MOST_HEADS,
        validators=[Required(_("Type the number; 0 where there is none."))],
    )
    against = WholeNumberField(
        _("Against"),
        minimum=0,
        maximum=MOST_HEADS,
        validators=[Required(_("Type the number; 0 where there is none."))],
    )
    abstained = WholeNumberField(
        _("Abstained"),
        minimum=0,
        maximum=MOST_HEADS,
        validators=[Required(_("Type the number; 0 where there is none."))],
    )
    chair_cast = CastField(
        _("The chair's deciding vote"),
        hint=_("Only where the votes are equal"),
        choices=[SelectChoice(value, title) for value, title in CASTS.items()],
        validate_choice=False,
        default="",
    )

    @property
    def votes(self) -> Votes:
        return Votes(
            in_favour=self.in_favour.data,
            against=self.against.data,
            abstained=self.abstained.data,
            chair_cast=self.chair_cast.data or None,
        )


class RoomForm(RecordForm):
    name = ThaiStringField(
        _("Name and surname"),
        max_length=200,
        hint=_("As on the invitation; staff at the door confirm it"),
        validators=[Required(_("Type your name and surname."))],
    )
