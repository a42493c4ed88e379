"""How the stored values of training are shown to people."""

from core.marks import mark
from tenants.training.gain import DEFINITIONS
from tenants.training.item_analysis import Flaw
from tenants.training.models import CourseState, Phase, Presence, QuestionState, TraineeGroup, Usage
from tenants.training.sittings import EnteredFrom

STATE_TITLES = {
    CourseState.PLANNED.value: mark("Planned"),
    CourseState.INVITED.value: mark("Invited"),
    CourseState.RUNNING.value: mark("Under way"),
    CourseState.CLOSED.value: mark("Course closed"),
    CourseState.CANCELLED.value: mark("Cancelled"),
}
STATE_TONES = {
    CourseState.PLANNED.value: "draft",
    CourseState.INVITED.value: "waiting",
    CourseState.RUNNING.value: "info",
    CourseState.CLOSED.value: "done",
    CourseState.CANCELLED.value: "cancelled",
}
GROUP_TITLES = {
    TraineeGroup.COMMUNITY.value: mark("Community committee"),
    TraineeGroup.PARTNER.value: mark("Partners and organisations"),
    TraineeGroup.STAFF.value: mark("Staff who run the course"),
    TraineeGroup.WALK_IN.value: mark("Came unannounced"),
}
PRESENCE_TITLES = {
    Presence.INVITED.value: mark("Not yet here"),
    Presence.PRESENT.value: mark("Present"),
    Presence.ABSENT.value: mark("Absent"),
}
USAGE_TITLES = {
    Usage.YES.value: mark("Yes, it is used"),
    Usage.PARTLY.value: mark("Partly"),
    Usage.NO.value: mark("Not yet used"),
}
PHASE_TITLES = {
    Phase.PRE.value: mark("Test before the course"),
    Phase.POST.value: mark("Test after the course"),
}
QUESTION_STATE_TITLES = {
    QuestionState.ACTIVE.value: mark("In use"),
    QuestionState.RETIRED.value: mark("Retired"),
}
SOURCE_TITLES = {
    EnteredFrom.PHONE.value: mark("Sent from the phone"),
    EnteredFrom.PAPER.value: mark("Entered from paper"),
}
DEFINITION_TITLES = {definition.key: definition.title for definition in DEFINITIONS}
FLAW_TITLES = {
    Flaw.TOO_EASY.value: mark("Too easy: almost all knew it before the course"),
    Flaw.TOO_HARD.value: mark("Too hard: almost nobody gets it right"),
    Flaw.WEAK.value: mark("Hardly tells who knows more from who knows less"),
    Flaw.REVERSED.value: mark("Those who know more get it wrong: check the right choice"),
    Flaw.IDLE_CHOICE.value: mark("A choice that nobody took"),
}
