"""The example reports of Bang Na."""

from sqlalchemy import func, select

from core.i18n.dates import bangkok_today, first_of_month, shift_month
from tenants.activities import demo
from tenants.activities.models import Activity, ActivityState
from tenants.registry import demo as registry_demo
from tenants.zones import demo as zones_demo
from tests.support.world import World


def test_the_head_has_accepted_the_past_months_but_for_three_reports_of_the_last_one(world: World):
    for step in (registry_demo.load, zones_demo.load, demo.load):
        world.in_district(step)
    this_month = first_of_month(bangkok_today())
    last = shift_month(this_month, -1)

    def numbers(session):
        return session.execute(
            select(Activity.state, func.count(), func.bool_and(Activity.is_example))
            .where(Activity.held_on >= last, Activity.held_on < this_month)
            .group_by(Activity.state)
            .order_by(Activity.state)
        ).all()

    assert [tuple(row) for row in world.in_district(numbers)] == [
        (ActivityState.ACCEPTED.value, 19, True),
        (ActivityState.REPORTED.value, 3, True),
    ]

    def accepted(session, *conditions):
        rows = select(Activity.state, Activity.changed_by).where(*conditions).distinct()
        return {tuple(row) for row in session.execute(rows)}

    head = (ActivityState.ACCEPTED.value, "นางสาวตัวอย่าง สาม")
    assert world.in_district(lambda s: accepted(s, Activity.held_on < last)) == {head}
    assert head not in world.in_district(lambda s: accepted(s, Activity.held_on >= this_month))
    sent_after_acceptance = select(Activity.id).where(Activity.changed_at < Activity.reported_at)
    assert world.in_district(lambda s: s.scalars(sent_after_acceptance).all()) == []
