# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField

from core.errors import NotFound
from core.i18n.dates import bangkok_today
from core.web.fields import (
    BuddhistDateField,
    DecimalField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm
from tenants.problems.actions import HIGHEST_COST, Plan
from tenants.problems.models import ProblemState
from tenants.problems.queries import Branch, Place, flat
from tenants.problems.service import LARGEST_PRIORITY, Answer, Report

_ZONE, _COMMUNITY = "zone:", "community:"

STATE_TITLES = {
    ProblemState.OPEN: _("Reported, not taken up yet"),
    ProblemState.IN_PROGRESS: _("Being worked on"),
    ProblemState.SOLVED: _("Solved"),
    ProblemState.DROPPED: _("Dropped"),
}


class WordedForm(RecordForm):
    """A form whose choices come with the page: a conflict shows their titles, not their values."""

    def title_choices(self, **fields: str) -> None:
        """Show these choice fields by their titles; the value of the argument names an empty choice."""
        shown = dict(self.words)
        for name, empty in fields.items():
            titles = {str(value): str(title) for value, title in self[name].choices}
            shown[name] = partial(_title_of, titles, empty)
        vars(self)["words"] = shown


class ReportForm(WordedForm):
    """One screen for a leader's phone: whose, what kind, what, since when."""

    place = SelectField(_("Whose problem it is"), validate_choice=False)
    kind = RadioField(
        _("Kind of problem"),
        validate_choice=False,
        validators=[Required(_("Choose the kind of problem."))],
    )
    title = ThaiStringField(
        _("What the problem is"),
        max_length=200,
        hint=_("In a few words, for example: the canal path is dark at night"),
        validators=[Required(_("Say in a few words what the problem is."))],
    )
    detail = ThaiTextAreaField(
        _("Details"),
        max_length=4000,
        hint=_("Where it is and whom it hurts. No names of persons."),
        validators=[Optional()],
    )
    found_on = BuddhistDateField(
        _("Found on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day on which the problem was found."))],
    )

    def offer(self, places: Sequence[Place], kinds: Mapping[str, str]) -> None:
        self.place.choices = [(each.key, _name_of(each)) for each in places]
        if len(places) != 1:
            self.place.choices.insert(0, ("", gettext("Choose a zone or a community")))
        self.kind.choices = list(kinds.items())
        self.title_choices(place="", kind="")

    @property
    def report(self) -> Report:
        typed = self.place.data or ""
        return Report(
            kind=self.kind.data,
            title=self.title.data,
            found_on=self.found_on.data,
            detail=self.detail.data,
            zone_id=id_of(typed.removeprefix(_ZONE)) if typed.startswith(_ZONE) else None,
            community_id=(
                id_of(typed.removeprefix(_COMMUNITY)) if typed.startswith(_COMMUNITY) else None
            ),
        )


class OwnedForm(WordedForm):
    """A form that names who owns something: an organisation of the list, or a name."""

    organisation = SelectField(_("Organisation that owns it"), validate_choice=False)
    owner_name = ThaiStringField(
        _("Or a name"),
        max_length=200,
        hint=_("A section, a group or a person by duty, where it is no organisation of the list"),
        validators=[Optional()],
    )

    def offer_organisations(self, choices: Iterable[tuple[UUID, str, str]]) -> None:
        self.organisation.choices = [("", gettext("None of the list"))] + [
            (str(organisation_id), name) for organisation_id, name, _sector in choices
        ]

    @property
    def organisation_id(self) -> UUID | None:
        return id_of(self.organisation.data) if self.organisation.data else None


