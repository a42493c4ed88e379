"""The Celery application of worker and beat. Tasks carry their office and refuse to run without it."""

from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init
from flask import Flask

from core.config import Config
from core.web.logs import configure_logs
from workers.queues import Queue
from workers.schedule import schedule_of

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
    broker_transport_options={"visibility_timeout": 3600, "socket_keepalive": True},
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


@setup_logging.connect
def _logs(**_details: Any) -> None:
    configure_logs()
