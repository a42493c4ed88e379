# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, SelectMultipleField

from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
)
from core.web.forms import RecordForm
from tenants.alliances.models import Alliance, AllianceKind, Tie
from tenants.alliances.service import Particulars
from tenants.zones.models import Zone

LONGEST_NAME = 120
ACROSS = ""
_ZONE, _ALLIANCE = "zone-", "alliance-"


class Formality(StrEnum):
    """Whether a network has an order (M112)."""

    FORMAL = "formal"
    INFORMAL = "informal"


class Extent(StrEnum):
    """Whether members from outside the communities belong to it (M112)."""

    INSIDE = "inside"
    OUTSIDE = "outside"


KIND_TITLES = {
    AllianceKind.ISSUE: _("Issue network"),
    AllianceKind.FUNCTION: _("Network by function"),
    AllianceKind.AREA: _("Sub-network of an area"),
}
TIE_TITLES = {
    Tie.PERSON_PERSON: _("Person to person"),
    Tie.PERSON_GROUP: _("Person to group"),
    Tie.GROUP_GROUP: _("Group to group"),
    Tie.NETWORK_NETWORK: _("Network to network"),
}
FORMALITY_TITLES = {Formality.FORMAL: _("Formal"), Formality.INFORMAL: _("Informal")}
EXTENT_TITLES = {
    Extent.INSIDE: _("Inside the communities"),
    Extent.OUTSIDE: _("With members from outside"),
}

_KIND_CHOICES = {
    AllianceKind.ISSUE: _("Issue network: around one matter or activity, such as drugs or waste"),
    AllianceKind.FUNCTION: _(
        "Network by function: bodies of the state, business, NGOs and the people share the work"
    ),
    AllianceKind.AREA: _("Sub-network of an area: communities close to each other inside a zone"),
}
_TIE_CHOICES = {
    Tie.PERSON_PERSON: _("Person to person: people who know and help each other"),
    Tie.PERSON_GROUP: _("Person to group: people who join or lead a group"),
    Tie.GROUP_GROUP: _("Group to group: communities or groups that work together"),
    Tie.NETWORK_NETWORK: _("Network to network: smaller networks under a larger one"),
}
_FORMALITY_CHOICES = {
    Formality.FORMAL: _("Formal: it has a committee, which an order of the office appoints"),
    Formality.INFORMAL: _("Informal: people help each other, no order is needed"),
}
_EXTENT_CHOICES = {
    Extent.INSIDE: _("Inside the communities: all members live in registered communities"),
    Extent.OUTSIDE: _(
        "With members from outside: companies, schools, temples or offices take part as well"
    ),
}


class RadioChoiceField(ChoiceField, RadioField):
    """One member of an enum, all of them in view: a radio button each."""


