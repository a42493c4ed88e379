# WTForms declares no types.
# mypy: disallow-untyped-calls=False
import re
from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice

from core.errors import InputProblem
from core.i18n.dates import bangkok_today
from core.i18n.digits import to_arabic_digits
from core.marks import mark
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    HintedField,
    Optional,
    ParsedField,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import ConfirmedForm, RecordForm
from tenants.elections.models import BallotMethod, Candidate, ElectionReason

METHOD_TITLES = {
    BallotMethod.PAPER: _("On paper: counted twice by two people"),
    BallotMethod.ONLINE: _("Online: each chair votes in the own phone"),
}
REASON_TITLES = {
    ElectionReason.REGULAR: _("For a whole term"),
    ElectionReason.BY_ELECTION: _("For the rest of the term of a chair who left"),
    ElectionReason.REPEAT: _("Held again"),
    ElectionReason.SECOND_ROUND: _("Second round"),
}

ASSEMBLY = "assembly"
"""How the form names the chair of the assembly; a zone's chair is named by the zone's id."""

MOST_BALLOTS = 10_000
LONGEST_VOTING = timedelta(days=30)
"""A day of closing further ahead is a slip of the pen: an open voting is not ended before its hour."""
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?: ?น\.?)?")


class RadioChoiceField(ChoiceField, RadioField):
    """One member of an enum, all of them in view."""


class PlainSelectField(HintedField, SelectField):
    kind = "choice"


class ClockField(ParsedField):
    """A time of day, as 9:00 or 09.00 น."""

    def parse(self, text: str) -> time:
        typed = _CLOCK.fullmatch(to_arabic_digits(text.strip()))
        if typed is None or int(typed[1]) > 23 or int(typed[2]) > 59:  # noqa: PLR2004 - a clock's
            raise InputProblem(mark("Type the time as hours and minutes, for example 9:00."))
        return time(int(typed[1]), int(typed[2]))

    def show(self, value: time) -> str:
        return f"{value:%H:%M}"


class PlanForm(RecordForm):
    """When and how an election is held, and from when its term runs."""

    words = {  # noqa: RUF012 - as RecordForm declares it
        "method": lambda value: str(METHOD_TITLES[BallotMethod(value)]),
        "reason": lambda value: str(REASON_TITLES[ElectionReason(value)]),
    }

    held_on = BuddhistDateField(
        _("Day of the election"),
        hint=_("The roll holds the chairs who are in office on this day"),
        validators=[Required(_("Type the day of the election."))],
    )
    method = RadioChoiceField(
        _("How people vote"),
        choices=BallotMethod,
        titles=METHOD_TITLES,
        validators=[Required(_("Choose how people vote."))],
    )
    reason = RadioChoiceField(
        _("What it is held for"),
        choices=ElectionReason,
        titles=REASON_TITLES,
        validators=[Required(_("Choose what it is held for."))],
    )
    term_from = BuddhistDateField(
        _("The term begins on"),
        hint=_("Its end follows from the manual, or is the rest of the term"),
        validators=[Required(_("Type the day on which the term begins."))],
    )


class ElectionForm(PlanForm):
    chair = PlainSelectField(_("Whose chair is elected"), validate_choice=False)

    @property
    def zone_id(self) -> UUID | None:
        """The zone, None for the assembly; an unreadable value is a zone that does not exist."""
        if self.chair.data == ASSEMBLY:
            return None
        try:
            return UUID(self.chair.data or "")
        except ValueError:
            return UUID(int=0)


class CandidateForm(RecordForm):
    """A candidate from the roll; the statement of eligibility is shown on the page."""

    person_id = PlainSelectField(_("Candidate"), validate_choice=False)
    attested_on = BuddhistDateField(
        _("The statement was made on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day on which the statement was made."))],
    )
    attested_before = ThaiStringField(
        _("Made before"),
        max_length=200,
        hint=_("Name and position of the officer who checked it"),
        validators=[
            Required(_("Type before whom the statement was made, with the position.")),
        ],
    )
    confirmed = BooleanField(
        _("The candidate has made this statement, and it was checked"),
        validators=[Required(_("Confirm that the candidate has made the statement."))],
    )

    @property
    def person(self) -> UUID:
        try:
            return UUID(self.person_id.data or "")
        except ValueError:
            return UUID(int=0)


class WithdrawalForm(RecordForm):
    withdrawn_on = BuddhistDateField(
        _("Withdrawn on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day of the withdrawal."))],
    )


class OpeningForm(RecordForm):
    """The button that freezes the roll; on paper it asks for nothing."""


