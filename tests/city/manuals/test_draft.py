"""Writing a draft: every part has its form, and nobody overwrites what somebody else wrote."""

import pytest

from tests.support.manuals import begin_draft, content, entries, hidden, officer, version_at
from tests.support.world import World

WORDING = {
    "subject": "เรื่อง",
    "reason": "เหตุ",
    "authority": "อำนาจ",
    "duties": "หนึ่ง\n\nสอง",
    "effect": "ทั้งนี้",
}
SETTINGS = {
    "title": "คู่มือ",
    "minimum": "1",
    "maximum": "20",
    "suggested": "5",
    "name_pattern": "โซน {number}",
    "criteria": "เกณฑ์",
    "activities_per_month": "1",
}
ELECTIONS = {"tie_rule": "second_round", "objection_days": "5"}
DEADLINES = {
    "committee_days": "20",
    "order_days": "40",
    "by_law_days": "60",
    "term_warning_days": "120",
}
BY_LAW = {"title": "ข้อบังคับ {network}", "preamble": "โดยที่เป็นการสมควร"}
PARTS = {
    "settings": (SETTINGS, "criteria"),
    "elections": (ELECTIONS, "objection_days"),
    "deadlines": (DEADLINES, "order_days"),
    "by-law": (BY_LAW, "preamble"),
    "term-zone": ({"term_years": "3"}, "term_years"),
    "wording-study-committee": (WORDING, "reason"),
    "wording-zone-committee": (WORDING, "reason"),
    "wording-assembly-chair": (WORDING, "duties"),
    "wording-replacement": (WORDING, "effect"),
    "wording-revocation": (WORDING, "subject"),
    "wording-announcement": (WORDING, "authority"),
    "wording-memo": (WORDING, "duties"),
}

CLAUSE = {"title": "ชื่อข้อ", "body": "ความของข้อ", "locked": "y"}
ARTICLE = {"heading": "สมาชิก", "body": "ข้อความของข้อบังคับ {network}", "locked": "y"}
SEAT = {
    "title": "ผู้แทนสถานศึกษา",
    "source": "public_sector",
    "order_role": "กรรมการ",
    "block": "committee",
    "minimum": "1",
    "maximum": "",
    "exclusive": "y",
}
MEETING = {
    "title": "ประชุมใหญ่",
    "body": "alliance",
    "rhythm": "quarterly",
    "purpose": "ทบทวนงาน",
}
LISTS = {
    "chapters": {"title": "บทใหม่"},
    "clauses-1": CLAUSE,
    "seats-study": SEAT,
    "seats-zone": SEAT,
    "seats-assembly": SEAT,
    "seats-community": SEAT,
    "articles": ARTICLE,
    "meetings": MEETING,
    "problem-kinds": {"title": "เสียงรบกวน"},
    "pilot-criteria": {"title": "เกณฑ์ใหม่", "weight": "2"},
}


def stored(world: World, name: str) -> list[dict]:
    """The entries of a list as they are stored."""
    kept = content(world)
    family, _, owner = name.partition("-")
    if family == "clauses":
        return next(each["clauses"] for each in kept["chapters"] if each["key"] == owner)
    if family == "seats":
        return kept["committees"][owner]["seats"]
    if name == "articles":
        return kept["by_law"]["articles"]
    return kept[name.replace("-", "_")]


@pytest.mark.parametrize("name", PARTS)
def test_a_single_part_is_written_and_shown(world: World, name: str):
    client = begin_draft(world)
    sent, field = PARTS[name]
    address = f"/city/manuals/1/parts/{name}"
    answer = client.post(address, data=sent | {"version": version_at(client, address)})
    assert answer.status_code == 303
    assert sent[field].splitlines()[0] in client.get(answer.headers["Location"]).text
    assert "หนึ่ง" not in sent.values() or "2. สอง" in client.get(address).text


@pytest.mark.parametrize("name", PARTS)
def test_no_part_is_overwritten_by_somebody_who_did_not_see_it(world: World, name: str):
    begin_draft(world)
    first, second = officer(world, "นางสาวหนึ่ง"), officer(world, "นายสอง")
    sent, field = PARTS[name]
    address = f"/city/manuals/1/parts/{name}"
    version = version_at(second, address)
    texts = ("11", "17") if sent[field].isdecimal() else ("ของคนแรก", "ของคนที่สอง")
    for client, words, status in zip((first, second), texts, (303, 409), strict=True):
        answer = client.post(address, data=sent | {"version": version, field: words})
        assert answer.status_code == status
    for words in (*texts, "นางสาวหนึ่ง"):
        assert words in answer.text
    chosen = sent | {
        "version": hidden(answer.text, "version"),
        field: texts[1],
        f"stored-{field}": texts[0],
        f"choice-{field}": "yours",
    }
    assert second.post(address, data=chosen).status_code == 303
    assert texts[1] in second.get(address, follow_redirects=True).text


