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
from core.documents.content.memo import PART_TITLES, REQUEST, MemoDocument, MemoPart
from core.documents.content.order import DUTIES_LEAD, MemberBlock, MemberLine, OrderDocument
from core.documents.content.reading import read_paper
from core.documents.content.register import RegisterDocument, RegisterGroup, RegisterRow
from core.documents.content.slip import SignInSlip

__all__ = [
    "DUTIES_LEAD",
    "PART_TITLES",
    "REQUEST",
    "AnnouncementDocument",
    "ByLawArticle",
    "ByLawChapter",
    "ByLawDocument",
    "CandidateLine",
    "ElectionResultDocument",
    "MemberBlock",
    "MemberLine",
    "MemoDocument",
    "MemoPart",
    "OrderDocument",
    "Paper",
    "RegisterDocument",
    "RegisterGroup",
    "RegisterRow",
    "SignInSlip",
    "SignedPaper",
    "Verification",
    "read_paper",
]
