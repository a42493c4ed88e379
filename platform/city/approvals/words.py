"""The words and shapes of a district's month."""

from city.approvals.models import Decision
from city.approvals.queries import Standing
from core.marks import mark

STANDING_TITLES = {
    Standing.NOT_OVER: mark("Not over yet"),
    Standing.OPEN: mark("Open for reports"),
    Standing.SECTION: mark("Closed by the section"),
    Standing.APPROVING: mark("Approving…"),
    Standing.WAITING: mark("Waits for the department"),
    Standing.HANDED_OVER: mark("Decided, the district is being told"),
    Standing.CHANGED: mark("Changed meanwhile"),
    Standing.ACCEPTED: mark("Accepted by the department"),
    Standing.RETURNED: mark("Returned, open again"),
}
STANDING_SHORT = {
    Standing.NOT_OVER: mark("Not over yet"),
    Standing.OPEN: mark("Still open"),
    Standing.SECTION: mark("At the section"),
    Standing.APPROVING: mark("By the director"),
    Standing.WAITING: mark("By the director"),
    Standing.HANDED_OVER: mark("By the director"),
    Standing.CHANGED: mark("Changed meanwhile"),
    Standing.ACCEPTED: mark("By the department"),
    Standing.RETURNED: mark("Sent back"),
}
"""For the narrow cells of the matrix: with whom the month lies now, or who acted last."""

STANDING_TONES = {
    Standing.NOT_OVER: "neutral",
    Standing.OPEN: "neutral",
    Standing.SECTION: "locked",
    Standing.APPROVING: "info",
    Standing.WAITING: "waiting",
    Standing.HANDED_OVER: "info",
    Standing.CHANGED: "warning",
    Standing.ACCEPTED: "done",
    Standing.RETURNED: "rejected",
}
DECISION_TITLES = {
    Decision.ACCEPTED: mark("Accepted by the department"),
    Decision.RETURNED: mark("Returned by the department"),
    Decision.REOPENED: mark("Opened again by the department"),
    Decision.ASKED: mark("The district asked to open the month again"),
}
