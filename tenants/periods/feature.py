"""งวดข้อมูล: how the months of an office's data become figures that count."""

from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.periods import demo, step_routes, zone_routes
from tenants.periods.deciding import HEAR_DECISION, HEAR_REMINDER
from tenants.periods.jobs import APPROVE_FACTS
from tenants.periods.measures import TALLIES
from tenants.periods.permissions import GRANTS, PeriodPermission
from tenants.periods.reminders import REMIND
from tenants.periods.routes import blueprint
from tenants.periods.words import EVENT_TITLES, STEP_TITLES

__all__ = ["FEATURE", "step_routes", "zone_routes"]

FEATURE = Feature(
    name="periods",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=PeriodPermission,
    grants=GRANTS,
    tallies=TALLIES,
    jobs=(APPROVE_FACTS, HEAR_DECISION, HEAR_REMINDER),
    daily=(REMIND,),
    demo=(DemoStep(90, BANG_NA, demo.load),),
    navigation=(
        NavigationItem(
            mark("Data periods"),
            "periods.list_months",
            PeriodPermission.READ,
            "lock",
            55,
            group=NavigationGroup.WORK,
        ),
    ),
    actions={
        "period:confirmed": mark("Month of a zone confirmed"),
        "period:confirmation_withdrawn": mark("Confirmation of a zone taken back"),
        "period:closed": mark("Month of data closed"),
        "period:reopened": mark("Month of data opened again"),
        "period:approved": mark("Month of data approved by the director"),
        "period:approval_failed": mark(
            "Approval of a month taken back, since its figures could not be made"
        ),
        "period:asked": mark("The department was asked to open the month again"),
        "period:accepted": mark("Month of data accepted by the department"),
        "period:returned": mark("Month of data returned by the department"),
        "period:reopened_by_department": mark("Month of data opened again by the department"),
        "activity_month:closed": mark("Month of activity reports closed"),
        "activity_month:reopened": mark("Month of activity reports opened again"),
    },
    value_words={"data_periods.step": STEP_TITLES, "period_events.action": EVENT_TITLES},
    field_labels={
        "data_periods.month": mark("Month"),
        "data_periods.step": mark("Step"),
        "data_periods.section_at": mark("Closed by the section on"),
        "data_periods.director_at": mark("Approved by the director on"),
        "data_periods.department_at": mark("Accepted by the department on"),
        "data_periods.returned_at": mark("Returned by the department on"),
        "data_periods.round": mark("Which approval"),
        "zone_periods.month": mark("Month"),
        "zone_periods.zone_id": mark("Zone"),
        "zone_periods.first_confirmed_on": mark("First confirmed on"),
        "zone_periods.confirmed_at": mark("Confirmed on"),
        "period_events.month": mark("Month"),
        "period_events.zone_id": mark("Zone"),
        "period_events.action": mark("What was done"),
        "period_events.reason": mark("Reason"),
        "period_events.done_by": mark("Done by"),
        "period_events.done_by_position": mark("Position"),
        "period_events.at": mark("Moment of the step"),
        "late_entries.month": mark("Month"),
        "late_entries.subject": mark("What came late"),
        "late_entries.entered_at": mark("Sent on"),
        "late_entries.settled_at": mark("Dealt with on"),
        "closed_months.month": mark("Month"),
        "closed_months.closed_at": mark("Month closed on"),
        "closed_months.closed_by": mark("Month closed by"),
        "closed_months.closed_by_position": mark("Position of who closed it"),
    },
)
