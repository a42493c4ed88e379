"""การรับรองข้อมูลของเขต, and how complete and timely the districts' reporting is."""

from city.approvals import completeness_routes, decision_routes, demo
from city.approvals.jobs import HEAR_APPROVAL, HEAR_REQUEST
from city.approvals.permissions import GRANTS, ApprovalPermission
from city.approvals.routes import blueprint
from city.approvals.words import DECISION_TITLES
from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from core.tenancy.scope import DEPARTMENT

__all__ = ["FEATURE", "completeness_routes", "decision_routes"]

FEATURE = Feature(
    name="approvals",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=ApprovalPermission,
    grants=GRANTS,
    jobs=(HEAR_APPROVAL, HEAR_REQUEST),
    demo=(DemoStep(91, DEPARTMENT, demo.load),),
    navigation=(
        NavigationItem(
            mark("Approval of data"),
            "approvals.list_districts",
            ApprovalPermission.READ,
            "lock",
            25,
            group=NavigationGroup.WORK,
        ),
    ),
    actions={
        "period_decision:accepted": mark("Month of a district's data accepted"),
        "period_decision:returned": mark("Month of a district's data returned"),
        "period_decision:reopened": mark("Month of a district's data opened again"),
        "period_decision:asked": mark("A district asked to open a month again"),
        "period_decision:reminded": mark("Late districts reminded"),
    },
    value_words={"period_decisions.decision": DECISION_TITLES},
    field_labels={
        "period_decisions.office_code": mark("District"),
        "period_decisions.month": mark("Month"),
        "period_decisions.decision": mark("Decision"),
        "period_decisions.reason": mark("Reason"),
        "period_decisions.round": mark("Which approval"),
        "period_decisions.decided_by": mark("Decided by"),
        "period_decisions.decided_by_position": mark("Position"),
        "period_decisions.decided_at": mark("Day of the decision"),
    },
)
