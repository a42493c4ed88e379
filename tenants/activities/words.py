"""How the kinds, stages, principles and states of activities are called."""

from flask_babel import lazy_gettext as _

from tenants.activities.models import (
    ActivityKind,
    ActivityState,
    ParticipationStage,
    Principle,
    ReferenceState,
)
from tenants.partners.models import ContributionKind, Sector

KIND_TITLES = {
    ActivityKind.SITUATION_FORUM: _("Forum on the situation"),
    ActivityKind.EXCHANGE_VISIT: _("Exchange or study visit"),
    ActivityKind.SKILLS_TRAINING: _("Skills training"),
    ActivityKind.HANDS_ON: _("Hands-on work"),
    ActivityKind.LESSONS_SHARED: _("Lessons shared"),
    ActivityKind.OTHER: _("Other"),
}

KIND_CHOICES = {
    ActivityKind.SITUATION_FORUM: _("We talked about the problems of our community"),
    ActivityKind.EXCHANGE_VISIT: _("We exchanged experience or visited another place"),
    ActivityKind.SKILLS_TRAINING: _("We trained skills"),
    ActivityKind.HANDS_ON: _("We did practical work together"),
    ActivityKind.LESSONS_SHARED: _("We passed on experience and summed up lessons"),
    ActivityKind.OTHER: _("Something else, such as a meeting or a festival"),
}
"""The same kinds in the words of those who report."""

STAGE_TITLES = {
    ParticipationStage.FIND_CAUSES: _("People looked for problems and their causes together"),
    ParticipationStage.PLAN: _("People planned together"),
    ParticipationStage.ACT: _("People put in means and worked together"),
    ParticipationStage.EVALUATE: _("People followed up and evaluated together"),
}

PRINCIPLE_TITLES = {
    Principle.GOOD_RELATIONS: _("Good relations with each other"),
    Principle.MANAGED_CONFLICT: _("Conflict managed"),
    Principle.SHARED_VALUES: _("Shared ideals and values"),
    Principle.CONTINUED_LEARNING: _("Continued education and training"),
    Principle.TEAMWORK: _("Teamwork"),
    Principle.COMMUNITY_POWER: _("A stronger community"),
}

STATE_TITLES = {
    ActivityState.REPORTED: _("Reported"),
    ActivityState.RETURNED: _("Returned for correction"),
    ActivityState.ACCEPTED: _("Accepted"),
}

STATE_TONES = {
    ActivityState.REPORTED: "waiting",
    ActivityState.RETURNED: "warning",
    ActivityState.ACCEPTED: "done",
}

REFERENCE_TITLES = {
    ReferenceState.OFFERED: _("Waiting for our answer"),
    ReferenceState.ACCEPTED: _("Our network took part"),
    ReferenceState.DECLINED: _("We did not take part"),
    ReferenceState.WITHDRAWN: _("Taken back by the leading office"),
}

REFERENCE_TONES = {
    ReferenceState.OFFERED: "waiting",
    ReferenceState.ACCEPTED: "done",
    ReferenceState.DECLINED: "neutral",
    ReferenceState.WITHDRAWN: "cancelled",
}

SECTOR_TITLES = {
    Sector.STATE: _("State sector"),
    Sector.BUSINESS: _("Private business sector"),
    Sector.NGO: _("Non-governmental organisations"),
    Sector.PEOPLE: _("People's sector"),
}

GIFT_TITLES = {
    ContributionKind.MONEY: _("Money"),
    ContributionKind.THINGS: _("Things or services"),
    ContributionKind.PEOPLE: _("Helping hands"),
}
