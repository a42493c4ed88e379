"""Keeping the catalogue of indicators: drafts are changed, published versions are final."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import EditConflict, FieldError, InputProblem, Message, NotFound, Refused
from core.identity.actor import Actor
from core.indicators.definitions import Direction, Level, RollUp
from core.indicators.expressions import parse
from core.indicators.measures import Measure
from core.indicators.models import DefinitionState, IndicatorDefinition
from core.indicators.spans import SpanKind
from core.tenancy import scope

_KEY = re.compile(r"[a-z][a-z0-9-]{1,39}")
_NAMES_OF_PAGES = frozenset({"new", "logframe", "draft"})
"""Words that stand in an address where a key could."""
_CODES = 4_712
"""The lock under which codes and titles are compared, and indicators come into force and leave it."""


@dataclass(frozen=True)
class Draft:
    """What a person decides about a version; `roll_up` follows from the denominator."""

    code: str
    title_th: str
    title_en: str
    short_th: str
    short_en: str
    definition_th: str
    definition_en: str
    choice_th: str
    choice_en: str
    source_th: str
    source_en: str
    unit_th: str
    unit_en: str
    numerator: str
    denominator: str
    scale: int
    decimals: int
    direction: Direction
    level: Level
    period: SpanKind
    window: int | None
    zero_is_unknown: bool
    steps: tuple[float, ...]
    evidence: tuple[str, ...]
    position: int

    @property
    def columns(self) -> dict[str, Any]:
        """As the table keeps it."""
        return asdict(self) | {
            "denominator": self.denominator or None,
            "direction": self.direction.value,
            "level": self.level.value,
            "period": self.period.value,
            "roll_up": (RollUp.RATIO_OF_SUMS if self.denominator else RollUp.SUM).value,
            "steps": list(self.steps),
            "evidence": list(self.evidence),
        }


def add_indicator(
    session: Session, *, actor: Actor, key: str, draft: Draft, measures: Iterable[Measure]
) -> IndicatorDefinition:
    """Begin a new indicator as a draft. The same draft under the same key is the one that was sent before."""
    if key in _NAMES_OF_PAGES:
        raise FieldError(
            "“%(key)s” is a word of the platform's own addresses. Choose another key.",
            field="key",
            key=key,
        )
    if not _KEY.fullmatch(key):
        raise FieldError(
            "Use 2 to 40 small Latin letters, digits and hyphens, beginning with a letter.",
            field="key",
        )
    _check(draft, measures)
    known = _versions(session, key)
    if known:
        if len(known) == 1 and _is_same(known[0], draft, actor):
            return known[0]
        raise FieldError("This key is taken by another indicator.", field="key")
    _refuse_taken(session, key, draft.code, draft.title_th)
    return _store(session, actor, key, 1, draft)


def draft_version(
    session: Session,
    *,
    actor: Actor,
    key: str,
    number: int,
    draft: Draft,
    measures: Iterable[Measure],
) -> IndicatorDefinition:
    """Draft a further version of an indicator.

    `number` is the version that the page meant to draft: sent twice, it is one draft; where somebody
    else has drafted that one meanwhile, this becomes the next.
    """
    known = _versions(session, key)
    if not known:
        raise NotFound("This indicator does not exist.")
    _check(draft, measures)
    for row in known:
        if row.version == number and _is_same(row, draft, actor):
            return row
    _refuse_taken(session, key, draft.code, draft.title_th)
    return _store(session, actor, key, known[0].version + 1, draft)


def change_draft(
    session: Session,
    *,
    actor: Actor,
    key: str,
    number: int,
    seen_version: int,
    draft: Draft,
    measures: Iterable[Measure],
) -> IndicatorDefinition:
    """Change what has not been published. Two editors see both texts."""
    row = _draft(session, key, number)
    refuse_stale_draft(row, seen_version)
    _check(draft, measures)
    _refuse_taken(session, key, draft.code, draft.title_th)
    scope.name_change(session, "indicator:changed", row.title_th)
    for name, value in draft.columns.items():
        setattr(row, name, value)
    _sign(row, actor)
    return row


def discard_draft(
    session: Session, *, actor: Actor, key: str, number: int, seen_version: int, reason: str
) -> None:
    """Throw a draft away; nothing that was published goes. Gone already: nothing is left to do."""
    row = session.get(IndicatorDefinition, (key, number), with_for_update=True)
    if row is None:
        return
    row = _draft(session, key, number)
    refuse_stale_draft(row, seen_version)
    scope.name_change(session, "indicator:discarded", reason or f"{actor.name}: {row.title_th}")
    session.delete(row)


def publish_draft(
    session: Session,
    *,
    actor: Actor,
    key: str,
    number: int,
    seen_version: int,
    reason: str,
    measures: Iterable[Measure],
) -> IndicatorDefinition:
    """Let a draft be the definition from now on; it never changes again.

    Months that were approved keep the version under which they were. A draft that is older than what
    is in force gets the next number, since the newest published version counts. A retired indicator
    is back with it.
    """
    row = session.get(IndicatorDefinition, (key, number), with_for_update=True)
    if row is not None and row.state == DefinitionState.PUBLISHED.value:
        return row
    row = _draft(session, key, number)
    refuse_stale_draft(row, seen_version)
    for name, formula in (("numerator", row.numerator), ("denominator", row.denominator or "")):
        _check_formula(name, formula, measures)
    try:
        _refuse_taken(session, key, row.code, row.title_th)
    except FieldError as problem:
        raise Refused(problem.message) from problem
    scope.name_change(session, "indicator:published", reason)
    known = _versions(session, key)
    newest = max(
        (each.version for each in known if each.state == DefinitionState.PUBLISHED.value), default=0
    )
    if newest > row.version:
        row.version = known[0].version + 1
    row.state = DefinitionState.PUBLISHED.value
    row.published_at = func.clock_timestamp()
    _sign(row, actor)
    session.flush()
    session.refresh(row)
    return row


def hold_catalogue(session: Session) -> None:
    """One after the other until the commit: the second sees what the first has published or retired."""
    session.execute(select(func.pg_advisory_xact_lock(_CODES)))


def refuse_stale_draft(row: IndicatorDefinition, seen_version: int) -> None:
    """EditConflict where somebody saved the draft after this person opened it."""
    if row.row_version != seen_version:
        raise EditConflict(
            "%(name)s changed this draft after you opened it.",
            name=row.changed_by,
            current={"version": row.row_version} | values_of(row),
            changed_by=row.changed_by,
            changed_at=row.changed_at,
        )


def values_of(row: IndicatorDefinition) -> dict[str, Any]:
    """A version by the names of its form."""
    names = Draft.__dataclass_fields__
    return {name: getattr(row, name) for name in names} | {
        "direction": Direction(row.direction),
        "level": Level(row.level),
        "period": SpanKind(row.period),
        "denominator": row.denominator or "",
        "scale": str(row.scale),
        "steps": ", ".join(f"{step:g}" for step in row.steps),
    }


def _draft(session: Session, key: str, number: int) -> IndicatorDefinition:
    row = session.get(IndicatorDefinition, (key, number), with_for_update=True)
    if row is None:
        raise NotFound("This version does not exist.")
    if row.state != DefinitionState.DRAFT.value:
        raise Refused("This version has been published and never changes. Draft a new one.")
    return row


def _versions(session: Session, key: str) -> Sequence[IndicatorDefinition]:
    return session.scalars(
        select(IndicatorDefinition)
        .where(IndicatorDefinition.key == key)
        .order_by(IndicatorDefinition.version.desc())
    ).all()


def _store(
    session: Session, actor: Actor, key: str, number: int, draft: Draft
) -> IndicatorDefinition:
    scope.name_change(session, "indicator:drafted", draft.choice_th or draft.title_th)
    row = IndicatorDefinition(
        key=key,
        version=number,
        state=DefinitionState.DRAFT.value,
        row_version=1,
        changed_by=actor.name,
        **draft.columns,
    )
    session.add(row)
    session.flush()
    return row


def _is_same(row: IndicatorDefinition, draft: Draft, actor: Actor) -> bool:
    stored: Mapping[str, Any] = {name: getattr(row, name) for name in draft.columns}
    return row.changed_by == actor.name and stored == draft.columns


def _sign(row: IndicatorDefinition, actor: Actor) -> None:
    row.row_version += 1
    row.changed_by = actor.name
    row.changed_at = func.now()


def _refuse_taken(session: Session, key: str, code: str, title_th: str) -> None:
    """Code and title stand for one indicator: no other one has or had them, as past periods still show those."""
    hold_catalogue(session)
    others = session.execute(
        select(IndicatorDefinition.code, IndicatorDefinition.title_th).where(
            IndicatorDefinition.key != key
        )
    )
    for its_code, its_title in others:
        if _plain(its_code) == _plain(code):
            raise FieldError(
                "The code “%(code)s” belongs to “%(title)s”. Every indicator has a code of its own.",
                field="code",
                code=its_code,
                title=its_title,
            )
        if _plain(its_title) == _plain(title_th):
            raise FieldError(
                "%(code)s has this title already. Readers could not tell the two apart.",
                field="title_th",
                code=its_code,
            )


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _check(draft: Draft, measures: Iterable[Measure]) -> None:
    known = tuple(measures)
    _check_formula("numerator", draft.numerator, known)
    _check_formula("denominator", draft.denominator, known)
    if list(draft.steps) != sorted(set(draft.steps)):
        raise FieldError("Type the limits in rising order.", field="steps")


def _check_formula(name: str, formula: str, measures: Iterable[Measure]) -> None:
    if name == "denominator" and not formula:
        return
    try:
        parse(formula, measures)
    except InputProblem as problem:
        raise FieldError(Message(problem.message, **problem.parameters), field=name) from problem
