"""What a district's role could do to others, had somebody found a way to send its own SQL."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from core.extensions import db
from core.tenancy import scope
from migrations.policies import DEFINER_FUNCTIONS
from tests.architecture.guards import database
from tests.support.world import NEIGHBOUR, World

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

    assert set(DEFINER_FUNCTIONS) == database.DEFINER_FUNCTIONS
    assert world.in_district(open_functions) == set()
