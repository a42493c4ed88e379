# WTForms declares no types.
# mypy: disallow-untyped-calls=False
"""Forms about the people of a course: invited, here, absent, unannounced, asked later."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from core.web.fields import Required, ThaiStringField, ThaiTextAreaField
from core.web.forms import ConfirmedForm, RecordForm
from tenants.training.following import Answer
from tenants.training.forms import FALSE_VALUES
from tenants.training.models import TraineeGroup, Usage
from tenants.training.words import USAGE_TITLES

# Titles are translated when the form is drawn: a lazy one is no `str` for WTForms.
_GROUPS: dict[TraineeGroup, Any] = {
    TraineeGroup.COMMUNITY: _("Community committee"),
    TraineeGroup.PARTNER: _("Partners and organisations"),
    TraineeGroup.STAFF: _("Staff who run the course: not of the target group"),
}
_USAGES: dict[str, Any] = {key: _(words) for key, words in USAGE_TITLES.items()}


class PersonForm(RecordForm):
    name = ThaiStringField(
        _("Name and family name"), max_length=120, validators=[Required(_("Type the name."))]
    )
    affiliation = ThaiStringField(
        _("Community, organisation or section"),
        max_length=200,
        hint=_("As it stands on the list and on the card"),
    )
    group = RadioField(
        _("Who the person is"),
        choices=[SelectChoice(group.value, words) for group, words in _GROUPS.items()],
        validators=[DataRequired(_("Choose who the person is."))],
    )


class ContactsForm(RecordForm):
    contacts = SelectMultipleField(_("Contacts of the partners"), validate_choice=False)


class InvitationForm(RecordForm):
    letter_number = ThaiStringField(
        _("Number of the letter"),
        max_length=40,
        hint=_("As the office's register gave it; empty leaves its place on the letter empty"),
    )


class AbsenceForm(RecordForm):
    reason = ThaiStringField(
        _("Why the person does not come"),
        max_length=200,
        validators=[Required(_("Say why the person does not come."))],
    )


class WalkInForm(RecordForm):
    name = ThaiStringField(
        _("Name and family name"), max_length=120, validators=[Required(_("Type the name."))]
    )
    affiliation = ThaiStringField(_("Community, organisation or section"), max_length=200)
    in_target = BooleanField(
        _("Belongs to the target group"),
        false_values=FALSE_VALUES,
        description=_("Only then the person counts for the goal"),
    )


class RoomForm(RecordForm):
    """What somebody types at the code on the wall."""

    name = ThaiStringField(
        _("Your name and family name"),
        max_length=120,
        validators=[Required(_("Type your name and family name."))],
    )
    affiliation = ThaiStringField(_("Your community or organisation"), max_length=200)


class AnswerForm(RecordForm):
    usage = RadioField(
        _("Is what was taught really used?"),
        choices=[SelectChoice(key, words) for key, words in _USAGES.items()],
        validators=[DataRequired(_("Choose an answer."))],
    )
    what = ThaiTextAreaField(
        _("What is used, and for what"),
        max_length=1000,
        hint=_("Needed where it is used, wholly or partly"),
    )
    obstacle = ThaiTextAreaField(
        _("What stands in the way"), max_length=1000, hint=_("Needed where it is not used")
    )

    @property
    def answer(self) -> Answer:
        return Answer(Usage(self.usage.data), self.what.data or "", self.obstacle.data or "")


class CertificatesForm(ConfirmedForm):
    trainees = SelectMultipleField(_("For whom"), validate_choice=False)
