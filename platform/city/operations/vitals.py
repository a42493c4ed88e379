"""What the signs of life and the waiting work mean, in the words of a warning."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from city.operations.queries import LATE, QUEUE_TITLES, QueueState, State
from core.jobs.vitals import CLOCK, Life, Signs, worker_of

Ago = Callable[[datetime], str]
"""How long ago a moment was, in words."""


@dataclass(frozen=True)
class Alarm:
    """What is wrong, what it means, and what to do."""

    tone: str
    title: str
    words: str


def title_of(queue: str) -> str:
    """A queue in words; a name that is not known is shown as it is."""
    return _(QUEUE_TITLES.get(queue, queue))


def alarms_of(state: State, signs: Signs, now: datetime, ago: Ago) -> list[Alarm]:
    """What the page warns of, the clock first; nothing where everything runs."""
    return [*_of_clock(signs, now, ago), *_of_workers(state, signs, now, ago)]


def _of_clock(signs: Signs, now: datetime, ago: Ago) -> Iterator[Alarm]:
    life = signs.of_clock(now)
    if not signs.is_reached:
        yield Alarm(
            "warning",
            _("Nobody knows whether the clock and the workers run: Valkey cannot be reached."),
            _(
                "Pages work on and nothing is lost: work waits in the database. "
                "Start Valkey; the signs come back by themselves."
            ),
        )
    elif life is Life.UNKNOWN:
        yield Alarm(
            "warning",
            _("Nobody knows whether the clock runs: there is no sign of it."),
            _(
                "Either Valkey has just been started or emptied, or the clock (beat) was never started. "
                "It gives a sign every few seconds: if this is still here after a minute, start the clock."
            ),
        )
    elif life is Life.SILENT:
        yield Alarm(
            "danger",
            _("The clock stands still: its last sign was %(ago)s.", ago=ago(signs.at[CLOCK])),
            _(
                "Until it runs again no reminder goes out, no month is opened, no figure is proved at night, "
                "and work that did not reach its worker is not sent again. Start the clock (beat)."
            ),
        )


def _of_workers(state: State, signs: Signs, now: datetime, ago: Ago) -> Iterator[Alarm]:
    for queue in state.queues:
        title = title_of(queue.name)
        if signs.of_worker(queue.name, now) is Life.SILENT:
            yield Alarm(
                "danger",
                _(
                    "The worker for “%(queue)s” is silent: its last answer was %(ago)s.",
                    queue=title,
                    ago=ago(signs.at[worker_of(queue.name)]),
                ),
                _("Its work waits and is not lost. Start the worker, or look what keeps it busy."),
            )
        elif queue.oldest is not None and now - queue.oldest > LATE:
            yield Alarm(
                "warning",
                _(
                    "Work of “%(queue)s” is waiting that was written down %(ago)s.",
                    queue=title,
                    ago=ago(queue.oldest),
                ),
                _finished(queue, ago),
            )


def _finished(queue: QueueState, ago: Ago) -> str:
    if queue.last_done is None:
        return _("Its worker has finished nothing in the last 7 days. Look whether it runs.")
    return _(
        "Its worker finished the last work %(ago)s. Look whether it runs and can keep up.",
        ago=ago(queue.last_done),
    )
