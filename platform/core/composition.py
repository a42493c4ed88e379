"""What the features of an application add up to: grants, measures, jobs, actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app
from sqlalchemy.orm import Session

from core.access.looking import LookRules
from core.access.permissions import GrantTable
from core.evidence.models import EvidenceKind
from core.feature import Feature, Job, PaperPage
from core.files.forgetting import FORGET
from core.i18n.dates import bangkok_today
from core.indicators import rebuilding, service
from core.indicators.measures import Measure, Tally
from core.jobs.relay import RELAY
from core.jobs.retrying import RETRY
from core.jobs.service import FACTS_QUEUE, enqueue

REFRESH_FACTS = "indicators.refresh_facts"
"""The name under which the database's own triggers ask for a counting."""


@dataclass(frozen=True)
class Composition:
    features: tuple[Feature, ...]
    grants: GrantTable
    tallies: tuple[Tally, ...]
    lives_on_examples: Callable[[Session], bool]
    jobs: dict[str, Job] = field(default_factory=dict)
    look_rules: LookRules | None = None

    @property
    def refresh(self) -> Job:
        return self.jobs[REFRESH_FACTS]

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(measure for tally in self.tallies for measure in tally.measures)

    @property
    def papers(self) -> dict[EvidenceKind, PaperPage]:
        """The page of every kind of paper that has one."""
        return {kind: page for feature in self.features for kind, page in feature.papers.items()}

    def compare(self, session: Session) -> service.Comparison:
        """The facts of the open district beside a fresh count."""
        return service.compare(
            session, self.tallies, examples=self.lives_on_examples(session), today=bangkok_today()
        )

    def drifts(self, session: Session) -> list[service.Drift]:
        """Facts of the open district that differ from a fresh count."""
        return list(self.compare(session).drifts)

    def refresh_facts(self, session: Session) -> bool:
        """Count what is dirty in the open district; True where more is left."""
        return service.refresh_facts(
            session,
            self.tallies,
            lives_on_examples=self.lives_on_examples,
            today=bangkok_today(),
        )

    def _refresh_facts(self, session: Session) -> None:
        if self.refresh_facts(session):
            enqueue(session, self.refresh)
        rebuilding.note_end(session)

    def _hear_of_rebuild(self, session: Session, **told: Any) -> None:
        if rebuilding.hear(session, **told):
            enqueue(session, self.refresh)


def compose(features: Sequence[Feature]) -> Composition:
    """Add the features up. Two measures or jobs of one name are a mistake in the code."""
    composition = Composition(
        features=tuple(features),
        grants=GrantTable(grant for feature in features for grant in feature.grants),
        tallies=tuple(tally for feature in features for tally in feature.tallies),
        lives_on_examples=next(
            (f.lives_on_examples for f in features if f.lives_on_examples), lambda _session: False
        ),
        look_rules=next((f.look_rules for f in features if f.look_rules), None),
    )
    jobs = [job for feature in features for job in (*feature.jobs, *feature.daily)]
    jobs += [RELAY, RETRY, FORGET]
    jobs.append(Job(rebuilding.REBUILD_DONE, FACTS_QUEUE, rebuilding.hear_end))
    jobs.append(Job(rebuilding.REBUILD, FACTS_QUEUE, composition._hear_of_rebuild))  # noqa: SLF001 - its own job
    jobs.append(Job(REFRESH_FACTS, FACTS_QUEUE, composition._refresh_facts))  # noqa: SLF001 - its own job
    composition.jobs.update({job.name: job for job in jobs})
    _refuse_twins([tally.name for tally in composition.tallies])
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
