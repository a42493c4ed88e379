"""Measures that indicators name and no feature counts yet: their figures say that they have no source, never zero."""

from core.marks import mark

AWAITED = {
    "budget.approved": mark("Budget approved"),
    "budget.used": mark("Budget used"),
    "lessons.recorded": mark("Lessons recorded"),
    "lessons.adopted": mark("Lessons that became a change of the manual"),
    "followups.received": mark("Follow-up reports of networks"),
}
