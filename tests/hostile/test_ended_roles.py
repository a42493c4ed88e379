"""A role that is over stays over."""

from datetime import timedelta

from sqlalchemy import select

from core.access.roles import Role
from core.i18n.dates import bangkok_today, show_date
from core.identity.models import Membership
from tests.support.world import World


def test_an_ended_role_cannot_be_given_a_later_last_day(world: World):
    leader = world.actor(Role.PARTNER)
    yesterday = bangkok_today() - timedelta(days=1)

    def only(session) -> Membership:
        return session.scalars(
            select(Membership).where(Membership.account_id == leader.account_id)
        ).one()

    membership_id = world.in_district(lambda session: only(session).id)
    officer = world.sign_in(Role.SECTION_HEAD)
    address = f"/d/bangna/accounts/{membership_id}/ending"

    def end(day) -> int:
        return officer.post(address, data={"last_day": show_date(day, style="numeric")}).status_code

    assert end(yesterday) == 303
    assert end(yesterday + timedelta(days=400)) == 422
    assert end(yesterday - timedelta(days=1)) == 303
    assert world.in_district(lambda s: only(s).last_day) == yesterday - timedelta(days=1)
