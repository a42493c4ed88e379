"""A small world for tests: offices are real, people and records are made for one test.

Everything is written as the production login, inside scopes, exactly as the product does it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from core.access.roles import Role
from core.db import uuid7
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.i18n.text import match_key
from core.identity import queries, secrets
from core.identity.actor import Actor, Person
from core.identity.models import Account, Membership, SignInSession
from core.jobs import running
from core.jobs.service import Waiting
from core.tenancy import scope
from tenants.registry.models import Community, CommunityFigures
from tenants.zones.models import Zone, ZoneMembership

BANG_NA = 1047
NEIGHBOUR = 1009
"""Phra Khanong, the district next door."""

LONG_AGO = date(2016, 10, 1)


@dataclass
class World:
    """Makes people and records, signs people in, and runs the work that is waiting."""

    app: Flask
    made: int = field(default=0)

    def person(
        self,
        role: Role = Role.SOCIAL_DEVELOPER,
        office: int = BANG_NA,
        *,
        name: str | None = None,
        community_id: UUID | None = None,
        password: str | None = None,
        totp_secret: str | None = None,
        username: str | None = None,
    ) -> Person:
        """An account with one membership, and an open session that `sign_in` uses."""
        self.made += 1
        token = secrets.new_token(office)
        with self.app.app_context():
            with scope.work(db.session, scope.platform_scope()):
                account = Account(
                    username=username or f"person{self.made}",
                    password_hash=secrets.hash_password(password) if password else None,
                    totp_secret=totp_secret,
                )
                db.session.add(account)
                db.session.flush()
                account_id = account.id
                db.session.add(
                    SignInSession(
                        token_hash=secrets.hash_token(token),
                        account_id=account_id,
                        idle_seconds=1800,
                        expires_at=datetime.now(UTC) + timedelta(hours=12),
                        confirmed_at=datetime.now(UTC),
                        second_factor_at=datetime.now(UTC) if role.value.second_factor else None,
                    )
                )
            with scope.work(db.session, scope.office_scope(office)):
                db.session.add(
                    Membership(
                        district_id=office,
                        account_id=account_id,
                        role=role.key,
                        name=name or f"ผู้ทดสอบ {self.made}",
                        position=role.key,
                        community_id=community_id,
                        valid_from=LONG_AGO,
                    )
                )
            with scope.work(db.session, scope.platform_scope()):
                person = queries.person_of_session(
                    db.session(),
                    secrets.hash_token(token),
                    now=datetime.now(UTC),
                    today=bangkok_today(),
                    fresh=timedelta(minutes=1),
                )
        assert person is not None
        self._tokens[person.account_id] = token
        return person

    def actor(
        self, role: Role = Role.SOCIAL_DEVELOPER, office: int = BANG_NA, **details: Any
    ) -> Actor:
        """A person acting in their office, as services take it."""
        acting = self.person(role, office, **details)
        membership = acting.memberships[0]
        found = acting.acting_in(slug=None if office == scope.DEPARTMENT else membership.slug)
        assert found is not None
        return found

    def sign_in(
        self,
        role: Role = Role.SOCIAL_DEVELOPER,
        office: int = BANG_NA,
        *,
        person: Person | None = None,
        language: str = "th",
        **details: Any,
    ) -> FlaskClient:
        """A browser in which such a person is signed in."""
        who = person or self.person(role, office, **details)
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = self._tokens[who.account_id]
            cookie["_fresh"] = True
            cookie["language"] = language
        return client

    def in_district(self, act: Callable[[Any], Any], office: int = BANG_NA) -> Any:
        """Do something with a session in a district's own scope, and commit."""
        with self.app.app_context(), scope.work(db.session, scope.tenant_scope(office)):
            return act(db.session())

    def in_city(self, act: Callable[[Any], Any]) -> Any:
        with self.app.app_context(), scope.work(db.session, scope.city_scope()):
            return act(db.session())

    def community(
        self,
        name: str = "",
        office: int = BANG_NA,
        *,
        residents: int | None = None,
        as_of: date = date(2026, 1, 31),
        **values: Any,
    ) -> UUID:
        """A community in the register, with one snapshot where `residents` is given; its id."""
        self.made += 1
        community_id = uuid7()
        shown = name or f"ชุมชนทดสอบ {self.made}"

        def make(session: Any) -> UUID:
            session.add(
                Community(
                    district_id=office,
                    id=community_id,
                    name=shown,
                    match_key=match_key(shown),
                    **{"kind": "urban", "registered_from": date(2025, 1, 1)} | values,
                )
            )
            session.flush()
            if residents is not None:
                session.add(
                    CommunityFigures(
                        district_id=office,
                        community_id=community_id,
                        as_of=as_of,
                        residents=residents,
                        source="ทดสอบ",
                        recorded_by="ทดสอบ",
                        is_example=bool(values.get("is_example")),
                    )
                )
            return community_id

        return self.in_district(make, office)

    def zone(
        self,
        number: int,
        *communities: UUID,
        office: int = BANG_NA,
        since: date = LONG_AGO,
        **values: Any,
    ) -> UUID:
        """A zone that exists and holds these communities since a day; its id."""
        zone_id = values.pop("id", None) or uuid7()

        def make(session: Any) -> UUID:
            session.add(
                Zone(
                    district_id=office,
                    id=zone_id,
                    number=number,
                    **{"name": f"โซน {number}", "edition": 1, "valid_from": since} | values,
                )
            )
            session.flush()
            session.add_all(
                ZoneMembership(
                    district_id=office,
                    zone_id=zone_id,
                    community_id=community_id,
                    valid_from=since,
                    is_example=bool(values.get("is_example")),
                )
                for community_id in communities
            )
            return zone_id

        return self.in_district(make, office)

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The statements that read or write tables while the block runs; setting the scope is none."""
        with self.app.app_context():
            engine = db.engine
        found: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
            if "set_config" not in statement:
                found.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(engine, "before_cursor_execute", note)

    def work_off(self) -> int:
        """Run every waiting job as a worker would, until none is left; returns how many ran."""
        total = 0
        with self.app.app_context():
            while True:
                found: list[Waiting] = []
                running.sweep(found.append)
                if not found:
                    return total
                for job in found:
                    running.run(job.district_id, job.job_id)
                    total += 1

    @property
    def _tokens(self) -> dict[UUID, str]:
        return self.app.extensions.setdefault("test_tokens", {})
