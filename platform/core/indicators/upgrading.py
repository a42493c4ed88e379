"""Noticing that the product counts something new: the months that were counted before it are counted for it."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from core.db import uuid7
from core.indicators.measures import Tally
from core.indicators.models import CountedTally, Fact, FactState, FillState
from core.indicators.service import mark_filled_months
from core.tenancy import scope


def mark_new_tallies(session: Session, tallies: Sequence[Tally]) -> tuple[str, ...]:
    """Mark this district's months for the tallies that they were never counted with; returns their names.

    A tally is new as well where its measures or their states are others than before. Facts of
    measures that nobody counts any more are forgotten, approved ones excepted.
    """
    known = {row.tally: row.measures for row in session.scalars(select(CountedTally))}
    wanted = {tally.name: _measures_of(tally) for tally in tallies}
    if known == wanted:
        return ()
    new = tuple(name for name, measures in wanted.items() if known.get(name) != measures)
    if not known and session.scalars(select(FillState.id).limit(1)).first() is not None:
        mark_filled_months(session, "tallies")
    elif known:
        for name in new:
            mark_filled_months(session, f"tally:{name}")
    _note(session, wanted)
    session.execute(
        delete(Fact).where(
            Fact.measure.not_in([measure.key for tally in tallies for measure in tally.measures]),
            Fact.state != FactState.APPROVED.value,
        )
    )
    return new


def _measures_of(tally: Tally) -> list[str]:
    return sorted(
        f"{measure.key} {'+'.join(measure.states)}{' community' if measure.by_community else ''}"
        for measure in tally.measures
    )


def _note(session: Session, wanted: dict[str, list[str]]) -> None:
    office = scope.office_of(session)
    session.execute(delete(CountedTally).where(CountedTally.tally.not_in(list(wanted))))
    statement = upsert(CountedTally).values(
        [
            {"district_id": office, "id": uuid7(), "tally": name, "measures": measures}
            for name, measures in wanted.items()
        ]
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["district_id", "tally"],
            set_={"measures": statement.excluded.measures},
        )
    )