class AllianceForm(RecordForm):
    name = ThaiStringField(
        _("Name"),
        max_length=LONGEST_NAME,
        hint=_("For example: network of communities against drugs"),
        validators=[Required(_("Type the name of the network."))],
    )
    kind = RadioChoiceField(
        _("Kind of network"),
        choices=AllianceKind,
        titles=_KIND_CHOICES,
        validators=[Required(_("Choose the kind of network."))],
    )
    parent = SelectField(_("Where it belongs"), validate_choice=False)
    purpose = ThaiTextAreaField(
        _("Purpose"),
        max_length=1000,
        hint=_("What its members learn from each other, and which problem they solve themselves"),
    )
    tie = RadioChoiceField(
        _("Level of the tie"),
        choices=Tie,
        titles=_TIE_CHOICES,
        validators=[Required(_("Choose the level of the tie."))],
    )
    formality = RadioChoiceField(
        _("Formal or informal"),
        choices=Formality,
        titles=_FORMALITY_CHOICES,
        validators=[Required(_("Choose whether the network is formal."))],
    )
    extent = RadioChoiceField(
        _("Inside or outside"),
        choices=Extent,
        titles=_EXTENT_CHOICES,
        validators=[Required(_("Choose whether members come from outside."))],
    )

    _words: ClassVar[dict[str, Mapping[Any, Any]]] = {
        "kind": KIND_TITLES,
        "tie": TIE_TITLES,
        "formality": FORMALITY_TITLES,
        "extent": EXTENT_TITLES,
    }

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`places` are the zones and networks to belong to, as `places_of` gives them."""
        super().__init__(*args, **kwargs)
        self.parent.choices = [(ACROSS, _("Across the zones of the district")), *places]
        names = dict(places) | {ACROSS: _("Across the zones of the district")}
        vars(self)["words"] = {
            name: partial(_title, titles)
            for name, titles in (self._words | {"parent": names}).items()
        }

    @property
    def particulars(self) -> Particulars:
        zone, alliance = _parents(self.parent.data or "")
        return Particulars(
            kind=self.kind.data.value,
            name=self.name.data,
            tie=self.tie.data.value,
            purpose=self.purpose.data,
            formal=self.formality.data is Formality.FORMAL,
            outside=self.extent.data is Extent.OUTSIDE,
            parent_id=alliance,
            parent_zone_id=zone,
        )


class NewAllianceForm(AllianceForm):
    valid_from = BuddhistDateField(
        _("It exists from"),
        default=bangkok_today,
        validators=[Required(_("Type the day from which the network exists."))],
    )


class ClosureForm(RecordForm):
    closed_on = BuddhistDateField(
        _("Closed on"), validators=[Required(_("Type the day on which the network is closed."))]
    )
    reason = ThaiTextAreaField(
        _("Reason"), max_length=1000, validators=[Required(_("Say why the network is closed."))]
    )


class JoiningForm(RecordForm):
    from_day = BuddhistDateField(
        _("They belong to it from"),
        default=bangkok_today,
        validators=[Required(_("Type the day from which they belong to the network."))],
    )
    communities = SelectMultipleField(_("Communities to add"), validate_choice=False)

    @property
    def chosen(self) -> list[UUID]:
        return [id_of(each) for each in self.communities.data or []]


class LeavingForm(RecordForm):
    from_day = BuddhistDateField(
        _("First day outside the network"),
        validators=[Required(_("Type the first day outside the network."))],
    )


def shown_values(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored of a network, by the fields of its form."""
    parent = ACROSS
    if entry["parent_zone_id"]:
        parent = f"{_ZONE}{entry['parent_zone_id']}"
    if entry["parent_id"]:
        parent = f"{_ALLIANCE}{entry['parent_id']}"
    return {
        "name": entry["name"],
        "kind": AllianceKind(entry["kind"]),
        "tie": Tie(entry["tie"]),
        "purpose": entry["purpose"],
        "formality": Formality.FORMAL if entry["formal"] else Formality.INFORMAL,
        "extent": Extent.OUTSIDE if entry["outside"] else Extent.INSIDE,
        "parent": parent,
    }


def places_of(
    zones: Iterable[Zone], alliances: Iterable[tuple[Alliance, int]]
) -> list[tuple[str, str]]:
    """Where a network may belong: zones, and networks, deeper ones set in."""
    found = [(f"{_ZONE}{zone.id}", zone.name) for zone in zones]
    return found + [
        (f"{_ALLIANCE}{entry.id}", f"{'— ' * depth}{entry.name}") for entry, depth in alliances
    ]


def id_of(text: str) -> UUID:
    """An id that our pages wrote; NotFound for anything else."""
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound("This page does not exist") from problem


def _title(titles: Mapping[Any, Any], value: Any) -> str:
    return str(titles.get(value, ""))


def _parents(chosen: str) -> tuple[UUID | None, UUID | None]:
    """The zone and the network that were chosen: one of them, or neither."""
    if chosen.startswith(_ZONE):
        return id_of(chosen.removeprefix(_ZONE)), None
    if chosen.startswith(_ALLIANCE):
        return None, id_of(chosen.removeprefix(_ALLIANCE))
    return None, None
