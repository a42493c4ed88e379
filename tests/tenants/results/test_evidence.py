"""From a figure to its records and papers, in the own office and in a look of the department (F85, F92)."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from core.access.roles import Role
from core.composition import composition_of
from core.db import uuid7
from core.evidence.models import EvidenceKind
from core.evidence.service import new_verification_code, put_card
from core.i18n.dates import bangkok_today, first_of_month, last_of_month, shift_month
from core.indicators.definitions import catalogue
from core.indicators.evidence import evidence
from core.indicators.figures import Place
from core.indicators.measures import Month, Periods
from core.indicators.spans import range_span
from core.indicators.tracing import records
from tests.support.facts import FactWriter
from tests.support.lookers import looker
from tests.support.papers import signed_order
from tests.support.records import Records
from tests.support.world import BANG_NA, NEIGHBOUR, World

PERSON = "นายตัวอย่าง ผู้ไม่ควรปรากฏ"
NAMES = ("เครือข่ายริมสวน", "เครือข่ายริมคลอง")
THIS_MONTH = first_of_month(bangkok_today())


@dataclass
class Office:
    """Bang Na with two zones: three activities in the one, of which one is accepted, and one in the other."""

    first: UUID
    second: UUID
    own_community: UUID
    order: UUID
    code: str


@pytest.fixture
def office(world: World) -> Office:
    communities = [world.community(f"ชุมชน {name}") for name in ("ก", "ข")]
    zones = [
        world.zone(number, each, name=name)
        for number, (each, name) in enumerate(zip(communities, NAMES, strict=True), start=1)
    ]
    code = new_verification_code(BANG_NA)
    order = signed_order(world, zones[0])
    make = Records(BANG_NA)

    def fill(session: Any) -> None:
        for number, (place, state) in enumerate(
            [(0, "accepted"), (0, "reported"), (0, "reported"), (1, "reported")]
        ):
            session.add(
                make.activity(
                    THIS_MONTH,
                    title=f"{PERSON} กิจกรรม {number}",
                    zone_id=zones[place],
                    community_id=communities[place],
                    state=state,
                )
            )
        put_card(
            session,
            kind=EvidenceKind.ORDER,
            record_id=order,
            title="แต่งตั้งคณะกรรมการเครือข่าย",
            dated_on=THIS_MONTH,
            sha256="d" * 64,
            number="12/2569",
            zone_id=zones[0],
            verification_code=code,
        )

    world.in_district(fill)
    world.work_off()
    return Office(zones[0], zones[1], communities[0], order, code)


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.get_data(as_text=True))


def test_the_records_add_up_to_the_number_page_by_page(world: World, office: Office):
    composition = composition_of(world.app)
    measure = next(each for each in composition.measures if each.key == "activities.count")
    periods = Periods((Month(THIS_MONTH, last_of_month(THIS_MONTH), bangkok_today()),))

    def read(session: Any) -> None:
        whole = records(session, measure, periods, Place(BANG_NA), limit=3)
        assert (whole.number, whole.total, len(whole.records)) == (4, 4, 3)
        rest = records(session, measure, periods, Place(BANG_NA), after=whole.after or "", limit=3)
        assert (rest.number, rest.total, rest.after) == (4, 4, None)
        assert len({each.id for each in (*whole.records, *rest.records)}) == 4
        accepted = records(session, measure, periods, Place(BANG_NA), accepted_only=True)
        assert accepted.total == 1
        assert records(session, measure, periods, Place(BANG_NA, office.second)).total == 1
        assert records(session, measure, periods, Place(BANG_NA, uuid7())).records == ()

    world.in_district(read)


def test_an_officer_comes_from_the_figure_to_its_records_and_papers(world: World, office: Office):
    officer = world.sign_in(Role.SECTION_HEAD)
    page = text_of(officer.get("/d/bangna/results/activities/evidence"))
    assert page.count(f"{PERSON} กิจกรรม") == 4
    assert "ตรงกับตัวเลข" in page
    assert "/d/bangna/activities/" in page
    accepted = text_of(officer.get("/d/bangna/results/activities/evidence?state=accepted"))
    assert accepted.count(f"{PERSON} กิจกรรม") == 1
    one = text_of(officer.get(f"/d/bangna/results/activities/evidence?zone={office.second}"))
    assert one.count(f"{PERSON} กิจกรรม") == 1
    papers = text_of(officer.get("/d/bangna/results/p1/evidence"))
    assert "12/2569" in papers
    assert f"/papers/{office.code}" in papers
    paper = officer.get(f"/d/bangna/results/papers/{office.order}")
    assert paper.headers["Location"] == f"/d/bangna/orders/{office.order}"
    for nowhere in (
        "/d/bangna/results/nothing/evidence",
        "/d/bangna/results/activities/evidence?period=2026-13",
        "/d/bangna/results/activities/evidence?zone=x",
        f"/d/bangna/results/activities/evidence?zone={uuid7()}",
        "/d/bangna/results/activities/evidence?after=x",
        f"/d/bangna/results/papers/{uuid7()}",
    ):
        assert officer.get(nowhere).status_code == 404, nowhere
    stranger = world.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    assert stranger.get(f"/d/phrakhanong/results/papers/{office.order}").status_code == 404
    assert PERSON not in text_of(stranger.get("/d/phrakhanong/results/activities/evidence"))


def test_a_chair_reads_the_own_zone_and_leaders_of_communities_nothing(
    world: World, office: Office
):
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=office.own_community)
    page = text_of(chair.get("/d/bangna/results/activities/evidence"))
    assert page.count(f"{PERSON} กิจกรรม") == 3
    assert NAMES[1] not in page
    other = f"/d/bangna/results/activities/evidence?zone={office.second}"
    assert chair.get(other).status_code == 404
    homeless = world.sign_in(Role.ZONE_CHAIR, community_id=world.community())
    assert homeless.get("/d/bangna/results/activities/evidence").status_code == 404
    assert homeless.get(f"/d/bangna/results/papers/{office.order}").status_code == 404
    leader = world.sign_in(Role.COMMUNITY_CHAIR, community_id=office.own_community)
    assert leader.get("/d/bangna/results/activities/evidence").status_code == 403


def test_the_department_sees_parts_and_cards_and_never_a_record(world: World, office: Office):
    officer = looker(world)
    address = f"/city/districts/{BANG_NA}/evidence"
    page = text_of(officer.client.get(f"{address}/activities"))
    assert PERSON not in page
    assert not any(name in page for name in NAMES)
    assert page.index(">โซน 1<") < page.index(">โซน 2<")
    papers = text_of(officer.client.get(f"{address}/p1"))
    assert "12/2569" in papers
    assert f"/papers/{office.code}" in papers
    assert f"/city/districts/{BANG_NA}/looks/new?next=/d/bangna/results/papers/" in papers
    zone = text_of(officer.client.get(f"{address}/activities?zone={office.first}"))
    assert ">3<" in zone
    for nowhere in ("activities?zone=x", f"activities?zone={uuid7()}", "nothing", "p1?period=x"):
        assert officer.client.get(f"{address}/{nowhere}").status_code == 404, nowhere
    assert officer.client.get("/city/districts/1000/evidence/p1").status_code == 404
    admin = text_of(world.sign_in(Role.PLATFORM_ADMIN, 1000).get(f"{address}/p1"))
    assert "12/2569" not in admin
    assert "/looks/new" not in admin
    with world.statements() as statements:
        officer.client.get(f"{address}/p1")
    assert len(statements) <= 11


def test_in_a_look_the_cards_lead_straight_to_the_paper(world: World, office: Office):
    officer = looker(world)
    officer.look()
    papers = text_of(officer.client.get(f"/city/districts/{BANG_NA}/evidence/p1"))
    assert f'href="/d/bangna/results/papers/{office.order}"' in papers
    paper = officer.client.get(f"/d/bangna/results/papers/{office.order}")
    assert paper.headers["Location"] == f"/d/bangna/orders/{office.order}"
    page = text_of(officer.client.get("/d/bangna/results/activities/evidence"))
    assert f"{PERSON} กิจกรรม 0" in page
    assert "look-banner" in page
    trainees = text_of(officer.client.get("/d/bangna/results/q1/evidence"))
    assert "บทบาทของท่านไม่เปิด" in trainees


def test_what_is_not_known_says_why(world: World):
    world.work_off()
    officer = world.sign_in(Role.DIRECTOR)
    page = text_of(officer.get("/d/bangna/results/p4/evidence?period=2569"))
    assert "ยังไม่มีแหล่งข้อมูล" in page
    early = text_of(officer.get("/d/bangna/results/activities/evidence?period=2016-01"))
    assert "ยังไม่ได้นับ" in early


def test_a_course_of_next_month_is_part_of_no_number_yet(world: World):
    facts, today = FactWriter(world), bangkok_today()
    span = range_span(THIS_MONTH, shift_month(THIS_MONTH, 1))
    for month, invited in zip(span.months, (2, 8), strict=True):
        facts.month(month, {"registry.communities": 3, "training.invited": invited})

    def read(session: Any) -> Any:
        known, measures = catalogue(session), composition_of(world.app).measures
        definition = known.get("out2")
        assert definition is not None
        return evidence(
            session, known, measures, definition, place=Place(BANG_NA), span=span, today=today
        )

    found = world.in_district(read)
    part = found.part("training.invited")
    assert [month.first_day for month in part.months] == [THIS_MONTH]
    assert part.whole.reported == 2


def test_a_community_counts_once_over_several_months_and_the_page_names_it(
    world: World, office: Office
):
    make, earlier = Records(BANG_NA), shift_month(THIS_MONTH, -1)
    world.community("ชุมชนเงียบ")
    own = [make.activity(earlier, zone_id=office.first, community_id=office.own_community)]
    world.in_district(lambda session: session.add_all(own))
    world.work_off()
    period = f"{earlier:%Y-%m}_{THIS_MONTH:%Y-%m}"
    head = world.sign_in(Role.SECTION_HEAD)
    page = text_of(head.get(f"/d/bangna/results/bma-active/evidence?period={period}"))
    table = page[page.index('id="parts"') : page.index('id="units-1"')]
    assert "2 ชุมชน นับชุมชนละครั้ง จาก 5 รายการรวมทุกเดือน" in table
    assert re.search(r"ชุมชนที่มี[^<]*<.*?ตัวตั้ง.*?>2<.*?>2<.*?>1<", table, re.DOTALL)
    names = page[page.index('id="units-1"') : page.index('id="records"')]
    counted, _, others = names.partition("ที่ไม่นับ: 1")
    assert "ที่นับ: 2" in counted
    assert "ชุมชน ก" in counted
    assert "ชุมชน ข" in counted
    assert "ชุมชนเงียบ" in others
    assert "ตรงกับยอดรวมในตารางข้างบน" in page
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=office.own_community)
    zone = text_of(chair.get(f"/d/bangna/results/bma-active/evidence?period={period}"))
    assert "1 ชุมชน นับชุมชนละครั้ง จาก 4 รายการรวมทุกเดือน" in zone
    assert "ชุมชน ข" not in zone
    city = looker(world).client
    seen = text_of(city.get(f"/city/districts/{BANG_NA}/evidence/bma-active?period={period}"))
    assert "2 ชุมชน นับชุมชนละครั้ง จาก 5 รายการรวมทุกเดือน" in seen
    assert "ชุมชน ก" not in seen


def test_the_cards_are_those_of_counted_zones_and_the_department_calls_zones_by_their_number(
    world: World, office: Office
):
    month = shift_month(THIS_MONTH, -60)

    def put(session: Any) -> None:
        for number, zone, title in (
            (7, None, "แต่งตั้งคณะกรรมการศึกษา"),
            (8, office.second, "แต่งตั้งคณะกรรมการโซน 2"),
            (9, office.first, "แต่งตั้งคณะกรรมการโซน 1"),
        ):
            put_card(
                session,
                kind=EvidenceKind.ORDER,
                record_id=uuid7(),
                title=title,
                dated_on=month,
                sha256="e" * 64,
                number=f"{number}/2569",
                zone_id=zone,
            )

    world.in_district(put)
    FactWriter(world).month(
        month,
        {"registry.communities": 2, "networks.established": 1, "zones.count": 2},
        zones={office.second: {"networks.established": 1}, office.first: {"zones.count": 1}},
    )
    city = looker(world).client
    page = text_of(city.get(f"/city/districts/{BANG_NA}/evidence/p1?period={month:%Y-%m}"))
    cards = page[page.index('id="papers"') :]
    assert "คำสั่ง: 1" in cards
    assert "อีก 1 ของโซนที่ไม่นับในตัวเลขนี้" in cards
    assert cards.index("8/2569") < cards.index("9/2569") < cards.rindex("โซนที่ไม่นับในตัวเลขนี้<")
    assert "7/2569" not in cards
    assert "โซน 2" in page[: page.index('id="papers"')]
    assert "โซนลำดับที่" not in page


def test_staff_stand_apart_from_the_people_of_the_target_group(world: World):
    facts, month = FactWriter(world), shift_month(THIS_MONTH, -1)
    counted = {"training.invited": 150, "training.present": 140, "training.staff": 10}
    facts.month(month, {"registry.communities": 3} | counted)
    city = looker(world).client
    page = text_of(city.get(f"/city/districts/{BANG_NA}/evidence/out2?period={month:%Y-%m}"))
    assert "140" in page
    staff = page[page.index("เจ้าหน้าที่ในการอบรม นอกกลุ่มเป้าหมาย") :]
    assert re.search(r"แสดงแยก ไม่นับในตัวเลข.*?>–<.*?>10<", staff, re.DOTALL)
    assert "วุฒิบัตรเป็นของผู้ผ่านการอบรมแต่ละคน" in page
