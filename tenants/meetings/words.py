"""How meetings' states and stages are called on screens."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from tenants.meetings.models import Capacity, MeetingState, Presence, Section


class Stage(StrEnum):
    """ขั้นตอนการมีส่วนร่วม ๔ ขั้น (M38), as activities name them."""

    FIND_CAUSES = "find_causes"
    PLAN = "plan"
    ACT = "act"
    EVALUATE = "evaluate"


STAGE_TITLES = {
    Stage.FIND_CAUSES: _("People looked for problems and their causes together"),
    Stage.PLAN: _("People planned together"),
    Stage.ACT: _("People put in means and worked together"),
    Stage.EVALUATE: _("People followed up and evaluated together"),
}

STATE_TITLES = {
    MeetingState.PLANNED: _("Meeting in preparation"),
    MeetingState.INVITED: _("Invitations sent"),
    MeetingState.OPEN: _("Being held"),
    MeetingState.CLOSED: _("Held"),
    MeetingState.CANCELLED: _("Cancelled"),
}

SECTION_TITLES = {
    Section.CHAIR: _("Announcements of the chair"),
    Section.MINUTES: _("Adopting minutes"),
    Section.FOLLOW_UP: _("Matters that come back"),
    Section.MATTERS: _("Matters for information and decision"),
    Section.OTHER: _("Other matters"),
}

PRESENCE_TITLES = {
    Presence.INVITED: _("not ticked yet"),
    Presence.PRESENT: _("present"),
    Presence.ABSENT: _("absent"),
}

CAPACITY_TITLES = {
    Capacity.MEMBER: _("Member"),
    Capacity.STAND_IN: _("In a member's place"),
    Capacity.GUEST: _("Guest"),
}
