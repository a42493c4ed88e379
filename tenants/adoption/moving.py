"""Moving to another edition: begun, decided question by question, and finished in one change (F42, M48)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import EditConflict, FieldError, Refused
from core.i18n.dates import bangkok_now
from core.identity.actor import Actor
from core.manual.merge import CHOICES, Choice, Decision, own_texts_after
from core.manual.parts import OwnText, PartId, PartKind
from core.manual.queries import published_edition
from core.marks import mark
from core.records import lock, sign
from core.tenancy import scope
from tenants.adoption import moves
from tenants.adoption.models import Adoption, EditionMove, LocalClause, MoveState
from tenants.adoption.moves import MoveView, Question, StoredDecision
from tenants.adoption.queries import open_move
from tenants.adoption.service import follow, lay_card, locked_adoption
from tenants.adoption.texts import check_words, end_text

_ACTIONS = {
    Choice.CITY: "edition_move:city_chosen",
    Choice.OURS: "edition_move:ours_chosen",
    Choice.EDITED: "edition_move:text_edited",
    Choice.ANNEX: "edition_move:annex_chosen",
    Choice.END: "edition_move:end_chosen",
}


def begin_move(session: Session, *, actor: Actor, record_id: UUID, number: int) -> EditionMove:
    """Begin the move to a newer published edition; nothing changes for anybody until it is finished.

    An office has one move at a time: beginning the same one again is that one.
    """
    scope.name_change(session, "edition_move:begun")
    if published_edition(session, number) is None:
        raise Refused("Edition %(number)s has not been published.", number=number)
    current = locked_adoption(session)
    if current is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    known = session.get(EditionMove, (actor.district_id, record_id)) or open_move(session)
    if known is not None and known.to_edition == number:
        return known
    if known is not None:
        raise Refused(
            "The move to edition %(number)s has begun. Finish or abandon it first.",
            number=known.to_edition,
        )
    if number <= current[0].edition:
        raise Refused(
            "Edition %(number)s is not newer than the one in force, edition %(current)s.",
            number=number,
            current=current[0].edition,
        )
    move = EditionMove(
        district_id=actor.district_id,
        id=record_id,
        from_edition=current[0].edition,
        to_edition=number,
        decisions={},
        begun_by=actor.name,
        changed_by=actor.name,
    )
    session.add(move)
    session.flush()
    return move


def decide(
    session: Session,
    *,
    actor: Actor,
    move_id: UUID,
    part_id: PartId,
    seen_version: int,
    decision: Decision,
) -> EditionMove:
    """Decide one question; a decision may be changed until the move is finished.

    EditConflict where somebody else decided it since the page was opened. The same decision sent
    twice is one.
    """
    move = _open(session, move_id)
    view = moves.view_of(session, move)
    question = moves.question_of(view, part_id)
    decision = _checked(question, decision)
    stored = question.stored
    if question.is_decided and stored is not None and stored.decision == decision:
        return move
    if question.version != seen_version and stored is not None:
        raise EditConflict(
            mark("%(name)s decided this question while you were reading."),
            name=stored.decided_by,
            current={
                "version": stored.version,
                "choice": stored.decision.choice,
                "title": stored.decision.title,
                "body": stored.decision.body,
            },
            changed_by=stored.decided_by,
            changed_at=stored.decided_at,
        )
    scope.name_change(session, _ACTIONS[decision.choice], _name_of(question))
    kept = StoredDecision(
        decision=decision,
        title_of_part=question.part.title,
        about=question.part.fingerprint,
        version=question.version + 1,
        decided_by=actor.name,
        decided_by_position=actor.position,
        decided_at=bangkok_now(),
    )
    move.decisions = move.decisions | {str(part_id): kept.as_json()}
    sign(move, actor)
    return move


def finish_move(session: Session, *, actor: Actor, move_id: UUID) -> EditionMove:
    """Follow the new edition from today on, with the own texts that stay, in one change.

    Texts of the old edition end and stay on record; those that stay are written anew against the
    new edition. Refused while a question is undecided. Finishing once more changes nothing.
    """
    scope.name_change(session, "edition_move:finished")
    current = locked_adoption(session)
    move = lock(session, moves.move(session, move_id))
    if move.state == MoveState.DONE:
        return move
    moves.refuse_ended(move)
    if current is None or current[0].edition != move.from_edition:
        raise Refused("Another edition is in force by now. Abandon this move and begin a new one.")
    view = moves.view_of(session, move)
    if view.undecided:
        raise Refused("%(count)s questions are not decided yet.", count=view.undecided)
    adoption = follow(session, actor=actor, number=move.to_edition)
    _rewrite_texts(session, actor, view, adoption)
    move.state = MoveState.DONE.value
    _end(move, actor)
    session.flush()
    lay_card(session, adoption)
    return move


def abandon_move(session: Session, *, actor: Actor, move_id: UUID, reason: str) -> EditionMove:
    """Give a move up: the edition in force stays, and so do all texts. The decisions stay on record."""
    scope.name_change(session, "edition_move:abandoned", reason)
    move = lock(session, moves.move(session, move_id))
    if move.state == MoveState.ABANDONED:
        return move
    moves.refuse_ended(move)
    if not reason.strip():
        raise FieldError("Say why the move is given up.", field="reason")
    move.state = MoveState.ABANDONED.value
    _end(move, actor)
    return move


def _open(session: Session, move_id: UUID) -> EditionMove:
    move = lock(session, moves.move(session, move_id))
    moves.refuse_ended(move)
    return move


def _checked(question: Question, decision: Decision) -> Decision:
    """The decision without texts that its choice does not need."""
    if decision.choice not in CHOICES[question.part.outcome]:
        raise FieldError("Choose one of the list.", field="choice")
    if decision.choice is not Choice.EDITED:
        return Decision(decision.choice)
    check_words(question.part.id, decision.title, decision.body)
    title = question.part.title if question.part.id.kind is PartKind.ARTICLE else decision.title
    return Decision(Choice.EDITED, title, decision.body)


def _name_of(question: Question) -> str:
    """ข้อ 3.2 with its title: what the audit says the decision was about."""
    return f"ข้อ {question.part.id.key} {question.part.title}".strip()


def _end(move: EditionMove, actor: Actor) -> None:
    move.ended_at = func.now()
    move.ended_by = actor.name
    sign(move, actor)


def _rewrite_texts(session: Session, actor: Actor, view: MoveView, adoption: Adoption) -> None:
    """End the texts against the old edition, and write those that stay against the new one."""
    rows = {
        PartId(PartKind(row.part), row.key): row
        for row in session.scalars(select(LocalClause).where(LocalClause.removed_on.is_(None)))
    }
    used = session.scalars(
        select(LocalClause.key).where(LocalClause.part == PartKind.ANNEX.value).distinct()
    ).all()
    decisions = {
        question.part.id: question.stored.decision
        for question in view.questions
        if question.stored is not None
    }
    kept = own_texts_after(view.parts, decisions, used_annex_keys=used)
    for row in rows.values():
        end_text(row, actor)
    session.flush()
    session.add_all(
        _rewritten(rows, origin, text, adoption, actor) for origin, text in kept.items()
    )


def _rewritten(
    rows: Mapping[PartId, LocalClause],
    origin: PartId,
    text: OwnText,
    adoption: Adoption,
    actor: Actor,
) -> LocalClause:
    before = rows[origin]
    return LocalClause(
        district_id=before.district_id,
        part=text.id.kind.value,
        key=text.id.key,
        title=text.title,
        body=text.body,
        reason=before.reason,
        edition=adoption.edition,
        is_example=before.is_example,
        version=before.version + 1,
        changed_by=actor.name,
    )
