# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField

from core.i18n.dates import bangkok_today
from core.web.fields import BuddhistDateField, Optional, Required, ThaiStringField
from core.web.forms import RecordForm
from tenants.registry.models import Community
from tenants.zones.models import Zone

NO_ZONE = "none"
NOBODY = UUID(int=0)
"""What an id that cannot be read becomes: a community that does not exist."""


def _identity(text: Any) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        return NOBODY


class PlacementForm(RecordForm):
    """Which communities go where, from which day and why. Ids are checked by the service."""

    communities = SelectMultipleField(
        _("Communities to move"),
        coerce=_identity,
        choices=(),
        validate_choice=False,
        validators=[Required(_("Choose at least one community."))],
    )
    zone = SelectField(
        _("Move to"),
        validate_choice=False,
        validators=[Required(_("Choose a zone."))],
    )
    from_day = BuddhistDateField(
        _("Day of the move"),
        default=bangkok_today,
        validators=[Required(_("Type the day of the move."))],
    )
    reason = ThaiStringField(
        _("Reason"),
        max_length=300,
        hint=_("Needed when a community leaves a zone"),
        validators=[Optional()],
    )

    def offer(self, zones: Sequence[Zone], communities: Sequence[Community] = ()) -> None:
        """Set what may be chosen from."""
        self.zone.choices = [("", _("Choose a zone")), *zone_choices(zones)]
        self.communities.choices = [(entry.id, entry.name) for entry in communities]

    @property
    def zone_id(self) -> UUID | None:
        return None if self.zone.data == NO_ZONE else _identity(self.zone.data)


def zone_choices(zones: Sequence[Zone]) -> list[tuple[str, Any]]:
    """The zones as a list to choose from, "no zone" first."""
    return [(NO_ZONE, _("Not in a zone")), *((str(entry.id), entry.name) for entry in zones)]