class AnswerForm(OwnedForm):
    priority = WholeNumberField(
        _("Place among the problems of the zone"),
        minimum=1,
        maximum=LARGEST_PRIORITY,
        hint=_("1 is what is done first"),
        validators=[Optional()],
    )
    meeting = SelectField(_("Agreed in which meeting"), validate_choice=False)

    def offer(
        self, organisations: Iterable[tuple[UUID, str, str]], meetings: Iterable[tuple[UUID, str]]
    ) -> None:
        self.offer_organisations(organisations)
        self.meeting.choices = [("", gettext("Not agreed in a meeting yet"))] + [
            (str(meeting_id), title) for meeting_id, title in meetings
        ]
        self.title_choices(organisation="", meeting="")

    @property
    def answer(self) -> Answer:
        return Answer(
            priority=self.priority.data,
            priority_meeting_id=id_of(self.meeting.data) if self.meeting.data else None,
            organisation_id=self.organisation_id,
            owner_name=self.owner_name.data,
        )


class CauseForm(WordedForm):
    text = ThaiStringField(
        _("Cause"),
        max_length=300,
        hint=_("Ask: why does this happen?"),
        validators=[Required(_("Type the cause."))],
    )
    parent = SelectField(_("It brings about"), validate_choice=False)

    def offer(self, title: str, branches: Sequence[Branch], but: UUID | None = None) -> None:
        """The problem itself and its causes; a branch that is moved is not offered with what is behind it."""
        self.parent.choices = [("", title)]
        hidden = {but}
        for branch in flat(branches):
            if branch.cause.id in hidden or branch.cause.parent_id in hidden - {None}:
                hidden.add(branch.cause.id)
            else:
                words = f"{branch.number} {branch.cause.text}"
                self.parent.choices.append((str(branch.cause.id), words))
        self.title_choices(parent=title)

    @property
    def parent_id(self) -> UUID | None:
        return id_of(self.parent.data) if self.parent.data else None


class ActionForm(OwnedForm):
    text = ThaiTextAreaField(
        _("What is done"), max_length=1000, validators=[Required(_("Type what is done."))]
    )
    cause = SelectField(_("Against which cause"), validate_choice=False)
    due_on = BuddhistDateField(_("To be done by"), validators=[Optional()])

    def offer(
        self, organisations: Iterable[tuple[UUID, str, str]], branches: Sequence[Branch]
    ) -> None:
        self.offer_organisations(organisations)
        self.cause.choices = [("", gettext("The problem as a whole"))] + [
            (str(each.cause.id), f"{each.number} {each.cause.text}") for each in flat(branches)
        ]
        self.title_choices(organisation="", cause="")

    @property
    def plan(self) -> Plan:
        return Plan(
            text=self.text.data,
            cause_id=id_of(self.cause.data) if self.cause.data else None,
            organisation_id=self.organisation_id,
            owner_name=self.owner_name.data,
            due_on=self.due_on.data,
        )


class ResultForm(RecordForm):
    done_on = BuddhistDateField(
        _("Done on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day on which it was done."))],
    )
    outcome = ThaiTextAreaField(
        _("What came of it"), max_length=2000, validators=[Required(_("Say what came of it."))]
    )
    cost = DecimalField(_("Cost in baht"), minimum=0, maximum=HIGHEST_COST, validators=[Optional()])


class SolutionForm(RecordForm):
    solved_on = BuddhistDateField(
        _("Solved on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day on which it was solved."))],
    )
    solution = ThaiTextAreaField(
        _("How it was solved"),
        max_length=4000,
        hint=_("Others learn from it: what was done, by whom, with what"),
        validators=[Required(_("Say how the problem was solved."))],
    )
    by_ourselves = BooleanField(
        _("Solved by ourselves"),
        description=_("The network found the answer and carried it out without the state"),
    )


def id_of(text: str) -> UUID:
    """An id that our pages wrote; NotFound for anything else."""
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotFound("This page does not exist") from problem


def _title_of(titles: Mapping[str, str], empty: str, value: Any) -> str:
    return titles.get(str(value or ""), empty)


def _name_of(place: Place) -> str:
    if place.community is None:
        return gettext("Network of %(zone)s", zone=place.zone.name if place.zone else "")
    name = gettext("Community %(name)s", name=place.community.name)
    return f"{place.zone.name} · {name}" if place.zone else name
