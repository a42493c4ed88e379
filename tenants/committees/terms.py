"""When a term ends, and whose term ends soon (F26)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from sqlalchemy.orm import Session

from core.manual.structure import CommitteeKind
from core.regulations.keys import RegulationKey
from core.regulations.queries import history_of
from tenants.committees.view import CommitteeView


@dataclass(frozen=True)
class Terms:
    """How long terms are. `regulation` has what the regulation said from which day on, the newest first.

    The manual says how long a term is (M19, F26); a community's is the regulation's (DOMAIN 4.4).
    """

    regulation: Sequence[tuple[date, Mapping[str, int]]]

    @classmethod
    def of(cls, session: Session) -> Self:
        history = history_of(session, RegulationKey.COMMUNITY_COMMITTEE_TERM)
        return cls([(entry.valid_from, entry.value) for entry in history])

    def end(self, view: CommitteeView, valid_from: date) -> date | None:
        """The first day after a term that begins on a day; None where nothing sets its length."""
        years = view.content.rules(view.body.kind).term_years
        if years is None and view.body.kind is CommitteeKind.COMMUNITY:
            values = (value for since, value in self.regulation if since <= valid_from)
            value = next(values, None)
            years = value["years"] if value else None
        return None if years is None else years_later(valid_from, years)


def term_end(session: Session, view: CommitteeView, valid_from: date) -> date | None:
    """The first day after a term that begins on a day; None where nothing sets its length."""
    return Terms.of(session).end(view, valid_from)


def years_later(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 1 March, as the last day of the term is 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
