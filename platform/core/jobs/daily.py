"""งานประจำวัน: what features do once a day in every office, however often the clock strikes."""

from datetime import date

from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy.orm import Session, scoped_session

from core.access.roles import Tier
from core.composition import Composition
from core.jobs.service import enqueue_once
from core.tenancy import scope
from core.tenancy.queries import districts
from core.web.logs import log


def run_daily(session: Session, composition: Composition, day: date) -> int:
    """Write down the daily jobs of the open office for `day`; returns how many are new.

    Each job exists once for an office and a day: beat may strike every hour, two beats may run, a
    worker may die in the middle.
    """
    tier = Tier.CITY if scope.office_of(session) == scope.DEPARTMENT else Tier.DISTRICT
    jobs = [
        job
        for feature in composition.features
        if feature.tier in (None, tier)
        for job in feature.daily
    ]
    return sum(enqueue_once(session, job, key=day.isoformat(), day=day.isoformat()) for job in jobs)


def run_daily_everywhere(
    sessions: "scoped_session[FlaskSession]", composition: Composition, day: date
) -> int:
    """The daily jobs of every office, each in a transaction of its own, so that one office stops no other."""
    with scope.work(sessions, scope.platform_scope()):
        codes = [office.code for office in districts(sessions())]
    written = 0
    for code in [scope.DEPARTMENT, *codes]:
        try:
            with scope.work(sessions, scope.office_scope(code)):
                written += run_daily(sessions(), composition, day)
        except Exception as problem:  # noqa: BLE001 - the other offices' days begin all the same
            log.error("daily work not written down", district=code, exc_info=problem)
    return written
