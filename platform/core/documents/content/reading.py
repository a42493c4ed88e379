"""The way back: from the canonical JSON that was kept to the paper that is rendered from it."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from core.documents.content.announcement import AnnouncementDocument, ElectionResultDocument
from core.documents.content.base import PRINTED_ONLY, Paper
from core.documents.content.by_law import ByLawDocument
from core.documents.content.invitation import InvitationDocument
from core.documents.content.memo import MemoDocument
from core.documents.content.minutes import MinutesDocument
from core.documents.content.order import OrderDocument
from core.documents.content.register import RegisterDocument
from core.documents.content.sheets import AttendanceSheetDocument, PayListDocument
from core.documents.content.training import (
    BadgeSheetDocument,
    CertificateDocument,
    CodePosterDocument,
)

_KINDS: dict[str, type[Paper]] = {
    kind.form: kind
    for kind in (
        OrderDocument,
        AnnouncementDocument,
        ElectionResultDocument,
        MemoDocument,
        ByLawDocument,
        RegisterDocument,
        MinutesDocument,
        InvitationDocument,
        AttendanceSheetDocument,
        PayListDocument,
        CertificateDocument,
        BadgeSheetDocument,
        CodePosterDocument,
    )
}


def read_paper(canonical_json: str) -> Paper:
    """The paper whose `canonical_json` this is, without what is only printed (verification, note).

    Raises ValueError for a form that we do not know and for a text that is not canonical.
    """
    content = json.loads(canonical_json)
    kind = _KINDS.get(content.pop("form", None))
    if kind is None:
        raise ValueError("this text is no paper of a known form")
    paper: Paper = _build(kind, content)
    if paper.canonical_json() != canonical_json:
        raise ValueError("this text is not the canonical form of a paper")
    return paper


def _build(kind: Any, content: dict[str, Any]) -> Any:
    wanted = _types_of(kind)
    unknown = set(content) - set(wanted)
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _value(wanted[name], value) for name, value in content.items()})


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], one) for one in value)
    plain = next((one for one in get_args(kind) if one is not type(None)), kind)
    if is_dataclass(plain):
        return _build(plain, value)
    if plain in (datetime, date, time):
        return plain.fromisoformat(value)
    if plain is Decimal:
        return Decimal(value)
    return value


@cache
def _types_of(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(kind) if one.name not in PRINTED_ONLY}
