"""B2: what row-level security costs a page and a count, and that an unfiltered query is not slower."""

from statistics import median

from sqlalchemy import Connection, create_engine, text

from tests.bench.measuring import Result, in_pairs, ratio_of
from tests.support.world import BANG_NA

_PAGE = "SELECT id, title, held_on, participants FROM {table} {where} ORDER BY held_on DESC, id DESC LIMIT 50"
_COUNT = (
    "SELECT date_trunc('month', held_on), count(*), sum(participants), count(DISTINCT community_id) "
    "FROM {table} {where} GROUP BY 1"
)
_FILTER = "WHERE district_id = 1047"


def results(application_url: str) -> list[Result]:
    engine = create_engine(application_url)
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT set_config('role', 'app_tenant', false), set_config('app.district_id', :d, false)"
            ),
            {"d": str(BANG_NA)},
        )
        connection.commit()
        found = [
            _compare(connection, "B2 page under row-level security", _PAGE, 60),
            _compare(connection, "B2 count under row-level security", _COUNT, 5),
            _unfiltered(connection),
        ]
    engine.dispose()
    return found


def _compare(connection: Connection, bench: str, query: str, calls: int) -> Result:
    """Ours as the product writes it: the policy alone chooses the district.

    Naming it a second time would make PostgreSQL expect a fiftieth of the rows and plan for those.
    """
    secured = text(query.format(table="activities", where=""))
    plain = text(query.format(table="plain_activities", where=_FILTER))
    mine, theirs = in_pairs(
        lambda: connection.execute(secured).all(),
        lambda: connection.execute(plain).all(),
        calls=calls,
    )
    ratio = ratio_of(mine, theirs)
    return Result(
        bench, median(mine), median(theirs), ratio, "<= 1.05, fails above 1.15", ratio <= 1.15
    )


def _unfiltered(connection: Connection) -> Result:
    """A query that forgets its district is answered as fast as one that names it."""
    forgetful = text(_COUNT.format(table="activities", where=""))
    filtered = text(_COUNT.format(table="activities", where=_FILTER))
    mine, theirs = in_pairs(
        lambda: connection.execute(forgetful).all(),
        lambda: connection.execute(filtered).all(),
        calls=5,
    )
    ratio = ratio_of(mine, theirs)
    return Result(
        "B2 unfiltered query", median(mine), median(theirs), ratio, "<= 1.5", ratio <= 1.5
    )
