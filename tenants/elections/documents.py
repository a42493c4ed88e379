"""The paper of a declared result: an announcement whose values all come from what was signed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.documents.content import CandidateLine, ElectionResultDocument, Verification
from core.documents.rendering import render
from core.evidence.models import FileKind
from core.evidence.queries import files_of
from core.evidence.service import attach_file
from core.feature import Job
from core.files.current import current_store
from core.files.service import keep_for_office
from core.i18n.dates import show_date, to_bangkok
from tenants.elections.models import Election, ElectionReason, ElectionState, Electorate
from tenants.office.queries import emblem_bytes

QUEUE = "documents"
STORED_BY = "ระบบ"
SHOWN_LETTERS = 16
"""So many letters of the SHA-256 stand at the foot of the paper; the public page has them all."""

_REASONS = {
    ElectionReason.BY_ELECTION: "แทนตำแหน่งที่ว่างเท่าวาระที่เหลืออยู่",
    ElectionReason.REPEAT: "ซึ่งจัดขึ้นใหม่แทนการเลือกตั้งครั้งก่อน",
    ElectionReason.SECOND_ROUND: "รอบที่สองระหว่างผู้สมัครที่ได้คะแนนเท่ากัน",
}
_METHODS = {
    "paper": "ลงคะแนนด้วยบัตร นับคะแนนสองครั้งโดยเจ้าหน้าที่สองคน",
    "online": "ลงคะแนนลับผ่านระบบ หนึ่งตำแหน่งหนึ่งเสียง",
}


def render_result(session: Session, *, election_id: str) -> None:
    """Make the PDF of a result and keep it; done once, it changes nothing."""
    election = session.scalars(
        select(Election).where(Election.id == UUID(election_id))
    ).one_or_none()
    if election is None or election.state != ElectionState.DECLARED:
        return
    if (election.id, FileKind.PDF) in files_of(session, [election.id]):
        return
    store, document = current_store(), document_of(election)
    kept = keep_for_office(
        session,
        store,
        district_id=election.district_id,
        stored_by=STORED_BY,
        name=f"ประกาศ{document.subject}.pdf",
        content=render(document, emblem=emblem_bytes(session, store)),
        content_type="application/pdf",
        purpose="election-result-pdf",
    )
    attach_file(session, record_id=election.id, kind=FileKind.PDF, file=kept)


RENDER = Job("elections.render", QUEUE, render_result)


def document_of(election: Election) -> ElectionResultDocument:
    """The paper of a signed result. Nothing is read but the result: the paper is always the same."""
    result: dict[str, Any] = election.result or {}
    declared_at = datetime.fromisoformat(result["declared_at"])
    return ElectionResultDocument(
        draft=False,
        is_example=election.is_example,
        edition_note=f"จัดทำตามคู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ {result['edition']}",
        prepared_at=declared_at,
        verification=Verification(
            url=result["verification_address"],
            code=result["verification_code"],
            sha256=(election.sha256 or "")[:SHOWN_LETTERS],
        ),
        signed_by_note=(
            f"ลงนามในระบบโดย {result['declared_by']} {result['declared_by_position']} "
            f"เมื่อ {show_date(to_bangkok(declared_at))}"
        ),
        signed_on=to_bangkok(declared_at).date(),
        signer_name=result["declared_by"],
        signer_position=result["declared_by_position"],
        office_name=result["office"],
        subject=result["title"],
        paragraphs=(_opening(result),),
        candidates=tuple(
            CandidateLine(
                number=one["number"],
                name=one["name"],
                position=f"{one['position']} (ถอนตัว)" if one["withdrawn_on"] else one["position"],
                votes=one["votes"],
                elected=one["id"] == result["winner"],
            )
            for one in result["candidates"]
        ),
        on_roll=result["on_roll"],
        voted=result["voted"],
        blank=result["blank"],
        spoilt=result["spoilt"],
        tie_rule=_tie(result),
        conclusion=_conclusion(result),
    )


def chair_title(result: dict[str, Any]) -> str:
    """The chair that was elected, as papers name it."""
    if result["electorate"] == Electorate.ZONE_CHAIR:
        return f"ประธานเครือข่ายชุมชน {result['zone']}"
    return "ประธานประชาคมชุมชน"


def _opening(result: dict[str, Any]) -> str:
    voters = (
        "ประธานชุมชนในโซนที่ดำรงตำแหน่งอยู่ในวันเลือกตั้ง"
        if result["electorate"] == Electorate.ZONE_CHAIR
        else "ประธานเครือข่ายชุมชนที่ดำรงตำแหน่งอยู่ในวันเลือกตั้ง"
    )
    reason = _REASONS.get(result["reason"], "")
    return (
        f"ตามที่{result['office']}ได้จัดการเลือกตั้ง{chair_title(result)} {reason}".rstrip()
        + f" เมื่อวันที่ {show_date(date.fromisoformat(result['held_on']))} โดย{voters}เป็นผู้เลือกตั้ง "
        f"{_METHODS[result['method']]} ผลการเลือกตั้งปรากฏดังนี้"
    )


def _tie(result: dict[str, Any]) -> str:
    if result["lot"]:
        return f"ผู้สมัครได้คะแนนเท่ากัน ตัดสินโดยการจับสลากต่อหน้า{result['lot']['witnesses']}"
    if result["outcome"] == "second_round":
        return "ผู้สมัครได้คะแนนเท่ากัน ให้ลงคะแนนรอบที่สองระหว่างผู้ที่ได้คะแนนเท่ากัน"
    return ""


def _conclusion(result: dict[str, Any]) -> str:
    objections = f"ผู้ใดประสงค์จะคัดค้านให้ยื่นภายใน {result['objection_days']} วัน นับแต่วันประกาศ"
    winner = next((one for one in result["candidates"] if one["id"] == result["winner"]), None)
    if winner is None:
        return f"จึงประกาศว่ายังไม่มีผู้ได้รับเลือกตั้งเป็น{chair_title(result)} {objections}"
    begin = show_date(date.fromisoformat(result["term_from"]))
    end = result["term_ends_on"]
    term = (
        f"ตั้งแต่วันที่ {begin} ถึงก่อนวันที่ {show_date(date.fromisoformat(end))}"
        if end
        else f"ตั้งแต่วันที่ {begin}"
    )
    return f"จึงประกาศให้ {winner['name']} เป็นผู้ได้รับเลือกตั้งเป็น{chair_title(result)} {term} {objections}"
