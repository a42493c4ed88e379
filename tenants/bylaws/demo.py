"""The example by-laws of Bang Na: that of zone 1 adopted after its order, that of zone 2 a draft."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.demo import account_id_of, example_id
from core.evidence.service import new_verification_code
from core.i18n.dates import BANGKOK, bangkok_today
from core.identity.actor import Actor, OfficeRole, Person
from core.jobs.service import enqueue
from core.web.addresses import public_address
from tenants.bylaws import adopting, queries
from tenants.bylaws.adopting import Meeting
from tenants.bylaws.jobs import RENDER
from tenants.bylaws.models import ByLaw
from tenants.bylaws.service import new_draft
from tenants.committees.queries import Body, view_of
from tenants.example.content import BANG_NA, accounts, zone_id
from tenants.orders.queries import order_in_force

RECORDER = "bangna.developer1"
ADOPTED_IN, DRAFTED_IN = "โซน 1", "โซน 2"
PLACE = "ห้องประชุมตัวอย่าง สำนักงานเขตบางนา"
_UNTIL_THE_MEETING = timedelta(days=20)


def load(session: Session) -> None:
    """A draft for both zones; the one whose committee has an order adopts its own."""
    for zone in (ADOPTED_IN, DRAFTED_IN):
        view = view_of(session, WHOLE_DISTRICT, Body.zone(zone_id(zone)))
        if view.committee_id is None:
            continue
        entry = new_draft(
            session,
            view=view,
            district_id=BANG_NA,
            committee_id=view.committee_id,
            record_id=example_id(f"by-law/{zone}"),
            drafted_by=_recorder().name,
        )
        if zone == ADOPTED_IN:
            _adopt(session, entry)


def _adopt(session: Session, entry: ByLaw) -> None:
    order = order_in_force(session, entry.committee_id)
    if order is None or order.dated_on is None:
        return
    day = min(order.dated_on + _UNTIL_THE_MEETING, bangkok_today())
    found = queries.reading(session, WHOLE_DISTRICT, entry.id)
    view = view_of(session, WHOLE_DISTRICT, found.body, day=day)
    quorum = adopting.quorum_on(session, view, day)
    meeting = Meeting(
        held_on=day,
        place=PLACE,
        chaired_by=view.chair.person_name if view.chair else "",
        present=quorum.entitled,
        votes_for=quorum.entitled - 1,
        votes_against=0,
        abstaining=1,
        in_force_from=day,
    )
    code = new_verification_code(BANG_NA)
    record = adopting.record_of(meeting, quorum, order)
    adopting.seal(
        session,
        found,
        view=view,
        actor=_recorder(),
        meeting=record | {"verification_url": public_address(f"/papers/{code}")},
        code=code,
        moment=datetime.combine(day, time(16), BANGKOK),
    )
    enqueue(session, RENDER, by_law_id=str(entry.id))


def _recorder() -> Actor:
    """The example officer who wrote the meeting down."""
    entry = next(one for one in accounts() if one["username"] == RECORDER)
    role = OfficeRole(
        district_id=BANG_NA,
        slug="bangna",
        office_th="",
        office_en="",
        role=Role.of(entry["role"]),
        name=entry["name"],
        position=entry["position"],
        community_id=None,
    )
    account_id = account_id_of(RECORDER)
    return Actor(Person(account_id, account_id, RECORDER, "th", (role,)), (role,))
