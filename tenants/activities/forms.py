# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from core.i18n.dates import bangkok_today
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm
from tenants.activities.models import ActivityKind, ActivityState, ParticipationStage
from tenants.activities.queries import Holder

KIND_TITLES = {
    ActivityKind.SITUATION_FORUM: _("Forum on the situation"),
    ActivityKind.EXCHANGE_VISIT: _("Exchange or study visit"),
    ActivityKind.SKILLS_TRAINING: _("Skills training"),
    ActivityKind.HANDS_ON: _("Hands-on work"),
    ActivityKind.LESSONS_SHARED: _("Lessons shared"),
    ActivityKind.OTHER: _("Other"),
}

_KIND_CHOICES = {
    ActivityKind.SITUATION_FORUM: _("We talked about the problems of our community"),
    ActivityKind.EXCHANGE_VISIT: _("We exchanged experience or visited another place"),
    ActivityKind.SKILLS_TRAINING: _("We trained skills"),
    ActivityKind.HANDS_ON: _("We did practical work together"),
    ActivityKind.LESSONS_SHARED: _("We passed on experience and summed up lessons"),
    ActivityKind.OTHER: _("Something else, such as a meeting or a festival"),
}

STAGE_TITLES = {
    ParticipationStage.FIND_CAUSES: _("People looked for problems and their causes together"),
    ParticipationStage.PLAN: _("People planned together"),
    ParticipationStage.ACT: _("People put in means and worked together"),
    ParticipationStage.EVALUATE: _("People followed up and evaluated together"),
}

STATE_TITLES = {
    ActivityState.REPORTED: _("Reported"),
    ActivityState.ACCEPTED: _("Accepted"),
}

MOST_PEOPLE = 100_000


class RadioChoiceField(ChoiceField, RadioField):
    """One member of an enum, all of them in view: a radio button each."""


class ActivityForm(RecordForm):
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
    kind = RadioChoiceField(
        _("Kind of activity"),
        choices=ActivityKind,
        titles=_KIND_CHOICES,
        validators=[Required(_("Choose the kind that fits best."))],
    )
    participants = WholeNumberField(
        _("People who came"),
        maximum=MOST_PEOPLE,
        validators=[Required(_("Type how many people came."))],
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
    note = ThaiTextAreaField(_("Note"), max_length=2000, validators=[Optional()])

    fixed_holder: Holder | None = None
    """The one whose activities this person reports, where there is nothing to choose."""
    words: ClassVar[dict[str, Any]] = {
        "kind": lambda value: str(KIND_TITLES[ActivityKind(value)]) if value else "",
        "stage": lambda value: str(STAGE_TITLES[ParticipationStage(value)]) if value else "",
    }

    def __init__(self, *args: Any, holders: list[Holder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {holder.key: name_of(holder) for holder in holders}
        # The names of zones and communities are known only now.
        self.words = {  # type: ignore[misc]
            **type(self).words,
            "holder": lambda value: names.get(value or "", ""),
        }
        self.holder.choices = [
            *(
                []
                if len(holders) == 1
                else [SelectChoice("", str(_("Choose a zone or community")))]
            ),
            *(_choice(holder) for holder in holders),
        ]
        if len(holders) == 1:
            self.fixed_holder = holders[0]
            self.holder.data = self.holder.data or holders[0].key

    def validate_held_on(self, field: BuddhistDateField) -> None:
        """Said together with the other fields; the service refuses it as well."""
        if field.data and field.data > bangkok_today():
            raise ValidationError(_("The day cannot be in the future."))


def name_of(holder: Holder) -> str:
    """How a community or a zone's network is called."""
    if holder.community is not None:
        return str(_("Community %(name)s", name=holder.community.name))
    return str(_("Network of %(zone)s", zone=holder.zone.name if holder.zone else ""))


def _choice(holder: Holder) -> SelectChoice:
    group = holder.zone.name if holder.zone else str(_("Without a zone"))
    return SelectChoice(holder.key, name_of(holder), optgroup=group)
