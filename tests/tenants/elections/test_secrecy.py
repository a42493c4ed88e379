"""The joining attack: nobody who holds the roll and the ballots finds who voted for whom.

The database is read as its superuser; what a district's own role may do is tried as that role.
"""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from core.access.roles import Role
from core.extensions import db
from core.tenancy import scope
from tenants.elections.models import Ballot
from tenants.elections.sealing import BallotSeal, BrokenSealError
from tests.support.world import BANG_NA, NEIGHBOUR, World
from tests.tenants.elections.conducting import (
    HERE,
    NOBODY,
    close,
    close_by_the_clock,
    declare,
    manual,
    online_election,
    vote,
    voters_of,
    zone_with_chairs,
)

KEY = "only for tests"
MANY = 24


def look(owner: Engine, statement: str, **values: Any) -> Sequence[Any]:
    with owner.connect() as connection:
        return connection.execute(text(statement), values).all()


def ballots_by(owner: Engine, order: str) -> list[bytes]:
    return [
        bytes(row.sealed)
        for row in look(owner, f"SELECT sealed FROM election_ballots ORDER BY {order}")
    ]


def as_district(world: World, statement: str, office: int = BANG_NA, **values: Any) -> Any:
    """Whatever somebody could send who speaks SQL as the district's role."""
    return world.in_district(lambda session: session.execute(text(statement), values).all(), office)


def test_all_ballots_carry_the_transaction_of_the_last_vote(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world, 6)
    election_id, (first, second) = online_election(zone)
    for number in range(6):
        vote(zone.leader(number), election_id, (first, second)[number % 2])
    rows = look(owner, "SELECT id, xmin::text AS xmin, cmin::text AS cmin FROM election_ballots")
    assert len({row.xmin for row in rows}) == 1
    assert len({row.cmin for row in rows}) == 1
    assert {row.id.version for row in rows} == {4}
    roll = look(owner, "SELECT xmin::text AS xmin FROM election_voters")
    assert len({row.xmin for row in roll}) == 6
    assert len({row.xmin for row in roll} & {row.xmin for row in rows}) == 1


def test_neither_place_nor_id_of_a_ballot_follows_the_order_of_voting(world: World, owner: Engine):
    """Unmixed, the newest ballot would always stand last: a mean of 1 in place of one half (sd 0.06)."""
    manual(world)
    zone = zone_with_chairs(world, MANY)
    election_id, (first, second) = online_election(zone)
    orders = {"ctid": [], "id": []}
    before: set[bytes] = set()
    for number in range(MANY):
        vote(zone.leader(number), election_id, (first, second)[number % 2])
        for order, places in orders.items():
            found = ballots_by(owner, order)
            (new,) = set(found) - before
            if number:
                places.append(found.index(new) / number)
        before = set(found)
    for places in orders.values():
        assert 0.2 < sum(places) / len(places) < 0.8
        assert len(set(places)) > 3


def test_what_the_database_keeps_does_not_hold_the_choice(world: World, owner: Engine):
    """Two dumps around one vote differ in one ballot: without the key it says nothing."""
    manual(world)
    zone = zone_with_chairs(world, 4)
    election_id, (first, second) = online_election(zone)
    for number, choice in enumerate((first, first, NOBODY)):
        vote(zone.leader(number), election_id, choice)
    earlier = set(ballots_by(owner, "id"))
    vote(zone.leader(3), election_id, first)
    later = set(ballots_by(owner, "id"))
    (new,) = later - earlier
    assert {len(one) for one in later} == {44}
    assert len(later) == 4
    for candidate in (first, second):
        assert not any(candidate.bytes in one for one in later)
    seal = BallotSeal(KEY)
    assert seal.open(election_id, new) == first
    with pytest.raises(BrokenSealError):
        BallotSeal("another key").open(election_id, new)


def test_the_files_of_the_database_do_not_hold_it_either(world: World, owner: Engine):
    """Replaced rows stay in the file until they are cleared away; they are sealed as well."""
    manual(world)
    zone = zone_with_chairs(world, 4)
    election_id, (first, second) = online_election(zone)
    for number, choice in enumerate((first, second, first, second)):
        vote(zone.leader(number), election_id, choice)
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
    (content,) = look(
        owner, "SELECT pg_read_binary_file(pg_relation_filepath('election_ballots')) AS page"
    )
    page = bytes(content.page)
    assert page.count(election_id.bytes) > 4
    assert first.bytes not in page
    assert second.bytes not in page


