"""B6: dashboards while the facts grow from 100,000 to 10 million, each size in a database of its own.

All sizes hold the months that the pages read for every district; a smaller city has fewer zones' months,
no communities' figures, no approved copies and fewer measures, as a younger platform would.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles

from flask import Flask
from sqlalchemy import create_engine, text

from core.access.roles import Role
from core.composition import composition_of
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.tenancy.scope import DEPARTMENT
from tests.bench import city
from tests.bench.measuring import Result
from tests.support.world import BANG_NA, World

SIZES = (100_000, 1_000_000, 10_000_000)
RATIO, LIMIT = 1.3, 150.0
ROUNDS, WARM = 60, 6

ADDRESSES = (
    (Role.DEPARTMENT_EXECUTIVE, DEPARTMENT, "/city/"),
    (Role.DEPARTMENT_EXECUTIVE, DEPARTMENT, "/city/matrix"),
    (Role.DIRECTOR, BANG_NA, "/d/bangna/results"),
)
"""Who opens which page; a page that does not exist yet is left out and named on standard error."""

_READ_MONTHS = 24
_FUTURE_MEASURES = 60


def fill(superuser_url: str, app: Flask, facts: int) -> None:
    """Communities, zones and exactly so many facts, with a ledger of every month."""
    city.fill(superuser_url, records=False)
    cells = [
        (measure.key, state.value, measure.by_community)
        for measure in composition_of(app).measures
        for state in measure.states
    ]
    this_month = first_of_month(bangkok_today())
    parameters = {
        "keys": [key for key, _, _ in cells],
        "states": [state for _, state, _ in cells],
        "by_community": [by_community for _, _, by_community in cells],
        "last": this_month,
        "first": shift_month(this_month, 1 - city.MONTHS),
        "read": shift_month(this_month, 1 - _READ_MONTHS),
        "closed": shift_month(this_month, -3),
        "facts": facts,
    }
    engine = create_engine(superuser_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        connection.exec_driver_sql("SET maintenance_work_mem = '512MB'")
        connection.execute(text(_FILL_STATES), parameters)
        with _without_indexes(connection):
            connection.execute(text(_FACTS), parameters)
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


@contextmanager
def _without_indexes(connection) -> Iterator[None]:
    """Take the keys and indexes of the facts away, and make them again at the end."""
    keys = connection.execute(
        text(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = 'facts'::regclass AND contype IN ('p', 'u')"
        )
    ).all()
    for name, _ in keys:
        connection.exec_driver_sql(f"ALTER TABLE facts DROP CONSTRAINT {name}")
    indexes = connection.execute(
        text("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'facts'")
    ).all()
    for name, _ in indexes:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for name, definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE facts ADD CONSTRAINT {name} {definition}")
    for _, definition in indexes:
        connection.exec_driver_sql(definition)


_FILL_STATES = """
INSERT INTO fill_states (district_id, id, month, stock_day, is_example)
SELECT code, gen_random_uuid(), m, m + interval '27 days', false
FROM offices CROSS JOIN generate_series(CAST(:first AS date), CAST(:last AS date), interval '1 month') m
WHERE kind = 'district'
"""

_FACTS = f"""
INSERT INTO facts (district_id, id, measure, month, zone_id, community_id, state, value, is_example)
WITH cell AS (
    SELECT * FROM unnest(CAST(:keys AS text[]), CAST(:states AS text[]), CAST(:by_community AS boolean[]))
        c(measure, state, by_community)),
future AS (SELECT 'future.measure_' || n AS measure, 'all' AS state FROM generate_series(1, {_FUTURE_MEASURES}) n),
m AS (SELECT m::date AS month FROM generate_series(CAST(:first AS date), CAST(:last AS date), interval '1 month') m),
d AS (SELECT code AS district_id FROM offices WHERE kind = 'district'),
growing AS (
    SELECT district_id, measure, month, NULL::uuid AS zone_id, NULL::uuid AS community_id, state
    FROM d, cell, m WHERE month >= :read
    UNION ALL
    (SELECT z.district_id, measure, month, z.id, NULL, state FROM m, zones z, cell ORDER BY month DESC)
    UNION ALL SELECT district_id, measure, month, NULL, NULL, state FROM d, cell, m WHERE month < :read
    UNION ALL
    SELECT s.district_id, measure, month, s.zone_id, s.community_id, state
    FROM m, zone_memberships s, cell WHERE by_community AND s.valid_to IS NULL
    UNION ALL
    SELECT z.district_id, measure, month, z.id, NULL, 'approved' FROM m, zones z, cell
    WHERE state = 'all' AND month <= :closed
    UNION ALL SELECT district_id, measure, month, NULL, NULL, 'approved' FROM d, cell, m
    WHERE state = 'all' AND month <= :closed
    UNION ALL SELECT z.district_id, measure, month, z.id, NULL, state FROM m, zones z, future
    UNION ALL
    SELECT s.district_id, measure, month, s.zone_id, s.community_id, state
    FROM m, zone_memberships s, future WHERE s.valid_to IS NULL)
SELECT district_id, gen_random_uuid(), measure, month, zone_id, community_id, state,
       1 + (hashtext(measure || month || district_id) & 2147483647) % 40, false
FROM growing LIMIT :facts
"""


def results(app_of: Callable[[int], tuple[Flask, str]], say: Callable[[str], None]) -> list[Result]:
    """`app_of` makes an application over an empty database for a size, with its superuser's address."""
    apps: dict[int, Flask] = {}
    for size in SIZES:
        apps[size], superuser_url = app_of(size)
        began = time.perf_counter()
        fill(superuser_url, apps[size], size)
        say(f"{size} facts loaded in {time.perf_counter() - began:.0f} seconds")
    # As `wsgi.py` does for each process that serves.
    gc.collect()
    gc.freeze()
    found: list[Result] = []
    for number, (role, office, address) in enumerate(ADDRESSES):
        clients = {
            size: World(app, made=number * 10).sign_in(role, office) for size, app in apps.items()
        }
        if any(client.get(address).status_code == 404 for client in clients.values()):
            say(f"{address} does not exist")
            continue
        found += _compare(address, clients)
    for app in apps.values():
        with app.app_context():
            db.engine.dispose()
    return found


def _compare(address: str, clients) -> list[Result]:
    """Every size in turn, so that the noise of the machine hits all; p95 in milliseconds."""
    times: dict[int, list[float]] = {size: [] for size in clients}
    for number in range(ROUNDS + WARM):
        for size in SIZES if number % 2 else SIZES[::-1]:
            began = time.perf_counter()
            answer = clients[size].get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            if number >= WARM:
                times[size].append((time.perf_counter() - began) * 1000)
    high = {size: quantiles(each, n=20)[-1] for size, each in times.items()}
    middle = {size: median(each) for size, each in times.items()}
    ratio = high[SIZES[-1]] / high[SIZES[0]]
    medians = ", ".join(f"{middle[size]:.0f}" for size in SIZES)
    return [
        Result(
            f"B6 {address} at 10 M against 100 k facts, p95 ms (medians {medians}; 1 M {high[SIZES[1]]:.0f})",
            high[SIZES[-1]],
            high[SIZES[0]],
            ratio,
            f"<= {RATIO}",
            ratio <= RATIO,
        ),
        Result(
            f"B6 {address} at 10 M facts, p95 ms",
            high[SIZES[-1]],
            LIMIT,
            high[SIZES[-1]] / LIMIT,
            "<= 1.0",
            high[SIZES[-1]] <= LIMIT,
        ),
    ]
