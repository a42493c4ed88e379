# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from datetime import date
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField

from core.i18n.dates import bangkok_today
from core.web.fields import BuddhistDateField, Required, ThaiStringField, ThaiTextAreaField
from core.web.forms import RecordForm
from tenants.people.models import Person

ANOTHER = "another"
"""The choice of somebody new among people who share a name."""

KNOWN_PEOPLE = "known-people"
"""The list of names in the page, from which the browser completes what is typed."""


class SeatForm(RecordForm):
    """Who sits on a seat. The rule and the community are given by the address that opened the form."""

    rule_key = HiddenField()
    community_id = HiddenField()
    replaces_seat_id = HiddenField()
    person_name = ThaiStringField(
        _("Name"),
        max_length=120,
        hint=_("With the title in front, as on official papers"),
        validators=[Required(_("Type who sits on this seat."))],
        render_kw={"list": KNOWN_PEOPLE, "autocomplete": "off"},
    )
    person_id = RadioField(
        _("Who is meant"),
        choices=[],
        validate_choice=False,
        description=_("Several people of the register have this name."),
    )
    another = BooleanField(
        _("This is somebody else than the person of this name in the register"),
        description=_("Only where two people share one name"),
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
    term_ends_on = BuddhistDateField(_("First day after the term"))
    reason = ThaiStringField(
        _("Why the term ends on another day"),
        max_length=500,
        hint=_("Only where the day is not the one that the rules give"),
    )

    def offer(self, people: list[Person]) -> None:
        """Let the person say who is meant, where several share the name that was typed."""
        if len(people) > 1:
            self.person_id.choices = [
                *((str(each.id), _with_position(each)) for each in people),
                (ANOTHER, gettext("Somebody new")),
            ]

    @property
    def is_another(self) -> bool:
        return bool(self.another.data) or self.person_id.data == ANOTHER

    @property
    def chosen_person(self) -> UUID | None:
        return uuid_of(self.person_id.data)


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


class ChairsForm(RecordForm):
    """The day from which the communities' chairs sit on the committee of their network."""

    valid_from = BuddhistDateField(
        _("On the seat from"),
        latest=bangkok_today,
        validators=[Required(_("Type the day from which the person sits here."))],
    )


class EditionForm(RecordForm):
    """Taking over the composition of an edition: the number that the person saw."""

    edition = HiddenField()

    @property
    def seen_edition(self) -> int:
        sent = self.edition.data or ""
        return int(sent) if sent.isdecimal() and len(sent) <= len(str(date.max.year)) else 0


def uuid_of(text: str | None) -> UUID | None:
    """The id that was sent, or None where it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _with_position(person: Person) -> str:
    return f"{person.name} · {person.position}" if person.position else person.name
