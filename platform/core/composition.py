"""What the features of an application add up to: grants, measures, jobs, actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flask import Flask, current_app
from sqlalchemy.orm import Session

from core.access.permissions import GrantTable
from core.feature import Feature, Job
from core.files.forgetting import FORGET
from core.i18n.dates import bangkok_today
from core.indicators import service
from core.indicators.measures import Measure
from core.jobs.relay import RELAY
from core.jobs.service import FACTS_QUEUE, enqueue

REFRESH_FACTS = "indicators.refresh_facts"
"""The name under which the database's own triggers ask for a counting."""


@dataclass(frozen=True)
class Composition:
    features: tuple[Feature, ...]
    grants: GrantTable
    measures: tuple[Measure, ...]
    lives_on_examples: Callable[[Session], bool]
    jobs: dict[str, Job] = field(default_factory=dict)

    @property
    def refresh(self) -> Job:
        return self.jobs[REFRESH_FACTS]

    def drifts(self, session: Session) -> list[service.Drift]:
        """Facts of the open district that differ from a fresh count."""
        return service.drifts(
            session, self.measures, examples=self.lives_on_examples(session), today=bangkok_today()
        )

    def _refresh_facts(self, session: Session) -> None:
        more = service.refresh_facts(
            session,
            self.measures,
            lives_on_examples=self.lives_on_examples,
            today=bangkok_today(),
        )
        if more:
            enqueue(session, self.refresh)


def compose(features: Sequence[Feature]) -> Composition:
    """Add the features up. Two measures or jobs of one name are a mistake in the code."""
    composition = Composition(
        features=tuple(features),
        grants=GrantTable(grant for feature in features for grant in feature.grants),
        measures=tuple(measure for feature in features for measure in feature.measures),
        lives_on_examples=next(
            (f.lives_on_examples for f in features if f.lives_on_examples), lambda _session: False
        ),
    )
    jobs = [job for feature in features for job in (*feature.jobs, *feature.daily)]
    jobs += [RELAY, FORGET]
    jobs.append(Job(REFRESH_FACTS, FACTS_QUEUE, composition._refresh_facts))  # noqa: SLF001 - its own job
    composition.jobs.update({job.name: job for job in jobs})
    _refuse_twins([measure.key for measure in composition.measures])
    _refuse_twins([job.name for job in jobs])
    return composition


def current_composition() -> Composition:
    return composition_of(current_app)


def composition_of(app: Flask) -> Composition:
    return app.extensions["composition"]  # type: ignore[no-any-return]


def _refuse_twins(names: Sequence[str]) -> None:
    twins = {name for name in names if names.count(name) > 1}
    if twins:
        raise ValueError(f"Declared twice: {', '.join(sorted(twins))}")
