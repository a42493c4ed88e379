"""Adopting an edition of the manual: dated, never in advance, and never of a draft."""

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import Refused
from core.evidence.models import EvidenceCard, EvidenceKind, EvidenceState
from core.evidence.queries import card_of
from core.evidence.service import mark_card, put_card
from core.i18n.dates import bangkok_today
from core.i18n.numbers import show_number
from core.identity.actor import Actor
from core.manual.models import ManualEdition
from core.manual.parts import digest_of
from core.manual.queries import published_edition
from core.records import lock
from core.tenancy import scope
from tenants.adoption.models import Adoption
from tenants.adoption.queries import (
    content_in_force,
    edition_in_force,
    local_clauses,
    open_move,
)


def adopt_edition(session: Session, *, actor: Actor, number: int) -> Adoption:
    """Follow a published edition from today on (F42), in one step.

    Adopting the one in force once more changes nothing. A second choice on one day replaces the
    first: an office follows one edition a day. Refuses a draft and an unknown number, and where the
    office has texts of its own, which only a move brings along.
    """
    scope.name_change(session, "manual:adopted")
    if published_edition(session, number) is None:
        raise Refused("Edition %(number)s has not been published.", number=number)
    current = locked_adoption(session)
    if current is not None and current[0].edition == number:
        return current[0]
    if current is not None:
        _refuse_to_leave_behind(session, number)
    adoption = follow(session, actor=actor, number=number)
    lay_card(session, adoption)
    return adoption


def follow(session: Session, *, actor: Actor, number: int) -> Adoption:
    """The adoption of an edition from today on, with its evidence card; the rules are the caller's."""
    today = bangkok_today()
    before = edition_in_force(session, today)
    begun_today = session.scalars(
        select(Adoption).where(Adoption.valid_from == today).with_for_update()
    ).one_or_none()
    if begun_today is None:
        adoption = _add(session, actor, number)
    else:
        adoption = begun_today
        adoption.edition = number
        adoption.adopted_by, adoption.adopted_by_position = actor.name, actor.position
        adoption.adopted_at = func.now()
        adoption.is_example = False
    session.flush()
    if before is not None and before[0].id != adoption.id:
        mark_card(session, record_id=before[0].id, state=EvidenceState.REPLACED)
    return adoption


def lay_card(session: Session, adoption: Adoption) -> EvidenceCard:
    """The evidence card of an adoption: the hash is that of the content in force, own texts included.

    An adoption that was replaced on its own day keeps one card, of what holds in the end.
    """
    in_force = content_in_force(session, adoption.valid_from)
    sha256 = digest_of(in_force.content) if in_force else ""
    title = f"การใช้คู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ {show_number(adoption.edition, digits='thai')}"
    if card_of(session, adoption.id) is not None:
        session.execute(
            update(EvidenceCard)
            .where(EvidenceCard.record_id == adoption.id)
            .values(title=title, sha256=sha256, edition=adoption.edition, recorded_at=func.now())
        )
        return session.scalars(
            select(EvidenceCard)
            .where(EvidenceCard.record_id == adoption.id)
            .execution_options(populate_existing=True)
        ).one()
    return put_card(
        session,
        kind=EvidenceKind.ADOPTION,
        record_id=adoption.id,
        title=title,
        dated_on=adoption.valid_from,
        sha256=sha256,
        edition=adoption.edition,
        is_example=adoption.is_example,
    )


def locked_adoption(session: Session) -> tuple[Adoption, ManualEdition] | None:
    """The edition in force, its adoption locked: own texts and moves of an office change in turn."""
    current = edition_in_force(session, bangkok_today())
    while current is not None:
        lock(session, current[0])
        again = edition_in_force(session, bangkok_today())
        if again is None or again[0].id == current[0].id:
            return again
        # Somebody adopted another edition while this waited: that one is in force.
        current = again
    return None


def _refuse_to_leave_behind(session: Session, number: int) -> None:
    move = open_move(session)
    if move is not None:
        raise Refused(
            "The move to edition %(number)s has begun. Finish or abandon it first.",
            number=move.to_edition,
        )
    own = local_clauses(session, bangkok_today())
    if own:
        raise Refused(
            "The office has %(count)s texts of its own. Move to edition %(number)s step by step, "
            "so that none is lost.",
            count=len(own),
            number=number,
        )


def _add(session: Session, actor: Actor, number: int) -> Adoption:
    adoption = Adoption(
        district_id=actor.district_id,
        edition=number,
        valid_from=bangkok_today(),
        adopted_by=actor.name,
        adopted_by_position=actor.position,
    )
    try:
        with session.begin_nested():
            session.add(adoption)
    except IntegrityError as problem:
        raise Refused(
            "Somebody else adopted an edition at this moment. Look at the manual again."
        ) from problem
    return adoption
