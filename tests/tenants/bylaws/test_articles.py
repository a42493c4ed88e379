"""The text of a by-law: numbered, divided into chapters, taken on under another edition, compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotFound, Refused
from core.manual.structure import Article, ByLawDraft
from tenants.bylaws.articles import (
    ArticleText,
    ByLawText,
    Kind,
    continued,
    differences,
    drafted,
    sections,
    with_new_article,
    without_article,
)

NAMES = {"network": "โซน 1", "office": "สำนักงานเขตบางนา", "district": "บางนา"}


def text(*articles: tuple[str, str], locked: tuple[str, ...] = ()) -> ByLawText:
    return ByLawText(
        "ข้อบังคับ",
        "โดยที่",
        tuple(
            ArticleText(key, heading, f"ข้อความ {key}", key in locked) for key, heading in articles
        ),
        tuple(key for key, _heading in articles),
    )


def keys(of: ByLawText) -> list[str]:
    return [each.key for each in of.articles]


def test_the_manuals_draft_is_filled_in_with_the_names_of_the_network():
    manual = ByLawDraft(
        "ข้อบังคับ {network}",
        "โดยที่ {office}",
        (Article("1", "", "เขต{district} {network}", locked=True),),
    )
    made = drafted(manual, NAMES)
    assert made.title == "ข้อบังคับ โซน 1"
    assert made.preamble == "โดยที่ สำนักงานเขตบางนา"
    assert made.articles[0].body == "เขตบางนา โซน 1"
    assert made.manual_keys == ("1",)


def test_chapters_are_counted_and_articles_numbered_through():
    made = sections(
        text(
            ("1", ""),
            ("2", "หมวด ๑ สมาชิก"),
            ("3", ""),
            ("4", "การประชุม"),
            ("5", "บทเฉพาะกาล"),
            ("6", ""),
        )
    )
    assert [(part.heading, [number for number, _ in part.articles]) for part in made] == [
        ("", [1]),
        ("หมวด ๑ สมาชิก", [2, 3]),
        ("หมวด ๒ การประชุม", [4]),
        ("บทเฉพาะกาล", [5]),
        ("", [6]),
    ]


def test_an_own_article_stays_in_the_chapter_or_begins_a_new_one_where_the_last_ends():
    before = text(("1", ""), ("2", "ก"), ("3", "ก"), ("4", "ข"))
    added = ArticleText("own", "", "ใหม่", own=True)
    assert with_new_article(before, added, after="2").articles[2].heading == "ก"
    chapter = ArticleText("own", "การเงิน", "ใหม่", own=True)
    assert keys(with_new_article(before, chapter, after="3")) == ["1", "2", "3", "own", "4"]
    assert keys(with_new_article(before, chapter, after="1")) == ["1", "own", "2", "3", "4"]
    with pytest.raises(Refused):
        with_new_article(before, chapter, after="2")
    with pytest.raises(NotFound):
        with_new_article(before, added, after="9")


def test_under_a_new_edition_the_city_renews_what_it_locks_and_the_network_keeps_its_own():
    before = text(("1", ""), ("2", "ก"), ("3", "ก"), ("4", "ข"), locked=("1", "4"))
    before = without_article(before, "3")
    own = ArticleText("own", "", "ของเรา", own=True)
    before = with_new_article(before, own, after="2")
    manual = ByLawText(
        "ข้อบังคับใหม่",
        "โดยที่ใหม่",
        (
            ArticleText("1", "", "ข้อ 1 ใหม่", locked=True),
            ArticleText("1a", "", "แทรกโดยส่วนกลาง", locked=True),
            ArticleText("2", "ก", "ข้อ 2 ของคู่มือใหม่"),
            ArticleText("3", "ก", "ข้อ 3 ที่เครือข่ายเคยตัดออก"),
            ArticleText("5", "ค", "ข้อใหม่ที่แก้ไขได้"),
        ),
        ("1", "1a", "2", "3", "5"),
    )
    after = continued(before, manual)
    assert keys(after) == ["1", "1a", "2", "5", "own"]
    bodies = {each.key: each.body for each in after.articles}
    assert bodies["1"] == "ข้อ 1 ใหม่"
    assert bodies["2"] == "ข้อความ 2"
    assert bodies["own"] == "ของเรา"
    assert (after.title, after.preamble) == ("ข้อบังคับใหม่", "โดยที่ใหม่")
    assert continued(after, manual) == after


def test_two_versions_are_compared_article_by_article():
    before = text(("1", ""), ("2", "ก"), ("3", "ก"))
    after = with_new_article(
        without_article(before, "2"), ArticleText("own", "", "ใหม่", own=True), after="1"
    )
    found = differences(before, after)
    assert [(each.kind, each.number_before, each.number_after) for each in found] == [
        (Kind.SAME, 1, 1),
        (Kind.ADDED, None, 2),
        (Kind.REMOVED, 2, None),
        (Kind.SAME, 3, 3),
    ]


ARTICLES = st.lists(
    st.tuples(st.uuids().map(str), st.sampled_from(["", "ก", "ข", "บทเฉพาะกาล", "หมวด ๓ ค"])),
    min_size=1,
    max_size=12,
    unique_by=lambda entry: entry[0],
)


@given(ARTICLES)
def test_every_article_stands_in_one_section_and_numbers_have_no_gap(articles):
    made = sections(text(*articles))
    numbers = [number for part in made for number, _article in part.articles]
    assert numbers == list(range(1, len(articles) + 1))
    found = [article.key for part in made for _number, article in part.articles]
    assert found == [key for key, _heading in articles]
    counted = [part.chapter for part in made if part.chapter and not part.named]
    assert counted == list(range(1, len(counted) + 1))


@given(ARTICLES, ARTICLES)
def test_a_comparison_shows_every_article_of_both_versions_once(before, after):
    one, two = text(*before), text(*after)
    found = differences(one, two)
    assert sorted(each.before.key for each in found if each.before) == sorted(keys(one))
    assert [each.after.key for each in found if each.after] == keys(two)