class OnlineOpeningForm(OpeningForm):
    opens = ClockField(
        _("Opens at"), validators=[Required(_("Type the hour at which the voting opens."))]
    )
    closes_on = BuddhistDateField(
        _("Closes on"),
        latest=lambda: bangkok_today() + LONGEST_VOTING,
        validators=[Required(_("Type the day on which the voting closes."))],
    )
    closes = ClockField(
        _("Closes at"), validators=[Required(_("Type the hour at which the voting closes."))]
    )


class CancellationForm(RecordForm):
    reason = ThaiTextAreaField(
        _("Reason"),
        max_length=1000,
        validators=[Required(_("Say why the election is cancelled."))],
    )


class CountForm(RecordForm):
    """One count of the paper ballots; `form_of_count` adds a field for each candidate."""

    pass_number = HiddenField()
    blank = WholeNumberField(
        _("Ballots that choose nobody"),
        minimum=0,
        maximum=MOST_BALLOTS,
        validators=[Required(_("Type the number; 0 where there is none."))],
    )
    spoilt = WholeNumberField(
        _("Spoilt ballots"),
        minimum=0,
        maximum=MOST_BALLOTS,
        hint=_("Ballots that did not come back count here as well"),
        validators=[Required(_("Type the number; 0 where there is none."))],
    )

    @property
    def pass_seen(self) -> int:
        sent = self.pass_number.data or ""
        return int(sent) if sent.isdecimal() and len(sent) <= 4 else 0  # noqa: PLR2004 - a counter

    def votes(self, candidates: Sequence[Candidate]) -> dict[UUID, int]:
        return {one.id: self[_votes(one)].data for one in candidates}


def form_of_count(candidates: Sequence[Candidate]) -> type[CountForm]:
    """The form with a field for each candidate, by their numbers."""
    fields: dict[str, Any] = {
        _votes(one): WholeNumberField(
            gettext(
                "Number %(number)s: %(name)s",
                number=one.number,
                name=one.person_name,
            ),
            minimum=0,
            maximum=MOST_BALLOTS,
            validators=[Required(_("Type the number; 0 where there is none."))],
        )
        for one in candidates
    }
    return type("CountOfCandidatesForm", (CountForm,), fields)


class DeclarationForm(ConfirmedForm):
    """The signature under a result, and the lot where the first are equal."""

    drawn = RadioField(_("Who was drawn"), validate_choice=False)
    witnesses = ThaiTextAreaField(
        _("Before whom the lot was drawn"),
        max_length=1000,
        hint=_("Names and positions of the witnesses among the voters"),
        validators=[Optional()],
    )

    @property
    def drawn_id(self) -> UUID | None:
        try:
            return UUID(self.drawn.data or "")
        except ValueError:
            return None


class SeatingForm(RecordForm):
    """The button that puts who was elected on the seat."""


class MarkForm(RecordForm):
    """The button beside a name on the roll."""

    received = HiddenField()


class ObjectionForm(RecordForm):
    raised_by = ThaiStringField(
        _("Who objects"),
        max_length=200,
        hint=_("Name and position"),
        validators=[Required(_("Type who objects."))],
    )
    raised_on = BuddhistDateField(
        _("Raised on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day on which the objection was raised."))],
    )
    grounds = ThaiTextAreaField(
        _("What it is based on"),
        max_length=4000,
        validators=[Required(_("Type what the objection is based on."))],
    )


_DISMISSED: Any = _("Dismissed: the result stays")
_UPHELD: Any = _("Upheld: the result is set aside, and the election is held again")


class RulingForm(RecordForm):
    upheld = RadioField(
        _("The ruling"),
        choices=[
            SelectChoice("no", _DISMISSED),
            SelectChoice("yes", _UPHELD),
        ],
        validators=[Required(_("Choose the ruling."))],
    )
    ruling = ThaiTextAreaField(
        _("Reason of the ruling"),
        max_length=4000,
        validators=[Required(_("Give the reason of the ruling."))],
    )


class BallotForm(RecordForm):
    """A ballot. The choice is sent in the body alone and never becomes part of an address."""

    choice = RadioField(
        _("Choose one"),
        validate_choice=False,
        validators=[Required(_("Choose a candidate, or that you vote for nobody."))],
    )

    @property
    def chosen(self) -> UUID | None:
        try:
            return UUID(self.choice.data or "")
        except ValueError:
            return None


def _votes(candidate: Candidate) -> str:
    return f"votes_{candidate.number}"
