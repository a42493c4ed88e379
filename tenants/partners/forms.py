# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, SelectMultipleField

from core.errors import NotFound
from core.i18n.dates import bangkok_today
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
from core.web.forms import RecordForm
from tenants.partners.agreements import Terms
from tenants.partners.giving import HIGHEST_VALUE, MOST_PEOPLE, Gift
from tenants.partners.models import ContributionKind, OrganisationKind, Sector
from tenants.partners.service import Particulars
from tenants.zones.models import Zone

DISTRICT = ""
_ZONE, _COMMUNITY = "zone-", "community-"

SECTOR_TITLES = {
    Sector.STATE: _("State sector"),
    Sector.BUSINESS: _("Private business sector"),
    Sector.NGO: _("Non-governmental organisations"),
    Sector.PEOPLE: _("People's sector"),
}
KIND_TITLES = {
    OrganisationKind.POLICE: _("Police station"),
    OrganisationKind.FIRE: _("Fire station"),
    OrganisationKind.HEALTH_CENTRE: _("Public health centre"),
    OrganisationKind.HOSPITAL: _("Hospital"),
    OrganisationKind.SCHOOL: _("School"),
    OrganisationKind.TEMPLE: _("Temple or place of worship"),
    OrganisationKind.DISTRICT_SECTION: _("Section of the district office"),
    OrganisationKind.STATE_AGENCY: _("Other state agency"),
    OrganisationKind.COMPANY: _("Company"),
    OrganisationKind.SHOP: _("Shop or market"),
    OrganisationKind.FOUNDATION: _("Foundation"),
    OrganisationKind.ASSOCIATION: _("Association"),
    OrganisationKind.CIVIL_DEFENCE: _("Civil defence volunteers"),
    OrganisationKind.DRUG_WATCH: _("Drug and danger watch volunteers"),
    OrganisationKind.HEALTH_VOLUNTEERS: _("Public health volunteers"),
    OrganisationKind.CULTURE_COUNCIL: _("District culture council"),
    OrganisationKind.SPORTS_CLUB: _("District sports club"),
    OrganisationKind.COMMUNITY_GROUP: _("Group of the communities"),
    OrganisationKind.OTHER: _("Other organisation"),
}
GIFT_TITLES = {
    ContributionKind.MONEY: _("Money"),
    ContributionKind.THINGS: _("Things or services"),
    ContributionKind.PEOPLE: _("Helping hands"),
}


class OrganisationForm(RecordForm):
    name = ThaiStringField(
        _("Name"), max_length=200, validators=[Required(_("Type the name of the organisation."))]
    )
    another = BooleanField(_("This is another organisation than the one of this name in the list"))
    sector = ChoiceField(
        _("Sector"),
        choices=Sector,
        titles=SECTOR_TITLES,
        blank=_("Choose a sector"),
        validators=[Required(_("Choose the sector."))],
    )
    kind = ChoiceField(
        _("Kind of organisation"),
        choices=OrganisationKind,
        titles=KIND_TITLES,
        blank=_("Choose a kind"),
        validators=[Required(_("Choose the kind of organisation."))],
    )
    partner_since = BuddhistDateField(
        _("Partner since"),
        latest=bangkok_today,
        validators=[Required(_("Type the day from which it is a partner."))],
    )
    address = ThaiTextAreaField(_("Address"), max_length=500, validators=[Optional()])
    phone = ThaiStringField(
        _("Telephone of the organisation"),
        max_length=60,
        hint=_("The office's own number; numbers of persons belong into the register of people"),
        validators=[Optional()],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )
    email = ThaiStringField(
        _("E-mail of the organisation"),
        max_length=200,
        validators=[Optional()],
        render_kw={"inputmode": "email", "autocomplete": "off"},
    )
    note = ThaiTextAreaField(_("Note"), max_length=2000, validators=[Optional()])

    words: ClassVar[Mapping[str, Any]] = {
        "sector": lambda value: str(SECTOR_TITLES[Sector(value)]) if value else "",
        "kind": lambda value: str(KIND_TITLES[OrganisationKind(value)]) if value else "",
    }

    @property
    def particulars(self) -> Particulars:
        return Particulars(
            name=self.name.data,
            sector=self.sector.data.value,
            kind=self.kind.data.value,
            partner_since=self.partner_since.data,
            address=self.address.data,
            phone=self.phone.data,
            email=self.email.data,
            note=self.note.data,
        )


