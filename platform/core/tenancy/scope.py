"""Whose data a transaction may touch, and in whose name: the only file that says so to PostgreSQL.

The application's login may read nothing by itself. At the begin of every transaction this module
sets, for that transaction alone, the role, the district and the person, in one statement. Without an
open scope every query is refused by the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session, SessionTransaction, scoped_session

AnySession = Session | scoped_session[Any]

DEPARTMENT = 1000
"""The office code of สำนักพัฒนาสังคม."""


class DatabaseRole(StrEnum):
    """The group roles of the database; one is set in each transaction."""

    TENANT = "app_tenant"
    """One district's own data."""
    CITY = "app_city"
    """What districts report, and what the department publishes."""
    PLATFORM = "app_platform"
    """Identity and catalogue."""
    JOBS = "app_jobs"
    """Which work is waiting, never its content."""
    PUBLIC = "app_public"
    """What has been published."""


@dataclass(frozen=True)
class Stamp:
    """The person in whose name rows change, as named on that day."""

    account_id: UUID | None = None
    name: str = ""
    position: str = ""


SYSTEM = Stamp(name="ระบบ", position="")


@dataclass(frozen=True)
class Scope:
    """One role, one office, one person. `action` and `reason` go into the audit rows."""

    role: DatabaseRole
    district_id: int | None = None
    stamp: Stamp = field(default=SYSTEM)
    action: str = ""
    reason: str = ""
    request_id: str = ""
    read_only: bool = False


def tenant_scope(district_id: int, **details: Any) -> Scope:
    return Scope(DatabaseRole.TENANT, district_id, **details)


def city_scope(**details: Any) -> Scope:
    return Scope(DatabaseRole.CITY, DEPARTMENT, **details)


def office_scope(code: int, **details: Any) -> Scope:
    """The scope in which an office works: a district's own, or the department's over the city."""
    return city_scope(**details) if code == DEPARTMENT else tenant_scope(code, **details)


def platform_scope(**details: Any) -> Scope:
    return Scope(DatabaseRole.PLATFORM, **details)


def public_scope(district_id: int | None = None) -> Scope:
    """What an office has published, for a visitor without an account."""
    return Scope(DatabaseRole.PUBLIC, district_id, read_only=True)


def jobs_scope(**details: Any) -> Scope:
    return Scope(DatabaseRole.JOBS, **details)


class ScopeError(RuntimeError):
    """A scope was opened where it would not take effect. A programming error, never shown as a sentence."""


_SET_SCOPE = text(
    """
    SELECT set_config('role', :role, true),
           set_config('app.district_id', :district_id, true),
           set_config('app.account_id', :account_id, true),
           set_config('app.actor_name', :actor_name, true),
           set_config('app.actor_position', :actor_position, true),
           set_config('app.action', :action, true),
           set_config('app.reason', :reason, true),
           set_config('app.request_id', :request_id, true),
           set_config('transaction_read_only', :read_only, true)
    """
)
_SET_ACTION = text(
    "SELECT set_config('app.action', :action, true), set_config('app.reason', :reason, true)"
)
_KEEP_PLANS = text("SET LOCAL plan_cache_mode = force_generic_plan")


def _parameters(scope: Scope) -> dict[str, str]:
    return {
        "role": scope.role.value,
        "district_id": "" if scope.district_id is None else str(scope.district_id),
        "account_id": "" if scope.stamp.account_id is None else str(scope.stamp.account_id),
        "actor_name": scope.stamp.name,
        "actor_position": scope.stamp.position,
        "action": scope.action,
        "reason": scope.reason,
        "request_id": scope.request_id,
        "read_only": "on" if scope.read_only else "off",
    }


def _plain(session: AnySession) -> Session:
    return session() if isinstance(session, scoped_session) else session


@contextmanager
def work(session: AnySession, scope: Scope) -> Iterator[Scope]:
    """Open a scope for one piece of work: returning commits, raising rolls back.

    Refuses inside an open transaction or inside another scope, because the role and the district of
    a running transaction would stay those of before.
    """
    plain = _plain(session)
    if plain.in_transaction():
        raise ScopeError("A scope cannot be opened inside a running transaction.")
    if "scope" in plain.info:
        raise ScopeError("A scope cannot be opened inside another scope.")
    plain.info["scope"] = scope
    try:
        yield scope
        plain.commit()
    except BaseException:
        plain.rollback()
        raise
    finally:
        del plain.info["scope"]
        plain.expunge_all()


def current(session: AnySession) -> Scope:
    """The open scope of this session."""
    scope = _plain(session).info.get("scope")
    if scope is None:
        raise ScopeError("No scope is open: whose data may be touched was not said.")
    return scope  # type: ignore[no-any-return]


def office_of(session: AnySession) -> int:
    """The office of the open scope; ScopeError where the scope has none."""
    district_id = current(session).district_id
    if district_id is None:
        raise ScopeError("This belongs to an office; the open scope has none.")
    return district_id


def is_open(session: AnySession) -> bool:
    """Whether a scope is open; an error's page is drawn after its scope has ended."""
    return "scope" in _plain(session).info


def name_change(session: AnySession, action: str, reason: str = "") -> None:
    """Say what is being done (`subject:action`) and why; the audit rows of this transaction carry it."""
    plain = _plain(session)
    plain.info["scope"] = replace(current(plain), action=action, reason=reason)
    plain.execute(_SET_ACTION, {"action": action, "reason": reason})


def keep_plans(session: AnySession) -> None:
    """Let this transaction use plans that the connection keeps: for statements that are planned longer than run."""
    _plain(session).execute(_KEEP_PLANS)


def each_district(connection: Connection) -> Iterator[int]:
    """Every office in turn, with the owner's connection placed in it: for migrations and seeds alone.

    Row-level security is forced on the owner too: outside of a district an UPDATE says 0 rows.
    """
    codes = connection.execute(text("SELECT code FROM offices ORDER BY code")).scalars().all()
    for code in codes:
        place_in_district(connection, code)
        yield code
    place_in_district(connection, None)


def place_in_district(connection: Connection, district_id: int | None) -> None:
    """Set the district of an owner's transaction, without changing its role."""
    connection.execute(
        text("SELECT set_config('app.district_id', :code, true)"),
        {"code": "" if district_id is None else str(district_id)},
    )


@event.listens_for(Session, "after_begin")
def _say_scope(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    scope = session.info.get("scope")
    if scope is None or transaction.nested:
        return
    connection.execute(_SET_SCOPE, _parameters(scope))
