"""What beat starts by itself, in Bangkok's time."""

from typing import Any

from celery.schedules import crontab

from core.config import Config
from workers.queues import Queue

SWEEP, ANSWER = "jobs.sweep", "jobs.answer"

ASK_EVERY = 60.0
"""Seconds between two questions to each worker whether it is there."""


def schedule_of(config: Config) -> dict[str, dict[str, Any]]:
    return {
        "sweep the outbox": {
            "task": SWEEP,
            "schedule": config.jobs.sweep_every,
            "options": {"queue": Queue.DEFAULT.value, "expires": config.jobs.sweep_every * 2},
        },
        # Every hour of the day, since what a day has already is not written again: a clock that
        # stood still at six o'clock does not cost the day.
        "begin the day": {
            "task": "jobs.daily",
            "schedule": crontab(hour="6-23", minute=0),
            "options": {"queue": Queue.DEFAULT.value},
        },
        "open the month": {
            "task": "indicators.open_months",
            "schedule": crontab(hour=0, minute=5),
            "options": {"queue": Queue.BULK.value},
        },
        "prove the facts": {
            "task": "indicators.prove",
            "schedule": crontab(hour=2, minute=15),
            "options": {"queue": Queue.BULK.value},
        },
        "tidy up": {
            "task": "jobs.tidy",
            "schedule": crontab(hour=3, minute=30),
            "options": {"queue": Queue.DEFAULT.value},
        },
        **{
            f"ask the worker of {queue.value}": {
                "task": ANSWER,
                "schedule": ASK_EVERY,
                "args": [queue.value],
                "options": {"queue": queue.value, "expires": ASK_EVERY},
            }
            for queue in Queue
        },
    }
