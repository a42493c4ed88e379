# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, MultipleFileField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from core.i18n.dates import bangkok_today
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    DecimalField,
    IdField,
    Optional,
    Required,
    SeveralField,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm
from tenants.activities.models import ActivityKind, ParticipationStage, Principle
from tenants.activities.photos import MOST_PHOTOS
from tenants.activities.queries import Holder
from tenants.activities.reports import (
    EAST,
    HIGHEST_COST,
    MOST_PARTNERS,
    MOST_PEOPLE,
    NORTH,
    SOUTH,
    WEST,
    Gift,
)
from tenants.activities.words import (
    GIFT_TITLES,
    KIND_CHOICES,
    KIND_TITLES,
    PRINCIPLE_TITLES,
    SECTOR_TITLES,
    STAGE_TITLES,
)
from tenants.partners.models import ContributionKind, Sector

FEWEST_GIFTS, FURTHER_GIFTS = 2, 1
"""Rows for partners on a new report, and empty rows below those that an activity has."""

_CHOOSE = _("Choose one of the list.")


@dataclass(frozen=True)
class Choices:
    """What there is to choose from for this person.

    The staff choose other zones by name and may name another office; a leader, who does not read
    other zones, types their numbers.
    """

    staff: bool = False

    holders: Sequence[Holder] = ()
    zones: Sequence[tuple[UUID, str]] = ()
    problems: Sequence[tuple[UUID, str]] = ()
    offices: Sequence[tuple[int, str]] = ()
    partners: Sequence[tuple[str, str]] = ()


class RadioChoiceField(ChoiceField, RadioField):
    """One member of an enum, all of them in view: a radio button each."""


class TickedField(BooleanField):
    """A box that a page of two versions can carry along as a word."""

    def show(self, value: object) -> str:
        return "yes" if value else ""


