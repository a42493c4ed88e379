# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields import SelectChoice

from core.i18n.dates import bangkok_today, show_date
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
)
from core.web.forms import RecordForm
from tenants.meetings.queries import MeetingLine
from tenants.networks.models import SourceKind

SOURCE_TITLES = {
    SourceKind.ORDER: _("Order"),
    SourceKind.MINUTES: _("Minutes of a meeting"),
    SourceKind.MEMO: _("Memo"),
}


class AssignmentForm(RecordForm):
    person_name = ThaiStringField(
        _("Name"), max_length=120, validators=[Required(_("Type who answers for the zone."))]
    )
    person_position = ThaiStringField(
        _("Position"), max_length=200, validators=[Required(_("Type the person's position."))]
    )
    valid_from = BuddhistDateField(
        _("Answers for it from"),
        default=bangkok_today,
        validators=[Required(_("Type the first day."))],
    )
    minutes = SelectField(
        _("Adopted minutes that say so"),
        validate_choice=False,
        choices=[],
        description=_("Choose them here, or name another paper below."),
    )
    source_kind = ChoiceField(
        _("Paper that says so"),
        choices=SourceKind,
        titles=SOURCE_TITLES,
        blank=_("Choose the kind of paper"),
        validators=[Required(_("Choose the paper. A duty is not given by word of mouth."))],
    )
    source_number = ThaiStringField(
        _("Number of the order or the meeting"),
        max_length=120,
        hint=_("For example 12/2569, or meeting 3/2569"),
        validators=[Required(_("Type the number of the order or the meeting."))],
    )
    source_on = BuddhistDateField(
        _("Day of the paper"),
        latest=bangkok_today,
        validators=[Required(_("Type the day of the paper."))],
    )

    def offer(self, adopted: Sequence[MeetingLine]) -> None:
        """Let the duty be given by adopted minutes; where some are chosen, they fill in what names the paper."""
        lines = {str(line.meeting.id): line for line in adopted}
        self.minutes.choices = [
            SelectChoice("", gettext("None of these")),
            *(SelectChoice(key, _name_of(line)) for key, line in lines.items()),
        ]
        chosen = lines.get(self.minutes.data or "")
        if chosen is None:
            return
        for field, value in (
            (self.source_kind, SourceKind.MINUTES.value),
            (self.source_number, f"{chosen.label} ครั้งที่ {chosen.count}"),
            (self.source_on, show_date(chosen.meeting.held_on, style="numeric")),
        ):
            field.process(MultiDict({field.name: value}))


def _name_of(line: MeetingLine) -> str:
    day = show_date(line.meeting.held_on, style="long")
    return gettext(
        "%(body)s, meeting %(number)s of %(day)s", body=line.label, number=line.count, day=day
    )


class AssignmentEndForm(RecordForm):
    last_day = BuddhistDateField(
        _("Last day"), default=bangkok_today, validators=[Required(_("Type the last day."))]
    )


class RemarkForm(RecordForm):
    body = ThaiTextAreaField(
        _("Remark"), max_length=2000, validators=[Required(_("Type your remark."))]
    )


class PilotForm(RecordForm):
    """The decision; the scores are a table beside it, read by the route."""

    zone = SelectField(
        _("Pilot network"), validate_choice=False, validators=[Required(_("Choose the zone."))]
    )
    reason = ThaiTextAreaField(
        _("Reason"), max_length=1000, validators=[Required(_("Say why this zone was chosen."))]
    )
    meeting = ThaiStringField(
        _("Meeting that decided"),
        max_length=200,
        hint=_("For example: 4th meeting of the study committee"),
        validators=[Required(_("Type which meeting decided."))],
    )
    decided_on = BuddhistDateField(
        _("Decided on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day of the decision."))],
    )
