"""Partners of the networks: as officers keep them, and as leaders see them."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.errors import FieldError
from core.extensions import db
from core.i18n.dates import bangkok_today, fiscal_year, show_date
from core.tenancy import scope
from tenants.activities.models import Activity
from tenants.partners import queries, service
from tenants.partners.models import Contribution, Organisation, OrganisationContact, Sector
from tenants.partners.names import organisation_key
from tenants.people.models import Person
from tests.support.world import BANG_NA, NEIGHBOUR, World

HERE = "/d/bangna/partners"
TODAY = bangkok_today()


def typed(days: int = 0) -> str:
    return show_date(TODAY + timedelta(days=days), style="numeric")


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """An office with two zones of one community each, and an officer."""
    communities = [world.community(f"ตัวอย่าง {letter}") for letter in "กข"]
    zones = [world.zone(1, communities[0]), world.zone(2, communities[1])]
    return SimpleNamespace(communities=communities, zones=zones, officer=world.sign_in())


def sent(name: str = "สถานีตำรวจตัวอย่าง", **changes: str) -> dict[str, str]:
    return {
        "name": name,
        "sector": "state",
        "kind": "police",
        "partner_since": "1/10/2567",
        "note": "คงข้อความนี้ไว้",
        "record_id": str(uuid7()),
    } | changes


def made(place: SimpleNamespace, name: str = "สถานีตำรวจตัวอย่าง", **changes: str) -> UUID:
    answer = place.officer.post(HERE, data=sent(name, **changes))
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["Location"].rpartition("/")[2])


def gift(**changes: str) -> dict[str, str]:
    return {
        "kind": "things",
        "given_on": typed(-3),
        "description": "ข้าวกล่อง 200 ชุด",
        "value": "8,000",
        "place": "",
        "record_id": str(uuid7()),
    } | changes


def give(office: SimpleNamespace, partner: UUID, **changes: str):
    return office.officer.post(f"{HERE}/{partner}/contributions", data=gift(**changes))


def rows(world: World, model):
    """What is stored, as plain values."""
    return world.in_district(
        lambda session: [
            SimpleNamespace(**row._mapping) for row in session.execute(select(model.__table__))
        ]
    )


def test_an_officer_enters_a_partner_and_everything_about_it_stands_on_its_page(world, place):
    partner = made(place, "บริษัท ตัวอย่างพัฒนา จำกัด", sector="business", kind="company")
    address = f"{HERE}/{partner}"
    for path in ("contributions/new", "contacts/new", "networks/edit", "memoranda/new", "edit"):
        assert place.officer.get(f"{address}/{path}").status_code == 200, path
    zone = str(place.zones[0])
    assert place.officer.post(f"{address}/networks", data={"zones": [zone]}).status_code == 303
    place.officer.post(
        f"{address}/contacts",
        data={"name": "นางตัวอย่าง ประสาน", "position": "ผู้จัดการ", "duty": "งาน CSR"},
    )
    assert give(place, partner, place=f"zone-{zone}").status_code == 303
    assert give(place, partner, kind="people", people="12", value="").status_code == 303
    page = place.officer.get(address).text
    for words in (
        "ภาคธุรกิจเอกชน",
        "โซน 1",
        "นางตัวอย่าง ประสาน",
        "งาน CSR",
        "ข้าวกล่อง 200 ชุด",
        "8,000 (นับจาก 1 รายการที่ทราบมูลค่า)",
        "การมีส่วนร่วมในรอบ 12 เดือน",
        "แสดงเป็นตาราง",
    ):
        assert words in page, words
    listed = place.officer.get(f"{HERE}?sector=business&kind=company&zone={zone}&q=ตัวอย่างพัฒนา")
    assert "บริษัท ตัวอย่างพัฒนา จำกัด" in listed.text
    for other in ("sector=ngo", "kind=police", f"zone={place.zones[1]}", "zone=x", "ended=1"):
        assert "บริษัท ตัวอย่างพัฒนา จำกัด" not in place.officer.get(f"{HERE}?{other}").text, other
    with world.statements() as statements:
        place.officer.get(HERE)
    assert len(statements) <= 6, statements


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "โปรดระบุชื่อองค์กร"),
        ({"sector": ""}, "โปรดเลือกภาคส่วน"),
        ({"kind": "castle"}, "โปรดเลือก"),
        ({"partner_since": typed(5)}, "วันที่ต้องไม่หลัง"),
    ],
)
def test_each_slip_about_a_partner_is_refused_in_thai_and_what_was_typed_stays(
    place, changes, sentence
):
    answer = place.officer.post(HERE, data=sent(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "คงข้อความนี้ไว้" in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "-5"}, "โปรดระบุตั้งแต่ 0 ขึ้นไป"),
        ({"given_on": typed(2)}, "วันที่ต้องไม่หลัง"),
        ({"kind": ""}, "โปรดเลือกสิ่งที่สนับสนุน"),
        ({"kind": "money", "value": ""}, "โปรดระบุจำนวนเงินเป็นบาท"),
        ({"kind": "people", "people": ""}, "โปรดระบุจำนวนผู้มาช่วย"),
        ({"description": "", "note": "x"}, "โปรดระบุสิ่งที่สนับสนุน"),
    ],
)
def test_each_slip_about_a_contribution_is_refused_in_thai(world, place, changes, sentence):
    answer = give(place, made(place), **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(world, Contribution) == []


def test_a_known_name_in_another_spelling_is_offered_and_may_be_entered_all_the_same(world, place):
    made(place, "สถานีตำรวจนครบาลตัวอย่าง")
    again = sent("สน.ตัวอย่าง")
    answer = place.officer.post(HERE, data=again)
    assert answer.status_code == 422
    assert "สถานีตำรวจนครบาลตัวอย่าง" in answer.text
    assert 'name="another"' in answer.text
    assert place.officer.post(HERE, data=again | {"another": "y"}).status_code == 303
    assert len(rows(world, Organisation)) == 2
    assert organisation_key("บริษัท ก้าวหน้า จำกัด (มหาชน)") == organisation_key("ก้าวหน้า")
    assert organisation_key("ศบส. 8") == organisation_key("ศูนย์บริการสาธารณสุขที่ 8")


def test_what_is_sent_twice_is_there_once(world: World, place):
    once = sent()
    first, second = (place.officer.post(HERE, data=once) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    partner = UUID(first.headers["Location"].rpartition("/")[2])
    same = gift()
    for _ in range(2):
        assert give(place, partner, **same).status_code == 303
        place.officer.post(
            f"{HERE}/{partner}/contacts",
            data={"name": "นายตัวอย่าง ซ้ำ", "record_id": same["record_id"]},
        )
    for model in (Organisation, Contribution, OrganisationContact, Person):
        assert len(rows(world, model)) == 1, model


def test_two_people_who_change_one_partner_see_both_texts(place):
    partner = made(place)
    late = sent(version="1", note="ข้อความของผู้บันทึกทีหลัง")
    assert place.officer.post(f"{HERE}/{partner}", data=late | {"note": "ก่อน"}).status_code == 303
    answer = place.officer.post(f"{HERE}/{partner}", data=late)
    assert answer.status_code == 409
    assert "ข้อความของผู้บันทึกทีหลัง" in answer.text
    assert "ก่อน" in answer.text
    assert give(place, partner).status_code == 303
    contribution = place.officer.get(f"{HERE}/{partner}").text
    address = contribution.partition("/d/bangna/partner-contributions/")[2].partition("/")[0]
    changed = gift(version="1", description="น้ำดื่ม")
    here = f"/d/bangna/partner-contributions/{address}"
    assert place.officer.get(f"{here}/edit").status_code == 200
    assert place.officer.post(here, data=changed).status_code == 303
    assert place.officer.post(here, data=changed | {"description": "ขนม"}).status_code == 409


def test_a_partner_ends_with_a_reason_and_then_takes_nothing_more(world: World, place):
    partner = made(place)
    address = f"{HERE}/{partner}"
    place.officer.post(f"{address}/networks", data={"zones": [str(place.zones[0])]})
    assert place.officer.get(f"{address}/ending/new").status_code == 200
    without = place.officer.post(f"{address}/ending", data={"ended_on": typed(), "reason": ""})
    assert without.status_code == 422
    ending = {"ended_on": typed(), "reason": "ย้ายออกจากพื้นที่"}
    assert place.officer.post(f"{address}/ending", data=ending).status_code == 303
    assert "ย้ายออกจากพื้นที่" in place.officer.get(address).text
    answer = give(place, partner, given_on=typed())
    assert answer.status_code == 422
    assert "พ้นจากการเป็นภาคีแล้ว" in answer.text
    assert give(place, partner, given_on=typed(-10)).status_code == 303
    assert place.officer.post(address, data=sent(version="2")).status_code == 422
    assert "สถานีตำรวจตัวอย่าง" in place.officer.get(f"{HERE}?ended=1").text

    def state(session):
        today = queries.networks_of(session, partner, TODAY)
        return today, queries.partner_choices(session)

    assert world.in_district(state) == ([], [])
    entries = world.in_district(
        lambda session: session.scalars(
            select(AuditEntry.reason).where(AuditEntry.action == "organisation:ended")
        ).all()
    )
    assert "ย้ายออกจากพื้นที่" in entries


def test_a_contribution_that_was_a_mistake_is_removed_with_a_reason(world: World, place):
    partner = made(place)
    give(place, partner)
    (stored,) = rows(world, Contribution)
    here = f"/d/bangna/partner-contributions/{stored.id}/removal"
    assert place.officer.get(f"{here}/new").status_code == 200
    assert place.officer.post(here, data={"reason": " "}).status_code == 422
    assert place.officer.post(here, data={"reason": "บันทึกซ้ำ"}).status_code == 303
    assert rows(world, Contribution) == []


def test_a_contact_is_a_person_of_the_register_whose_number_stays_there(world: World, place):
    partner = made(place)
    world.in_district(
        lambda session: session.add(
            Person(
                district_id=BANG_NA,
                name="นายตัวอย่าง ติดต่อ",
                match_key="ตัวอย่างติดต่อ",
                phone="0812345678",
            )
        )
    )
    place.officer.post(f"{HERE}/{partner}/contacts", data={"name": "ตัวอย่าง ติดต่อ", "duty": "ก"})
    (contact,) = rows(world, OrganisationContact)
    page = place.officer.get(f"{HERE}/{partner}").text
    assert "นายตัวอย่าง ติดต่อ" in page
    assert "0812345678" not in page
    assert "นายตัวอย่าง ติดต่อ" not in world.sign_in(Role.ADVISER).get(f"{HERE}/{partner}").text
    here = f"/d/bangna/partner-contacts/{contact.id}/ending"
    assert place.officer.get(f"{here}/new").status_code == 200
    assert place.officer.post(here, data={"reason": "เปลี่ยนตำแหน่ง"}).status_code == 303
    assert "นายตัวอย่าง ติดต่อ" not in place.officer.get(f"{HERE}/{partner}").text


def test_the_sums_of_a_fiscal_year_stand_by_sector_as_picture_and_table(world: World, place):
    shop = made(place, "ตลาดตัวอย่าง", sector="business", kind="shop")
    fund = made(place, "มูลนิธิตัวอย่าง", sector="ngo", kind="foundation")
    for partner, value in ((shop, "1,500"), (shop, "500.50"), (fund, "700")):
        assert give(place, partner, value=value, given_on=typed()).status_code == 303
    page = place.officer.get(f"{HERE}/sums?year={fiscal_year(TODAY)}").text
    assert "<svg" in page
    assert "2,000.5" in page
    assert "2,700.5" in page
    assert "2,000.5" not in place.officer.get(f"{HERE}/sums?year={fiscal_year(TODAY) - 2}").text


def test_an_activity_brings_its_contributions_and_takes_them_with_it(world: World, place):
    police, shop = made(place), made(place, "ตลาดตัวอย่าง", sector="business", kind="shop")
    actor = world.actor()
    activity = world.in_district(lambda session: _activity(session, place))

    def bring(*entries: service.GivenByPartner):
        with world.app.app_context(), scope.work(db.session, scope.office_scope(BANG_NA)):
            service.set_contributions_of_activity(
                db.session(), actor=actor, activity=activity, entries=entries
            )
        return {(each.organisation_id, each.id, each.value) for each in rows(world, Contribution)}

    hands = service.GivenByPartner(police, "people", people=6)
    money = service.GivenByPartner(shop, "money", value=Decimal(300))
    first = bring(hands, money)
    assert len(first) == 2
    assert bring(hands, money) == first
    second = bring(service.GivenByPartner(shop, "money", value=Decimal(900)))
    assert {(owner, value) for owner, _id, value in second} == {(shop, Decimal(900))}
    with pytest.raises(FieldError):
        bring(service.GivenByPartner(shop, "money", value=Decimal(-1)))
    page = place.officer.get(f"{HERE}/{shop}").text
    assert f"/d/bangna/activities/{activity.id}" in page
    (_owner, stored, _value) = next(iter(second))
    answer = place.officer.post(f"/d/bangna/partner-contributions/{stored}", data=gift(version="2"))
    assert answer.status_code == 422
    assert "มากับกิจกรรม" in answer.text


def test_a_name_typed_with_an_activity_finds_the_partner_or_enters_it(world: World, place):
    police = made(place, "สถานีตำรวจนครบาลตัวอย่าง")
    actor = world.actor()
    with world.app.app_context(), scope.work(db.session, scope.office_scope(BANG_NA)):
        found = service.organisation_named(db.session(), actor, "สน.ตัวอย่าง", Sector.STATE.value)
        new = service.organisation_named(db.session(), actor, "ร้านตัวอย่าง", "business", "shop")
        assert (found.id, new.kind) == (police, "shop")


def test_a_zone_chair_sees_the_partners_of_the_own_zone_alone(world: World, place):
    own, other = made(place, "กลุ่มตัวอย่าง หนึ่ง"), made(place, "กลุ่มตัวอย่าง สอง")
    for partner, zone in ((own, place.zones[0]), (other, place.zones[1])):
        place.officer.post(f"{HERE}/{partner}/networks", data={"zones": [str(zone)]})
    give(place, own, place=f"zone-{place.zones[0]}", value="7111.25")
    give(place, own, place=f"community-{place.communities[1]}", value="7222.25")
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=place.communities[0])
    page = chair.get(HERE).text
    assert "กลุ่มตัวอย่าง หนึ่ง" in page
    assert "กลุ่มตัวอย่าง สอง" not in page
    shown = chair.get(f"{HERE}/{own}").text
    assert "7,111.25" in shown
    assert "7,222.25" not in shown
    assert "7,222.25" not in chair.get(f"{HERE}/sums").text
    assert chair.get(f"{HERE}/{other}").status_code == 404
    assert chair.get(f"{HERE}/{own}/edit").status_code == 403
    assert chair.post(HERE, data=sent()).status_code == 403


def test_the_neighbour_does_not_find_our_partner(world: World, place):
    partner = made(place)
    give(place, partner)
    (stored,) = rows(world, Contribution)
    stranger = world.sign_in(office=NEIGHBOUR)
    theirs = "/d/phrakhanong"
    assert stranger.get(f"{HERE}/{partner}").status_code == 404
    for address in (f"partners/{partner}", f"partner-contributions/{stored.id}/edit"):
        assert stranger.get(f"{theirs}/{address}").status_code == 404, address
    assert stranger.post(f"{theirs}/partners/{partner}", data=sent()).status_code == 404


def _activity(session, place: SimpleNamespace) -> SimpleNamespace:
    """A row of an activity, as its own feature writes it."""
    row = Activity(
        district_id=BANG_NA,
        title="วันพัฒนา",
        held_on=TODAY,
        kind="hands_on",
        zone_id=place.zones[0],
        participants=10,
        reported_by="ทดสอบ",
        reported_by_position="ทดสอบ",
    )
    session.add(row)
    session.flush()
    return SimpleNamespace(
        id=row.id, held_on=TODAY, zone_id=row.zone_id, community_id=None, is_example=False
    )
