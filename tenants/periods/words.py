"""The words of steps and events."""

from core.marks import mark
from tenants.periods.models import EventKind, Step

STEP_TITLES = {
    Step.OPEN: mark("Open for reports"),
    Step.SECTION: mark("Closed by the section"),
    Step.DIRECTOR: mark("Approved by the director"),
    Step.DEPARTMENT: mark("Accepted by the department"),
}
STEP_TONES = {
    Step.OPEN: "neutral",
    Step.SECTION: "locked",
    Step.DIRECTOR: "waiting",
    Step.DEPARTMENT: "done",
}
EVENT_TITLES = {
    EventKind.CONFIRMED: mark("Zone confirmed"),
    EventKind.CONFIRMATION_WITHDRAWN: mark("Confirmation of a zone taken back"),
    EventKind.CLOSED: mark("Closed by the section"),
    EventKind.APPROVED: mark("Approved by the director"),
    EventKind.APPROVAL_FAILED: mark("Approval not completed"),
    EventKind.REOPENED: mark("Month opened again"),
    EventKind.ASKED: mark("The department was asked to open the month again"),
    EventKind.ACCEPTED: mark("Accepted by the department"),
    EventKind.RETURNED: mark("Returned by the department"),
    EventKind.REOPENED_BY_DEPARTMENT: mark("Opened again by the department"),
}
