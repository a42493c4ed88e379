"""Networks beside the zones: as officers set them up, and as leaders see them."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select, update

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.errors import FieldError, Refused
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.tenancy import scope
from tenants.alliances import queries, service
from tenants.alliances.models import Alliance, AllianceMembership
from tenants.alliances.service import MOST_LEVELS, Particulars
from tenants.registry.models import Community
from tests.support.editions import adopted, edition
from tests.support.world import BANG_NA, NEIGHBOUR, World

HERE = "/d/bangna/alliances"


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """An office with two zones of one community each, a third community in none, and an officer."""
    edition(world)
    adopted(world)
    communities = [world.community(f"ตัวอย่าง {letter}") for letter in "กขค"]
    zones = [world.zone(1, communities[0]), world.zone(2, communities[1])]
    return SimpleNamespace(communities=communities, zones=zones, officer=world.sign_in())


def sent(name: str = "ต้านยาเสพติด", **changes: str) -> dict[str, str]:
    return {
        "name": name,
        "kind": "issue",
        "parent": "",
        "purpose": "ช่วยเหลือกัน",
        "tie": "group_group",
        "formality": "formal",
        "extent": "inside",
        "valid_from": "1/2/2568",
        "record_id": str(uuid7()),
    } | changes


def make(place: SimpleNamespace, name: str, **changes: str) -> UUID:
    answer = place.officer.post(HERE, data=sent(name, **changes))
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["Location"].rpartition("/")[2])


def join(place: SimpleNamespace, alliance: UUID, *communities: UUID, day: str = "1/3/2568"):
    return place.officer.post(
        f"{HERE}/{alliance}/memberships",
        data={"from_day": day, "communities": [str(each) for each in communities]},
    )


def in_parent(world: World, alliance: UUID) -> UUID | None:
    return world.in_district(
        lambda session: session.scalars(
            select(Alliance.parent_id).where(Alliance.id == alliance)
        ).one()
    )


def memberships(world: World) -> list[tuple[UUID, date, date | None]]:
    return world.in_district(
        lambda session: [
            (each.community_id, each.valid_from, each.valid_to)
            for each in session.scalars(
                select(AllianceMembership).order_by(AllianceMembership.valid_from)
            )
        ]
    )


def test_an_officer_sets_up_a_network_and_finds_everything_on_its_page(world: World, place):
    alliance = make(place, "ต้านยาเสพติด", formality="informal", extent="outside")
    page = place.officer.get(f"{HERE}/{alliance}").text
    for words in (
        "ต้านยาเสพติด",
        "เชิงประเด็น",
        "ไม่เป็นทางการ",
        "มีสมาชิกจากนอกชุมชน",
        "กลุ่มกับกลุ่ม",
        "ฉบับที่ 1",
    ):
        assert words in page
    assert "ข้ามโซนทั้งเขต" in page
    assert "ต้านยาเสพติด" in place.officer.get(HERE).text


def test_the_tree_shows_zones_networks_under_them_and_networks_inside_networks(world, place):
    outer = make(place, "เครือข่ายใหญ่")
    inner = make(place, "เครือข่ายกลาง", parent=f"alliance-{outer}")
    make(place, "เครือข่ายเล็ก", parent=f"alliance-{inner}")
    make(place, "เครือข่ายในโซน", parent=f"zone-{place.zones[1]}", kind="area")
    page = place.officer.get(HERE).text
    order = [page.index(name) for name in ("เครือข่ายใหญ่", "เครือข่ายกลาง", "เครือข่ายเล็ก")]
    assert order == sorted(order)
    assert page.count('aria-label="ภายใต้ ') == 3
    assert page.index("โซน 2") < page.index("เครือข่ายในโซน")
    with world.statements() as statements:
        place.officer.get(HERE)
    assert len(statements) <= 6, statements


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "โปรดระบุชื่อเครือข่าย"),
        ({"kind": "castle"}, "โปรดเลือก"),
        ({"tie": ""}, "โปรดเลือกระดับของเครือข่าย"),
        ({"formality": ""}, "โปรดเลือกว่าเครือข่ายเป็นทางการหรือไม่"),
        ({"valid_from": "1/1/2600"}, "อนาคต"),
        ({"valid_from": "30/2/2568"}, "30/2/2568"),
    ],
)
def test_each_slip_is_refused_in_thai_and_what_was_typed_stays(world, place, changes, sentence):
    answer = place.officer.post(HERE, data=sent(**{"purpose": "คงข้อความนี้ไว้"} | changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "คงข้อความนี้ไว้" in answer.text


def test_two_networks_have_two_names(world: World, place):
    make(place, "เครือข่ายน้ำ")
    answer = place.officer.post(HERE, data=sent("เครือข่ายนํ้า"))
    assert answer.status_code == 422
    assert "มีเครือข่ายชื่อนี้อยู่แล้ว" in answer.text


def test_a_double_submit_is_one_network(world: World, place):
    once = sent()
    first, second = (place.officer.post(HERE, data=once) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert world.in_district(lambda session: len(session.scalars(select(Alliance)).all())) == 1


def test_without_a_manual_nothing_is_set_up(world: World):
    officer = world.sign_in()
    assert "ยังไม่ได้ประกาศใช้คู่มือ" in officer.get(f"{HERE}/new").text
    assert officer.post(HERE, data=sent()).status_code == 422


def test_a_network_cannot_be_moved_into_itself_however_many_levels_lie_between(world, place):
    chain = [make(place, "ชั้น 0")]
    for level in range(1, 6):
        chain.append(make(place, f"ชั้น {level}", parent=f"alliance-{chain[-1]}"))
    page = place.officer.get(f"{HERE}/{chain[1]}/edit").text
    offered = set(re.findall(r'value="alliance-([0-9a-f-]+)"', page))
    assert offered == {str(chain[0])}
    answer = place.officer.post(
        f"{HERE}/{chain[0]}", data=sent("ชั้น 0", parent=f"alliance-{chain[5]}", version="1")
    )
    assert answer.status_code == 422
    assert "“ชั้น 5” อยู่ภายใต้ “ชั้น 0” อยู่แล้ว" in answer.text
    answer = place.officer.post(
        f"{HERE}/{chain[0]}", data=sent("ชั้น 0", parent=f"alliance-{chain[0]}", version="1")
    )
    assert "เครือข่ายอยู่ภายใต้ตัวเองไม่ได้" in answer.text
    assert in_parent(world, chain[0]) is None


def test_networks_lie_in_one_another_only_so_deep(world: World, place):
    parent = ""
    for level in range(MOST_LEVELS):
        parent = f"alliance-{make(place, f'ชั้น {level}', parent=parent)}"
    answer = place.officer.post(HERE, data=sent("ลึกเกินไป", parent=parent))
    assert answer.status_code == 422
    assert "ไม่เกิน 12 ชั้น" in answer.text


def particulars(name: str, parent: UUID | None) -> Particulars:
    return Particulars("issue", name, "group_group", parent_id=parent)


def test_whatever_moves_are_tried_no_network_ever_lies_inside_itself(world: World, place):
    actor = world.actor()
    chance = random.Random(2569)
    ids = [make(place, f"ข่าย {number}") for number in range(7)]
    refused: list[str] = []
    for _ in range(60):
        moved, target = chance.choice(ids), chance.choice([*ids, None])

        def move(session, moved=moved, target=target):
            entry = queries.alliance(session, WHOLE_DISTRICT, moved)
            service.change_alliance(
                session,
                actor=actor,
                within=WHOLE_DISTRICT,
                alliance_id=moved,
                seen_version=entry.version,
                particulars=particulars(entry.name, target),
            )

        try:
            world.in_district(move)
        except FieldError as problem:
            refused.append(problem.field)
        parents = world.in_district(
            lambda session: dict(session.execute(select(Alliance.id, Alliance.parent_id)).all())
        )
        for each in ids:
            above = list(queries.ancestry(parents, parents[each]))
            assert each not in above
    assert set(refused) == {"parent"}


def test_two_people_who_move_two_networks_into_each_other_make_no_circle(world: World, place):
    actor = world.actor()
    for turn in range(4):
        pair = [make(place, f"คู่ {turn} {side}") for side in "กข"]

        def move(moved: UUID, target: UUID) -> str:
            with world.app.app_context(), scope.work(db.session, scope.tenant_scope(BANG_NA)):
                entry = queries.alliance(db.session(), WHOLE_DISTRICT, moved)
                service.change_alliance(
                    db.session(),
                    actor=actor,
                    within=WHOLE_DISTRICT,
                    alliance_id=moved,
                    seen_version=1,
                    particulars=particulars(entry.name, target),
                )
            return "moved"

        with ThreadPoolExecutor(2) as pool:
            tries = [pool.submit(move, *pair), pool.submit(move, *pair[::-1])]
            outcomes = [each.exception() for each in tries]
        assert sum(outcome is None for outcome in outcomes) == 1
        assert any(isinstance(outcome, FieldError) for outcome in outcomes)


def test_two_officers_change_one_network_and_the_second_sees_both_texts(world: World, place):
    alliance = make(place, "เดิม")
    address = f"{HERE}/{alliance}"
    first, second = world.sign_in(name="นางสาวหนึ่ง"), world.sign_in(name="นายสอง")
    assert first.post(address, data=sent("ของคนแรก", version="1")).status_code == 303
    answer = second.post(
        address,
        data=sent("ของคนที่สอง", version="1", parent=f"zone-{place.zones[0]}", formality="informal"),
    )
    assert answer.status_code == 409
    for words in ("ของคนแรก", "ของคนที่สอง", "นางสาวหนึ่ง", "โซน 1", "ไม่เป็นทางการ"):
        assert words in answer.text


def test_a_community_belongs_to_several_networks_and_keeps_its_zone(world: World, place):
    first, second = make(place, "ข่ายหนึ่ง"), make(place, "ข่ายสอง")
    for alliance in (first, second):
        assert join(place, alliance, *place.communities[:2]).status_code == 303
    page = place.officer.get(f"{HERE}/{second}").text
    assert "ตัวอย่าง ก" in page
    assert "โซน 1" in page
    members = world.in_district(
        lambda session: queries.member_communities(session, second, date(2025, 3, 1))
    )
    assert [each.name for each in members] == ["ตัวอย่าง ก", "ตัวอย่าง ข"]
    before = world.in_district(
        lambda session: queries.member_communities(session, second, date(2025, 2, 28))
    )
    assert before == []


def test_joining_twice_changes_nothing(world: World, place):
    alliance = make(place, "ข่าย")
    for _ in range(2):
        assert join(place, alliance, place.communities[0]).status_code == 303
    assert len(memberships(world)) == 1


@pytest.mark.parametrize(
    ("day", "sentence"), [("1/1/2568", "จัดตั้งเมื่อวันที่"), ("1/1/2600", "อนาคต"), ("", "โปรดระบุวันที่")]
)
def test_a_day_on_which_a_community_cannot_join_is_refused(world, place, day, sentence):
    alliance = make(place, "ข่าย")
    answer = join(place, alliance, place.communities[1], day=day)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert re.search(rf'value="{place.communities[1]}" checked', answer.text)


def test_a_closed_community_neither_joins_nor_counts(world: World, place):
    alliance = make(place, "ข่าย")
    join(place, alliance, *place.communities[:2])
    world.in_district(
        lambda session: session.execute(
            update(Community)
            .where(Community.id.in_(place.communities[1:]))
            .values(status="closed", closed_on=date(2025, 6, 1), closing_reason="รื้อ")
        )
    )
    answer = join(place, alliance, place.communities[2])
    assert answer.status_code == 422
    assert "ยุบเลิกแล้ว" in answer.text
    members = world.in_district(
        lambda session: queries.member_communities(session, alliance, bangkok_today())
    )
    assert [each.name for each in members] == ["ตัวอย่าง ก"]
    page = place.officer.get(f"{HERE}/{alliance}").text
    assert "ชุมชนที่พ้นจากเครือข่ายแล้ว (1)" in page


def test_a_community_leaves_and_comes_back_without_two_memberships_on_one_day(world, place):
    alliance = make(place, "ข่าย")
    join(place, alliance, place.communities[0])
    found = world.in_district(lambda session: session.scalars(select(AllianceMembership.id)).one())
    end = f"/d/bangna/alliance-memberships/{found}/end"
    early = place.officer.post(end, data={"from_day": "1/2/2568"})
    assert early.status_code == 422
    assert "ตั้งแต่วันที่" in early.text
    assert place.officer.post(end, data={"from_day": "1/5/2568"}).status_code == 303
    assert place.officer.post(end, data={"from_day": "1/6/2568"}).status_code == 303
    overlapping = join(place, alliance, place.communities[0], day="30/4/2568")
    assert overlapping.status_code == 422
    assert "พ้นจากเครือข่ายเมื่อวันที่" in overlapping.text
    assert join(place, alliance, place.communities[0], day="1/7/2568").status_code == 303
    assert [each[1:] for each in memberships(world)] == [
        (date(2025, 3, 1), date(2025, 5, 1)),
        (date(2025, 7, 1), None),
    ]


def test_closing_needs_a_reason_and_ends_the_memberships(world: World, place):
    alliance = make(place, "ข่าย")
    join(place, alliance, *place.communities[:2])
    closure = f"{HERE}/{alliance}/closure"
    answer = place.officer.post(closure, data={"closed_on": "1/6/2568", "reason": ""})
    assert "โปรดระบุเหตุผลที่ยุบเลิกเครือข่าย" in answer.text
    early = place.officer.post(closure, data={"closed_on": "1/2/2568", "reason": "เลิก"})
    assert early.status_code == 422
    assert "ยังดำเนินการอยู่ในวันที่" in early.text
    for _ in range(2):
        closed = place.officer.post(closure, data={"closed_on": "1/6/2568", "reason": "ครบภารกิจ"})
        assert closed.status_code == 303
    page = place.officer.get(f"{HERE}/{alliance}").text
    assert "ครบภารกิจ" in page
    assert {each[2] for each in memberships(world)} == {date(2025, 6, 1)}
    for refused in (
        join(place, alliance, place.communities[2]),
        place.officer.post(f"{HERE}/{alliance}", data=sent("ใหม่", version="2")),
    ):
        assert refused.status_code == 422
        assert "ยุบเลิกแล้ว" in refused.text
    make(place, "ข่าย")


def test_a_network_with_one_inside_it_is_not_closed(world: World, place):
    outer = make(place, "ข่ายใหญ่")
    make(place, "ข่ายย่อย", parent=f"alliance-{outer}")
    answer = place.officer.post(
        f"{HERE}/{outer}/closure", data={"closed_on": "1/6/2568", "reason": "เลิก"}
    )
    assert answer.status_code == 422
    assert "ยังมีเครือข่าย “ข่ายย่อย” อยู่ภายใต้" in answer.text


def test_an_officer_of_another_district_gets_404_for_everything(world: World, place):
    alliance = make(place, "ลับของบางนา")
    join(place, alliance, place.communities[0])
    found = world.in_district(lambda session: session.scalars(select(AllianceMembership.id)).one())
    edition(world, 2)
    adopted(world, 2, office=NEIGHBOUR)
    stranger = world.sign_in(office=NEIGHBOUR)
    other = "/d/phrakhanong/alliances"
    for address in (HERE, f"{HERE}/{alliance}", f"{other}/{alliance}", f"{other}/{alliance}/edit"):
        assert stranger.get(address).status_code == 404
    leaving = f"/d/phrakhanong/alliance-memberships/{found}/end"
    assert stranger.get(f"{leaving}/new").status_code == 404
    assert stranger.post(leaving, data={"from_day": "1/6/2568"}).status_code == 404
    closing = {"closed_on": "1/6/2568", "reason": "ก"}
    assert stranger.post(f"{other}/{alliance}/closure", data=closing).status_code == 404
    assert stranger.post(f"{other}/{alliance}", data=sent(version="1")).status_code == 404
    inside = stranger.post(other, data=sent(parent=f"alliance-{alliance}"))
    assert inside.status_code == 404
    assert "ลับของบางนา" not in stranger.get(other).text


def test_a_leader_sees_the_networks_of_the_own_zone_and_no_others(world: World, place):
    wide = make(place, "ข่ายใหญ่เหนือของเรา")
    joined = make(place, "ข่ายที่ร่วม", parent=f"alliance-{wide}")
    join(place, joined, place.communities[0])
    under = make(place, "ข่ายในโซนเรา", parent=f"zone-{place.zones[0]}")
    deep = make(place, "ข่ายย่อยในโซนเรา", parent=f"alliance-{under}")
    strange = make(place, "ข่ายของโซนอื่น", parent=f"zone-{place.zones[1]}")
    join(place, strange, place.communities[1])
    leader = world.sign_in(Role.ZONE_CHAIR, community_id=place.communities[0])
    page = leader.get(HERE).text
    for name in ("ข่ายใหญ่เหนือของเรา", "ข่ายที่ร่วม", "ข่ายในโซนเรา", "ข่ายย่อยในโซนเรา"):
        assert name in page
    assert "ข่ายของโซนอื่น" not in page
    assert "โซน 2" not in page
    for alliance in (wide, joined, under, deep):
        assert leader.get(f"{HERE}/{alliance}").status_code == 200
    assert leader.get(f"{HERE}/{strange}").status_code == 404
    assert leader.get(f"{HERE}/new").status_code == 403
    assert leader.post(f"{HERE}/{under}", data=sent(version="1")).status_code == 403


def test_every_step_leaves_its_name_in_the_audit(world: World, place):
    alliance = make(place, "ข่าย")
    join(place, alliance, place.communities[0])
    place.officer.post(f"{HERE}/{alliance}", data=sent("ข่ายใหม่", version="1"))
    place.officer.post(
        f"{HERE}/{alliance}/closure", data={"closed_on": "1/6/2568", "reason": "ครบภารกิจ"}
    )
    actions = world.in_district(
        lambda session: set(
            session.execute(
                select(AuditEntry.action, AuditEntry.reason).where(
                    AuditEntry.table_name.in_(("alliances", "alliance_memberships"))
                )
            ).all()
        )
    )
    assert {"alliance:created", "alliance:joined", "alliance:changed", "alliance:closed"} <= {
        action for action, _reason in actions
    }
    assert ("alliance:closed", "ครบภารกิจ") in actions


def test_a_closed_zone_takes_no_new_network_and_the_tree_says_so(world: World, place):
    make(place, "ข่ายค้าง", parent=f"zone-{place.zones[0]}")
    closed = world.zone(3, closed_on=date(2025, 5, 1), closing_reason="รวมโซน")
    answer = place.officer.post(HERE, data=sent("ใหม่", parent=f"zone-{closed}"))
    assert answer.status_code == 422
    assert "โซน 3 ยุบเลิกแล้ว" in answer.text
    with pytest.raises(Refused):
        world.in_district(
            lambda session: service.create_alliance(
                session,
                actor=world.actor(office=NEIGHBOUR),
                record_id=uuid7(),
                particulars=particulars("ก", None),
                valid_from=date(2025, 1, 1),
            ),
            NEIGHBOUR,
        )
