"""B1, full rebuild: all facts of the ten-year city as the worker counts them, against one hand-written statement.

Both start from nothing, fill tables with the same keys and indexes, use one connection and no parallel
plans, and take turns. Every cell must agree. What indicators add is the reading of all of them for all
districts of a fiscal year; the statement by hand has no part in it, so that time is added to ours alone.
"""

import time
from statistics import median

from flask import Flask
from sqlalchemy import Connection, create_engine, text

from core.composition import Composition, composition_of
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators import nightly
from core.indicators.definitions import catalogue
from core.indicators.figures import Place, figures
from core.indicators.models import DirtyMark
from core.indicators.spans import fiscal_year_span
from core.tenancy import scope
from tests.bench import by_hand, city
from tests.bench.measuring import Result

LIMIT = 1.5
ROUNDS = 3

_COLUMNS = "district_id, measure, month, zone_id, community_id, state, value"


def results(app: Flask, superuser_url: str) -> list[Result]:
    engine = create_engine(superuser_url, isolation_level="AUTOCOMMIT")
    ours, theirs = [], []
    with engine.connect() as connection:
        # Neither side runs in parallel; a person who writes one large statement gives it memory.
        connection.exec_driver_sql("SET work_mem = '256MB'")
        connection.exec_driver_sql("DROP TABLE IF EXISTS facts_by_hand")
        connection.exec_driver_sql("CREATE TABLE facts_by_hand (LIKE facts INCLUDING ALL)")
        for number in range(ROUNDS):
            turns = [
                lambda: ours.append(_ours(app, connection)),
                lambda: theirs.append(_by_hand(app, connection)),
            ]
            for turn in turns if number % 2 else reversed(turns):
                turn()
        differing = _differing(connection)
        cells = connection.exec_driver_sql("SELECT count(*) FROM facts").scalar_one()
        connection.exec_driver_sql("DROP TABLE facts_by_hand")
        connection.exec_driver_sql("VACUUM ANALYZE facts")
    engine.dispose()
    ratio = median(own / other for own, other in zip(ours, theirs, strict=True))
    return [
        Result(
            f"B1 full rebuild, seconds ({cells} facts)",
            median(ours),
            median(theirs),
            ratio,
            f"<= {LIMIT}",
            ratio <= LIMIT,
        ),
        Result(
            "B1 cells that differ from the statement by hand",
            differing,
            0,
            float(differing),
            "0",
            not differing,
        ),
    ]


def _ours(app: Flask, connection: Connection) -> float:
    """Every district, every month, in the production role and in as many transactions as the worker takes."""
    connection.exec_driver_sql("TRUNCATE facts, fill_states, dirty_marks")
    composition = composition_of(app)
    this_month = first_of_month(bangkok_today())
    months = [shift_month(this_month, -back) for back in range(city.MONTHS)]
    with app.app_context():
        codes = nightly.codes(db.session)
        began = time.perf_counter()
        for code in codes:
            with scope.work(db.session, scope.tenant_scope(code)):
                db.session.add_all(
                    DirtyMark(district_id=code, source="rebuild", month=month) for month in months
                )
            more = True
            while more:
                with scope.work(db.session, scope.tenant_scope(code)):
                    more = composition.refresh_facts(db.session())
        with scope.work(db.session, scope.city_scope(read_only=True)):
            _read_indicators(composition, codes)
        return time.perf_counter() - began


def _read_indicators(composition: Composition, codes: list[int]) -> None:
    """Every published indicator of every district for the months of a fiscal year, and the city's totals."""
    today = bangkok_today()
    known = catalogue(db.session())
    span = fiscal_year_span(today.year + 543)
    keys = [definition.key for definition in known.current]
    found = figures(
        db.session(),
        known,
        composition.measures,
        keys=keys,
        codes=codes,
        spans=[span],
        today=today,
    )
    for key in keys:
        found.total(key, codes, span)
        for code in codes:
            found.of(key, Place(code), span)


def _by_hand(app: Flask, connection: Connection) -> float:
    measures = composition_of(app).measures
    cells = [(measure.key, state.value) for measure in measures for state in measure.states]
    today = bangkok_today()
    last = first_of_month(today)
    connection.exec_driver_sql("TRUNCATE facts_by_hand")
    statement = text(by_hand.statement("facts_by_hand"))
    began = time.perf_counter()
    connection.execute(
        statement,
        {
            "today": today,
            "first": shift_month(last, 1 - city.MONTHS),
            "last": last,
            "measures": [key for key, _ in cells],
            "states": [state for _, state in cells],
        },
    )
    return time.perf_counter() - began


def _differing(connection: Connection) -> int:
    """Cells that only one of both tables has, or with another value."""
    one_way = "SELECT {columns} FROM {one} EXCEPT ALL SELECT {columns} FROM {other}"
    both = " UNION ALL ".join(
        f"({one_way.format(columns=_COLUMNS, one=one, other=other)})"
        for one, other in (("facts", "facts_by_hand"), ("facts_by_hand", "facts"))
    )
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM ({both}) d").scalar_one())
