from core.access.roles import Tier
from core.evidence.models import EvidenceKind
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem, PaperPage
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.meetings import (
    agenda_routes,
    attendance_routes,
    conduct_routes,
    demo,
    invitation_routes,
    minutes_demo,
    minutes_routes,
    pay_routes,
    room_routes,
    series_routes,
    task_routes,
)
from tenants.meetings.jobs import REMIND_OF_MEETINGS, REMIND_OF_TASKS, RENDER_MINUTES
from tenants.meetings.labels import MEETING_ACTIONS, MEETING_LABELS, MEETING_VALUES
from tenants.meetings.measures import TALLIES
from tenants.meetings.minutes_queries import meeting_of_minutes
from tenants.meetings.minutes_words import FIELD_LABELS, VALUE_WORDS
from tenants.meetings.permissions import GRANTS, MeetingPermission
from tenants.meetings.routes import blueprint

__all__ = [
    "FEATURE",
    "agenda_routes",
    "attendance_routes",
    "conduct_routes",
    "invitation_routes",
    "minutes_routes",
    "pay_routes",
    "room_routes",
    "series_routes",
    "task_routes",
]

FEATURE = Feature(
    name="meetings",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=MeetingPermission,
    grants=GRANTS,
    papers={
        EvidenceKind.MINUTES: PaperPage(
            "meetings.show_minutes", "meeting_id", find=meeting_of_minutes
        )
    },
    tallies=TALLIES,
    jobs=(RENDER_MINUTES,),
    daily=(REMIND_OF_TASKS, REMIND_OF_MEETINGS),
    navigation=(
        NavigationItem(
            mark("Meetings"),
            "meetings.list_meetings",
            MeetingPermission.READ,
            "users-group",
            48,
            group=NavigationGroup.WORK,
        ),
        NavigationItem(
            mark("Tasks from meetings"),
            "meetings.list_tasks",
            MeetingPermission.READ,
            "checkbox",
            49,
            group=NavigationGroup.WORK,
        ),
    ),
    actions=MEETING_ACTIONS
    | {
        "minutes:written": mark("Minutes written"),
        "minutes:hands_named": mark("Recorder or checker of minutes named"),
        "minutes:circulated": mark("Minutes sent round to members"),
        "minutes:remarked": mark("Minutes remarked on"),
        "minutes:remark_answered": mark("Remark on minutes answered"),
        "minutes:adopted": mark("Adoption of minutes recorded"),
        "task:given": mark("Task given by a resolution"),
        "task:progress_noted": mark("Progress of a task reported"),
        "task:finished": mark("Task finished"),
        "task:dropped": mark("Task dropped"),
        "task:handed_over": mark("Task handed over"),
        "meeting_pay:approved": mark("Meeting pay approved"),
    },
    value_words={**MEETING_VALUES, **VALUE_WORDS},
    field_labels=MEETING_LABELS | FIELD_LABELS,
    demo=(
        DemoStep(66, BANG_NA, demo.load),
        DemoStep(69, BANG_NA, minutes_demo.load),
        DemoStep(70, BANG_NA, demo.bring_back),
    ),
)
