"""The forms of the entries of lists. A field has the name of the attribute that it writes."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from city.manuals.fields import YesNoField
from city.manuals.titles import (
    BLOCK_TITLES,
    BODY_TITLES,
    EXCLUSIVE_WORDS,
    LOCKED_WORDS,
    RHYTHM_TITLES,
    SOURCE_TITLES,
)
from core.manual.structure import CommitteeKind, MeetingRhythm, SeatBlock, SeatSource
from core.web.fields import (
    ChoiceField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm

MOST_SEATS = 200
MOST_ENTRIES = 500


class EntryForm(RecordForm):
    """A new entry may name its place in the list; one that exists is moved by a form of its own."""

    position = WholeNumberField(
        _("Place in the list"),
        minimum=1,
        maximum=MOST_ENTRIES,
        validators=[Optional()],
    )


class ChapterForm(EntryForm):
    title = ThaiStringField(
        _("Title of the chapter"),
        max_length=200,
        validators=[Required(_("Type the title of the chapter."))],
    )


class ClauseForm(EntryForm):
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
        hint=_("A district may not change a clause of the core; it may change the others."),
    )

    words: ClassVar[dict[str, Any]] = {
        "locked": lambda value: str(LOCKED_WORDS[bool(value)]),
    }


class ArticleForm(EntryForm):
    heading = ThaiStringField(
        _("Chapter of the by-law"),
        max_length=200,
        hint=_("Without its number; empty for the articles before the first chapter"),
        validators=[Optional()],
    )
    body = ThaiTextAreaField(
        _("Text"), max_length=4000, validators=[Required(_("Type the text of the article."))]
    )
    locked = YesNoField(
        _("Core of the city"),
        default=False,
        hint=_("A network may not change an article of the core; it may change the others."),
    )

    words: ClassVar[dict[str, Any]] = {
        "locked": lambda value: str(LOCKED_WORDS[bool(value)]),
    }


class SeatForm(EntryForm):
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
    exclusive = YesNoField(
        _("Not together with another such seat"),
        hint=_("Two of these seats in committees of one kind never go to one person on one day."),
    )

    words: ClassVar[dict[str, Any]] = {
        "maximum": lambda value: str(_("no limit") if value is None else value),
        "source": lambda value: str(SOURCE_TITLES[SeatSource(value)]) if value else "",
        "block": lambda value: str(BLOCK_TITLES[SeatBlock(value)]) if value else "",
        "exclusive": lambda value: str(EXCLUSIVE_WORDS[bool(value)]),
    }


class MeetingForm(EntryForm):
    title = ThaiStringField(
        _("Title of the meeting"),
        max_length=200,
        validators=[Required(_("Type the title of the meeting."))],
    )
    body = ChoiceField(
        _("Who meets"),
        choices=CommitteeKind,
        titles=BODY_TITLES,
        blank=_("Choose who meets"),
        validators=[Required(_("Choose who meets."))],
    )
    rhythm = ChoiceField(
        _("How often"),
        choices=MeetingRhythm,
        titles=RHYTHM_TITLES,
        blank=_("Choose how often"),
        validators=[Required(_("Choose how often."))],
    )
    purpose = ThaiTextAreaField(
        _("Purpose"),
        max_length=1000,
        validators=[Required(_("Type the purpose of the meeting."))],
    )

    words: ClassVar[dict[str, Any]] = {
        "body": lambda value: str(BODY_TITLES[CommitteeKind(value)]) if value else "",
        "rhythm": lambda value: str(RHYTHM_TITLES[MeetingRhythm(value)]) if value else "",
    }


class ProblemKindForm(EntryForm):
    title = ThaiStringField(
        _("Kind of problem"),
        max_length=100,
        validators=[Required(_("Type the kind of problem."))],
    )


class CriterionForm(EntryForm):
    title = ThaiStringField(
        _("Criterion"), max_length=200, validators=[Required(_("Type the criterion."))]
    )
    weight = WholeNumberField(
        _("Weight"),
        minimum=1,
        maximum=10,
        default=1,
        hint=_("The score from 1 to 5 is multiplied by it"),
        validators=[Required(_("Type the weight."))],
    )
