"""Taking communities over from a file: first compared with the register, then written in a few statements.

A community is found by its district and `match_key`. Two different names are never merged, an empty
cell changes nothing, and a row that says what the register holds writes nothing (F19, F98, B5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Double,
    Integer,
    Row,
    Select,
    TableValuedAlias,
    Text,
    Uuid,
    bindparam,
    column,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import Message, Refused
from core.i18n.dates import show_date
from core.indicators.service import mark_filled_months
from core.tenancy import scope
from tenants.registry.import_rows import Reading
from tenants.registry.models import FIGURES, Community, CommunityFigures, CommunityStatus

WRITTEN = ("name", "kind", "subdistrict_code", "lat", "lon", "source_key")
"""What a file may change in a community."""

_FIGURES_FIELD = "figures"
_IMPORT_LOCK = 4_710
_MOST_COMPARISONS = 40_000
_ALIKE = 0.88


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Outcome:
    """What becomes of a row; `fields` names what changes, `figures` among them for a new snapshot."""

    reading: Reading
    fate: Fate
    fields: tuple[str, ...] = ()
    refusal: Message | None = None
    warning: Message | None = None
    community_id: UUID | None = None


@dataclass(frozen=True)
class Comparison:
    """The rows of one district against its register as it is now.

    `ends_example`: the district lived on example data, which leaves the city's figures with this file.
    """

    as_of: date
    source: str
    outcomes: list[Outcome]
    ends_example: bool

    @property
    def totals(self) -> dict[str, int]:
        """Rows by fate, snapshots of figures, and rows to look at."""
        found = {fate.value: 0 for fate in Fate} | {"figures": 0, "warnings": 0}
        for outcome in self.outcomes:
            found[outcome.fate] += 1
            found["figures"] += _FIGURES_FIELD in outcome.fields
            found["warnings"] += outcome.warning is not None
        return found


def compare(
    session: Session,
    readings: Sequence[Reading],
    *,
    as_of: date,
    source: str,
    lock: bool = False,
) -> Comparison:
    """The fate of each row in the open district; `lock` keeps the register still until the commit."""
    if lock:
        district_id = scope.current(session).district_id
        session.execute(
            text("SELECT pg_advisory_xact_lock(:space, :district)"),
            {"space": _IMPORT_LOCK, "district": district_id},
        )
    register = {row.match_key: row for row in session.execute(_register(lock=lock))}
    snapshots = {
        row.community_id: row
        for row in session.execute(
            select(CommunityFigures.community_id, *_columns_of_figures()).where(
                CommunityFigures.as_of == as_of, CommunityFigures.source == source
            )
        )
    }
    outcomes = [_outcome(reading, register, snapshots, as_of) for reading in readings]
    outcomes = _with_doubts(outcomes, register)
    return Comparison(
        as_of=as_of,
        source=source,
        outcomes=outcomes,
        ends_example=bool(register)
        and all(row.is_example for row in register.values())
        and any(outcome.fate is Fate.NEW for outcome in outcomes),
    )


def take_over(session: Session, comparison: Comparison, *, changed_by: str) -> None:
    """Write what the comparison found: at most three statements, and none where nothing changes.

    With a district's first real communities every month that has facts is counted again.
    """
    district_id = scope.current(session).district_id
    new = [each for each in comparison.outcomes if each.fate is Fate.NEW]
    changed = [
        each
        for each in comparison.outcomes
        if each.fate is Fate.CHANGED and set(each.fields) & set(WRITTEN)
    ]
    counted = [each for each in comparison.outcomes if _FIGURES_FIELD in each.fields]
    try:
        with session.begin_nested():
            if new:
                _insert_communities(session, district_id, new, comparison, changed_by)
            if changed:
                _update_communities(session, changed, comparison.source, changed_by)
            if counted:
                _insert_figures(session, district_id, counted, comparison, changed_by)
    except IntegrityError as problem:
        raise Refused(
            "Somebody changed the register at the same moment. Nothing was taken over: try again."
        ) from problem
    if comparison.ends_example:
        mark_filled_months(session, "communities")


def _register(*, lock: bool) -> Select[Any]:
    statement = select(
        Community.id,
        Community.match_key,
        Community.status,
        Community.is_example,
        *(getattr(Community, name) for name in WRITTEN),
    )
    return statement.with_for_update() if lock else statement


def _columns_of_figures() -> list[Any]:
    return [getattr(CommunityFigures, name) for name in FIGURES]


def _outcome(
    reading: Reading,
    register: Mapping[str, Row[Any]],
    snapshots: Mapping[UUID, Row[Any]],
    as_of: date,
) -> Outcome:
    if reading.refusal:
        return Outcome(reading, Fate.REJECTED, refusal=reading.refusal)
    known = register.get(reading.match_key)
    if known is None:
        if "kind" not in reading.values:
            message = Message("The row does not say the type of the new community.")
            return Outcome(reading, Fate.REJECTED, refusal=message)
        fields = (*reading.values, *([_FIGURES_FIELD] if reading.figures else []))
        return Outcome(reading, Fate.NEW, fields, warning=reading.warning, community_id=uuid7())
    refusal = _refusal(reading, known, snapshots.get(known.id), as_of)
    if refusal is not None:
        return Outcome(reading, Fate.REJECTED, refusal=refusal)
    said = {"name": reading.name} | reading.values
    fields = tuple(name for name, value in said.items() if getattr(known, name) != value)
    if reading.figures and known.id not in snapshots:
        fields = (*fields, _FIGURES_FIELD)
    fate = Fate.CHANGED if fields else Fate.UNCHANGED
    return Outcome(reading, fate, fields, warning=reading.warning, community_id=known.id)


def _refusal(
    reading: Reading, known: Row[Any], snapshot: Row[Any] | None, as_of: date
) -> Message | None:
    if known.status == CommunityStatus.CLOSED:
        return Message("This community is closed. A closed community is not changed.")
    if known.is_example:
        return Message("The register holds an example community of this name.")
    if snapshot is None or not reading.figures:
        return None
    if all(getattr(snapshot, name) == value for name, value in reading.figures.items()):
        return None
    return Message(
        "The register holds other figures of %(day)s from this source. Give another day or source.",
        day=show_date(as_of, style="numeric"),
    )


def _with_doubts(outcomes: list[Outcome], register: Mapping[str, Row[Any]]) -> list[Outcome]:
    """Warn where a new name looks like one of the register; the person decides, nothing is merged."""
    new = sum(outcome.fate is Fate.NEW for outcome in outcomes)
    if not register or new * len(register) > _MOST_COMPARISONS:
        return outcomes
    return [
        _doubted(outcome, register)
        if outcome.fate is Fate.NEW and outcome.warning is None
        else outcome
        for outcome in outcomes
    ]


def _doubted(outcome: Outcome, register: Mapping[str, Row[Any]]) -> Outcome:
    key, source_key = outcome.reading.match_key, outcome.reading.values.get("source_key")
    matcher = SequenceMatcher(b=key, autojunk=False)
    for other in register.values():
        matcher.set_seq1(other.match_key)
        same_source = source_key is not None and source_key == other.source_key
        if same_source or (
            _numbers(key) == _numbers(other.match_key)
            and matcher.real_quick_ratio() >= _ALIKE
            and matcher.quick_ratio() >= _ALIKE
            and matcher.ratio() >= _ALIKE
        ):
            warning = Message(
                "The register holds “%(name)s”. Is it the same community?", name=other.name
            )
            return Outcome(
                outcome.reading,
                outcome.fate,
                outcome.fields,
                warning=warning,
                community_id=outcome.community_id,
            )
    return outcome


def _numbers(key: str) -> list[str]:
    return "".join(letter if letter.isdecimal() else " " for letter in key).split()


_TYPES: dict[str, Any] = {
    "id": Uuid(),
    "match_key": Text(),
    "name": Text(),
    "kind": Text(),
    "subdistrict_code": Integer(),
    "lat": Double(),
    "lon": Double(),
    "source_key": Text(),
    "community_id": Uuid(),
} | {name: Integer() for name in FIGURES}


def _incoming(rows: list[dict[str, Any]], *names: str) -> TableValuedAlias:
    """Rows sent as one JSON value: one statement whatever their number, so the triggers run once."""
    columns = [column(name, _TYPES[name]) for name in names]
    return (
        func.jsonb_to_recordset(bindparam("rows", rows, type_=JSONB))
        .table_valued(*columns, name="incoming")
        .render_derived(with_types=True)
    )


def _values(outcome: Outcome) -> dict[str, Any]:
    return outcome.reading.values | {
        "id": str(outcome.community_id),
        "name": outcome.reading.name,
        "match_key": outcome.reading.match_key,
    }


def _insert_communities(
    session: Session,
    district_id: int | None,
    outcomes: list[Outcome],
    comparison: Comparison,
    changed_by: str,
) -> None:
    taken = ("id", "match_key", *WRITTEN)
    incoming = _incoming([_values(outcome) for outcome in outcomes], *taken)
    said = {
        "district_id": literal(district_id, Integer),
        "registered_from": literal(comparison.as_of),
        "source": literal(comparison.source),
        "changed_by": literal(changed_by),
    }
    session.execute(
        insert(Community).from_select(
            [*taken, *said], select(*(incoming.c[name] for name in taken), *said.values())
        ),
    )


def _update_communities(
    session: Session, outcomes: list[Outcome], source: str, changed_by: str
) -> None:
    incoming = _incoming([_values(outcome) for outcome in outcomes], "id", *WRITTEN)
    session.execute(
        update(Community)
        .where(Community.id == incoming.c.id)
        .values(
            {name: func.coalesce(incoming.c[name], getattr(Community, name)) for name in WRITTEN}
            | {
                "source": source,
                "version": Community.version + 1,
                "changed_at": func.now(),
                "changed_by": changed_by,
            }
        )
        .execution_options(synchronize_session=False),
    )


def _insert_figures(
    session: Session,
    district_id: int | None,
    outcomes: list[Outcome],
    comparison: Comparison,
    changed_by: str,
) -> None:
    taken = ("id", "community_id", *FIGURES)
    rows = [
        outcome.reading.figures | {"id": str(uuid7()), "community_id": str(outcome.community_id)}
        for outcome in outcomes
    ]
    incoming = _incoming(rows, *taken)
    said = {
        "district_id": literal(district_id, Integer),
        "as_of": literal(comparison.as_of),
        "source": literal(comparison.source),
        "recorded_by": literal(changed_by),
    }
    session.execute(
        insert(CommunityFigures).from_select(
            [*taken, *said], select(*(incoming.c[name] for name in taken), *said.values())
        ),
    )
