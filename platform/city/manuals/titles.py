"""How the kinds of the manual are called on the screen."""

from typing import Any

from flask_babel import lazy_gettext as _

from core.i18n.text import shorten
from core.manual.structure import (
    CommitteeKind,
    MeetingRhythm,
    SeatBlock,
    SeatSource,
    TieRule,
    WordingKind,
)

MOST_LETTERS = 70
"""Of an article's first line where it stands for the article."""

SOURCE_TITLES = {
    SeatSource.ELECTED_CHAIR: _("Chair, elected by the chairs of the bodies below"),
    SeatSource.COMMUNITY_CHAIR: _("Community chair, one for each community"),
    SeatSource.PUBLIC_SECTOR: _("Representative of the public sector"),
    SeatSource.PRIVATE_SECTOR: _("Representative of the private sector"),
    SeatSource.CIVIL_SOCIETY: _("Representative of civil society"),
    SeatSource.RESIDENT: _("Resident of the area"),
    SeatSource.DISTRICT_SECTION: _("Representative of a section of the district office"),
    SeatSource.SECTION_HEAD: _("Head of the community development section, ex officio"),
    SeatSource.SOCIAL_DEVELOPER: _("Social development officer who cares for the zone"),
    SeatSource.DIRECTOR: _("District director, ex officio"),
    SeatSource.ASSISTANT_DIRECTOR: _("Assistant district director, ex officio"),
    SeatSource.SECTION_HEADS: _("Heads of all sections, ex officio"),
    SeatSource.ASSIGNED_OFFICERS: _("Officers whom each section assigns"),
    SeatSource.REPRESENTATIVES: _("Representatives of agencies, communities and groups"),
    SeatSource.COMMUNITY_MEMBER: _("Member of the community, elected by its members"),
}

BLOCK_TITLES = {
    SeatBlock.COMMITTEE: _("Committee"),
    SeatBlock.ADVISERS: _("Advisers"),
}

COMMITTEE_TITLES = {
    CommitteeKind.STUDY: _("Composition of the study committee"),
    CommitteeKind.ZONE: _("Composition of the zone committee"),
    CommitteeKind.ASSEMBLY: _("Assembly chair of the district"),
    CommitteeKind.COMMUNITY: _("Composition of the community committee"),
}

BODY_TITLES = {
    CommitteeKind.STUDY: _("Study committee"),
    CommitteeKind.ZONE: _("Zone committee"),
    CommitteeKind.COMMUNITY: _("Community committee"),
    CommitteeKind.ASSEMBLY: _("All community chairs of the district"),
    CommitteeKind.ALLIANCE: _("Committee of a network by issue or function"),
}

WORDING_TITLES = {
    WordingKind.STUDY_COMMITTEE: _("Order that appoints the study committee"),
    WordingKind.ZONE_COMMITTEE: _("Order that appoints a zone committee"),
    WordingKind.ASSEMBLY_CHAIR: _("Order that appoints the assembly chair"),
    WordingKind.REPLACEMENT: _("Order that fills an empty seat"),
    WordingKind.REVOCATION: _("Order that revokes an appointment"),
    WordingKind.ANNOUNCEMENT: _("Announcement of an election result"),
    WordingKind.MEMO: _("Memo that proposes an order"),
}

RHYTHM_TITLES = {
    MeetingRhythm.ONCE: _("Once"),
    MeetingRhythm.MONTHLY: _("Every month"),
    MeetingRhythm.QUARTERLY: _("Every quarter"),
}

TIE_TITLES = {
    TieRule.LOT: _("A lot is drawn before the voters"),
    TieRule.SECOND_ROUND: _("The voters vote once more between them"),
}

LOCKED_WORDS = {True: _("Core of the city"), False: _("A district may change it")}
EXCLUSIVE_WORDS = {True: _("Yes"), False: _("No")}
ONLINE_WORDS = {True: _("Allowed"), False: _("Not allowed")}

PLACEHOLDER_TITLES = {
    "network": _("the network's name"),
    "office": _("the office with its name"),
    "district": _("the district's name"),
    "number": _("the number of the order that is changed or revoked"),
    "date": _("the day of that order, or of the election"),
    "names": _("the names of the persons"),
}

PART_TITLES = {
    "settings": _("Zones and activities"),
    "elections": _("Election rules"),
    "deadlines": _("Deadlines"),
    "by-law": _("Title and preamble of the by-law"),
    "term": _("Term of office"),
}

LIST_TITLES = {
    "chapters": _("Chapters"),
    "articles": _("Draft by-law"),
    "meetings": _("Required meetings"),
    "problem-kinds": _("Kinds of problems"),
    "pilot-criteria": _("Criteria for the pilot network"),
}

ADDING = {
    "chapters": _("Add a chapter"),
    "clauses": _("Add a clause"),
    "seats": _("Add a seat"),
    "articles": _("Add an article"),
    "meetings": _("Add a meeting"),
    "problem-kinds": _("Add a kind of problem"),
    "pilot-criteria": _("Add a criterion"),
}


def title_of(part: Any) -> str:
    """The name of a part or list. That of a chapter is Thai, as the manual has it."""
    if part.family == "clauses":
        return str(part.owner.title)
    if part.family == "seats":
        return str(COMMITTEE_TITLES[part.owner])
    if part.family == "wording":
        return str(WORDING_TITLES[part.owner])
    titles = PART_TITLES | LIST_TITLES
    return str(titles[part.family])


def name_of_entry(part: Any, entry: Any) -> str:
    """How an entry of a list is called: a clause by number and title, an article by its first words."""
    if part.family == "clauses":
        return f"{entry.key} {entry.title}"
    if part.family == "articles":
        return shorten(next(iter(entry.body.splitlines()), ""), MOST_LETTERS)
    return str(entry.title)
