"""เจ้าหน้าที่ที่โทรหาได้: whom a leader calls, on every page that a leader sees."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.identity.actor import Actor
from core.identity.models import Membership
from core.identity.queries import valid_on
from core.notices.models import NoticeSettings
from tenants.networks.models import Responsibility
from tenants.office.models import OfficeProfile
from tenants.zones.queries import zones_of


@dataclass(frozen=True)
class Helper:
    """The officer of the leader's zone, "" where none is named; `phone` is the office's where the officer gave none."""

    name: str
    phone: str


def helper_of(session: Session, actor: Actor, day: date) -> Helper:
    """Who answers for the zone of a leader on a day, and where to call, in one statement."""
    communities = {
        membership.community_id for membership in actor.memberships if membership.community_id
    }
    answers = (
        select(Responsibility.person_name, NoticeSettings.duty_phone)
        .outerjoin(Membership, (Membership.name == Responsibility.person_name) & valid_on(day))
        .outerjoin(NoticeSettings, NoticeSettings.account_id == Membership.account_id)
        .where(
            Responsibility.zone_id.in_(zones_of(communities, day)),
            Responsibility.valid_from <= day,
            or_(Responsibility.valid_to.is_(None), Responsibility.valid_to > day),
        )
        .order_by(NoticeSettings.duty_phone.desc().nulls_last(), Responsibility.valid_from.desc())
        .limit(1)
        .subquery()
    )
    office_phone = select(OfficeProfile.phone).limit(1).scalar_subquery()
    row = session.execute(
        select(answers.c.person_name, answers.c.duty_phone, office_phone).select_from(
            select(1).subquery().outerjoin(answers, answers.c.person_name.is_not(None))
        )
    ).one()
    return Helper(row[0] or "", row[1] or row[2] or "")
