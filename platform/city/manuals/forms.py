from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from core.manual.structure import SeatBlock, SeatSource
from core.web.fields import (
    ChoiceField,
    HintedField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm

SOURCE_TITLES = {
    SeatSource.ELECTED_CHAIR: _("Network chair, elected by the community chairs"),
    SeatSource.COMMUNITY_CHAIR: _("Community chair, one for each community"),
    SeatSource.PUBLIC_SECTOR: _("Representative of the public sector"),
    SeatSource.PRIVATE_SECTOR: _("Representative of the private sector"),
    SeatSource.CIVIL_SOCIETY: _("Representative of civil society"),
    SeatSource.RESIDENT: _("Resident of the area"),
    SeatSource.DISTRICT_SECTION: _("Representative of a section of the district office"),
    SeatSource.SECTION_HEAD: _("Head of the community development section, ex officio"),
    SeatSource.SOCIAL_DEVELOPER: _("Social development officer who cares for the zone"),
    SeatSource.DIRECTOR: _("District director, ex officio"),
    SeatSource.ASSISTANT_DIRECTOR: _("Assistant district director, ex officio"),
}

BLOCK_TITLES = {
    SeatBlock.COMMITTEE: _("Committee"),
    SeatBlock.ADVISERS: _("Advisers"),
}

LOCKED_WORDS = {True: _("Core of the city"), False: _("A district may change it")}
MOST_ZONES = 60
MOST_SEATS = 200


class YesNoField(HintedField, BooleanField):
    """A box to tick, whose unticked state survives a conflict page as text."""

    false_values: ClassVar[tuple[Any, ...]] = (False, "false", "False", "")  # type: ignore[misc]


class ChapterForm(RecordForm):
    title = ThaiStringField(
        _("Title of the chapter"),
        max_length=200,
        validators=[Required(_("Type the title of the chapter."))],
    )


class ClauseForm(RecordForm):
    title = ThaiStringField(
        _("Title of the clause"),
        max_length=200,
        validators=[Required(_("Type the title of the clause."))],
    )
    body = ThaiTextAreaField(
        _("Text"), max_length=8000, validators=[Required(_("Type the text of the clause."))]
    )
    locked = YesNoField(
        _("Core of the city"),
        default=True,
        hint=_("A district may not change a clause of the core; it may add to the others."),
    )

    words: ClassVar[dict[str, Any]] = {
        "locked": lambda value: str(LOCKED_WORDS[bool(value)]),
    }


class SettingsForm(RecordForm):
    title = ThaiStringField(
        _("Title of the edition"),
        max_length=200,
        validators=[Required(_("Type the title of the edition."))],
    )
    minimum = WholeNumberField(
        _("Fewest zones of a district"),
        minimum=1,
        maximum=MOST_ZONES,
        validators=[Required(_("Type the fewest zones."))],
    )
    maximum = WholeNumberField(
        _("Most zones of a district"),
        minimum=1,
        maximum=MOST_ZONES,
        validators=[Required(_("Type the most zones."))],
    )
    suggested = WholeNumberField(
        _("Suggested number of zones"),
        minimum=1,
        maximum=MOST_ZONES,
        validators=[Required(_("Type the suggested number of zones."))],
    )
    name_pattern = ThaiStringField(
        _("Name of a zone"),
        max_length=100,
        hint=_("{number} stands for the zone's number"),
        validators=[Required(_("Type how a zone is named."))],
    )
    criteria = ThaiTextAreaField(_("Criteria for dividing zones"), validators=[Optional()])
    activities_per_month = WholeNumberField(
        _("Activities that each network holds in a month, at least"),
        minimum=1,
        maximum=31,
        validators=[Required(_("Type how many activities a month are required."))],
    )


class OrderForm(RecordForm):
    subject = ThaiStringField(
        _("Subject"),
        max_length=300,
        hint=_("{network}, {office} and {district} are filled in by the system"),
        validators=[Required(_("Type the subject."))],
    )
    reason = ThaiTextAreaField(_("Reason"), validators=[Required(_("Type the reason."))])
    authority = ThaiTextAreaField(_("Authority"), validators=[Required(_("Type the authority."))])
    duties = ThaiTextAreaField(
        _("Duties of the committee"),
        max_length=8000,
        hint=_("One duty a line"),
        validators=[Required(_("Type at least one duty."))],
    )
    effect = ThaiTextAreaField(
        _("Words on the effect"),
        max_length=1000,
        validators=[Required(_("Type when the order takes effect."))],
    )


class SeatForm(RecordForm):
    title = ThaiStringField(
        _("Title of the seat"),
        max_length=200,
        validators=[Required(_("Type the title of the seat."))],
    )
    source = ChoiceField(
        _("Where the person comes from"),
        choices=SeatSource,
        titles=SOURCE_TITLES,
        blank=_("Choose where the person comes from"),
        validators=[Required(_("Choose where the person comes from."))],
    )
    order_role = ThaiStringField(
        _("Position in the order"),
        max_length=100,
        validators=[Required(_("Type the position as the order names it."))],
    )
    block = ChoiceField(
        _("List of the order"),
        choices=SeatBlock,
        titles=BLOCK_TITLES,
        default=SeatBlock.COMMITTEE,
        validators=[Required(_("Choose the list of the order."))],
    )
    minimum = WholeNumberField(
        _("Fewest people"),
        minimum=0,
        maximum=MOST_SEATS,
        default=1,
        validators=[Required(_("Type the fewest people."))],
    )
    maximum = WholeNumberField(
        _("Most people"),
        minimum=1,
        maximum=MOST_SEATS,
        hint=_("Empty means no limit"),
        validators=[Optional()],
    )
    position = WholeNumberField(
        _("Place in the list"),
        minimum=1,
        maximum=MOST_SEATS,
        validators=[Required(_("Type the place in the list."))],
    )

    words: ClassVar[dict[str, Any]] = {
        "source": lambda value: str(SOURCE_TITLES[SeatSource(value)]) if value else "",
        "block": lambda value: str(BLOCK_TITLES[SeatBlock(value)]) if value else "",
    }


class RemovalForm(RecordForm):
    """Nothing is typed: the page only asks."""


class PublicationForm(RecordForm):
    change_summary = ThaiTextAreaField(
        _("What is new in this edition"),
        max_length=2000,
        hint=_("Districts read this before they adopt the edition"),
        validators=[Required(_("Say what is new in this edition."))],
    )
