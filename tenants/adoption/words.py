"""The words of the pages for what the manual is made of."""

from flask_babel import lazy_gettext as _

from core.manual.merge import Outcome
from tenants.adoption.models import MoveState

SETTING_TITLES = {
    "zones": _("Number, names and grouping of the zones"),
    "committees": _("Composition and terms of the committees"),
    "wordings": _("Wording of the papers"),
    "by_law": _("Title and preamble of the by-law draft"),
    "meetings": _("Meetings that a committee must hold"),
    "elections": _("Rules of the elections"),
    "deadlines": _("Days until a network's papers are due"),
    "problem_kinds": _("Kinds of problems of a community"),
    "pilot_criteria": _("Criteria for a pilot network"),
    "activities_per_month": _("Activities of each network"),
}
"""The sections of `ManualContent` that are no parts; the city's hold in every district."""

OUTCOME_WORDS = {
    Outcome.CITY_CHANGED: (_("Changed by the department"), "info", "pencil"),
    Outcome.ADDED: (_("New in this edition"), "info", "plus"),
    Outcome.REMOVED: (_("Taken out of this edition"), "neutral", "minus"),
    Outcome.OURS_STAYS: (_("The office's text stays"), "success", "circle-check"),
    Outcome.ALIKE: (_("Both say the same now"), "success", "checks"),
    Outcome.LOCKED: (_("Now core of the city: the office's text ends"), "locked", "lock"),
    Outcome.CONFLICT: (_("Both changed it"), "warning", "git-merge"),
    Outcome.ORPHANED: (
        _("The department took it out; the office has a text"),
        "warning",
        "git-merge",
    ),
}

STATE_WORDS = {
    MoveState.OPEN: (_("Move under way"), "waiting"),
    MoveState.DONE: (_("Move finished"), "done"),
    MoveState.ABANDONED: (_("Move given up"), "cancelled"),
}