def test_no_row_of_a_candidate_bears_the_mark_of_a_vote(world: World, owner: Engine):
    """A key from the ballot to the candidate would lock the candidate's row in the voter's name."""
    manual(world)
    zone = zone_with_chairs(world, 3)
    election_id, (first, _) = online_election(zone)
    seen = "SELECT id, xmin::text, xmax::text, ctid::text FROM election_candidates ORDER BY id"
    before = look(owner, seen)
    for number in range(3):
        vote(zone.leader(number), election_id, first)
    votes = {row[0] for row in look(owner, "SELECT xmin::text FROM election_voters")}
    after = look(owner, seen)
    assert [row[:2] for row in after] == [row[:2] for row in before]
    assert not {row[2] for row in after} & votes


def test_the_change_history_says_that_somebody_voted_and_never_how(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world, 3)
    election_id, (first, second) = online_election(zone)
    leaders = [zone.leader(number) for number in range(3)]
    (start,) = look(owner, "SELECT coalesce(max(id), 0) AS id FROM audit_entries")
    for leader, choice in zip(leaders, (first, second, NOBODY), strict=True):
        vote(leader, election_id, choice)
    rows = look(owner, "SELECT * FROM audit_entries WHERE id > :id", id=start.id)
    assert [(row.table_name, row.action) for row in rows] == [
        ("election_voters", "ballot:cast")
    ] * 3
    assert {tuple(row.after) for row in rows} == {("has_voted",)}
    assert {row.reason for row in rows} == {""}
    assert not re.search(
        "election_ballots", str(look(owner, "SELECT table_name FROM audit_entries"))
    )


def test_no_log_address_cookie_or_message_tells_the_choice(world: World):
    manual(world)
    zone = zone_with_chairs(world, 3)
    election_id, (first, _) = online_election(zone)
    leader = zone.leader(2)
    with capture_logs() as lines:
        answers = [
            leader.post(f"{HERE}/{election_id}/ballot/confirmation", data={"choice": str(first)}),
            vote(leader, election_id, first),
            vote(leader, election_id, first),
        ]
    logged = str(lines)
    assert "/ballot/confirmation" in logged
    assert str(first) not in logged
    assert first.hex not in logged
    assert zone.names[0] not in logged
    for answer in answers:
        told = " ".join(f"{key}: {value}" for key, value in answer.headers)
        assert str(first) not in told
        assert "no-store" in answer.headers["Cache-Control"]
    with leader.session_transaction() as cookie:
        assert str(first) not in str(dict(cookie))


def test_the_length_of_the_page_that_asks_does_not_tell_the_choice(world: World):
    manual(world)
    zone = zone_with_chairs(world, 4)
    election_id, candidates = online_election(zone, candidates=3)
    lengths, paddings = set(), set()
    for choice in (*candidates, NOBODY):
        page = zone.leader(3).post(
            f"{HERE}/{election_id}/ballot/confirmation", data={"choice": str(choice)}
        )
        padding = re.search(r'data-padding="([0-9a-f]*)"', page.text)[1]
        paddings.add(padding)
        lengths.add(len(page.get_data()) - len(padding))
    assert len(lengths) == 1
    assert len(paddings) == 4


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM election_ballots",
        "SELECT count(*) FROM election_ballots",
        "INSERT INTO election_ballots VALUES (1047, gen_random_uuid(), :election, decode('00', 'hex'))",
        "UPDATE election_ballots SET sealed = sealed",
        "DELETE FROM election_ballots",
        "TRUNCATE election_ballots",
        "COPY election_ballots TO STDOUT",
    ],
)
def test_no_role_touches_the_ballots(world: World, statement: str):
    values = {"election": uuid4()} if ":election" in statement else {}
    for opened in (
        scope.tenant_scope(BANG_NA),
        scope.city_scope(),
        scope.platform_scope(),
        scope.jobs_scope(),
        scope.public_scope(BANG_NA),
    ):
        with (
            pytest.raises(DBAPIError, match=r"permission denied|read-only"),
            world.app.app_context(),
            scope.work(db.session, opened),
        ):
            db.session.execute(text(statement), values)


def test_only_a_district_calls_the_functions_and_only_for_its_own(world: World):
    manual(world)
    zone = zone_with_chairs(world, 3)
    election_id, (first, _) = online_election(zone)
    voter = voters_of(world, election_id)[0]
    ballot = BallotSeal(KEY).close(election_id, first)
    cast = "SELECT election_cast_ballot(:election, :voter, :ballot)"
    values = {"election": election_id, "voter": voter, "ballot": ballot}
    for opened in (scope.city_scope(), scope.platform_scope(), scope.jobs_scope()):
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            world.app.app_context(),
            scope.work(db.session, opened),
        ):
            db.session.execute(text(cast), values)
    with pytest.raises(DBAPIError, match="takes no ballots now"):
        as_district(world, cast, NEIGHBOUR, **values)
    with pytest.raises(DBAPIError, match="one_length"):
        as_district(world, cast, **(values | {"ballot": b"short"}))
    with pytest.raises(DBAPIError, match="not on the roll"):
        as_district(world, cast, **(values | {"voter": uuid4()}))


