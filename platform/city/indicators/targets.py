"""Targets follow each other: one that holds or held is never changed, one that has not begun can be withdrawn."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import FieldError, InputProblem, NotFound, Refused
from core.i18n.dates import show_date
from core.i18n.numbers import show_number
from core.identity.actor import Actor
from core.indicators.definitions import Definition, Level, definition_of
from core.indicators.expressions import parse
from core.indicators.formulas import Operation, parts_of
from core.indicators.measures import Measure
from core.indicators.models import DefinitionState, IndicatorDefinition, IndicatorTarget
from core.tenancy import scope
from core.tenancy.scope import DEPARTMENT


def set_target(
    session: Session,
    *,
    actor: Actor,
    key: str,
    record_id: UUID,
    office_code: int | None,
    valid_from: date,
    value: Decimal | None,
    source: str,
    past_reason: str,
    today: date,
    measures: Iterable[Measure],
) -> IndicatorTarget:
    """Let a target hold from a day on; an empty value ends it. What was set is never changed.

    A share takes what it can reach, a count nothing below zero unless its formula can; the city as a
    whole has a target only where the level allows it. A day in the past needs `past_reason`, since
    periods that were judged before are judged anew.
    """
    stored = session.get(IndicatorTarget, record_id)
    if stored is not None:
        if stored.key != key:
            raise NotFound("This target does not exist.")
        return stored
    definition = _read_now(session, key)
    if office_code == DEPARTMENT and definition.level is Level.DISTRICT:
        raise FieldError(
            "The target of this indicator is for each district alone: the city as a whole has none.",
            field="office",
        )
    if value is not None:
        _check_value(definition, value, measures)
    is_past = valid_from < today
    if is_past and not past_reason:
        raise FieldError(
            "%(day)s is past: figures since that day are judged anew. Say why, or type a later day.",
            field="past_reason",
            day=show_date(valid_from, style="numeric"),
        )
    action = "indicator:targeted-back" if is_past else "indicator:targeted"
    scope.name_change(session, action, past_reason if is_past else source)
    row = IndicatorTarget(
        id=record_id,
        key=key,
        office_code=office_code,
        valid_from=valid_from,
        value=value,
        source=source,
        recorded_by=actor.name,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as problem:
        if "pk_" in str(problem.orig):
            raise
        raise FieldError(
            "A target from %(day)s has been set already. What was set is not changed: choose a later day.",
            field="valid_from",
            day=show_date(valid_from, style="numeric"),
        ) from problem
    return row


def withdraw_target(
    session: Session, *, key: str, target_id: UUID, reason: str, today: date
) -> None:
    """Take a target back that has not begun; the audit trail keeps it. Gone already: nothing is left to do.

    NotFound for a target of another indicator.
    """
    row = session.get(IndicatorTarget, target_id)
    if row is None:
        return
    if row.key != key:
        raise NotFound("This target does not exist.")
    if not can_be_withdrawn(row, today):
        raise Refused(
            "Figures are judged by this target since %(day)s: it is not withdrawn. Set one that follows it.",
            day=show_date(row.valid_from, style="numeric"),
        )
    scope.name_change(session, "indicator:target-withdrawn", reason)
    session.execute(delete(IndicatorTarget).where(IndicatorTarget.id == target_id))


def can_be_withdrawn(row: IndicatorTarget, today: date) -> bool:
    return row.valid_from > today


def _read_now(session: Session, key: str) -> Definition:
    """The newest published version; the newest draft where nothing was published. NotFound without any."""
    row = session.scalars(
        select(IndicatorDefinition)
        .where(IndicatorDefinition.key == key)
        .order_by(
            (IndicatorDefinition.state == DefinitionState.PUBLISHED.value).desc(),
            IndicatorDefinition.version.desc(),
        )
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound("This indicator does not exist.")
    return definition_of(row)


def _check_value(definition: Definition, value: Decimal, measures: Iterable[Measure]) -> None:
    if definition.is_share and not 0 <= value <= definition.scale:
        raise FieldError(
            "This indicator is a share: type a number from 0 to %(most)s.",
            field="value",
            most=show_number(definition.scale),
        )
    if value < 0 and not _can_be_negative(definition, measures):
        raise FieldError("This indicator is never below 0: type 0 or more.", field="value")


def _can_be_negative(definition: Definition, measures: Iterable[Measure]) -> bool:
    """Whether the formula takes something away; what is counted is never negative by itself."""
    known = tuple(measures)
    try:
        nodes = [
            parse(text, known).node
            for text in (definition.numerator, definition.denominator)
            if text
        ]
    except InputProblem:
        return True
    return any(
        isinstance(part, Operation) and part.sign == "-"
        for node in nodes
        for part in parts_of(node)
    )
