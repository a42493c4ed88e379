# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from collections.abc import Iterable, Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField

from city.programme.models import MemberRole, PlanState
from city.programme.service import BodyTerms, Plan
from city.programme.words import ROLES, STATES
from core.i18n.dates import bangkok_today, show_date
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    IdField,
    Optional,
    Required,
    SeveralField,
    ThaiStringField,
    ThaiTextAreaField,
    YearField,
)
from core.web.forms import RecordForm

FIRST_YEAR, LAST_YEAR = 2540, 2640
"""Fiscal years that a programme may have."""


class ProgrammeForm(RecordForm):
    title = ThaiStringField(
        _("Name of the programme"),
        max_length=300,
        validators=[Required(_("Type the name of the programme."))],
    )
    plan = ThaiStringField(
        _("Plan"),
        max_length=300,
        hint=_("The plan that has it, or for which it is proposed"),
        validators=[Required(_("Type the name of the plan."))],
    )
    purpose = ThaiTextAreaField(
        _("Mission and result that it serves"), max_length=2000, validators=[Optional()]
    )
    lead = ThaiStringField(
        _("Lead agency"), max_length=200, validators=[Required(_("Type the lead agency."))]
    )
    fiscal_from = YearField(
        _("First fiscal year"),
        minimum=FIRST_YEAR,
        maximum=LAST_YEAR,
        hint=_("Buddhist era, for example 2570"),
        validators=[Required(_("Type the fiscal year."))],
    )
    fiscal_to = YearField(
        _("Last fiscal year"),
        minimum=FIRST_YEAR,
        maximum=LAST_YEAR,
        validators=[Required(_("Type the fiscal year."))],
    )
    state = ChoiceField(
        _("State in the plan"),
        choices=PlanState,
        titles={state: _(title) for state, title in STATES.items()},
        validators=[Required(_("Choose one of the list."))],
    )
    paper_number = ThaiStringField(
        _("Number of the paper"),
        max_length=100,
        hint=_("The paper that decided on it; needed once it is in the plan"),
        validators=[Optional()],
    )
    paper_date = BuddhistDateField(
        _("Date of the paper"), latest=bangkok_today, validators=[Optional()]
    )
    indicators = SeveralField(_("Indicators that measure it"), validate_choice=False)

    def offer(self, indicators: Sequence[tuple[str, str]]) -> None:
        self.indicators.choices = list(indicators)
        names = dict(indicators)
        vars(self)["words"] = {
            "state": lambda value: str(_(STATES[PlanState(value)])) if value else "",
            "indicators": lambda value: ", ".join(names.get(key, key) for key in value or ()),
            "paper_date": lambda value: show_date(value) if value else "",
        }

    @property
    def said(self) -> Plan:
        return Plan(
            title=self.title.data,
            plan=self.plan.data,
            purpose=self.purpose.data,
            lead=self.lead.data,
            fiscal_from=self.fiscal_from.data,
            fiscal_to=self.fiscal_to.data,
            state=self.state.data,
            paper_number=self.paper_number.data,
            paper_date=self.paper_date.data,
            indicators=tuple(self.indicators.data or ()),
        )


class BodyForm(RecordForm):
    name = ThaiStringField(
        _("Name"), max_length=300, validators=[Required(_("Type the name of the body."))]
    )
    office_code = IdField(_("District"), of=int)
    parent_id = IdField(_("Stands under"))
    duty = ThaiTextAreaField(_("Duties and powers"), max_length=4000, validators=[Optional()])
    order_number = ThaiStringField(
        _("Number of the order"),
        max_length=100,
        hint=_("The order that sets it up; empty until it is signed"),
        validators=[Optional()],
    )
    order_date = BuddhistDateField(
        _("Day of the order"), latest=bangkok_today, validators=[Optional()]
    )
    scan = FileField(
        _("Scan of the signed paper"),
        description=_("PDF, PNG or JPEG, at most 20 megabytes"),
        validators=[Optional()],
        render_kw={"accept": ".pdf,.png,.jpg,.jpeg"},
    )

    def offer(
        self, parents: Iterable[tuple[UUID, str]], offices: Iterable[tuple[int, str]]
    ) -> None:
        """The bodies that it may stand under; the districts only where it is the centre of one."""
        above = [("", _("Nothing above it")), *((str(key), name) for key, name in parents)]
        districts = [(str(code), name) for code, name in offices]
        self.parent_id.choices = above
        self.office_code.choices = [("", _("Choose a district")), *districts]
        vars(self)["words"] = {
            "parent_id": lambda value: str(dict(above).get(str(value or ""), "")),
            "office_code": lambda value: dict(districts).get(str(value or ""), ""),
            "order_date": lambda value: show_date(value) if value else "",
        }

    @property
    def said(self) -> BodyTerms:
        return BodyTerms(
            name=self.name.data,
            duty=self.duty.data,
            parent_id=self.parent_id.data,
            office_code=self.office_code.data,
            order_number=self.order_number.data,
            order_date=self.order_date.data,
        )


class MemberForm(RecordForm):
    name = ThaiStringField(
        _("Name"), max_length=120, validators=[Required(_("Type the name of this person."))]
    )
    role = ChoiceField(
        _("Role in the body"),
        choices=MemberRole,
        titles={role: _(title) for role, title in ROLES.items()},
        blank=_("Choose a seat"),
        validators=[Required(_("Choose the seat."))],
    )
    position = ThaiStringField(
        _("Position and agency"),
        max_length=200,
        validators=[Required(_("Type the position and the agency."))],
    )
    valid_from = BuddhistDateField(
        _("From"), validators=[Required(_("Type the first day of the seat."))]
    )
