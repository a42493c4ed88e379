# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField

from core.access.roles import Role
from core.identity.models import PassKind
from core.web.fields import (
    BuddhistDateField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
)
from core.web.forms import ConfirmedForm, RecordForm

PASS_TITLES = {
    PassKind.SLIP: _("Sign-in slip"),
    PassKind.CODE: _("One-time code"),
    PassKind.SECOND_FACTOR: _("Code for a new second factor"),
}


class PersonForm(RecordForm):
    name = ThaiStringField(
        _("Name"),
        max_length=120,
        hint=_("With title, as it stands on paper"),
        validators=[Required(_("Type the name of the person."))],
    )
    position = ThaiStringField(
        _("Position"),
        max_length=160,
        hint=_("For example: chair of the community by the canal"),
        validators=[Required(_("Type the position of the person."))],
    )
    role = SelectField(
        _("Role"), validate_choice=False, validators=[Required(_("Choose the role."))]
    )
    community_id = SelectField(
        _("Community"),
        validate_choice=False,
        description=_("For community leaders and zone chairs; the zone follows from it"),
        validators=[Optional()],
    )
    username = ThaiStringField(
        _("User name"),
        max_length=40,
        hint=_("Small English letters and digits, unique in the whole city"),
        validators=[Required(_("Type a user name."))],
    )
    valid_from = BuddhistDateField(
        _("In the role from"), validators=[Required(_("Type the first day of the role."))]
    )

    def __init__(
        self,
        *args: Any,
        roles: tuple[Role, ...],
        communities: list[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [
            ("", _("Choose a role")),
            *((role.key, gettext(role.title)) for role in roles),
        ]
        self.community_id.choices = [
            ("", _("No community")),
            *((str(community), name) for community, name in communities),
        ]

    @property
    def chosen_role(self) -> Role | None:
        """The chosen role; None where somebody made one up."""
        try:
            return Role.of(self.role.data)
        except KeyError:
            return None

    @property
    def chosen_community(self) -> UUID | None:
        try:
            return UUID(self.community_id.data or "")
        except ValueError:
            return None


class EndingForm(RecordForm):
    last_day = BuddhistDateField(
        _("Last day in the role"), validators=[Required(_("Type the last day of the role."))]
    )


class FactorCodeForm(ConfirmedForm):
    reason = ThaiTextAreaField(
        _("Reason"),
        max_length=500,
        hint=_("For example: phone lost, and how you made sure that it is the person who asks"),
        validators=[Required(_("Type the reason."))],
    )