class ActivityForm(RecordForm):
    photos = MultipleFileField(
        _("Photos"),
        description=_("At most %(most)s. They are made smaller on the phone.", most=MOST_PHOTOS),
        render_kw={"accept": "image/jpeg,image/png,image/webp", "multiple": True},
    )
    faces_consented = TickedField(
        _("Everybody whose face can be seen in the photos agrees, or no face can be seen")
    )
    title = ThaiStringField(
        _("What was held"),
        max_length=200,
        hint=_("For example: cleaning the canal together"),
        validators=[Required(_("Say what was held."))],
    )
    held_on = BuddhistDateField(
        _("Held on"), validators=[Required(_("Type the day on which it was held."))]
    )
    holder = SelectField(_("Whose activity"), validate_choice=False)
    participants = WholeNumberField(
        _("People who came"),
        maximum=MOST_PEOPLE,
        validators=[Required(_("Type how many people came."))],
    )
    kind = RadioChoiceField(
        _("Kind of activity"),
        choices=ActivityKind,
        titles=KIND_CHOICES,
        validators=[Required(_("Choose the kind that fits best."))],
    )
    female = WholeNumberField(_("Women"), minimum=0, maximum=MOST_PEOPLE, validators=[Optional()])
    male = WholeNumberField(_("Men"), minimum=0, maximum=MOST_PEOPLE, validators=[Optional()])
    stage = ChoiceField(
        _("How people took part"),
        choices=ParticipationStage,
        titles=STAGE_TITLES,
        blank=_("Not said"),
        validators=[Optional()],
    )
    principles = SeveralField(_("Principles that it strengthened"), validate_choice=False)
    place = ThaiStringField(
        _("Place"),
        max_length=200,
        hint=_("For example: the hall of the community"),
        validators=[Optional()],
    )
    lat = DecimalField(
        _("Latitude"), example="13.7563", minimum=SOUTH, maximum=NORTH, validators=[Optional()]
    )
    lon = DecimalField(
        _("Longitude"), example="100.5018", minimum=WEST, maximum=EAST, validators=[Optional()]
    )
    cost = DecimalField(_("Cost"), minimum=0, maximum=HIGHEST_COST, validators=[Optional()])
    problem_id = IdField(_("Which problem it serves"))
    further_zones = SeveralField(_("Other networks that took part"), validate_choice=False)
    further_numbers = ThaiStringField(
        _("Numbers of other zones that took part"),
        max_length=60,
        hint=_("For example: 2, 5. It counts for each of them, and once for the district."),
        validators=[Optional()],
    )
    partner_district_id = IdField(_("Held together with another district office"), of=int)
    note = ThaiTextAreaField(_("Note"), max_length=2000, validators=[Optional()])

    gift_rows: ClassVar[tuple[int, ...]] = ()
    fixed_holder: Holder | None = None
    """The one whose activities this person reports, where there is nothing to choose."""
    words: ClassVar[dict[str, Any]] = {
        "kind": lambda value: str(KIND_TITLES[ActivityKind(value)]) if value else "",
        "stage": lambda value: str(STAGE_TITLES[ParticipationStage(value)]) if value else "",
        "faces_consented": lambda value: str(_("Yes")) if value else str(_("No")),
    }

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self._offer_holders(choices.holders)
        blank = SelectChoice("", str(_("Not said")))
        self.principles.choices = [(one.value, PRINCIPLE_TITLES[one]) for one in Principle]
        self.further_zones.choices = [(str(key), name) for key, name in choices.zones]
        self.problem_id.choices = [
            blank,
            *(SelectChoice(str(key), name) for key, name in choices.problems),
        ]
        self.partner_district_id.choices = [
            SelectChoice("", str(_("No other office"))),
            *(SelectChoice(str(code), name) for code, name in choices.offices),
        ]
        if choices.staff:
            del self.further_numbers
        else:
            del self.further_zones
        self.words = {**type(self).words, **self._words_of_choices(choices)}  # type: ignore[misc]

    def validate_held_on(self, field: BuddhistDateField) -> None:
        """Said together with the other fields; the service refuses it as well."""
        if field.data and field.data > bangkok_today():
            raise ValidationError(_("The day cannot be in the future."))

    def gifts(self) -> tuple[Gift, ...]:
        """What partners gave, by row; a row without a name is empty."""
        found = []
        for row in self.gift_rows:
            said = {name: self[f"gift_{row}_{name}"].data for name in _GIFT_FIELDS}
            if said["name"]:
                kind = ContributionKind(said.pop("kind") or ContributionKind.THINGS)
                sector = said.pop("sector")
                found.append(
                    Gift(
                        row=row,
                        kind=kind.value,
                        sector=Sector(sector).value if sector else "",
                        **said,
                    )
                )
        return tuple(found)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        good = super().validate(*args, **kwargs)
        refused = [row for row in self.gift_rows if not self._check_gift(row)]
        return good and not refused

    def _check_gift(self, row: int) -> bool:
        """Each kind of gift says how much; a row with numbers and no name lacks its partner."""
        said = {name: self[f"gift_{row}_{name}"].data for name in _GIFT_FIELDS}
        missing, sentence = "", _CHOOSE
        if not said["name"]:
            if said["description"] or said["value"] is not None or said["people"] is not None:
                missing, sentence = "name", _("Type the name of the organisation.")
        elif said["kind"] == ContributionKind.MONEY and not said["value"]:
            missing, sentence = "value", _("Type the amount in baht.")
        elif said["kind"] == ContributionKind.PEOPLE and not said["people"]:
            missing, sentence = "people", _("Type how many people came to help.")
        elif said["kind"] in (None, ContributionKind.THINGS) and not said["description"]:
            missing, sentence = "description", _("Say what was given.")
        if missing:
            self.refuse(f"gift_{row}_{missing}", str(sentence))
        return not missing

    def _offer_holders(self, holders: Sequence[Holder]) -> None:
        blank = SelectChoice("", str(_("Choose a zone or community")))
        self.holder.choices = [
            *([] if len(holders) == 1 else [blank]),
            *(_choice(holder) for holder in holders),
        ]
        if len(holders) == 1:
            self.fixed_holder = holders[0]
            self.holder.data = self.holder.data or holders[0].key

    def _words_of_choices(self, choices: Choices) -> dict[str, Any]:
        """How a page of two versions names what is an id: the names are known only now."""
        holders = {holder.key: name_of(holder) for holder in choices.holders}
        zones = {str(key): name for key, name in choices.zones}
        problems = {str(key): name for key, name in choices.problems}
        offices = dict(choices.offices)
        principles = {one.value: str(PRINCIPLE_TITLES[one]) for one in Principle}
        kinds = {kind.value: str(title) for kind, title in GIFT_TITLES.items()}
        sectors = {sector.value: str(title) for sector, title in SECTOR_TITLES.items()}
        words: dict[str, Any] = {
            "holder": lambda value: holders.get(value or "", ""),
            "problem_id": lambda value: problems.get(str(value), ""),
            "partner_district_id": lambda value: offices.get(value, ""),
            "principles": lambda value: ", ".join(principles.get(each, "") for each in value or ()),
            "further_zones": lambda value: ", ".join(zones.get(each, "") for each in value or ()),
        }
        for row in self.gift_rows:
            words[f"gift_{row}_kind"] = lambda value: kinds.get(_value(value), "")
            words[f"gift_{row}_sector"] = lambda value: sectors.get(_value(value), "")
        return words


