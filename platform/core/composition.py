"""What the features of an application add up to: grants, measures, jobs, actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from core.access.looking import LookRules
from core.access.permissions import GrantTable
from core.evidence.models import EvidenceKind
from core.feature import Feature, Job, PaperPage
from core.files.forgetting import FORGET
from core.i18n.dates import bangkok_today
from core.indicators import proving, rebuilding, service
from core.indicators.measures import Measure, Tally
from core.indicators.models import DirtyMark
from core.jobs.relay import RELAY
from core.jobs.retrying import RETRY, retry
from core.jobs.service import BULK_QUEUE, FACTS_QUEUE, enqueue, is_unfinished

REFRESH_FACTS = "indicators.refresh_facts"
"""The name under which the database's own triggers ask for a counting."""

REFRESH_ALL = "indicators.refresh_all"
PROVE = "indicators.prove_facts"


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
        """Counts what people have changed, and nothing else: it never waits behind a counting of everything."""
        return self.jobs[REFRESH_FACTS]

    @property
    def refresh_all(self) -> Job:
        """Counts whatever is marked; on the queue that leaves the way free."""
        return self.jobs[REFRESH_ALL]

    @property
    def prove(self) -> Job:
        """Compares all facts of a district with a full count."""
        return self.jobs[PROVE]

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
        return self._refresh(session, None)

    def refresh_changes(self, session: Session) -> bool:
        """Count what people have changed in the open district; True where more of that is left."""
        return self._refresh(session, service.of_changes())

    def refresh_month(self, session: Session, month: date) -> bool:
        """Count one month of the open district, whoever has marked it."""
        return self._refresh(session, DirtyMark.month == month)

    def _refresh(self, session: Session, only: ColumnElement[bool] | None) -> bool:
        return service.refresh_facts(
            session,
            self.tallies,
            lives_on_examples=self.lives_on_examples,
            today=bangkok_today(),
            only=only,
        )

    def _refresh_changes(self, session: Session) -> None:
        if self.refresh_changes(session):
            enqueue(session, self.refresh)
        # An older version asked for everything under this job's name, and may have been replaced since.
        if service.is_bulk_left(session) and not is_unfinished(session, self.refresh_all):
            enqueue(session, self.refresh_all)

    def _refresh_all(self, session: Session) -> None:
        if self.refresh_facts(session):
            enqueue(session, self.refresh_all)
        rebuilding.note_end(session)

    def _hear_of_rebuild(self, session: Session, **told: Any) -> None:
        if rebuilding.hear(session, **told):
            enqueue(session, self.refresh_all)

    def _retry(self, session: Session, **told: Any) -> None:
        retry(session, self.jobs, **told)

    def _prove(self, session: Session) -> None:
        if proving.note_proof(session, self.compare(session)):
            enqueue(session, self.refresh_all)


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
    jobs += [RELAY, FORGET, Job(RETRY, "default", composition._retry)]  # noqa: SLF001 - its own job
    jobs.append(Job(rebuilding.REBUILD_DONE, BULK_QUEUE, rebuilding.hear_end))
    # Only heard here, and counted on `bulk`: a stop must not wait behind the countings that it stops.
    jobs.append(Job(rebuilding.REBUILD, "default", composition._hear_of_rebuild))  # noqa: SLF001 - its own job
    jobs.append(Job(REFRESH_FACTS, FACTS_QUEUE, composition._refresh_changes))  # noqa: SLF001 - its own job
    jobs.append(Job(REFRESH_ALL, BULK_QUEUE, composition._refresh_all))  # noqa: SLF001 - its own job
    jobs.append(Job(PROVE, BULK_QUEUE, composition._prove))  # noqa: SLF001 - its own job
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
