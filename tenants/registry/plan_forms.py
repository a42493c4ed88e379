# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from enum import StrEnum
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from core.i18n.dates import bangkok_today
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    Optional,
    Required,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm
from tenants.registry.plan_models import CommunityPlan
from tenants.registry.plans import PlanDetails


class PlanKind(StrEnum):
    NEW = "new"
    REVIEWED = "reviewed"


KIND_TITLES = {
    PlanKind.NEW: _("New plan"),
    PlanKind.REVIEWED: _("Earlier plan, reviewed"),
}


class PlanForm(RecordForm):
    fiscal_year = WholeNumberField(
        _("Fiscal year"),
        hint=_("Of the Buddhist era, for example 2570: October 2569 to September 2570"),
        validators=[Required(_("Type the fiscal year of the plan."))],
    )
    adopted_on = BuddhistDateField(
        _("Adopted by the community's meeting on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day on which the community adopted the plan."))],
    )
    kind = ChoiceField(
        _("New or reviewed"),
        choices=PlanKind,
        titles=KIND_TITLES,
        default=PlanKind.NEW,
        validators=[Required(_("Choose whether the plan is new."))],
    )
    note = ThaiTextAreaField(
        _("Note"),
        max_length=1000,
        hint=_("For example: how many households came, where the plan is kept"),
        validators=[Optional()],
    )

    words: ClassVar[dict[str, Any]] = {
        "kind": lambda value: str(KIND_TITLES[PlanKind(value)]) if value else "",
    }

    @property
    def details(self) -> PlanDetails:
        return PlanDetails(
            fiscal_year=int(self.fiscal_year.data),
            adopted_on=self.adopted_on.data,
            reviewed=self.kind.data == PlanKind.REVIEWED,
            note=self.note.data or "",
        )


def shown(plan: CommunityPlan) -> dict[str, Any]:
    """What is stored of a plan, by the form's fields."""
    return {
        "fiscal_year": plan.fiscal_year,
        "adopted_on": plan.adopted_on,
        "kind": (PlanKind.REVIEWED if plan.reviewed else PlanKind.NEW).value,
        "note": plan.note,
    }
