"""A director with a second factor, and what a director sends to approve."""

from typing import Any

import pyotp
from sqlalchemy import update

from core.access.roles import Role
from core.extensions import db
from core.i18n.dates import bangkok_today, shift_month
from core.identity.models import Account
from core.tenancy import scope
from tests.support.world import World

PASSWORD = "long enough a password"
LAST = shift_month(bangkok_today(), -1)


class Director:
    """Approves what the tests ask for; every code works, however often in a second."""

    def __init__(self, world: World, role: Role = Role.DIRECTOR, **details: Any) -> None:
        self.world, self.secret = world, pyotp.random_base32()
        self.person = world.person(
            role, password=PASSWORD, totp_secret=self.secret, name="นายผู้อำนวยการ", **details
        )
        self.browser = world.sign_in(person=self.person)

    def said(self) -> dict[str, str]:
        with self.world.app.app_context(), scope.work(db.session, scope.platform_scope()):
            db.session.execute(
                update(Account)
                .where(Account.id == self.person.account_id)
                .values(totp_last_step=None)
            )
        return {"password": PASSWORD, "code": pyotp.TOTP(self.secret).now()}

    def approve(self, key: str = f"{LAST:%Y-%m}", slug: str = "bangna") -> Any:
        return self.browser.post(f"/d/{slug}/periods/{key}/approval", data=self.said())
