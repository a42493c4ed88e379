"""Two editions part by part, and the words that changed within a text."""

import re
from dataclasses import replace

import pytest

from city.manuals.comparison import Kind, changes, pieces
from city.manuals.editing import Draft
from city.manuals.service import packaged_edition
from core.manual.structure import CommitteeKind, TieRule, WordingKind
from tests.support.manuals import begin_second_edition, entries, hidden, version_at
from tests.support.world import World

CONTENT = packaged_edition()
BEFORE = Draft("ฉบับก่อน", CONTENT)


def compared(**parts):
    """What differs when whole parts of the packaged edition are replaced."""
    return changes(BEFORE, Draft(BEFORE.title, replace(CONTENT, **parts)))


def moved(entries, key, place):
    entry = next(each for each in entries if each.key == key)
    others = [each for each in entries if each.key != key]
    others.insert(place, entry)
    return tuple(others)


def test_an_edition_differs_from_itself_in_nothing():
    assert changes(BEFORE, replace(BEFORE, title="ฉบับใหม่")) == []


@pytest.mark.parametrize(
    ("parts", "name", "fields"),
    [
        ({"activities_per_month": 2}, "settings", ["activities_per_month"]),
        ({"zones": replace(CONTENT.zones, criteria="อื่น")}, "settings", ["criteria"]),
        (
            {"elections": replace(CONTENT.elections, tie_rule=TieRule.SECOND_ROUND)},
            "elections",
            ["tie_rule"],
        ),
        ({"deadlines": replace(CONTENT.deadlines, order_days=1)}, "deadlines", ["order_days"]),
        ({"by_law": replace(CONTENT.by_law, preamble="อื่น")}, "by-law", ["preamble"]),
        (
            {
                "wordings": {
                    **CONTENT.wordings,
                    WordingKind.MEMO: replace(CONTENT.wording(WordingKind.MEMO), subject="อื่น"),
                }
            },
            "wording-memo",
            ["subject"],
        ),
        (
            {
                "committees": {
                    **CONTENT.committees,
                    CommitteeKind.STUDY: replace(CONTENT.rules(CommitteeKind.STUDY), term_years=4),
                }
            },
            "term-study",
            ["term_years"],
        ),
    ],
)
def test_every_single_part_is_compared(parts, name, fields):
    (change,) = compared(**parts)
    assert (change.name, change.kind) == (name, Kind.CHANGED)
    assert [field.name for field in change.fields] == fields


@pytest.mark.parametrize("attribute", ["meetings", "problem_kinds", "pilot_criteria", "chapters"])
def test_every_list_tells_what_came_went_changed_and_moved(attribute):
    known = getattr(CONTENT, attribute)
    changed = replace(known[1], title="อื่น")
    new = replace(known[0], key="new", title="ใหม่")
    found = compared(**{attribute: (changed, *known[3:], known[2], new)})
    kinds = {each.key: each.kind for each in found if each.name == attribute.replace("_", "-")}
    assert kinds == {
        known[1].key: Kind.CHANGED,
        known[2].key: Kind.MOVED,
        "new": Kind.ADDED,
        known[0].key: Kind.REMOVED,
    }


def test_an_entry_that_only_moved_is_told_and_those_it_passed_are_not():
    articles = moved(CONTENT.by_law.articles, "20", 3)
    (change,) = compared(by_law=replace(CONTENT.by_law, articles=articles))
    assert (change.key, change.kind, change.fields) == ("20", Kind.MOVED, ())


def test_an_entry_that_moved_and_changed_says_both():
    articles = [
        replace(each, body="อื่น") if each.key == "20" else each for each in CONTENT.by_law.articles
    ]
    found = compared(by_law=replace(CONTENT.by_law, articles=moved(articles, "20", 0)))
    assert [(change.key, change.kind, change.moved) for change in found] == [
        ("20", Kind.CHANGED, True)
    ]


def test_a_clause_that_a_district_may_now_change_is_a_difference():
    chapter = CONTENT.chapters[0]
    opened = replace(
        chapter, clauses=(replace(chapter.clauses[0], locked=False), *chapter.clauses[1:])
    )
    (change,) = compared(chapters=(opened, *CONTENT.chapters[1:]))
    assert [(field.name, field.before, field.after) for field in change.fields] == [
        ("locked", True, False)
    ]


