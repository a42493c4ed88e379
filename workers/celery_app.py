"""The Celery application of worker and beat. Tasks carry their office and refuse to run without it."""

from typing import Any

from celery import Celery
from celery.signals import after_task_publish, setup_logging, worker_process_init
from flask import Flask

from core.config import Config
from core.jobs import vitals
from core.web.logs import configure_logs
from workers.queues import Queue
from workers.schedule import SWEEP, schedule_of

config = Config.from_environment()

app = Celery(
    "workers",
    broker=config.celery_broker_url,
    include=["workers.tasks.jobs", "workers.tasks.nightly"],
)
app.conf.update(
    task_default_queue=Queue.DEFAULT.value,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=600,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 3600,
        "socket_keepalive": True,
        # A worker of several queues takes from each in turn: bulk work is at most one job ahead.
        "queue_order_strategy": "round_robin",
    },
    timezone="Asia/Bangkok",
    beat_schedule=schedule_of(config),
)


_flask: list[Flask] = []


def flask_app() -> Flask:
    """This process's Flask application, made after the fork so that no connection is shared."""
    if not _flask:
        from wsgi import make_app  # noqa: PLC0415 - wsgi composes everything; made after the fork

        _flask.append(make_app(config))
    return _flask[0]


@worker_process_init.connect
def _begin(**_details: Any) -> None:
    flask_app()


@after_task_publish.connect(sender=SWEEP)
def _strike(**_details: Any) -> None:
    """Beat alone sends the sweep: that it could is the clock's sign of life."""
    vitals.leave(config.redis_url, vitals.CLOCK)


@setup_logging.connect
def _logs(**_details: Any) -> None:
    configure_logs()
