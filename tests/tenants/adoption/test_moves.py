"""Moving to a newer edition: what moves by itself, what is asked, and what stays on record."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.roles import Role, Tier
from core.evidence.models import EvidenceCard
from core.i18n.dates import bangkok_today
from core.manual.merge import Choice, Decision
from core.manual.parts import OFFICE_ANNEX_TITLE, PartId, PartKind, digest_of
from tenants.adoption import moving, queries
from tenants.adoption.models import Adoption, EditionMove, LocalClause
from tests.support.editions import adopted, edition
from tests.support.world import NEIGHBOUR, World
from tests.tenants.adoption.pages import (
    ARTICLES,
    CLAUSES,
    HERE,
    OPEN_ARTICLE,
    OPEN_CLAUSE,
    OTHER_OPEN,
    THIRD_OPEN,
    actions,
    adapt,
    add_to_annex,
    hidden,
    second_edition,
)

DECIDING = {Role.DIRECTOR, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER}


@pytest.fixture
def office(world: World) -> World:
    """An office on edition 1 with a text on three clauses and an annex; edition 2 is not out yet."""
    edition(world)
    adopted(world)
    head = world.sign_in(Role.SECTION_HEAD, name="นางสาวตัวอย่าง หัวหน้าฝ่าย")
    adapt(head, OPEN_CLAUSE, "ของเขตที่หนึ่ง")
    adapt(head, OTHER_OPEN, "ของเขตที่สอง")
    adapt(head, THIRD_OPEN, "ของเขตที่สาม")
    add_to_annex(head, "ข้อในภาคผนวก", "เนื้อภาคผนวก")
    return world


def begin(client: Any, number: int = 2) -> str:
    """The address of the move that begins."""
    page = client.get(f"{HERE}/moves/new?edition={number}").text
    answer = client.post(
        f"{HERE}/moves", data={"edition": str(number), "record_id": hidden(page, "record_id")}
    )
    assert answer.status_code == 303
    return str(answer.location)


def decide(client: Any, move: str, key: str, choice: str, *, part: str = "clause", **typed: str):
    page = client.get(f"{move}/decisions/{part}/{key}/edit").text
    sent = {"version": hidden(page, "version"), "choice": choice} | typed
    return client.post(f"{move}/decisions/{part}/{key}", data=sent)


def bodies(world: World) -> dict[str, str]:
    found = world.in_district(lambda session: queries.content_in_force(session, bangkok_today()))
    return {each.key: each.body for each in found.content.clauses()}


def edition_now(world: World) -> int:
    return world.in_district(
        lambda session: queries.edition_in_force(session, bangkok_today())[1].number
    )


def test_the_page_counts_what_moves_and_asks_only_what_both_changed(office: World):
    second_edition(office, {OPEN_CLAUSE: "ของเมืองฉบับใหม่", CLAUSES[0]["key"]: "หลักกลางใหม่"})
    head = office.sign_in(Role.SECTION_HEAD)
    assert "มีคู่มือฉบับที่ 2 เผยแพร่แล้ว" in head.get(HERE).text
    page = head.get(begin(head)).text
    untouched = len(CLAUSES) + len(ARTICLES) - 3
    assert f"{untouched} ข้อเป็นไปตามฉบับใหม่โดยไม่ต้องพิจารณา" in page
    assert "3 ข้อความของสำนักงานเขตคงเดิม" in page
    assert "เหลือ 1 จาก 1 ข้อที่ต้องพิจารณา" in page
    assert page.count('id="question-') == 2  # the section and its heading
    for text in (CLAUSES[5]["body"][:30], "<ins", "<del", "ของเขตที่"):
        assert text in page
    assert "หลักกลางใหม่" in page


def test_finishing_is_offered_and_accepted_only_when_all_is_decided(office: World):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง", OTHER_OPEN: "เมืองสอง"})
    head = office.sign_in(Role.SECTION_HEAD)
    move = begin(head)
    decide(head, move, OPEN_CLAUSE, "city")
    assert "completion/new" not in head.get(move).text
    assert "ยังมี 1 ข้อที่ไม่ได้พิจารณา" in head.get(f"{move}/completion/new").text
    answer = head.post(f"{move}/completion")
    assert answer.status_code == 422
    assert "ยังมี 1 ข้อที่ไม่ได้พิจารณา" in answer.text
    assert edition_now(office) == 1
    decide(head, move, OTHER_OPEN, "ours")
    assert "completion/new" in head.get(move).text
    assert head.post(f"{move}/completion").status_code == 303
    assert edition_now(office) == 2


def test_every_kind_of_change_ends_as_it_should_and_nothing_is_deleted(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    adapt(head, OPEN_ARTICLE, "ข้อบังคับของเขต", part="article")
    second_edition(
        office,
        {OPEN_CLAUSE: "เมืองหนึ่ง"},
        locked=(OTHER_OPEN,),
        removed=(THIRD_OPEN,),
        articles={OPEN_ARTICLE: "ข้อบังคับของเมือง"},
    )
    before = office.in_district(lambda session: len(session.scalars(select(LocalClause)).all()))
    move = begin(head)
    assert "เป็นหลักกลางแล้ว" in head.get(move).text
    decide(head, move, OPEN_CLAUSE, "edited", title="ชื่อรวม", body="เรียบเรียงจากสองฝ่าย")
    decide(head, move, THIRD_OPEN, "annex")
    decide(head, move, OPEN_ARTICLE, "ours", part="article")
    assert head.post(f"{move}/completion").status_code == 303

    now = bodies(office)
    assert now[OPEN_CLAUSE] == "เรียบเรียงจากสองฝ่าย"
    assert now[OTHER_OPEN] == next(each["body"] for each in CLAUSES if each["key"] == OTHER_OPEN)
    assert THIRD_OPEN not in now
    assert now["office.1"] == "เนื้อภาคผนวก"
    assert now["office.2"] == "ของเขตที่สาม"
    rows = office.in_district(
        lambda session: session.execute(select(LocalClause.removed_on, LocalClause.edition)).all()
    )
    assert len([row for row in rows if row.removed_on is not None]) == before
    assert {row.edition for row in rows if row.removed_on is None} == {2}
    assert "ของเขตที่สอง" in head.get(f"{HERE}/own-texts").text
    assert "ข้อบังคับของเขต" in head.get(HERE).text


def test_a_move_can_be_left_found_again_and_decided_otherwise(office: World):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    head = office.sign_in(Role.SECTION_HEAD)
    move = begin(head)
    decide(head, move, OPEN_CLAUSE, "city")
    director = office.sign_in(Role.DIRECTOR)
    assert move in director.get(HERE).text
    page = director.get(move).text
    assert "พิจารณาแล้ว: ข้อความใหม่ของสำนักพัฒนาสังคม" in page
    assert decide(director, move, OPEN_CLAUSE, "ours").status_code == 303
    assert director.post(f"{move}/completion").status_code == 303
    assert bodies(office)[OPEN_CLAUSE] == "ของเขตที่หนึ่ง"


def test_two_people_at_one_question_see_both_decisions(office: World):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    first = office.sign_in(Role.SECTION_HEAD, name="นางสาวหนึ่ง")
    second = office.sign_in(Role.DIRECTOR, name="นายสอง")
    move = begin(first)
    address = f"{move}/decisions/clause/{OPEN_CLAUSE}"
    version = hidden(second.get(f"{address}/edit").text, "version")
    assert decide(first, move, OPEN_CLAUSE, "city").status_code == 303
    answer = second.post(address, data={"version": version, "choice": "ours"})
    assert answer.status_code == 409
    for text in ("นางสาวหนึ่ง", "ข้อความใหม่ของสำนักพัฒนาสังคม", "ข้อความของสำนักงานเขต"):
        assert text in answer.text
    chosen = {"version": hidden(answer.text, "version"), "choice": "ours"}
    assert second.post(address, data=chosen | {"choice-choice": "yours"}).status_code == 303
    assert second.post(f"{move}/completion").status_code == 303
    assert bodies(office)[OPEN_CLAUSE] == "ของเขตที่หนึ่ง"


def test_the_same_decision_sent_twice_is_one(office: World):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    head = office.sign_in(Role.SECTION_HEAD)
    move = begin(head)
    address = f"{move}/decisions/clause/{OPEN_CLAUSE}"
    sent = {"version": hidden(head.get(f"{address}/edit").text, "version"), "choice": "city"}
    for _ in range(2):
        assert head.post(address, data=sent).status_code == 303
    assert actions(office, "edition_moves").count("edition_move:city_chosen") == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "โปรดเลือกข้อความที่จะใช้"),
        ({"choice": "annex"}, "โปรดเลือกจากรายการ"),
        ({"choice": "edited", "title": "ก", "body": " "}, "โปรดระบุข้อความ"),
        ({"choice": "edited", "title": "", "body": "พิมพ์ไว้แล้ว"}, "โปรดระบุชื่อข้อ"),
    ],
)
def test_a_decision_that_says_nothing_is_refused(office: World, sent: dict, sentence: str):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    head = office.sign_in(Role.SECTION_HEAD)
    move = begin(head)
    answer = head.post(f"{move}/decisions/clause/{OPEN_CLAUSE}", data={"version": "1"} | sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert sent.get("body", "").strip() in answer.text
    assert "เหลือ 1 จาก 1" in head.get(move).text


def test_an_edited_article_takes_only_words_that_a_by_law_fills_in(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    adapt(head, OPEN_ARTICLE, "ของเขต", part="article")
    second_edition(office, articles={OPEN_ARTICLE: "ของเมือง"})
    move = begin(head)
    answer = decide(head, move, OPEN_ARTICLE, "edited", part="article", body="ของ {ผู้ใด}")
    assert answer.status_code == 422
    assert "คำในวงเล็บปีกกา" in answer.text


def test_a_text_changed_after_its_decision_is_asked_anew(office: World):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    head = office.sign_in(Role.SECTION_HEAD)
    move = begin(head)
    decide(head, move, OPEN_CLAUSE, "ours")
    adapt(head, OPEN_CLAUSE, "ของเขต แก้ระหว่างย้าย")
    page = head.get(move).text
    assert "ข้อความเปลี่ยนไปหลังจากนั้น โปรดพิจารณาใหม่" in page
    assert head.post(f"{move}/completion").status_code == 422
    decide(head, move, OPEN_CLAUSE, "ours")
    head.post(f"{move}/completion")
    assert bodies(office)[OPEN_CLAUSE] == "ของเขต แก้ระหว่างย้าย"


def test_a_question_that_went_away_and_one_that_never_was_are_told_apart(office: World):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    head = office.sign_in(Role.SECTION_HEAD)
    move = begin(head)
    nothing = head.post(f"{move}/decisions/clause/{OTHER_OPEN}", data={"choice": "city"})
    assert nothing.status_code == 409
    assert "ข้อนี้ไม่ต้องพิจารณาแล้ว" in nothing.text
    assert head.get(f"{move}/decisions/clause/9.9/edit").status_code == 404


def test_an_office_has_one_move_at_a_time(office: World):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    second_edition(office, number=3)
    head = office.sign_in(Role.SECTION_HEAD)
    move = begin(head)
    director = office.sign_in(Role.DIRECTOR)
    assert "กำลังเปลี่ยนไปใช้ฉบับที่ 2" in director.get(f"{HERE}/moves/new?edition=2").text
    assert director.post(f"{HERE}/moves", data={"edition": "2"}).location == move
    answer = head.post(f"{HERE}/moves", data={"edition": "3"})
    assert answer.status_code == 422
    assert "มีการเปลี่ยนไปใช้ฉบับที่ 2 ค้างอยู่" in answer.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1", "คู่มือฉบับที่ 1 ไม่ใหม่กว่าฉบับที่ 1 ที่ใช้อยู่"),
        ("2", "คู่มือฉบับที่ 2 ยังไม่ได้เผยแพร่"),
        ("77", "คู่มือฉบับที่ 77 ยังไม่ได้เผยแพร่"),
        ("", "คู่มือฉบับที่ 0 ยังไม่ได้เผยแพร่"),
    ],
)
def test_a_move_goes_to_a_newer_published_edition_only(office: World, typed: str, sentence: str):
    edition(office, 2, published=False)
    head = office.sign_in(Role.SECTION_HEAD)
    answer = head.post(f"{HERE}/moves", data={"edition": typed})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_with_texts_of_its_own_an_office_cannot_adopt_in_one_step(office: World):
    second_edition(office)
    head = office.sign_in(Role.SECTION_HEAD)
    assert "/moves/new?edition=2" in head.get(f"{HERE}/adoption/new?edition=2").text
    answer = head.post(f"{HERE}/adoption", data={"edition": "2"})
    assert answer.status_code == 422
    assert "สำนักงานเขตมีข้อความของตนเอง 4 ข้อ" in answer.text
    assert edition_now(office) == 1


def test_without_texts_it_goes_in_one_step_and_shows_what_changes(world: World):
    edition(world)
    second_edition(world, {OPEN_CLAUSE: "เมืองเขียนใหม่"}, activities_per_month=2)
    adopted(world)
    director = world.sign_in(Role.DIRECTOR)
    question = director.get(f"{HERE}/adoption/new?edition=2").text
    for text in ("เมืองเขียนใหม่", "สำนักพัฒนาสังคมแก้ไข", "กิจกรรมของแต่ละเครือข่าย"):
        assert text in question
    assert director.post(f"{HERE}/adoption", data={"edition": "2"}).status_code == 303
    assert edition_now(world) == 2


def test_adopting_waits_for_a_move_that_is_under_way(world: World):
    edition(world)
    second_edition(world)
    adopted(world)
    director = world.sign_in(Role.DIRECTOR)
    begin(director)
    answer = director.post(f"{HERE}/adoption", data={"edition": "2"})
    assert answer.status_code == 422
    assert "มีการเปลี่ยนไปใช้ฉบับที่ 2 ค้างอยู่" in answer.text


def test_a_move_that_is_given_up_changes_nothing_and_stays_on_record(office: World):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    head = office.sign_in(Role.SECTION_HEAD)
    move = begin(head)
    decide(head, move, OPEN_CLAUSE, "city")
    answer = head.post(f"{move}/abandonment", data={"reason": ""})
    assert answer.status_code == 422
    assert "โปรดระบุเหตุผลที่ยกเลิกการเปลี่ยนฉบับ" in answer.text
    for _ in range(2):
        assert head.post(f"{move}/abandonment", data={"reason": "รอหารือ"}).status_code == 303
    assert edition_now(office) == 1
    assert bodies(office)[OPEN_CLAUSE] == "ของเขตที่หนึ่ง"
    for address in (move, f"{HERE}/moves"):
        assert "ยกเลิกแล้ว" in head.get(address).text
    answer = head.post(f"{move}/completion")
    assert answer.status_code == 422
    assert "ยกเลิกการเปลี่ยนฉบับครั้งนี้แล้ว" in answer.text
    assert begin(head) != move


def test_a_finished_move_is_finished_once_and_its_decisions_stay(office: World):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    head = office.sign_in(Role.SECTION_HEAD)
    move = begin(head)
    decide(head, move, OPEN_CLAUSE, "ours")
    for _ in range(2):
        assert head.post(f"{move}/completion").status_code == 303
    assert "พิจารณา" in head.get(move).text
    answer = head.post(f"{move}/decisions/clause/{OPEN_CLAUSE}", data={"choice": "city"})
    assert answer.status_code == 409
    assert "เปลี่ยนผลการพิจารณาไม่ได้" in answer.text
    assert head.post(f"{move}/abandonment", data={"reason": "ก"}).status_code == 422
    adoptions = office.in_district(lambda session: session.scalars(select(Adoption.edition)).all())
    assert sorted(adoptions) == [1, 2]


def cards(world: World) -> list[tuple[str, str, str, int]]:
    return world.in_district(
        lambda session: [
            (card.title, card.state, card.sha256, card.edition)
            for card in session.scalars(select(EvidenceCard).order_by(EvidenceCard.recorded_at))
        ]
    )


def test_each_adoption_leaves_a_card_and_the_former_one_is_replaced(world: World):
    edition(world)
    director = world.sign_in(Role.DIRECTOR)
    director.post(f"{HERE}/adoption", data={"edition": "1"})
    content = world.in_district(
        lambda session: queries.content_in_force(session, bangkok_today()).content
    )
    assert cards(world) == [("การใช้คู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ ๑", "valid", digest_of(content), 1)]
    world.in_district(
        lambda session: (
            session.scalars(select(Adoption))
            .one()
            .__setattr__("valid_from", bangkok_today().replace(year=2020, day=1))
        )
    )
    head = world.sign_in(Role.SECTION_HEAD)
    add_to_annex(head)
    second_edition(world)
    move = begin(head)
    assert head.post(f"{move}/completion").status_code == 303
    content = world.in_district(
        lambda session: queries.content_in_force(session, bangkok_today()).content
    )
    assert content.chapters[-1].title == OFFICE_ANNEX_TITLE
    first, second = cards(world)
    assert first[1] == "replaced"
    assert second == ("การใช้คู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ ๒", "valid", digest_of(content), 2)


def test_a_second_choice_on_one_day_keeps_one_card(world: World):
    edition(world)
    second_edition(world)
    director = world.sign_in(Role.DIRECTOR)
    for number in ("1", "2"):
        director.post(f"{HERE}/adoption", data={"edition": number})
    assert [card[::3] for card in cards(world)] == [("การใช้คู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ ๒", 2)]


@pytest.mark.parametrize("role", [role for role in Role if role.value.tier is Tier.DISTRICT])
def test_three_roles_move_and_everybody_may_watch(office: World, role: Role):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    move = begin(office.sign_in(Role.SECTION_HEAD))
    person = office.sign_in(role)
    assert person.get(move).status_code == 200
    assert ("decisions/" in person.get(move).text) is (role in DECIDING)
    address = f"{move}/decisions/clause/{OPEN_CLAUSE}"
    sent = {"version": "1", "choice": "city"}
    allowed = role in DECIDING
    assert person.post(address, data=sent).status_code == (303 if allowed else 403)
    assert person.post(f"{HERE}/moves", data={"edition": "2"}).status_code == (
        303 if allowed else 403
    )
    assert person.post(f"{move}/abandonment").status_code == (422 if allowed else 403)
    assert person.post(f"{move}/completion").status_code == (303 if allowed else 403)


def test_the_move_of_another_office_does_not_exist(office: World):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    move = begin(office.sign_in(Role.SECTION_HEAD))
    adopted(office, office=NEIGHBOUR)
    stranger = office.sign_in(Role.DIRECTOR, NEIGHBOUR)
    for address in (move, move.replace("bangna", "phrakhanong")):
        for page in ("", "/completion/new", "/abandonment/new"):
            assert stranger.get(address + page).status_code == 404
        for page in ("/completion", "/abandonment", f"/decisions/clause/{OPEN_CLAUSE}"):
            sent = {"choice": "city", "version": "1", "reason": "ก"}
            assert stranger.post(address + page, data=sent).status_code == 404


def test_every_step_of_a_move_is_in_the_history_of_changes(office: World):
    second_edition(office, {OPEN_CLAUSE: "เมืองหนึ่ง"})
    head = office.sign_in(Role.SECTION_HEAD)
    move = begin(head)
    decide(head, move, OPEN_CLAUSE, "city")
    decide(head, move, OPEN_CLAUSE, "ours")
    head.post(f"{move}/completion")
    assert actions(office, "edition_moves") == [
        "edition_move:begun",
        "edition_move:city_chosen",
        "edition_move:ours_chosen",
        "edition_move:finished",
    ]
    page = office.sign_in(Role.DIRECTOR).get("/d/bangna/changes").text
    for text in (
        "เปลี่ยนฉบับคู่มือ: เลือกข้อความของสำนักงานเขต",
        f"ข้อ {OPEN_CLAUSE} ",
        "เปลี่ยนไปใช้คู่มือฉบับใหม่เสร็จสิ้น",
    ):
        assert text in page


def test_a_manual_of_a_hundred_clauses_all_in_dispute_moves(world: World):
    def chapters(body: str) -> list[dict[str, Any]]:
        return [
            {
                "key": "1",
                "title": "บทที่หนึ่ง",
                "clauses": [
                    {"key": f"1.{n}", "title": f"ข้อ {n}", "body": body * 20, "locked": False}
                    for n in range(1, 101)
                ],
            }
        ]

    edition(world, 1, chapters=chapters("ข้อความเดิมของเมือง "))
    edition(world, 2, chapters=chapters("ข้อความใหม่ของเมือง "))
    adopted(world)
    world.in_district(
        lambda session: session.add_all(
            LocalClause(
                district_id=1047,
                part=PartKind.CLAUSE.value,
                key=f"1.{n}",
                title=f"ข้อ {n}",
                body=f"ข้อความของเขต {n}",
                reason="ทดสอบ",
                edition=1,
            )
            for n in range(1, 101)
        )
    )
    director = world.sign_in(Role.DIRECTOR)
    move = begin(director)
    assert "เหลือ 100 จาก 100 ข้อที่ต้องพิจารณา" in director.get(move).text
    actor = world.actor(Role.DIRECTOR)

    def decide_all(session: Any) -> None:
        for n in range(1, 101):
            moving.decide(
                session,
                actor=actor,
                move_id=UUID(move.rpartition("/")[2]),
                part_id=PartId(PartKind.CLAUSE, f"1.{n}"),
                seen_version=1,
                decision=Decision(Choice.OURS if n % 2 else Choice.CITY),
            )

    world.in_district(decide_all)
    assert director.post(f"{move}/completion").status_code == 303
    assert sum("ของเขต" in body for body in bodies(world).values()) == 50
    done = world.in_district(lambda session: session.scalars(select(EditionMove.state)).all())
    assert done == ["done"]
