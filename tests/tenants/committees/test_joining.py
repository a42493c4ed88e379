"""Seats that were filled before the register of people existed."""

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from core.db import uuid7
from core.tenancy import provision, scope
from tests.conftest import Servers
from tests.support.world import BANG_NA, NEIGHBOUR

NAMES = {
    BANG_NA: ("นางสาวตัวอย่าง ใจดี", "น.ส. ตัวอย่าง  ใจดี", "นายตัวอย่าง อีกคน"),
    NEIGHBOUR: ("นางสาวตัวอย่าง ใจดี",),
}


@pytest.fixture
def engine(servers: Servers, owner):
    """A database of the release before, with committees in two districts."""
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS joined WITH (FORCE)")
        connection.exec_driver_sql("CREATE DATABASE joined OWNER community_owner")
    engine = create_engine(servers.postgres.owner_url("joined"), poolclass=NullPool)
    upgrade(engine, "0006")
    behind = create_engine(servers.postgres.superuser_url("joined"), poolclass=NullPool)
    with behind.begin() as connection:
        for office, names in NAMES.items():
            fill(connection, office, names)
    yield engine
    engine.dispose()
    behind.dispose()


def upgrade(engine, revision: str) -> None:
    with engine.connect() as connection:
        command.upgrade(provision.alembic_config(connection, discard=False), revision)
        connection.commit()


def fill(connection: Connection, office: int, names: tuple[str, ...]) -> None:
    zone, committee = uuid7(), uuid7()
    scope.place_in_district(connection, office)
    connection.execute(
        text(
            "INSERT INTO offices (code, kind, slug, name_th, name_en)"
            " VALUES (:office, 'district', :slug, 'เขตทดสอบ', 'Test')"
        ),
        {"office": office, "slug": f"office-{office}"},
    )
    connection.execute(
        text(
            "INSERT INTO zones (district_id, id, number, name, edition, valid_from, is_example, version,"
            " changed_by) VALUES (:office, :id, 1, 'โซน 1', 1, '2020-01-01', false, 1, '')"
        ),
        {"office": office, "id": zone},
    )
    connection.execute(
        text(
            "INSERT INTO committees (district_id, id, zone_id, edition, is_example)"
            " VALUES (:office, :id, :zone, 1, false)"
        ),
        {"office": office, "id": committee, "zone": zone},
    )
    for name in names:
        connection.execute(
            text(
                "INSERT INTO seats (district_id, id, committee_id, rule_key, person_name,"
                " person_position, valid_from, is_example, version, changed_by) VALUES (:office, :id,"
                " :committee, 'residents', :name, 'ตำแหน่ง', '2020-01-01', false, 1, '')"
            ),
            {"office": office, "id": uuid7(), "committee": committee, "name": name},
        )


def test_every_seat_gets_its_person_and_two_spellings_of_a_name_are_one(servers: Servers, engine):
    upgrade(engine, "head")
    behind = create_engine(servers.postgres.superuser_url("joined"), poolclass=NullPool)
    with behind.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT s.district_id, s.person_name, p.id, p.name, p.match_key FROM seats s LEFT JOIN people p"
                " ON p.district_id = s.district_id AND p.id = s.person_id ORDER BY s.district_id, s.id"
            )
        ).all()
    behind.dispose()
    own = [row for row in rows if row.district_id == BANG_NA]
    assert all(row.id is not None for row in rows)
    assert len({row.id for row in own}) == 2
    assert own[0].id == own[1].id
    assert own[0].match_key == "ตัวอย่างใจดี"
    assert own[2].name == "นายตัวอย่าง อีกคน"
    assert {row.id for row in own}.isdisjoint(
        row.id for row in rows if row.district_id == NEIGHBOUR
    )