@pytest.mark.parametrize("name", LISTS)
def test_an_entry_is_added_once_changed_moved_and_removed(world: World, name: str):
    client = begin_draft(world)
    before = stored(world, name)
    for _ in range(2):
        answer = client.post(entries(name), data=LISTS[name] | {"position": "1"})
        assert answer.status_code == 303
    key = answer.headers["Location"].rpartition("#entry-")[2]
    assert [each["key"] for each in stored(world, name)] == [key, *(each["key"] for each in before)]
    address = f"{entries(name)}/{key}"
    changed = LISTS[name] | {"version": version_at(client, address)}
    field = "body" if name == "articles" else "title"
    assert client.post(address, data=changed | {field: "ข้อความอื่น"}).status_code == 303
    assert stored(world, name)[0][field] == "ข้อความอื่น"
    last = str(len(before) + 1)
    place = {"version": version_at(client, f"{address}/position"), "position": last}
    assert client.post(f"{address}/position", data=place).status_code == 303
    assert stored(world, name)[-1]["key"] == key
    assert "ข้อความอื่น" in client.get(f"{address}/removal/new").text
    assert client.post(f"{address}/removal").status_code == 303
    assert stored(world, name) == before


def test_a_new_entry_goes_to_the_end_unless_somebody_says_otherwise(world: World):
    client = begin_draft(world)
    page = client.get(f"{entries('pilot-criteria')}/new").text
    assert 'name="position"' in page
    assert client.post(entries("pilot-criteria"), data=LISTS["pilot-criteria"]).status_code == 303
    assert stored(world, "pilot-criteria")[-1]["title"] == "เกณฑ์ใหม่"


def test_two_officers_at_one_clause_and_the_second_sees_both_texts(world: World):
    begin_draft(world)
    first, second = officer(world, "นางสาวหนึ่ง"), officer(world, "นายสอง")
    address = f"{entries('clauses-1')}/1.1"
    sent = CLAUSE | {"version": version_at(first, address)}
    assert first.post(address, data=sent | {"body": "ของคนแรก"}).status_code == 303
    late = sent | {"body": "ของคนที่สอง"}
    del late["locked"]
    answer = second.post(address, data=late)
    assert answer.status_code == 409
    for words in ("ของคนแรก", "ของคนที่สอง", "นางสาวหนึ่ง", "หลักกลาง"):
        assert words in answer.text
    chosen = {
        "version": hidden(answer.text, "version"),
        "title": "ชื่อข้อ",
        "body": "ของคนที่สอง",
        "stored-body": "ของคนแรก",
        "choice-body": "yours",
        "locked": "False",
        "stored-locked": "True",
        "choice-locked": "yours",
    }
    assert second.post(address, data=chosen).status_code == 303
    clause = stored(world, "clauses-1")[0]
    assert (clause["body"], clause["locked"]) == ("ของคนที่สอง", False)


def test_two_officers_at_different_clauses_do_not_meet(world: World):
    begin_draft(world)
    first, second = officer(world), officer(world)
    one, two = f"{entries('clauses-1')}/1.1", f"{entries('clauses-1')}/1.2"
    sent = [(client, at, version_at(client, at)) for client, at in ((first, one), (second, two))]
    for client, address, version in sent:
        assert client.post(address, data=CLAUSE | {"version": version}).status_code == 303


def test_a_chapters_name_and_its_clauses_are_different_parts(world: World):
    begin_draft(world)
    first, second = officer(world), officer(world)
    address = f"{entries('chapters')}/1"
    version = version_at(first, address)
    assert second.post(entries("clauses-1"), data=CLAUSE).status_code == 303
    sent = {"version": version, "title": "ชื่อบทใหม่"}
    assert first.post(address, data=sent).status_code == 303
    chapter = content(world)["chapters"][0]
    assert chapter["title"] == "ชื่อบทใหม่"
    assert chapter["clauses"][-1]["title"] == "ชื่อข้อ"


def test_an_order_that_somebody_else_changed_is_not_changed_unseen(world: World):
    begin_draft(world)
    first, second = officer(world, "นางสาวหนึ่ง"), officer(world, "นายสอง")
    address = f"{entries('articles')}/5/position"
    version = version_at(second, address)
    moved = {"version": version, "position": "7"}
    assert first.post(address, data=moved).status_code == 303
    answer = second.post(address, data={"version": version, "position": "1"})
    assert answer.status_code == 409
    assert "นางสาวหนึ่ง" in answer.text
    assert stored(world, "articles")[6]["key"] == "5"


def test_an_entry_is_not_moved_to_a_place_that_the_list_does_not_have(world: World):
    client = begin_draft(world)
    address = f"{entries('problem-kinds')}/waste/position"
    sent = {"version": version_at(client, address), "position": "99"}
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert "รายการนี้มีลำดับที่ 1 ถึง 10" in answer.text


def test_moving_up_is_one_button_on_the_page_of_the_list(world: World):
    client = begin_draft(world)
    page = client.get("/city/manuals/1/lists/articles").text
    assert page.count("เลื่อนขึ้น") == len(stored(world, "articles")) - 1
    sent = {"version": hidden(page.partition("<article")[2], "version"), "position": "1"}
    assert client.post(f"{entries('articles')}/2/position", data=sent).status_code == 303
    assert [each["key"] for each in stored(world, "articles")[:2]] == ["2", "1"]


