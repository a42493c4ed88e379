"""Facts as a worker would have counted them, for tests of what is read out of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.extensions import db
from core.i18n.dates import last_of_month
from core.indicators.definitions import Catalogue, Definition, Direction, Level, RollUp
from core.indicators.figures import Figures, figures
from core.indicators.measures import Measure
from core.indicators.models import Fact, FactState, FillState
from core.indicators.spans import Span
from core.tenancy import scope
from tests.support.world import BANG_NA, World


@dataclass
class FactWriter:
    """Writes facts of whole months into districts."""

    world: World

    def month(
        self,
        month: date,
        values: Mapping[str, int],
        *,
        zones: Mapping[UUID, Mapping[str, int]] | None = None,
        communities: Mapping[UUID, Mapping[str, int]] | None = None,
        office: int = BANG_NA,
        approved: Mapping[str, int] | None = None,
        approved_at: datetime | None = None,
        is_example: bool = False,
        state: FactState = FactState.ALL,
    ) -> None:
        """A counted month; `approved` are the values that the director approved. A community has no zone."""

        def row(
            measure: str,
            value: int,
            of: FactState,
            zone: UUID | None = None,
            community: UUID | None = None,
        ) -> Fact:
            return Fact(
                district_id=office,
                measure=measure,
                month=month,
                zone_id=zone,
                community_id=community,
                state=of.value,
                value=Decimal(value),
                is_example=is_example,
            )

        def write(session: Any) -> None:
            if state is FactState.ALL:
                session.add(
                    FillState(
                        district_id=office,
                        month=month,
                        stock_day=last_of_month(month),
                        is_example=is_example,
                        approved_at=approved_at or (datetime.now(UTC) if approved else None),
                    )
                )
            session.add_all(row(key, value, state) for key, value in values.items())
            session.add_all(
                row(key, value, FactState.APPROVED) for key, value in (approved or {}).items()
            )
            for zone, measures in (zones or {}).items():
                session.add_all(row(key, value, state, zone) for key, value in measures.items())
            for community, measures in (communities or {}).items():
                session.add_all(
                    row(key, value, state, None, community) for key, value in measures.items()
                )

        self.world.in_district(write, office)

    def read(
        self,
        catalogue: Catalogue,
        measures: Sequence[Measure],
        spans: Sequence[Span],
        *,
        codes: Sequence[int] = (BANG_NA,),
        today: date,
        **options: Any,
    ) -> Figures:
        """Everything of a catalogue, as the department reads it."""
        with self.world.app.app_context(), scope.work(db.session, scope.city_scope(read_only=True)):
            return figures(
                db.session(),
                catalogue,
                measures,
                keys=list(catalogue.versions),
                codes=codes,
                spans=spans,
                today=today,
                **options,
            )


def definition(
    key: str, numerator: str, denominator: str | None = None, **values: Any
) -> Definition:
    """A published version with only its formulas told."""
    texts = ("title", "short", "definition", "choice", "source", "unit")
    plain = {f"{name}_{language}": "" for name in texts for language in ("th", "en")}
    return Definition(
        **{
            **plain,
            "code": "",
            "key": key,
            "version": 1,
            "position": 1,
            "numerator": numerator,
            "denominator": denominator,
            "scale": 100 if denominator else 1,
            "decimals": 1 if denominator else 0,
            "direction": Direction.HIGHER_IS_BETTER,
            "level": Level.CITY,
            "roll_up": RollUp.RATIO_OF_SUMS if denominator else RollUp.SUM,
            "period": "month",
            "window": None,
            "zero_is_unknown": False,
            "steps": (),
            "evidence": (),
            "published_at": datetime(2026, 10, 1, tzinfo=UTC),
        }
        | values
    )


def catalogue_of(*definitions: Definition) -> Catalogue:
    versions: dict[str, list[Definition]] = {}
    for each in definitions:
        versions.setdefault(each.key, []).append(each)
    return Catalogue(versions, {})
