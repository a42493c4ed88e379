"""Which pages of a district a look opens (F92). Whatever is not named here stays closed.

Open are the records and papers that indicators stand on. Closed stay people's contacts and their pages, the
conflict log, secrets of elections, accounts, notices, settings, exports of many names at once, and what
is about one single person.
"""

from city.oversight.permissions import LookPermission
from core.access.looking import LookRules

READS = frozenset(
    {
        "activities:read",
        "adoption:read",
        "alliances:read",
        "bylaws:read",
        "committees:read",
        "elections:read",
        "meetings:read",
        "networks:board",
        "networks:read",
        "orders:read",
        "registry:read",
        "results:evidence",
        "training:read",
    }
)

CLOSED = frozenset(
    {
        # Many names in one file.
        "committees.show_register",
        "committees.show_register_paper",
        "committees.show_register_workbook",
        "training.show_all_certificates",
        # About one person: who was there or not and why, what somebody answered, certificates.
        "training.list_certificates",
        "training.list_follow_ups",
        "training.list_leaders",
        "training.list_trainees",
        "training.show_certificate",
        # Faces: the small picture shows that something took place, the large one who was there.
        "activities.show_photo",
        # For the own calendar, outside of the platform.
        "calendar.download_meeting",
        # Who may vote and who has, and counts before the result; the signed result is the PDF.
        "elections.show_election",
    }
)

RULES = LookRules(
    LookPermission.OPEN, READS, CLOSED, closing="looks.create_closure", showing="looks.show_look"
)
