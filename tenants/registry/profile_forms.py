# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from flask_babel import lazy_gettext as _

from core.i18n.dates import bangkok_today
from core.web.fields import BuddhistDateField, Optional, Required, ThaiTextAreaField
from core.web.forms import RecordForm
from tenants.registry.profiles import NOTES, Notes

NOTE_TITLES = {
    "way_of_life": _("Way of life"),
    "shared_values": _("Shared values"),
    "customs": _("Customs and traditions"),
    "attitudes": _("Attitudes"),
}
LONGEST_NOTE = 4000


class ProfileForm(RecordForm):
    way_of_life = ThaiTextAreaField(
        NOTE_TITLES["way_of_life"],
        max_length=LONGEST_NOTE,
        hint=_("How people earn their living, when they are at home, where they meet"),
        validators=[Optional()],
    )
    shared_values = ThaiTextAreaField(
        NOTE_TITLES["shared_values"],
        max_length=LONGEST_NOTE,
        hint=_("What they hold dear and whom they follow, by duty and not by name"),
        validators=[Optional()],
    )
    customs = ThaiTextAreaField(
        NOTE_TITLES["customs"],
        max_length=LONGEST_NOTE,
        hint=_("Feasts, days of merit, days on which nothing else is planned"),
        validators=[Optional()],
    )
    attitudes = ThaiTextAreaField(
        NOTE_TITLES["attitudes"],
        max_length=LONGEST_NOTE,
        hint=_("What they think of working together, of the office and of other communities"),
        validators=[Optional()],
    )

    @property
    def notes(self) -> Notes:
        return Notes(**{name: self[name].data for name in NOTES})


class JoiningForm(RecordForm):
    joined_on = BuddhistDateField(
        _("It takes part from"),
        latest=bangkok_today,
        validators=[Required(_("Type the day from which it takes part."))],
    )
    basis = ThaiTextAreaField(
        _("Where the community said so"),
        max_length=500,
        hint=_("For example: meeting of the community on 12 October 2569, letter of its committee"),
        validators=[Required(_("Say where the community said that it joins."))],
    )


class WithdrawalForm(RecordForm):
    withdrew_on = BuddhistDateField(
        _("First day on which it takes part no more"),
        latest=bangkok_today,
        validators=[Required(_("Type the day of the withdrawal."))],
    )
    reason = ThaiTextAreaField(
        _("Reason"),
        max_length=1000,
        validators=[Required(_("Say why the community withdraws."))],
    )