class ContactForm(RecordForm):
    name = ThaiStringField(
        _("Name"),
        max_length=120,
        hint=_("Of the register of people; a new name is entered there"),
        validators=[Required(_("Type the name of this person."))],
        render_kw={"autocomplete": "off", "list": "known-people"},
    )
    position = ThaiStringField(
        _("Position"),
        max_length=200,
        hint=_("For somebody who is not in the register yet"),
        validators=[Optional()],
    )
    duty = ThaiStringField(
        _("What this person is asked about"),
        max_length=200,
        hint=_("For example: drills against fire, sponsoring of sports"),
        validators=[Optional()],
    )


class NetworksForm(RecordForm):
    zones = SelectMultipleField(_("Networks that it works with"), validate_choice=False)

    def offer(self, zones: Iterable[Zone]) -> None:
        self.zones.choices = [(str(zone.id), zone.name) for zone in zones]

    @property
    def chosen(self) -> list[UUID]:
        return [id_of(each) for each in self.zones.data or []]


class PlacedForm(RecordForm):
    """A form about something that belongs to the whole district, a zone or a community."""

    place = SelectField(_("For whom"), validate_choice=False)

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        self.place.choices = [(DISTRICT, _("The whole district")), *places]
        names = dict(self.place.choices)
        vars(self)["words"] = {
            **self.words,
            "place": lambda value: str(names.get(value or DISTRICT, "")),
        }

    @property
    def zone_id(self) -> UUID | None:
        typed = self.place.data or ""
        return id_of(typed.removeprefix(_ZONE)) if typed.startswith(_ZONE) else None

    @property
    def community_id(self) -> UUID | None:
        typed = self.place.data or ""
        return id_of(typed.removeprefix(_COMMUNITY)) if typed.startswith(_COMMUNITY) else None


class MemorandumForm(PlacedForm):
    title = ThaiStringField(
        _("Subject of the memorandum"),
        max_length=300,
        hint=_("For example: memorandum on drills against fire"),
        validators=[Required(_("Type what the memorandum is about."))],
    )
    terms = ThaiTextAreaField(
        _("What both sides have agreed"), max_length=4000, validators=[Optional()]
    )
    signed_on = BuddhistDateField(
        _("Signed on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day of the signature."))],
    )
    valid_until = BuddhistDateField(
        _("Last day"), hint=_("Empty where it has no end"), validators=[Optional()]
    )
    scan = FileField(
        _("Scan of the signed paper"),
        description=_("PDF, PNG or JPEG, at most 20 megabytes"),
        validators=[Optional()],
        render_kw={"accept": ".pdf,.png,.jpg,.jpeg"},
    )

    @property
    def agreed(self) -> Terms:
        return Terms(
            title=self.title.data,
            signed_on=self.signed_on.data,
            terms=self.terms.data,
            zone_id=self.zone_id,
            valid_until=self.valid_until.data,
        )


class ContributionForm(PlacedForm):
    kind = ChoiceField(
        _("What was given"),
        choices=ContributionKind,
        titles=GIFT_TITLES,
        blank=_("Choose what was given"),
        validators=[Required(_("Choose what was given."))],
    )
    given_on = BuddhistDateField(
        _("Given on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day on which it was given."))],
    )
    description = ThaiTextAreaField(
        _("Description"),
        max_length=1000,
        hint=_("For example: 200 sets of rice and water"),
        validators=[Optional()],
    )
    value = DecimalField(
        _("Value in baht"),
        minimum=0,
        maximum=HIGHEST_VALUE,
        hint=_("The amount of money, or what things are worth where somebody knows it"),
        validators=[Optional()],
    )
    people = WholeNumberField(
        _("People who helped"), minimum=0, maximum=MOST_PEOPLE, validators=[Optional()]
    )

    words: ClassVar[Mapping[str, Any]] = {
        "kind": lambda value: str(GIFT_TITLES[ContributionKind(value)]) if value else "",
    }

    @property
    def gift(self) -> Gift:
        return Gift(
            kind=self.kind.data.value,
            given_on=self.given_on.data,
            description=self.description.data,
            value=self.value.data,
            people=self.people.data,
            zone_id=self.zone_id,
            community_id=self.community_id,
        )


def place_of(zone_id: UUID | None, community_id: UUID | None) -> str:
    """The value of the choice "For whom": a community names its zone by itself."""
    if community_id is not None:
        return f"{_COMMUNITY}{community_id}"
    return f"{_ZONE}{zone_id}" if zone_id is not None else DISTRICT


def places_of(
    zones: Iterable[Zone], communities: Iterable[tuple[UUID, str]] = ()
) -> list[tuple[str, str]]:
    """Zones and communities to choose from."""
    return [(f"{_ZONE}{zone.id}", zone.name) for zone in zones] + [
        (f"{_COMMUNITY}{community_id}", name) for community_id, name in communities
    ]


def id_of(text: str) -> UUID:
    """An id that our pages wrote; NotFound for anything else."""
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound("This page does not exist") from problem
