"""What papers say, as plain values: the part that is signed, hashed and kept.

Light on purpose: anybody may import it. The modules that render bring Typst, python-docx and
pythainlp along.
"""

from core.documents.content.announcement import (
    AnnouncementDocument,
    CandidateLine,
    ElectionResultDocument,
)
from core.documents.content.base import Paper, SignedPaper, Verification
from core.documents.content.by_law import ByLawArticle, ByLawChapter, ByLawDocument
from core.documents.content.invitation import (
    AGENDA_TITLE,
    BY_LIST,
    COME,
    COME_TO_TRAINING,
    AgendaLine,
    InvitationDocument,
    InviteeLine,
)
from core.documents.content.memo import PART_TITLES, REQUEST, MemoDocument, MemoPart
from core.documents.content.minutes import (
    AbsentLine,
    AgendaEntry,
    AgendaSubitem,
    GuestLine,
    MinutesDocument,
    PresentLine,
    TaskLine,
    VoteCount,
)
from core.documents.content.order import DUTIES_LEAD, MemberBlock, MemberLine, OrderDocument
from core.documents.content.reading import read_paper
from core.documents.content.register import RegisterDocument, RegisterGroup, RegisterRow
from core.documents.content.sheets import (
    SIGNATURE,
    AttendanceRow,
    AttendanceSheetDocument,
    PayListDocument,
    PayRow,
)
from core.documents.content.slip import SignInSlip
from core.documents.content.training import (
    BadgeCard,
    BadgeSheetDocument,
    CertificateDocument,
    CodePosterDocument,
)

__all__ = [
    "AGENDA_TITLE",
    "BY_LIST",
    "COME",
    "COME_TO_TRAINING",
    "DUTIES_LEAD",
    "PART_TITLES",
    "REQUEST",
    "SIGNATURE",
    "AbsentLine",
    "AgendaEntry",
    "AgendaLine",
    "AgendaSubitem",
    "AnnouncementDocument",
    "AttendanceRow",
    "AttendanceSheetDocument",
    "BadgeCard",
    "BadgeSheetDocument",
    "ByLawArticle",
    "ByLawChapter",
    "ByLawDocument",
    "CandidateLine",
    "CertificateDocument",
    "CodePosterDocument",
    "ElectionResultDocument",
    "GuestLine",
    "InvitationDocument",
    "InviteeLine",
    "MemberBlock",
    "MemberLine",
    "MemoDocument",
    "MemoPart",
    "MinutesDocument",
    "OrderDocument",
    "Paper",
    "PayListDocument",
    "PayRow",
    "PresentLine",
    "RegisterDocument",
    "RegisterGroup",
    "RegisterRow",
    "SignInSlip",
    "SignedPaper",
    "TaskLine",
    "Verification",
    "VoteCount",
    "read_paper",
]
