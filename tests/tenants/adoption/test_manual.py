"""The manual that an office follows, as its people see and adopt it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.access.roles import Role, Tier
from core.audit.models import AuditEntry
from core.errors import Refused
from core.i18n.dates import bangkok_today
from tenants.adoption import queries, service
from tenants.adoption.measures import TALLIES
from tenants.adoption.models import Adoption
from tests.support.editions import adopted, edition
from tests.support.reported import counted
from tests.support.world import NEIGHBOUR, World

HERE = "/d/bangna/manual"


def test_an_office_without_a_manual_is_told_so_and_offered_the_published_one(world: World):
    edition(world)
    page = world.sign_in(Role.SECTION_HEAD).get(HERE).text
    assert "ยังไม่ได้ประกาศใช้คู่มือ" in page
    assert "/manual/adoption/new?edition=1" in page


def test_before_anything_is_published_the_page_says_that_the_department_publishes(world: World):
    page = world.sign_in(Role.DIRECTOR).get(HERE)
    assert page.status_code == 200
    assert "ยังไม่มีคู่มือฉบับที่เผยแพร่" in page.text


def test_the_head_of_the_section_confirms_and_adopts_from_today(world: World):
    edition(world)
    head = world.sign_in(Role.SECTION_HEAD, name="นางสาวตัวอย่าง หัวหน้าฝ่าย")
    question = head.get(f"{HERE}/adoption/new?edition=1").text
    assert "ใช้บังคับในสำนักงานเขตนี้ตั้งแต่วันนี้" in question
    assert head.post(f"{HERE}/adoption", data={"edition": "1"}).status_code == 303
    page = head.get(HERE).text
    for text in ("คู่มือทดสอบ ฉบับที่ 1", "หัวหน้าฝ่าย", "หลักกลาง", "๑.๒", "ประธานกรรมการ"):
        assert text in page


def test_the_page_says_what_the_edition_demands(world: World):
    edition(world)
    adopted(world)
    page = world.sign_in(Role.SECTION_STAFF).get(HERE).text
    for text in ("1 ถึง 20 โซน", "อย่างน้อยเดือนละ 1 กิจกรรม", "ผู้แทนภาคเอกชน", "เขตปรับได้"):
        assert text in page


ADOPTING = {Role.SOCIAL_DEVELOPER, Role.SECTION_HEAD, Role.DIRECTOR}


@pytest.mark.parametrize("role", [role for role in Role if role.value.tier is Tier.DISTRICT])
def test_everybody_in_the_office_reads_it_and_three_roles_adopt(world: World, role: Role):
    edition(world)
    person = world.sign_in(role)
    assert person.get(HERE).status_code == 200
    answer = person.post(f"{HERE}/adoption", data={"edition": "1"})
    expected = 303 if role in ADOPTING else 403
    assert answer.status_code == expected


@pytest.mark.parametrize("typed", ["2", "77", "", "abc"])
def test_a_draft_and_an_unknown_number_are_refused(world: World, typed: str):
    edition(world)
    edition(world, 2, published=False)
    director = world.sign_in(Role.DIRECTOR)
    answer = director.post(f"{HERE}/adoption", data={"edition": typed})
    assert answer.status_code == 422
    assert "เผยแพร่" in answer.text
    in_force = world.in_district(lambda session: queries.edition_in_force(session, bangkok_today()))
    assert in_force is None


def test_a_draft_cannot_be_looked_at_in_a_district(world: World):
    edition(world)
    edition(world, 2, published=False)
    director = world.sign_in(Role.DIRECTOR)
    assert director.get(f"{HERE}/editions/1").status_code == 200
    assert director.get(f"{HERE}/editions/2").status_code == 404
    assert director.get(f"{HERE}/editions/99999999999").status_code == 404


def test_the_service_refuses_a_draft_with_its_number(world: World):
    edition(world, 2, published=False)
    director = world.actor(Role.DIRECTOR)
    with pytest.raises(Refused, match="Edition 2 has not been published"):
        world.in_district(lambda session: service.adopt_edition(session, actor=director, number=2))


def test_adopting_the_one_in_force_again_changes_nothing(world: World):
    edition(world)
    adopted(world)
    director = world.sign_in(Role.DIRECTOR)
    for _ in range(2):
        assert director.post(f"{HERE}/adoption", data={"edition": "1"}).status_code == 303
    kept = world.in_district(
        lambda session: [
            tuple(row) for row in session.execute(select(Adoption.edition, Adoption.adopted_by))
        ]
    )
    assert kept == [(1, "ผู้ทดสอบ")]


def test_a_newer_edition_takes_over_today_and_the_older_adoption_stays_in_the_history(world: World):
    edition(world)
    edition(world, 2)
    adopted(world)
    director = world.sign_in(Role.DIRECTOR)
    director.post(f"{HERE}/adoption", data={"edition": "2"})
    today = bangkok_today()

    def in_force(session, day):
        return queries.edition_in_force(session, day)[1].number

    assert world.in_district(lambda session: in_force(session, today)) == 2
    yesterday = today - timedelta(days=1)
    assert world.in_district(lambda session: in_force(session, yesterday)) == 1
    page = director.get(HERE).text
    assert "คู่มือทดสอบ ฉบับที่ 1" in page
    assert "คู่มือทดสอบ ฉบับที่ 2" in page


def test_a_second_choice_on_one_day_replaces_the_first(world: World):
    edition(world)
    edition(world, 2)
    director = world.sign_in(Role.DIRECTOR)
    for number in ("1", "2", "1"):
        assert director.post(f"{HERE}/adoption", data={"edition": number}).status_code == 303
    kept = world.in_district(lambda session: session.scalars(select(Adoption.edition)).all())
    assert kept == [1]


def test_the_adoption_is_in_the_history_of_changes(world: World):
    edition(world)
    director = world.sign_in(Role.DIRECTOR)
    director.post(f"{HERE}/adoption", data={"edition": "1"})
    actions = world.in_district(
        lambda session: session.scalars(
            select(AuditEntry.action).where(AuditEntry.table_name == "adoptions")
        ).all()
    )
    assert actions == ["manual:adopted"]


def test_another_office_does_not_see_whose_manual_is_in_force_here(world: World):
    edition(world)
    adopted(world)
    stranger = world.sign_in(Role.DIRECTOR, NEIGHBOUR)
    assert stranger.get(HERE).status_code == 404
    assert "ยังไม่ได้ประกาศใช้คู่มือ" in stranger.get("/d/phrakhanong/manual").text


def test_the_measure_is_one_where_an_edition_is_in_force_on_the_day(world: World):
    edition(world)
    adopted(world)
    today = bangkok_today()

    tally = TALLIES[0]
    assert world.in_district(lambda s: counted(s, tally, today)) == {"adoption.manuals": 1}
    assert world.in_district(lambda s: counted(s, tally, today, examples=True)) == {}
    before = today.replace(year=2015, day=1)
    assert world.in_district(lambda s: counted(s, tally, before)) == {}


def test_the_page_is_also_there_in_english(world: World):
    edition(world)
    adopted(world)
    page = world.sign_in(Role.DIRECTOR, language="en").get(HERE).text
    assert "Locked core" in page
    assert "In force here from" in page
