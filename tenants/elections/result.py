"""What a signed result says: plain values, their canonical text, and the Thai words of the paper."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.evidence.models import EvidenceKind
from core.evidence.service import put_card
from core.i18n.dates import to_bangkok
from tenants.elections.counting import Finding, Tally, Verdict
from tenants.elections.models import Election, ElectionState, Electorate, PaperCount
from tenants.elections.queries import ElectionView

OUTCOME_ELECTED, OUTCOME_SECOND_ROUND, OUTCOME_NOBODY = "elected", "second_round", "nobody"


def canonical_text(result: dict[str, Any]) -> str:
    """The one text that stands for a result: sorted keys, no spaces."""
    return json.dumps(result, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def fingerprint(result: dict[str, Any]) -> str:
    """The SHA-256 of the canonical text in UTF-8, 64 hexadecimal letters."""
    return sha256(canonical_text(result).encode()).hexdigest()


def title_of(election: Election, zone_name: str, district: str) -> str:
    """The subject of the paper, without any person's name."""
    if election.electorate == Electorate.ZONE_CHAIR:
        return f"ผลการเลือกตั้งประธานเครือข่ายชุมชน {zone_name}"
    return f"ผลการเลือกตั้งประธานประชาคมชุมชนเขต{district}"


def result_of(view: ElectionView, tally: Tally, finding: Finding) -> dict[str, Any]:
    """The votes and the roll. Who signs, and how a tie was settled, is added when it is declared."""
    election = view.election
    return {
        "schema": 1,
        "election_id": str(election.id),
        "electorate": election.electorate,
        "zone": view.zone.name if view.zone else None,
        "edition": election.edition,
        "held_on": election.held_on.isoformat(),
        "method": election.method,
        "reason": election.reason,
        "repeats": str(election.repeats_id) if election.repeats_id else None,
        "term_from": election.term_from.isoformat(),
        "term_ends_on": election.term_ends_on.isoformat() if election.term_ends_on else None,
        "tie_rule": election.tie_rule,
        "frozen_at": to_bangkok(election.frozen_at).isoformat() if election.frozen_at else None,
        "roll": [
            {
                "name": voter.person_name,
                "position": voter.person_position,
                "place": view.places.get(voter.id, ""),
                "has_voted": voter.has_voted,
            }
            for voter in view.voters
        ],
        "on_roll": len(view.voters),
        "voted": view.voted,
        "candidates": [
            {
                "id": str(one.id),
                "number": one.number,
                "name": one.person_name,
                "position": one.person_position,
                "votes": tally.of(one.id),
                "withdrawn_on": one.withdrawn_on.isoformat() if one.withdrawn_on else None,
            }
            for one in view.candidates
        ],
        "blank": tally.blank,
        "spoilt": tally.spoilt,
        "tied": [str(one.id) for one in finding.first] if finding.verdict is Verdict.TIED else [],
    }


@dataclass(frozen=True)
class Signature:
    """Who signs a result and when, where anybody can check it, and how long it can be objected to."""

    name: str
    position: str
    declared_at: datetime
    code: str
    address: str
    objection_days: int


def signed(
    result: dict[str, Any],
    *,
    title: str,
    office_name: str,
    winner_id: UUID | None,
    signature: Signature,
) -> dict[str, Any]:
    """The votes with what is added when they are signed: this is what is hashed and kept."""
    return result | {
        "title": title,
        "office": office_name,
        "winner": str(winner_id) if winner_id else None,
        "objection_days": signature.objection_days,
        "declared_at": signature.declared_at.isoformat(),
        "declared_by": signature.name,
        "declared_by_position": signature.position,
        "verification_code": signature.code,
        "verification_address": signature.address,
    }


def write_result(session: Session, election: Election, result: dict[str, Any]) -> None:
    """Declare an election with its signed result, and lay down the card that names nobody."""
    declared_at = datetime.fromisoformat(result["declared_at"])
    election.result, election.sha256 = result, fingerprint(result)
    election.winner_candidate_id = UUID(result["winner"]) if result["winner"] else None
    election.declared_at, election.declared_by = declared_at, result["declared_by"]
    election.declared_by_position = result["declared_by_position"]
    election.state = ElectionState.DECLARED.value
    session.flush()
    put_card(
        session,
        kind=EvidenceKind.ELECTION,
        record_id=election.id,
        title=result["title"],
        dated_on=to_bangkok(declared_at).date(),
        sha256=fingerprint(result),
        zone_id=election.zone_id,
        edition=election.edition,
        verification_code=result["verification_code"],
        is_example=election.is_example,
    )


def counters_of(agreed: tuple[PaperCount, PaperCount] | None) -> list[dict[str, Any]]:
    """Who counted the ballots on paper, and in which pass the two agreed."""
    return [
        {"name": count.counted_by, "pass": count.pass_number, "counter": count.counter}
        for count in agreed or ()
    ]