def test_nobody_looks_at_the_count_while_it_is_open(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world, 3)
    election_id, (first, _) = online_election(zone)
    vote(zone.leader(0), election_id, first)
    give_out = "SELECT * FROM election_count_ballots(:election)"
    with pytest.raises(DBAPIError, match="not counted now"):
        as_district(world, give_out, election=election_id)

    def close_look_and_roll_back(session: Any) -> None:
        session.execute(
            text("UPDATE elections SET state = 'counting' WHERE id = :id"), {"id": election_id}
        )
        session.execute(text(give_out), {"election": election_id})

    def in_a_savepoint(session: Any) -> None:
        with session.begin_nested():
            session.execute(
                text("UPDATE elections SET state = 'counting' WHERE id = :id"), {"id": election_id}
            )
        session.execute(text(give_out), {"election": election_id})

    for attempt in (close_look_and_roll_back, in_a_savepoint):
        with pytest.raises(DBAPIError, match="once its closing is committed"):
            world.in_district(attempt)
    close_by_the_clock(owner, election_id)
    close(world.sign_in(), election_id)
    assert len(as_district(world, give_out, election=election_id)) == 1
    assert as_district(world, "SELECT 1", NEIGHBOUR) == [(1,)]
    with pytest.raises(DBAPIError, match="not counted now"):
        as_district(world, give_out, NEIGHBOUR, election=election_id)
    with pytest.raises(DBAPIError, match="does not go back"):
        as_district(
            world, "UPDATE elections SET state = 'open' WHERE id = :id RETURNING 1", id=election_id
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE election_voters SET has_voted = true WHERE election_id = :id RETURNING 1",
        "UPDATE election_voters SET person_name = 'x' WHERE election_id = :id RETURNING 1",
        "DELETE FROM election_voters WHERE election_id = :id RETURNING 1",
        (
            "INSERT INTO election_voters SELECT district_id, gen_random_uuid(), election_id,"
            " gen_random_uuid(), 'x', 'x', NULL, NULL, false FROM election_voters LIMIT 1 RETURNING 1"
        ),
        "UPDATE election_candidates SET person_name = 'x' WHERE election_id = :id RETURNING 1",
        "DELETE FROM election_candidates WHERE election_id = :id RETURNING 1",
        "UPDATE elections SET closes_at = now() + interval '9 days' WHERE id = :id RETURNING 1",
        "UPDATE elections SET method = 'paper' WHERE id = :id RETURNING 1",
        "UPDATE elections SET state = 'declared' WHERE id = :id RETURNING 1",
        "DELETE FROM elections WHERE id = :id RETURNING 1",
    ],
)
def test_roll_candidates_and_hours_do_not_change_during_the_vote(world: World, statement: str):
    manual(world)
    election_id, _ = online_election(zone_with_chairs(world, 3))
    with pytest.raises(
        DBAPIError, match=r"does not allow|permission denied|roll .* is frozen|not go back"
    ):
        as_district(world, statement, id=election_id)


def test_a_ballot_fits_one_election_and_shows_when_it_was_touched():
    seal, election_id, candidate = BallotSeal(KEY), uuid4(), uuid4()
    ballots = [seal.close(election_id, candidate) for _ in range(50)]
    assert len(set(ballots)) == 50
    assert {seal.open(election_id, one) for one in ballots} == {candidate}
    assert seal.open(election_id, seal.close(election_id, None)) is None
    assert {len(one) for one in [*ballots, seal.close(election_id, None)]} == {44}
    touched = bytes([ballots[0][0] ^ 1]) + ballots[0][1:]
    for wrong, of in ((touched, election_id), (ballots[0], uuid4()), (b"", election_id)):
        with pytest.raises(BrokenSealError):
            seal.open(of, wrong)


def test_a_ballot_of_another_key_stops_the_declaration(world: World, owner: Engine):
    manual(world)
    zone = zone_with_chairs(world, 3)
    election_id, (first, _) = online_election(zone)
    ballot = BallotSeal("the key of before").close(election_id, first)
    as_district(
        world,
        "SELECT election_cast_ballot(:election, :voter, :ballot)",
        election=election_id,
        voter=voters_of(world, election_id)[0],
        ballot=ballot,
    )
    close_by_the_clock(owner, election_id)
    close(world.sign_in(), election_id)
    answer = declare(world, election_id)
    assert answer.status_code == 422
    assert "เปิดบัตรลงคะแนนไม่ได้" in answer.text
    page = world.sign_in(Role.DIRECTOR).get(f"{HERE}/{election_id}/declaration/new")
    assert "เปิดบัตรลงคะแนนไม่ได้" in page.text


def test_a_ballot_has_no_column_for_time_person_or_choice():
    assert {column.name for column in Ballot.__table__.columns} == {
        "district_id",
        "id",
        "election_id",
        "sealed",
    }
    assert UUID(NOBODY).int == 0
