# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice

from core.identity.models import Membership
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
)
from core.web.forms import ConfirmedForm, RecordForm
from tenants.office.models import Numbering

NUMBERING_TITLES = {
    Numbering.REGISTRY: _("Numbers of the office's register"),
    Numbering.OWN_SERIES: _("An own series of this system"),
}

_NUMBERING_CHOICES = {
    Numbering.REGISTRY: _(
        "Numbers of the office's register: the register of the whole office gives the number, and it is "
        "typed when the order is signed. Choose this while other sections number their orders there too."
    ),
    Numbering.OWN_SERIES: _(
        "An own series of this system: the system gives the next number at the signature, without a gap, "
        "and begins again at 1 each calendar year. Choose this only where the office keeps a series of "
        "its own for these orders."
    ),
}


_PUBLISHING: dict[str, Any] = {
    "": _("Not published: the page says that the network has a chair"),
    "1": _("Published with the name, as in the signed order"),
}


class NumberingField(ChoiceField, RadioField):
    """Both modes with their explanation; large cards to tap on."""

    kind = "radio"


class ProfileForm(RecordForm):
    words = {"numbering": lambda value: str(NUMBERING_TITLES[Numbering(value)])}  # noqa: RUF012 - as in RecordForm

    letter_code = ThaiStringField(
        _("Letter code of the office"),
        max_length=40,
        hint=_(
            "Begins with กท and stands before the number of letters and memos. "
            "Leave it empty until you know it."
        ),
        validators=[Optional()],
    )
    address = ThaiTextAreaField(_("Address"), max_length=500, validators=[Optional()])
    phone = ThaiStringField(_("Telephone"), max_length=80, validators=[Optional()])
    numbering = NumberingField(
        _("Where the number of an order comes from"),
        choices=Numbering,
        titles=_NUMBERING_CHOICES,
        validators=[Required(_("Choose where the number comes from."))],
    )
    publishes_chair = RadioField(
        _("Name of a network's chair on public pages"),
        choices=[SelectChoice(value, title) for value, title in _PUBLISHING.items()],
        default="",
    )


class EmblemForm(RecordForm):
    file = FileField(
        _("Picture of the emblem"),
        description=_("PNG or JPEG, at most 2 megabytes"),
        validators=[Required(_("Choose the picture."))],
    )


class DelegationForm(ConfirmedForm):
    account_id = SelectField(
        _("Who acts for the director"),
        validate_choice=False,
        description=_("Assistant directors and section heads with an account of this office"),
        validators=[Required(_("Choose who acts for the director."))],
    )
    valid_from = BuddhistDateField(_("Acts from"), validators=[Required(_("Type the first day."))])
    last_day = BuddhistDateField(
        _("Acts until"),
        hint=_("The last day on which the person may sign"),
        validators=[Required(_("Type the last day."))],
    )
    basis = ThaiStringField(
        _("By which paper"),
        max_length=300,
        hint=_("Kind, number and date of the order or memo that says so"),
        validators=[Required(_("Type which paper says so."))],
    )

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account_id.choices = [
            ("", _("Choose a person")),
            *((str(each.account_id), f"{each.name}, {each.position}") for each in people),
        ]

    @property
    def chosen_account(self) -> UUID | None:
        try:
            return UUID(self.account_id.data or "")
        except ValueError:
            return None
