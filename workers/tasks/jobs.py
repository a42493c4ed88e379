from uuid import UUID

from core.composition import current_composition
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.jobs import running, vitals
from core.jobs.daily import run_daily_everywhere
from workers.celery_app import app, config, flask_app
from workers.publishing import RUN_JOB, publish, publishing_app
from workers.scoped import ScopedTask


@app.task(name=RUN_JOB, bind=True, base=ScopedTask)
def run_job(self: ScopedTask, job_id: str) -> bool:
    district_id = self.district_id
    with flask_app().app_context():
        return running.run(district_id, UUID(job_id))


@app.task(name="jobs.sweep")
def sweep() -> int:
    sender = publishing_app(config)
    with flask_app().app_context():
        return running.sweep(lambda job: publish(sender, job))


@app.task(name="jobs.answer")
def answer(queue: str) -> None:
    vitals.leave(config.redis_url, vitals.worker_of(queue))


@app.task(name="jobs.daily")
def daily() -> int:
    with flask_app().app_context():
        return run_daily_everywhere(db.session, current_composition(), bangkok_today())


@app.task(name="jobs.tidy")
def tidy() -> None:
    with flask_app().app_context():
        running.tidy()
