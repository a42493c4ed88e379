from core.composition import current_composition
from core.extensions import db
from core.indicators import nightly
from workers.celery_app import app, flask_app


@app.task(name="indicators.open_months")
def open_months() -> int:
    with flask_app().app_context():
        return nightly.open_months(db.session, current_composition())


@app.task(name="indicators.prove")
def prove() -> int:
    with flask_app().app_context():
        return nightly.prove(db.session, current_composition())