def test_the_articles_are_counted_through_under_their_headings(world: World):
    client = begin_draft(world)
    page = client.get("/city/manuals/1/lists/articles").text
    assert "ข้อก่อนหมวดแรก" in page
    assert page.index("ข้อ 4 ") < page.index("ข้อ 5 ")
    assert page.index("วัตถุประสงค์</h2>") < page.index("การเลือกตั้งประธานเครือข่าย</h2>")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"suggested": "25"}, "จำนวนที่แนะนำต้องอยู่ระหว่าง"),
        ({"maximum": "0"}, "1"),
        ({"name_pattern": "โซน"}, "{number}"),
        ({"name_pattern": "โซน {network}"}, "วงเล็บปีกกา"),
        ({"activities_per_month": "หนึ่ง"}, "หนึ่ง"),
    ],
)
def test_settings_that_cannot_be_are_refused_and_stay_as_typed(world: World, changed, sentence):
    client = begin_draft(world)
    address = "/city/manuals/1/parts/settings"
    sent = SETTINGS | {"version": version_at(client, address)}
    answer = client.post(address, data=sent | changed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert next(iter(changed.values())) in answer.text


@pytest.mark.parametrize(
    ("name", "changed", "sentence"),
    [
        ("wording-zone-committee", {"subject": "แต่งตั้ง {mayor}"}, "{network}"),
        ("wording-study-committee", {"reason": "ของ {network}"}, "{district}, {office}"),
        ("wording-memo", {"authority": "ที่ {number}"}, "วงเล็บปีกกา"),
        ("wording-revocation", {"effect": "{names}"}, "{date}, {district}"),
        ("wording-announcement", {"reason": "{"}, "วงเล็บปีกกา"),
        ("wording-zone-committee", {"duties": " \n"}, "อย่างน้อย 1"),
        ("wording-memo", {"effect": ""}, "โปรดระบุข้อความท้าย"),
        ("by-law", {"preamble": "{number}"}, "{district}, {network}, {office}"),
        ("deadlines", {"order_days": "0"}, "1"),
        ("term-study", {"term_years": "50"}, "20"),
    ],
)
def test_a_part_that_no_paper_could_be_made_of_is_refused(world: World, name, changed, sentence):
    client = begin_draft(world)
    address = f"/city/manuals/1/parts/{name}"
    sent = PARTS.get(name, ({}, ""))[0] | {"version": version_at(client, address)}
    answer = client.post(address, data=sent | changed)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize("name", ["wording-replacement", "wording-revocation"])
def test_an_order_on_an_earlier_one_names_it_and_needs_no_duties(world: World, name: str):
    client = begin_draft(world)
    address = f"/city/manuals/1/parts/{name}"
    sent = WORDING | {"version": version_at(client, address)}
    sent |= {"reason": "ตามคำสั่งที่ {number} ลงวันที่ {date}", "duties": ""}
    assert client.post(address, data=sent).status_code == 303
    assert content(world)["wordings"][name.partition("-")[2]]["duties"] == []


@pytest.mark.parametrize(
    ("name", "changed", "sentence"),
    [
        ("seats-zone", {"minimum": "5", "maximum": "2"}, "จำนวน"),
        ("articles", {"body": "ของ {names}"}, "วงเล็บปีกกา"),
        ("articles", {"body": ""}, "โปรดระบุข้อความ"),
        ("meetings", {"body": "somebody"}, "เลือก"),
        ("meetings", {"rhythm": ""}, "โปรดเลือกความถี่"),
        ("pilot-criteria", {"weight": "0"}, "1"),
        ("problem-kinds", {"title": ""}, "โปรดระบุประเภทสภาพปัญหา"),
        ("problem-kinds", {"position": "กลาง ๆ"}, "กลาง ๆ"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(world: World, name, changed, sentence):
    client = begin_draft(world)
    before = stored(world, name)
    answer = client.post(entries(name), data=LISTS[name] | changed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(world, name) == before


def test_a_term_may_be_left_open(world: World):
    client = begin_draft(world)
    address = "/city/manuals/1/parts/term-zone"
    sent = {"version": version_at(client, address), "term_years": ""}
    assert client.post(address, data=sent).status_code == 303
    assert content(world)["committees"]["zone"]["term_years"] is None


def test_what_the_system_fills_in_is_told_beside_the_form(world: World):
    client = begin_draft(world)
    page = client.get("/city/manuals/1/parts/wording-announcement/edit").text
    assert "<code>{names}</code>" in page
    assert "<code>{number}</code>" not in page
    assert "<code>{network}</code>" in client.get(f"{entries('articles')}/new").text


def test_an_entry_that_does_not_exist_is_not_found(world: World):
    client = begin_draft(world)
    assert client.get(f"{entries('articles')}/99/edit").status_code == 404
    assert client.post(f"{entries('articles')}/99/removal").status_code == 404
    assert client.post(entries("clauses-9"), data=CLAUSE).status_code == 404
