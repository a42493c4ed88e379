# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField

from core.errors import NotFound
from core.web.fields import Optional, Required, ThaiStringField
from core.web.forms import RecordForm
from tenants.people.models import Person
from tenants.people.queries import KnownContacts, SignIn
from tenants.people.service import CONTACTS, Contacts

ANOTHER = "another"
"""The choice of somebody new among people who share a name."""

CONTACT_TITLES = {
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "line_id": _("LINE ID"),
}


class PersonForm(RecordForm):
    name = ThaiStringField(
        _("Name"),
        max_length=120,
        hint=_("With the title in front, as on official papers"),
        validators=[Required(_("Type the name of this person."))],
        render_kw={"autocomplete": "off"},
    )
    position = ThaiStringField(
        _("Position"),
        max_length=200,
        hint=_("For example: chair of a community, police officer of the area"),
        validators=[Optional()],
    )
    phone = ThaiStringField(
        CONTACT_TITLES["phone"],
        max_length=60,
        validators=[Optional()],
        render_kw={"autocomplete": "off", "inputmode": "tel"},
    )
    email = ThaiStringField(
        CONTACT_TITLES["email"],
        max_length=200,
        validators=[Optional()],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    line_id = ThaiStringField(
        CONTACT_TITLES["line_id"],
        max_length=60,
        validators=[Optional()],
        render_kw={"autocomplete": "off"},
    )

    @property
    def contacts(self) -> Contacts:
        return Contacts(*(self[name].data or "" for name in CONTACTS))


class NewPersonForm(PersonForm):
    namesake = RadioField(
        _("Who is meant"),
        choices=[],
        validate_choice=False,
        description=_("The register has people of this name already."),
    )

    def offer(self, people: list[Person]) -> None:
        """Let the officer say who is meant, where somebody has the name that was typed."""
        if people:
            self.namesake.choices = [
                *((str(each.id), _with_position(each)) for each in people),
                (ANOTHER, gettext("Somebody else, who is not in the register yet")),
            ]

    @property
    def is_another(self) -> bool:
        return bool(self.namesake.data == ANOTHER)

    @property
    def chosen_person(self) -> UUID | None:
        try:
            return UUID(self.namesake.data or "")
        except ValueError:
            return None


class PersonEditForm(PersonForm):
    """Contact details on file are not shown here: an empty box leaves them as they are."""

    another = BooleanField(
        _("This is another person than the one of this name in the register"),
        description=_("Only where two people share one name"),
    )
    removed = SelectMultipleField(
        _("Take off what is on file"), choices=[], validate_choice=False, validators=[Optional()]
    )

    @property
    def taken_off(self) -> list[str]:
        """The details to remove; a conflict page sends them in one box."""
        return [name for sent in self.removed.data or () for name in sent.split()]

    def describe(self, known: KnownContacts) -> None:
        """Say beside each box whether something is on file, and offer to take it off."""
        on_file = [name for name in CONTACTS if getattr(known, name)]
        self.removed.choices = [(name, CONTACT_TITLES[name]) for name in on_file]
        for name in CONTACTS:
            self[name].description = (
                gettext("On file. Leave it empty to keep it, or type a new one.")
                if name in on_file
                else gettext("Not on file yet")
            )


class ReadingForm(RecordForm):
    reason = ThaiStringField(
        _("Why you need the contact details"),
        max_length=300,
        hint=_("For example: to invite to the meeting of the network"),
        validators=[Required(_("Say why you need the contact details."))],
    )


class SignInForm(RecordForm):
    account = SelectField(
        _("Account that this person signs in with"),
        choices=[],
        validate_choice=False,
        description=_("Accounts that belong to another person of the register are not offered."),
    )

    def offer(self, found: list[SignIn]) -> None:
        """The accounts to choose from; the first choice is none."""
        self.account.choices = [("", gettext("Does not sign in"))] + [
            (
                str(each.account_id),
                " · ".join(part for part in (each.name, each.position, each.username) if part),
            )
            for each in found
        ]
        titles = dict(self.account.choices)
        vars(self)["words"] = {"account": lambda value: titles.get(value or "", "")}

    @property
    def chosen(self) -> UUID | None:
        """The chosen account; NotFound for what our pages never sent."""
        if not self.account.data:
            return None
        try:
            return UUID(self.account.data)
        except ValueError as problem:
            raise NotFound("This page does not exist") from problem


def _with_position(person: Person) -> str:
    return f"{person.name} · {person.position}" if person.position else person.name
