# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, SelectMultipleField

from core.i18n.dates import bangkok_today
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
)
from core.web.forms import RecordForm
from tenants.problems.analysis import Content
from tenants.problems.conflicts import Entry
from tenants.problems.forms import WordedForm, id_of
from tenants.problems.models import ConflictState, Quadrant
from tenants.zones.models import Zone

_ZONE, _COMMUNITY = "zone:", "community:"

CONFLICT_TITLES = {ConflictState.OPEN: _("Going on"), ConflictState.SETTLED: _("Settled")}
QUADRANT_TITLES = {
    Quadrant.STRENGTH: _("Strengths"),
    Quadrant.WEAKNESS: _("Weaknesses"),
    Quadrant.OPPORTUNITY: _("Opportunities"),
    Quadrant.THREAT: _("Threats"),
}


class ConflictForm(WordedForm):
    place = SelectField(_("Where it is"), validate_choice=False)
    occurred_on = BuddhistDateField(
        _("Since"),
        latest=bangkok_today,
        validators=[Required(_("Type the day on which it began."))],
    )
    about = ThaiTextAreaField(
        _("What the conflict is about"),
        max_length=4000,
        validators=[Required(_("Say what the conflict is about."))],
    )
    parties = ThaiTextAreaField(
        _("Between whom"),
        max_length=1000,
        hint=_("Groups or duties rather than names"),
        validators=[Optional()],
    )
    handling = ThaiTextAreaField(_("How it is handled"), max_length=4000, validators=[Optional()])
    outcome = ThaiTextAreaField(_("How it was settled"), max_length=4000, validators=[Optional()])
    settled_on = BuddhistDateField(
        _("Settled on"),
        latest=bangkok_today,
        hint=_("Empty while it goes on"),
        validators=[Optional()],
    )

    def offer(self, zones: Iterable[Zone], communities: Iterable[tuple[UUID, str]]) -> None:
        self.place.choices = [
            ("", gettext("The whole district")),
            *((f"{_ZONE}{zone.id}", zone.name) for zone in zones),
            *(
                (f"{_COMMUNITY}{community_id}", gettext("Community %(name)s", name=name))
                for community_id, name in communities
            ),
        ]
        self.title_choices(place=gettext("The whole district"))

    @property
    def entry(self) -> Entry:
        typed = self.place.data or ""
        return Entry(
            occurred_on=self.occurred_on.data,
            about=self.about.data,
            parties=self.parties.data,
            handling=self.handling.data,
            outcome=self.outcome.data,
            settled_on=self.settled_on.data,
            zone_id=id_of(typed.removeprefix(_ZONE)) if typed.startswith(_ZONE) else None,
            community_id=(
                id_of(typed.removeprefix(_COMMUNITY)) if typed.startswith(_COMMUNITY) else None
            ),
        )


class AnswersField(SelectMultipleField):
    """Keys of pages; a conflict page carries them along in one box, with spaces between."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [key for sent in valuelist for key in sent.split()]

    def show(self, value: Sequence[str] | None) -> str:
        return " ".join(value or ())


class QuadrantField(ChoiceField, RadioField):
    """The four parts of the analysis, all of them in view."""


class PointForm(RecordForm):
    quadrant = QuadrantField(
        _("Part of the analysis"),
        choices=Quadrant,
        titles=QUADRANT_TITLES,
        validators=[Required(_("Choose the part of the analysis."))],
    )
    text = ThaiTextAreaField(
        _("Point of the analysis"), max_length=1000, validators=[Required(_("Type the point."))]
    )
    action = ThaiTextAreaField(
        _("What is done about it"),
        max_length=1000,
        hint=_("A weakness always has an action"),
        validators=[Optional()],
    )
    answers = AnswersField(_("Pages that answer it"), validate_choice=False)
    source = ThaiStringField(
        _("Source"),
        max_length=300,
        hint=_("For example: meeting of the section, the study of 2559"),
        validators=[Optional()],
    )

    words: ClassVar[Mapping[str, Any]] = {
        "quadrant": lambda value: str(QUADRANT_TITLES[Quadrant(value)]) if value else "",
    }

    def offer(self, pages: Sequence[tuple[str, str]]) -> None:
        self.answers.choices = list(pages)
        titles = dict(pages)
        vars(self)["words"] = {
            **self.words,
            "answers": lambda value: ", ".join(titles.get(key, key) for key in value or ()),
        }

    @property
    def content(self) -> Content:
        known = {key for key, _title in self.answers.choices}
        return Content(
            quadrant=self.quadrant.data.value,
            text=self.text.data,
            action=self.action.data,
            answers=tuple(key for key in self.answers.data or () if key in known),
            source=self.source.data,
        )


def place_of(zone_id: UUID | None, community_id: UUID | None) -> str:
    """The value of the choice "Where it is": a community names its zone by itself."""
    if community_id is not None:
        return f"{_COMMUNITY}{community_id}"
    return f"{_ZONE}{zone_id}" if zone_id is not None else ""