def test_a_chapter_that_was_removed_takes_its_clauses_along():
    found = compared(chapters=CONTENT.chapters[1:])
    assert {change.kind for change in found} == {Kind.REMOVED}
    assert len(found) == 1 + len(CONTENT.chapters[0].clauses)


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("ประชุมเดือนละ ๑ ครั้ง", "ประชุมเดือนละ ๒ ครั้ง", ["๑"], ["๒"]),
        ("ให้คณะกรรมการประชุมทุกเดือน", "ให้คณะกรรมการเครือข่ายประชุมทุกเดือน", [], ["เครือข่าย"]),
        ("ที่ชุมชนเห็นชอบ", "ที่ประธานชุมชนทุกคนเห็นชอบ", ["ชุมชน"], ["ประธานชุมชนทุกคน"]),
        ("ก ข ค", "ก ค", ["ข "], []),
        ("", "ใหม่", [], ["ใหม่"]),
        ("เก่า", "", ["เก่า"], []),
        ("น้ำท่วมขัง", "ผู้สูงอายุ", ["น้ำท่วมขัง"], ["ผู้สูงอายุ"]),
    ],
)
def test_the_words_that_changed_are_told_apart(before, after, gone, come):
    found = pieces(before, after)
    assert [piece.text for piece in found if piece.kind is Kind.REMOVED] == gone
    assert [piece.text for piece in found if piece.kind is Kind.ADDED] == come


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CONTENT.chapters[0].clauses[0].body, CONTENT.chapters[0].clauses[1].body),
        ("กี่ ปู่ ญี่ปุ่น", "ปู่ กี่ ผู้ใหญ่"),
        ("เครือข่าย\n(๑) หนึ่ง\n(๒) สอง", "เครือข่าย\n(๒) สอง\n(๑) หนึ่ง"),
        ("ก" * 3000, "ก" * 2999 + "ข"),
    ],
)
def test_both_texts_can_be_read_from_the_pieces(before, after):
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind is not Kind.ADDED) == before
    assert "".join(piece.text for piece in found if piece.kind is not Kind.REMOVED) == after


def test_no_vowel_or_tone_is_parted_from_its_letter():
    for piece in pieces("ผู้ใหญ่บ้านประชุมทุกปี", "ผู้ใหญ่บ้านประชุมทุกปู่"):
        assert not re.match("[ัิีึืฺุู็่้๊๋์ํะา]", piece.text)


def test_the_page_marks_the_changed_words_of_a_clause(world: World):
    client = begin_second_edition(world)
    address = f"{entries('clauses-1', 2)}/1.8"
    clause = CONTENT.chapters[0].clauses[7]
    body = clause.body.replace("เสนอให้แต่ละเขตแบ่งเป็น ๕ โซน", "เสนอให้แต่ละเขตแบ่งเป็น ๖ โซน")
    sent = {"version": version_at(client, address), "title": clause.title, "body": body}
    assert client.post(address, data=sent).status_code == 303
    page = client.get("/city/manuals/2/comparison").text
    assert re.search("<del[^>]*><span[^>]*>ตัดออก: </span>๕</del>", page)
    assert re.search("<ins[^>]*><span[^>]*>เพิ่ม: </span>๖</ins>", page)
    assert "ขีดเส้นใต้ไว้" in page
    assert "แก้ไข" in page


def test_the_comparison_shows_added_moved_and_removed_parts(world: World):
    client = begin_second_edition(world)
    clause = {"title": "ข้อที่เพิ่ม", "body": "ความที่เพิ่ม"}
    assert client.post(entries("clauses-1", 2), data=clause).status_code == 303
    assert client.post(f"{entries('clauses-2', 2)}/2.7/removal").status_code == 303
    place = f"{entries('seats-zone', 2)}/residents/position"
    sent = {"version": version_at(client, place), "position": "1"}
    assert client.post(place, data=sent).status_code == 303
    page = client.get("/city/manuals/2/comparison").text
    for words in ("1.12 ข้อที่เพิ่ม", "ความที่เพิ่ม", "2.7 ", "ย้ายลำดับ", "ตัดออก", "เพิ่ม"):
        assert words in page


def test_the_comparison_names_the_origin_of_a_seat_in_words(world: World):
    client = begin_second_edition(world)
    seat = {"title": "ที่ปรึกษาใหม่", "source": "public_sector", "order_role": "ที่ปรึกษา"}
    sent = seat | {"block": "advisers", "minimum": "0", "maximum": "2"}
    assert client.post(entries("seats-zone", 2), data=sent).status_code == 303
    page = client.get("/city/manuals/2/comparison").text
    assert "ผู้แทนภาครัฐ" in page
    assert "public_sector" not in page


@pytest.mark.parametrize(
    ("name", "key", "new"),
    [
        ("clauses-1", "1.11", "1.12"),
        ("articles", "25", "26"),
        ("problem-kinds", "health", "kind_1"),
    ],
)
def test_the_key_of_a_removed_entry_is_not_used_for_another_one(world: World, name, key, new):
    client = begin_second_edition(world)
    assert client.post(f"{entries(name, 2)}/{key}/removal").status_code == 303
    sent = {"title": "อื่น", "body": "อื่น"}
    answer = client.post(entries(name, 2), data=sent)
    assert answer.headers["Location"].endswith(f"#entry-{new}")


def test_an_edition_is_compared_with_any_that_was_published_before_it(world: World):
    client = begin_second_edition(world)
    assert client.post(f"{entries('articles', 2)}/5/removal").status_code == 303
    page = client.get("/city/manuals/2/publication/new").text
    sent = {"version": hidden(page, "version"), "change_summary": "ตัดข้อหนึ่ง"}
    assert client.post("/city/manuals/2/publication", data=sent).status_code == 303
    client.post("/city/manuals", data={"source": "newest"})
    page = client.get("/city/manuals/3/comparison").text
    assert "ยังไม่มีการเปลี่ยนแปลง" in page
    assert "เทียบกับ" in page
    page = client.get("/city/manuals/3/comparison?base=1").text
    assert "เครือข่ายมีวัตถุประสงค์ ดังนี้" in page
    assert client.get("/city/manuals/3/comparison?base=x").status_code == 200
