"""Months that an office had closed before there were data periods."""

import pytest
from sqlalchemy import Engine, text

from tests.migrations.test_migrations import database, move

__all__ = ["database"]

CLOSED = """
    INSERT INTO closed_months (district_id, id, month, closed_at, closed_by, closed_by_position)
    VALUES (:office, gen_random_uuid(), :month, '2026-02-07 09:00+07', 'นางหัวหน้า', 'หัวหน้าฝ่าย')
"""
OFFICES = (1009, 1047)


def in_each(connection, statement: str, **values: object) -> list[tuple[object, ...]]:
    found = []
    for office in OFFICES:
        connection.execute(
            text("SELECT set_config('app.district_id', :office, true)"), {"office": str(office)}
        )
        answer = connection.execute(text(statement), {"office": office, **values})
        found += [tuple(row) for row in answer] if answer.returns_rows else []
    return found


def test_a_closed_month_becomes_a_period_that_the_section_closed_and_comes_back(database: Engine):
    move(database, "0020")
    with database.begin() as connection:
        for office in OFFICES:
            connection.execute(
                text(
                    "INSERT INTO offices (code, kind, slug, name_th, name_en)"
                    " VALUES (:office, 'district', :slug, 'x', 'x')"
                ),
                {"office": office, "slug": str(office)},
            )
        in_each(connection, CLOSED, month="2026-01-01")
    move(database, "0021")
    with database.begin() as connection:
        assert in_each(
            connection,
            "SELECT p.district_id, p.month::text, p.step, p.round, e.action, e.done_by"
            " FROM data_periods p JOIN period_events e USING (district_id, month)",
        ) == [(office, "2026-01-01", "section", 0, "closed", "นางหัวหน้า") for office in OFFICES]
    move(database, "-1", down=True)
    with database.begin() as connection:
        assert in_each(
            connection, "SELECT district_id, month::text, closed_by FROM closed_months"
        ) == [(office, "2026-01-01", "นางหัวหน้า") for office in OFFICES]
    move(database, "0021")
    with database.begin() as connection:
        in_each(connection, "UPDATE data_periods SET step = 'director', round = 1")
    with pytest.raises(RuntimeError, match="would lose"):
        move(database, "-1", down=True)
