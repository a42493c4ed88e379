"""An office with a complete committee, the people who draft, propose and sign, and their codes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from core.access.roles import Role
from core.db import uuid7
from core.extensions import db
from core.identity.actor import Person
from core.identity.models import Account
from core.tenancy import scope
from tenants.office.models import Delegation, Numbering, OfficeProfile
from tenants.orders.models import Order
from tests.support.editions import adopted, edition
from tests.support.seats import fill_all
from tests.support.world import BANG_NA, World

PASSWORD = "รหัสผ่านยาวพอสมควร"
ORDERS = "/d/bangna/orders"


@dataclass
class Signer:
    """Somebody with a password and an authenticator."""

    person: Person
    client: FlaskClient
    secret: str
    world: World

    def confirmed(self, **values: str) -> dict[str, str]:
        """What a form sends, with a code that works as if half a minute had passed since the last one."""
        with self.world.app.app_context(), scope.work(db.session, scope.platform_scope()):
            db.session.execute(
                update(Account)
                .where(Account.id == self.person.account_id)
                .values(totp_last_step=None)
            )
        return {"password": PASSWORD, "code": pyotp.TOTP(self.secret).now()} | values


@dataclass
class Office:
    """Bang Na with zones whose committees are complete, and everybody on a paper's way."""

    world: World
    developer: FlaskClient
    head: Signer
    director: Signer
    zones: list[UUID] = field(default_factory=list)

    def add_zone(self) -> UUID:
        community = self.world.community()
        zone = self.world.zone(len(self.zones) + 1, community)
        fill_all(self.developer, zone, [community])
        self.zones.append(zone)
        return zone

    def draft(self, zone: UUID | None = None) -> str:
        """The address of the draft of a zone's order."""
        where = zone or self.zones[0]
        answer = self.developer.post(
            f"/d/bangna/zones/{where}/orders", data={"record_id": str(uuid7())}
        )
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def proposed(self, zone: UUID | None = None) -> str:
        address = self.draft(zone)
        return self.propose(address)

    def propose(self, address: str) -> str:
        answer = self.head.client.post(
            f"{address}/proposal", data={"version": str(self.order(address).version)}
        )
        assert answer.status_code == 303, answer.text
        return address

    def sign(self, address: str, signer: Signer | None = None, **values: str) -> Any:
        """Send the signature; `values` replace what the form sends."""
        who = signer or self.director
        sent = {"version": str(self.order(address).version)} | values
        return who.client.post(f"{address}/signature", data=who.confirmed() | sent)

    def signed(self, zone: UUID | None = None) -> str:
        address = self.proposed(zone)
        answer = self.sign(address)
        assert answer.status_code == 303, answer.text
        return address

    def order(self, address: str) -> Any:
        """The row behind an address, as plain values."""
        order_id = UUID(address.rpartition("/")[2])

        def read(session: Any) -> Any:
            row = session.scalars(select(Order).where(Order.id == order_id)).one()
            return SimpleNamespace(
                **{column.name: getattr(row, column.name) for column in Order.__table__.columns}
            )

        return self.world.in_district(read)

    def numbering(self, numbering: Numbering) -> None:
        def change(session: Any) -> None:
            row = session.scalars(select(OfficeProfile)).one_or_none()
            if row is None:
                row = OfficeProfile(district_id=BANG_NA)
                session.add(row)
            row.numbering = numbering.value

        self.world.in_district(change)

    def delegate(self, person: Person, first: date, last: date, **values: Any) -> None:
        self.world.in_district(
            lambda session: session.add(
                Delegation(
                    district_id=BANG_NA,
                    account_id=person.account_id,
                    person_name=person.name,
                    person_position="ผู้ช่วยผู้อำนวยการเขต",
                    valid_from=first,
                    last_day=last,
                    basis="คำสั่งทดสอบ",
                    **values,
                )
            )
        )


@pytest.fixture
def make_signer(world: World) -> Callable[..., Signer]:
    def make(role: Role, **details: str) -> Signer:
        secret = pyotp.random_base32()
        person = world.person(role, password=PASSWORD, totp_secret=secret, **details)
        return Signer(person, world.sign_in(person=person), secret, world)

    return make


@pytest.fixture
def office(world: World, make_signer: Callable[..., Signer]) -> Office:
    """One zone whose committee lacks nobody; the office numbers its own series."""
    edition(world)
    adopted(world)
    made = Office(
        world,
        world.sign_in(),
        make_signer(Role.SECTION_HEAD, name="นางหัวหน้า ตัวอย่าง"),
        make_signer(Role.DIRECTOR, name="นายผู้อำนวยการ ตัวอย่าง"),
    )
    made.add_zone()
    made.numbering(Numbering.OWN_SERIES)
    return made
