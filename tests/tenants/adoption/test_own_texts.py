"""The office's own texts of open clauses and articles, and its annex."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from core.access.roles import Role, Tier
from core.errors import Refused
from core.i18n.dates import BANGKOK, bangkok_today
from core.manual.parts import OFFICE_ANNEX_TITLE, PartId, PartKind
from tenants.adoption import queries, texts
from tenants.adoption.models import LocalClause
from tests.support.editions import adopted, edition
from tests.support.world import NEIGHBOUR, World
from tests.tenants.adoption.pages import (
    ARTICLES,
    HERE,
    LOCKED_ARTICLE,
    LOCKED_CLAUSE,
    OPEN_ARTICLE,
    OPEN_CLAUSE,
    OTHER_OPEN,
    TEXTS,
    actions,
    adapt,
    add_to_annex,
    hidden,
)

EDITORS = {Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER}


@pytest.fixture
def office(world: World) -> World:
    """An office that follows the first edition."""
    edition(world)
    adopted(world)
    return world


def in_force(world: World, day=None):
    return world.in_district(
        lambda session: queries.content_in_force(session, day or bangkok_today())
    )


def body_of(world: World, key: str, day=None) -> str:
    return next(each.body for each in in_force(world, day).content.clauses() if each.key == key)


def rows(world: World) -> list[tuple[str, bool]]:
    return [
        tuple(row)
        for row in world.in_district(
            lambda session: session.execute(
                select(LocalClause.body, LocalClause.removed_on.is_(None)).order_by(LocalClause.id)
            ).all()
        )
    ]


def test_before_the_first_adoption_nothing_is_in_force(world: World):
    edition(world)
    assert in_force(world) is None


def test_an_open_clause_gets_the_offices_text_marked_with_the_citys_one_click_away(office: World):
    before = body_of(office, OPEN_CLAUSE)
    head = office.sign_in(Role.SECTION_HEAD)
    assert adapt(head, OPEN_CLAUSE, "ข้อความของเขตบางนา").status_code == 303
    page = head.get(HERE).text
    for text in ("ปรับโดยสำนักงานเขต", "ข้อความของเขตบางนา", "เหตุผลของเขต", before[:40]):
        assert text in page
    assert body_of(office, OPEN_CLAUSE) == "ข้อความของเขตบางนา"
    assert in_force(office).edition == 1


def test_an_open_article_of_the_by_law_keeps_the_citys_heading(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    assert adapt(head, OPEN_ARTICLE, "ของ{network}", part="article").status_code == 303
    citys = next(each for each in ARTICLES if each["key"] == OPEN_ARTICLE)
    ours = next(
        each for each in in_force(office).content.by_law.articles if each.key == OPEN_ARTICLE
    )
    assert (ours.heading, ours.body) == (citys["heading"], "ของ{network}")


@pytest.mark.parametrize("body", ["ของ {amphoe}", "ของ {network", "ของ {}"])
def test_an_article_takes_no_words_in_braces_that_no_by_law_fills_in(office: World, body: str):
    head = office.sign_in(Role.SECTION_HEAD)
    answer = adapt(head, OPEN_ARTICLE, body, part="article")
    assert answer.status_code == 422
    assert "คำในวงเล็บปีกกาใช้ได้เฉพาะ" in answer.text
    assert body in answer.text


@pytest.mark.parametrize(("part", "key"), [("clause", LOCKED_CLAUSE), ("article", LOCKED_ARTICLE)])
def test_a_locked_part_has_no_button_and_is_refused(office: World, part: str, key: str):
    head = office.sign_in(Role.SECTION_HEAD)
    assert f"/own-texts/{part}/{key}/edit" not in head.get(HERE).text
    form = head.get(f"{TEXTS}/{part}/{key}/edit")
    assert form.status_code == 409
    typed = {"version": "0", "title": "ก", "body": "ข", "reason": "ค"}
    answer = head.post(f"{TEXTS}/{part}/{key}", data=typed)
    for refused in (form, answer):
        assert "ใช้เหมือนกันทุกเขต สำนักงานเขตปรับไม่ได้" in refused.text
    assert rows(office) == []


def test_the_service_refuses_a_locked_part_too(office: World):
    head = office.actor(Role.SECTION_HEAD)
    with pytest.raises(Refused, match="city's core"):
        office.in_district(
            lambda session: texts.write_text(
                session,
                actor=head,
                part_id=PartId(PartKind.CLAUSE, LOCKED_CLAUSE),
                record_id=head.account_id,
                seen_version=0,
                wording=texts.Wording("ก", "ข", "ค"),
            )
        )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": " "}, "โปรดระบุเหตุผลที่สำนักงานเขตใช้ข้อความของตนเอง"),
        ({"body": ""}, "โปรดระบุข้อความ"),
        ({"title": ""}, "โปรดระบุชื่อข้อ"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(office: World, fields, sentence: str):
    head = office.sign_in(Role.SECTION_HEAD)
    answer = adapt(head, OPEN_CLAUSE, "ข้อความที่พิมพ์ไว้", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("ข้อความที่พิมพ์ไว้" in answer.text) is ("body" not in fields)
    assert rows(office) == []


def test_the_citys_own_words_are_no_text_of_the_office(office: World):
    clause = next(each for each in in_force(office).content.clauses() if each.key == OPEN_CLAUSE)
    head = office.sign_in(Role.SECTION_HEAD)
    answer = adapt(head, OPEN_CLAUSE, clause.body, title=clause.title)
    assert answer.status_code == 422
    assert "ตรงกับของสำนักพัฒนาสังคมทุกคำ" in answer.text


def test_a_form_sent_twice_is_one_text(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    page = head.get(f"{TEXTS}/clause/{OPEN_CLAUSE}/edit").text
    typed = {
        "record_id": hidden(page, "record_id"),
        "version": hidden(page, "version"),
        "title": "ก",
        "body": "ข",
        "reason": "ค",
    }
    for _ in range(2):
        assert head.post(f"{TEXTS}/clause/{OPEN_CLAUSE}", data=typed).status_code == 303
    assert rows(office) == [("ข", True)]


def test_a_form_sent_once_more_after_its_text_was_taken_back_changes_nothing(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    page = head.get(f"{TEXTS}/clause/{OPEN_CLAUSE}/edit").text
    typed = {
        "record_id": hidden(page, "record_id"),
        "version": "0",
        "title": "ก",
        "body": "ข",
        "reason": "ค",
    }
    head.post(f"{TEXTS}/clause/{OPEN_CLAUSE}", data=typed)
    take_back(head, "clause", OPEN_CLAUSE)
    for key in (OPEN_CLAUSE, OTHER_OPEN):
        answer = head.post(f"{TEXTS}/clause/{key}", data=typed)
        assert answer.status_code == 422
        assert "แบบฟอร์มนี้บันทึกไปแล้ว" in answer.text
    assert rows(office) == [("ข", False)]


def test_two_people_who_adapt_one_clause_see_both_texts_and_choose(office: World):
    first = office.sign_in(Role.SECTION_HEAD, name="นางสาวหนึ่ง")
    second = office.sign_in(Role.SOCIAL_DEVELOPER, name="นายสอง")
    opened = second.get(f"{TEXTS}/clause/{OPEN_CLAUSE}/edit").text
    adapt(first, OPEN_CLAUSE, "ของคนแรก")
    typed = {"title": "ชื่อของเขต", "body": "ของคนที่สอง", "reason": "เหตุผลของเขต"}
    conflict = second.post(
        f"{TEXTS}/clause/{OPEN_CLAUSE}", data=typed | {"version": hidden(opened, "version")}
    )
    assert conflict.status_code == 409
    for text in ("ของคนแรก", "ของคนที่สอง", "นางสาวหนึ่ง"):
        assert text in conflict.text
    chosen = {name: hidden(conflict.text, name) for name in ("version", "title", "body", "reason")}
    answer = second.post(f"{TEXTS}/clause/{OPEN_CLAUSE}", data=chosen | {"choice-body": "yours"})
    assert answer.status_code == 303
    assert body_of(office, OPEN_CLAUSE) == "ของคนที่สอง"
    assert ("ของคนแรก", False) in rows(office)


def test_a_text_that_somebody_took_back_meanwhile_is_a_conflict_too(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    adapt(head, OPEN_CLAUSE, "ของเขต")
    opened = head.get(f"{TEXTS}/clause/{OPEN_CLAUSE}/edit").text
    take_back(head, "clause", OPEN_CLAUSE)
    typed = {"title": "ก", "body": "ใหม่", "reason": "ค", "version": hidden(opened, "version")}
    answer = head.post(f"{TEXTS}/clause/{OPEN_CLAUSE}", data=typed)
    assert answer.status_code == 409
    assert "ใหม่" in answer.text


def take_back(client, part: str, key: str, reason: str = "ไม่จำเป็นแล้ว"):
    page = client.get(f"{TEXTS}/{part}/{key}/withdrawal/new").text
    return client.post(
        f"{TEXTS}/{part}/{key}/withdrawal",
        data={"version": hidden(page, "version"), "reason": reason},
    )


def test_taking_a_text_back_brings_the_citys_back_and_keeps_the_history(office: World):
    before = body_of(office, OPEN_CLAUSE)
    head = office.sign_in(Role.SECTION_HEAD)
    adapt(head, OPEN_CLAUSE, "ของเขต")
    assert take_back(head, "clause", OPEN_CLAUSE).status_code == 303
    assert body_of(office, OPEN_CLAUSE) == before
    for address in (TEXTS, f"{TEXTS}/clause/{OPEN_CLAUSE}"):
        assert "ของเขต" in head.get(address).text
    assert adapt(head, OPEN_CLAUSE, "อีกครั้ง").status_code == 303
    assert body_of(office, OPEN_CLAUSE) == "อีกครั้ง"


def test_taking_back_needs_a_reason_and_the_text_that_was_read(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    adapt(head, OPEN_CLAUSE, "ของเขต")
    answer = take_back(head, "clause", OPEN_CLAUSE, reason="")
    assert answer.status_code == 422
    assert "โปรดระบุเหตุผลที่เลิกใช้ข้อความนี้" in answer.text
    opened = head.get(f"{TEXTS}/clause/{OPEN_CLAUSE}/withdrawal/new").text
    adapt(head, OPEN_CLAUSE, "ของเขต แก้แล้ว")
    stale = {"version": hidden(opened, "version"), "reason": "เลิกใช้"}
    answer = head.post(f"{TEXTS}/clause/{OPEN_CLAUSE}/withdrawal", data=stale)
    assert answer.status_code == 422
    assert "โปรดอ่านข้อความล่าสุดก่อน" in answer.text
    assert body_of(office, OPEN_CLAUSE) == "ของเขต แก้แล้ว"


def test_taking_back_twice_is_once(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    adapt(head, OPEN_CLAUSE, "ของเขต")
    page = head.get(f"{TEXTS}/clause/{OPEN_CLAUSE}/withdrawal/new").text
    typed = {"version": hidden(page, "version"), "reason": "เลิกใช้"}
    for _ in range(2):
        answer = head.post(f"{TEXTS}/clause/{OPEN_CLAUSE}/withdrawal", data=typed)
        assert answer.status_code == 303
    assert rows(office) == [("ของเขต", False)]
    assert "ไม่มีข้อความที่จะเลิกใช้" in head.get(f"{TEXTS}/clause/{OPEN_CLAUSE}/withdrawal/new").text


def test_the_annex_is_the_last_chapter_and_a_number_is_never_used_again(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    for title in ("ข้อแรก", "ข้อสอง"):
        assert add_to_annex(head, title).status_code == 303
    chapter = in_force(office).content.chapters[-1]
    assert chapter.title == OFFICE_ANNEX_TITLE
    assert [each.title for each in chapter.clauses] == ["ข้อแรก", "ข้อสอง"]
    assert take_back(head, "annex", "office.2").status_code == 303
    add_to_annex(head, "ข้อสาม")
    keys = [each.key for each in in_force(office).content.chapters[-1].clauses]
    assert keys == ["office.1", "office.3"]


def test_a_clause_of_the_annex_changes_and_keeps_its_former_wording(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    add_to_annex(head, body="เดิม")
    assert adapt(head, "office.1", "ใหม่", part="annex").status_code == 303
    page = head.get(f"{TEXTS}/annex/office.1").text
    assert "เดิม" in page
    assert "ใหม่" in page
    take_back(head, "annex", "office.1")
    assert head.get(f"{TEXTS}/annex/office.1/edit").status_code == 409
    typed = {"version": "2", "title": "ก", "body": "ข", "reason": "ค"}
    answer = head.post(f"{TEXTS}/annex/office.1", data=typed)
    assert answer.status_code == 422
    assert "นำข้อนี้ออกจากภาคผนวกแล้ว" in answer.text


def test_a_clause_sent_twice_stands_once_in_the_annex(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    page = head.get(f"{HERE}/annex/new").text
    typed = {"record_id": hidden(page, "record_id"), "title": "ก", "body": "ข", "reason": "ค"}
    for _ in range(2):
        assert head.post(f"{HERE}/annex", data=typed).status_code == 303
    assert rows(office) == [("ข", True)]


def test_what_was_in_force_on_a_day_stays_known(office: World):
    today = bangkok_today()
    yesterday = today - timedelta(days=1)
    head = office.sign_in(Role.SECTION_HEAD)
    citys = body_of(office, OPEN_CLAUSE)
    adapt(head, OPEN_CLAUSE, "ของวันก่อน")
    long_ago = datetime(2020, 1, 1, 12, tzinfo=BANGKOK)
    office.in_district(
        lambda session: session.execute(update(LocalClause).values(created_at=long_ago))
    )
    adapt(head, OPEN_CLAUSE, "ของวันนี้")
    assert body_of(office, OPEN_CLAUSE) == "ของวันนี้"
    assert body_of(office, OPEN_CLAUSE, yesterday) == "ของวันก่อน"
    assert body_of(office, OPEN_CLAUSE, long_ago.date() - timedelta(days=1)) == citys


@pytest.mark.parametrize("role", [role for role in Role if role.value.tier is Tier.DISTRICT])
def test_everybody_reads_the_offices_texts_and_two_roles_write_them(world: World, role: Role):
    edition(world)
    adopted(world)
    adapt(world.sign_in(Role.SECTION_HEAD), OPEN_CLAUSE, "ของเขต")
    person = world.sign_in(role)
    for address in (HERE, TEXTS, f"{TEXTS}/clause/{OPEN_CLAUSE}"):
        assert "ชื่อของเขต" in person.get(address).text
    form = person.get(f"{TEXTS}/clause/{OPEN_CLAUSE}/edit")
    answer = person.post(f"{TEXTS}/clause/{OPEN_CLAUSE}/withdrawal", data={"version": "1"})
    assert (form.status_code, answer.status_code) == ((200, 422) if role in EDITORS else (403, 403))
    assert (f"/clause/{OPEN_CLAUSE}/edit" in person.get(HERE).text) is (role in EDITORS)


def test_another_office_neither_sees_nor_touches_them(office: World):
    adapt(office.sign_in(Role.SECTION_HEAD), OPEN_CLAUSE, "ลับของบางนา")
    adopted(office, office=NEIGHBOUR)
    stranger = office.sign_in(Role.SECTION_HEAD, NEIGHBOUR)
    for address in (TEXTS, f"{TEXTS}/clause/{OPEN_CLAUSE}/edit"):
        assert stranger.get(address).status_code == 404
    there = "/d/phrakhanong/manual"
    for address in (there, f"{there}/own-texts", f"{there}/own-texts/clause/{OPEN_CLAUSE}"):
        assert "ลับของบางนา" not in stranger.get(address).text


@pytest.mark.parametrize("address", ["clause/9.9", "article/77", "annex/office.1", "annex/1.6"])
def test_a_part_that_never_was_is_not_found(office: World, address: str):
    head = office.sign_in(Role.SECTION_HEAD)
    for page in (address, f"{address}/edit", f"{address}/withdrawal/new"):
        assert head.get(f"{TEXTS}/{page}").status_code == 404
    typed = {"version": "0", "title": "ก", "body": "ข", "reason": "ค"}
    assert head.post(f"{TEXTS}/{address}", data=typed).status_code == 404


def test_without_a_manual_there_is_no_annex(world: World):
    head = world.sign_in(Role.SECTION_HEAD)
    assert "ยังไม่ได้ประกาศใช้คู่มือ" in head.get(f"{HERE}/annex/new").text
    answer = head.post(f"{HERE}/annex", data={"title": "ก", "body": "ข", "reason": "ค"})
    assert answer.status_code == 422
    assert "ยังไม่ได้ประกาศใช้คู่มือ" in answer.text


def test_every_step_is_audited_with_the_old_and_the_new_text(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    citys = body_of(office, OPEN_CLAUSE)
    adapt(head, OPEN_CLAUSE, "ข้อความครั้งแรก")
    adapt(head, OPEN_CLAUSE, "ข้อความครั้งที่สอง")
    take_back(head, "clause", OPEN_CLAUSE, reason="เหตุผลที่เลิก")
    add_to_annex(head)
    assert actions(office, "local_clauses") == [
        "manual_text:begun",
        "manual_text:adapted",
        "manual_text:kept",
        "manual_text:changed",
        "manual_text:taken_back",
        "manual_annex:added",
    ]
    page = office.sign_in(Role.DIRECTOR).get("/d/bangna/changes").text
    for text in (
        "สำนักงานเขตปรับข้อความในคู่มือ",
        "แก้ไขข้อความของสำนักงานเขตในคู่มือ",
        f'<td data-label="เดิม">{citys}</td>',
        '<td data-label="เดิม">ข้อความครั้งแรก</td>',
        "ข้อความครั้งที่สอง</td>",
        "เหตุผลที่เลิก",
    ):
        assert text in page


def test_the_manual_takes_at_most_six_statements(office: World):
    head = office.sign_in(Role.SECTION_HEAD)
    adapt(head, OPEN_CLAUSE, "ของเขต")
    with office.statements() as found:
        head.get(HERE)
    assert len(found) <= 6, found
