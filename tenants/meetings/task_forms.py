# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields import SelectChoice

from core.i18n.dates import bangkok_today
from core.web.fields import BuddhistDateField, Required, ThaiStringField, ThaiTextAreaField
from core.web.forms import RecordForm
from tenants.committees.models import Seat
from tenants.meetings.tasks import NewTask, Owner

_SEAT, _ORGANISATION, _OTHER = "seat", "organisation", "other"


class OwnerForm(RecordForm):
    """Who does it: somebody of the committee, a partner, or a name that is typed."""

    owner = SelectField(_("Who does it"), validate_choice=False)
    owner_name = ThaiStringField(
        _("Name of somebody else"),
        max_length=150,
        hint=_("Only where the list does not have the person."),
    )
    owner_position = ThaiStringField(_("Position of somebody else"), max_length=150)
    due_on = BuddhistDateField(
        _("To be done by"), validators=[Required(_("Type the day by which it is to be done."))]
    )

    def __init__(
        self,
        *args: Any,
        seats: Iterable[Seat],
        partners: Iterable[tuple[UUID, str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        committee, organisations = gettext("Members of the committee"), gettext("Partners")
        self.owner.choices = [
            SelectChoice("", gettext("Choose who does it")),
            *(
                SelectChoice(
                    f"{_SEAT}:{seat.id}",
                    f"{seat.person_name} {seat.person_position}".strip(),
                    optgroup=committee,
                )
                for seat in seats
            ),
            *(
                SelectChoice(f"{_ORGANISATION}:{row[0]}", row[1], optgroup=organisations)
                for row in partners
            ),
            SelectChoice(_OTHER, gettext("Somebody else")),
        ]

    @property
    def chosen_owner(self) -> Owner:
        kind, _found, identifier = (self.owner.data or "").partition(":")
        if kind == _SEAT:
            return Owner(seat_id=_uuid(identifier))
        if kind == _ORGANISATION:
            return Owner(organisation_id=_uuid(identifier))
        return Owner(name=self.owner_name.data, position=self.owner_position.data)


class TaskForm(OwnerForm):
    text = ThaiTextAreaField(
        _("What is to be done"),
        max_length=1000,
        validators=[Required(_("Type what is to be done."))],
    )

    @property
    def new_task(self) -> NewTask:
        return NewTask(self.text.data, self.chosen_owner, self.due_on.data)


class HandoverForm(OwnerForm):
    reason = ThaiStringField(
        _("Reason of the handing over"),
        max_length=300,
        validators=[Required(_("Type why the task is handed over."))],
    )


class ProgressForm(RecordForm):
    text = ThaiTextAreaField(
        _("How far it is"), max_length=2000, validators=[Required(_("Type how far it is."))]
    )


class OutcomeForm(RecordForm):
    done_on = BuddhistDateField(
        _("Task done on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day on which it was done."))],
    )
    outcome = ThaiTextAreaField(
        _("What came of it"), max_length=2000, validators=[Required(_("Type what came of it."))]
    )


class DroppingForm(RecordForm):
    reason = ThaiTextAreaField(
        _("Why nobody does it any more"),
        max_length=500,
        validators=[Required(_("Type why nobody does it any more."))],
    )


def _uuid(text: str) -> UUID:
    """An id as our page sent it; one that belongs to nobody where somebody tampered with it."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
