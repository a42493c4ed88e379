"""How the web tells the broker about a job: 0.2 seconds at most, and no second try."""

from celery import Celery

from core.config import Config
from core.jobs.service import Waiting

RUN_JOB = "jobs.run"


def publishing_app(config: Config) -> Celery:
    """A Celery application that only sends; it gives up quickly, since the outbox keeps what it drops."""
    patience = config.jobs.publish_timeout
    app = Celery("publisher", broker=config.celery_broker_url)
    app.conf.update(
        task_publish_retry=False,
        broker_connection_timeout=patience,
        broker_connection_retry=False,
        broker_connection_max_retries=0,
        broker_pool_limit=1,
        broker_transport_options={
            "socket_timeout": patience,
            "socket_connect_timeout": patience,
            "max_retries": 0,
            "retry_on_timeout": False,
        },
        task_ignore_result=True,
    )
    return app


def publish(app: Celery, job: Waiting) -> None:
    """Send the job's id, with the office it belongs to in the headers."""
    app.send_task(
        RUN_JOB,
        args=[str(job.job_id)],
        queue=job.queue,
        headers={"district_id": job.district_id},
        retry=False,
    )
