# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from core.i18n.dates import bangkok_today
from core.web.fields import (
    BuddhistDateField,
    Optional,
    Required,
    ThaiStringField,
    WholeNumberField,
)
from core.web.forms import RecordForm
from tenants.networks.forms import NOBODY
from tenants.networks.proposals import LONGEST_REASON, OUTSIDE


class WishForm(RecordForm):
    count = WholeNumberField(
        _("Number of zones"),
        minimum=1,
        maximum=60,
        validators=[Required(_("Type the number of zones."))],
    )
    problem_percent = WholeNumberField(
        _("Weight of shared problems, in per cent"),
        minimum=0,
        maximum=100,
        default=30,
        hint=_("0 looks at distances alone, 100 at problems alone"),
        validators=[Required(_("Type a number from 0 to 100."))],
    )


class MoveForm(RecordForm):
    """One community to another group of the draft."""

    community = HiddenField()
    place = WholeNumberField(_("Zone"), minimum=OUTSIDE, validators=[Required(_("Choose a zone."))])

    @property
    def community_id(self) -> UUID:
        try:
            return UUID(self.community.data or "")
        except ValueError:
            return NOBODY


class ApplyForm(RecordForm):
    from_day = BuddhistDateField(
        _("From the day"),
        default=bangkok_today,
        latest=bangkok_today,
        validators=[Required(_("Type the day of the move."))],
    )


def texts_form(plan: Mapping[str, Any], *, version: int | None = None) -> RecordForm:
    """The form with a name and a reason for each group of a plan, filled from it when first drawn."""
    fields: dict[str, Any] = {}
    values: dict[str, str] = {}
    for place, group in enumerate(plan["groups"]):
        fields[f"name-{place}"] = ThaiStringField(
            _("Name of zone %(number)s of the proposal", number=place + 1),
            max_length=120,
            validators=[Required(_("Type the name of the zone."))],
        )
        fields[f"reason-{place}"] = ThaiStringField(
            _("Reason"), max_length=LONGEST_REASON, validators=[Optional()]
        )
        values |= {f"name-{place}": group["name"], f"reason-{place}": group["reason"]}
    form_class = type("TextsForm", (RecordForm,), fields)
    if version is None:
        return form_class()  # type: ignore[no-any-return]
    return form_class(version=str(version), data=values)  # type: ignore[no-any-return]
