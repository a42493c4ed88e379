"""What a district's role could do to others, had somebody found a way to send its own SQL."""

from datetime import date

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from core.access.roles import Role
from core.db import uuid7
from core.evidence.models import EvidenceCard
from core.extensions import db
from core.tenancy import scope
from migrations.policies import DEFINER_FUNCTIONS
from tests.architecture.guards import database
from tests.support.editions import adopted, edition
from tests.support.papers import signed_order
from tests.support.world import BANG_NA, NEIGHBOUR, World
from tests.tenants.orders.conftest import Office, make_signer, office

__all__ = ["make_signer", "office"]

FORGERY = text(
    "CREATE TRIGGER forge AFTER INSERT ON pg_temp.orders REFERENCING NEW TABLE AS new_rows "
    "FOR EACH STATEMENT EXECUTE FUNCTION write_audit_insert('district_id', 'id', '')"
)


def test_a_district_cannot_write_audit_rows_through_a_table_of_its_own(world: World):
    with world.app.app_context(), scope.work(db.session, scope.tenant_scope(NEIGHBOUR)):
        db.session.execute(text("CREATE TEMPORARY TABLE orders (district_id int, id text)"))
        with pytest.raises(ProgrammingError, match="permission denied for function"):
            db.session.execute(FORGERY)
        db.session.rollback()


FOR_DISTRICTS = {"election_cast_ballot", "election_count_ballots"}
"""What a district calls on purpose: ballots go into a table that nobody may touch, and out of it."""


def test_every_function_that_runs_as_the_owner_is_closed_to_all_others(world: World):
    def open_functions(session: Connection) -> set[str]:
        return set(
            session.execute(
                text(
                    "SELECT proname::text FROM pg_proc WHERE prosecdef "
                    "AND pronamespace = 'public'::regnamespace "
                    "AND has_function_privilege(current_user, oid, 'EXECUTE')"
                )
            ).scalars()
        )

    assert {*DEFINER_FUNCTIONS, *FOR_DISTRICTS} == database.DEFINER_FUNCTIONS
    assert world.in_district(open_functions) == FOR_DISTRICTS
    assert world.in_city(open_functions) == set()


REFUSED = [
    "DELETE FROM evidence_cards",
    "UPDATE evidence_cards SET dated_on = '2020-01-01'",
    "UPDATE evidence_cards SET record_id = gen_random_uuid()",
    "UPDATE evidence_cards SET number = '1/2569', kind = 'by_law'",
    "UPDATE evidence_cards SET verification_code = 'x'",
    "UPDATE evidence_files SET sha256 = 'x'",
    "DELETE FROM order_steps",
    "UPDATE order_steps SET taken_by = 'x'",
    "UPDATE orders SET id = gen_random_uuid()",
    "UPDATE orders SET state = 'draft', sha256 = NULL, dated_on = NULL, number = NULL",
    "UPDATE orders SET subject = 'x'",
    "DELETE FROM orders",
    (
        "INSERT INTO orders SELECT (o).* FROM orders o "
        "ON CONFLICT (district_id, id) DO UPDATE SET subject = 'x'"
    ),
    "TRUNCATE order_steps",
    "TRUNCATE orders CASCADE",
    "ALTER TABLE orders DISABLE TRIGGER keep_final",
    "SET session_replication_role = replica",
    "DROP TRIGGER keep_final ON orders",
    "UPDATE network_remarks SET body = 'x'",
    "UPDATE pilot_choices SET reason = 'x'",
    "DELETE FROM contact_readings",
    "SELECT 1 FROM election_ballots",
    "INSERT INTO regulation_values SELECT * FROM regulation_values",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_a_district_does_not_rewrite_what_has_force(office: Office, world: World, statement: str):
    office.signed()
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner|never changes"):
        world.in_district(lambda session: session.execute(text(statement)))


def test_no_other_role_reads_or_writes_papers(world: World, owner: Engine):
    zone = world.zone(1, world.community())
    signed_order(world, zone)
    open_to = {
        "app_city": {"evidence_cards", "regulation_values"},
        "app_platform": {"regulation_values"},
        "app_jobs": set(),
        "app_public": {"published_papers", "published_network_pages"},
    }
    tables = [
        "orders",
        "order_steps",
        "order_series",
        "signing_batches",
        "by_laws",
        "delegations",
        "office_profiles",
        "people",
        "contact_readings",
        "alliances",
        "alliance_memberships",
        "elections",
        "election_candidates",
        "election_voters",
        "election_ballots",
        "election_paper_counts",
        "election_objections",
        "evidence_cards",
        "evidence_files",
        "local_clauses",
        "edition_moves",
        "zone_proposals",
        "pilot_choices",
        "network_remarks",
        "published_networks",
        "seat_imports",
        "regulation_values",
        "published_papers",
        "published_network_pages",
    ]
    with owner.connect() as connection:
        for role, expected in open_to.items():
            rows = connection.execute(
                text(
                    "SELECT t FROM unnest(CAST(:tables AS text[])) AS t "
                    "WHERE has_table_privilege(:role, t, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')"
                ),
                {"role": role, "tables": tables},
            )
            assert set(rows.scalars()) == expected, role
        paths = connection.execute(
            text(
                "SELECT proname::text FROM pg_proc WHERE prosecdef "
                "AND pronamespace = 'public'::regnamespace "
                "AND NOT coalesce('search_path=pg_catalog, public' = ANY (proconfig), false)"
            )
        )
        assert paths.scalars().all() == []


def test_a_withdrawn_page_and_a_card_without_a_code_are_closed_below_the_views_too(world: World):
    edition(world)
    adopted(world)
    zone = world.zone(1, world.community())
    signed_order(world, zone)
    head = world.sign_in(Role.SECTION_HEAD)
    assert head.post(f"/d/bangna/zones/{zone}/publication").status_code == 303
    world.in_district(
        lambda session: session.add(
            EvidenceCard(
                district_id=BANG_NA,
                kind="memo",
                record_id=uuid7(),
                title="ก",
                dated_on=date(2026, 1, 1),
                sha256="a" * 64,
            )
        )
    )

    def seen() -> tuple[int, int]:
        with world.app.app_context(), scope.work(db.session, scope.public_scope(BANG_NA)):
            return (
                len(db.session.execute(text("SELECT zone_id FROM published_networks")).all()),
                len(db.session.execute(text("SELECT title FROM evidence_cards")).all()),
            )

    assert seen() == (1, 0)
    assert head.post(f"/d/bangna/zones/{zone}/withdrawal").status_code == 303
    assert seen() == (0, 0)