_GIFT_FIELDS = ("name", "sector", "kind", "description", "value", "people")


@cache
def form_with_gifts(rows: int) -> type[ActivityForm]:
    """The form of an activity with so many rows for what partners gave, and a number for each sector."""
    fields: dict[str, Any] = {"gift_rows": tuple(range(min(rows, MOST_PARTNERS)))}
    for sector in Sector:
        fields[f"sector_{sector.value}"] = WholeNumberField(
            SECTOR_TITLES[sector], minimum=0, maximum=MOST_PEOPLE, validators=[Optional()]
        )
    for row in fields["gift_rows"]:
        for name, made in _gift_fields(row).items():
            fields[f"gift_{row}_{name}"] = made
    return type("ActivityForm", (ActivityForm,), fields)


def _gift_fields(row: int) -> dict[str, Any]:
    return {
        "name": ThaiStringField(
            _("Partner %(number)s", number=row + 1),
            max_length=200,
            validators=[Optional()],
            render_kw={"list": "partner-names"},
        ),
        "kind": ChoiceField(
            _("What was given"),
            choices=ContributionKind,
            titles=GIFT_TITLES,
            default=ContributionKind.THINGS,
            validators=[Optional()],
        ),
        "description": ThaiStringField(
            _("What exactly"),
            max_length=200,
            hint=_("For example: drinking water, 10 packs"),
            validators=[Optional()],
        ),
        "value": DecimalField(_("Worth"), minimum=0, maximum=HIGHEST_COST, validators=[Optional()]),
        "people": WholeNumberField(
            _("Helpers"), minimum=0, maximum=MOST_PEOPLE, validators=[Optional()]
        ),
        "sector": ChoiceField(
            _("Sector"),
            choices=Sector,
            titles=SECTOR_TITLES,
            blank=_("As known to the office"),
            validators=[Optional()],
        ),
    }


class ReturnForm(RecordForm):
    reason = ThaiTextAreaField(
        _("What has to be corrected"),
        max_length=1000,
        hint=_("Whoever sent the report reads this."),
        validators=[Required(_("Say what has to be corrected."))],
    )


class AcceptancesForm(RecordForm):
    chosen = SeveralField(_("Reports to accept"), validate_choice=False)


class ReferenceForm(RecordForm):
    zone_id = IdField(_("Our network that took part"))

    def __init__(self, *args: Any, zones: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone_id.choices = [
            SelectChoice("", str(_("Choose a zone"))),
            *(SelectChoice(str(key), name) for key, name in zones),
        ]


def name_of(holder: Holder) -> str:
    """How a community or a zone's network is called."""
    if holder.community is not None:
        return str(_("Community %(name)s", name=holder.community.name))
    return str(_("Network of %(zone)s", zone=holder.zone.name if holder.zone else ""))


def _choice(holder: Holder) -> SelectChoice:
    group = holder.zone.name if holder.zone else str(_("Without a zone"))
    return SelectChoice(holder.key, name_of(holder), optgroup=group)


def _value(value: Any) -> str:
    return str(getattr(value, "value", value))
