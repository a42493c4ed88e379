"""Where things stand on announcements, election results, by-laws and registers, in millimetres."""

from dataclasses import replace

import pymupdf
import pytest

from core.documents.content import ByLawArticle, RegisterGroup
from core.documents.rendering import (
    render,
    render_announcement,
    render_by_law,
    render_election_result,
    render_register,
)
from tests.core.documents.extraction import without_spaces
from tests.core.documents.kinds import (
    LONG_REASON,
    UNSIGNED,
    announcement,
    by_law,
    election_result,
    register,
)
from tests.core.documents.positions import (
    in_millimetres,
    line_with,
    lines_of,
    middle_of,
    pages_of,
    spans_of,
)

MIDDLE = 110
"""Of the text: 30 mm from the left edge, 20 mm from the right."""


def start_of(page, words):
    return in_millimetres(line_with(page, words)[1].x0)


def middle(page, words):
    return in_millimetres(middle_of(line_with(page, words)[1]))


def test_an_announcement_has_the_place_of_the_garuda_and_a_centred_heading():
    page = pages_of(render_announcement(announcement(**UNSIGNED)))[0]
    box = next(one["rect"] for one in page.get_drawings() if one["dashes"] != "[] 0")
    assert in_millimetres(box.y0) == pytest.approx(15, abs=0.5)
    assert in_millimetres(box.height) == pytest.approx(30, abs=0.5)
    assert in_millimetres(middle_of(box)) == pytest.approx(MIDDLE, abs=0.5)
    for words in ("ประกาศสำนักงานเขตบางนา", "เรื่อง การจัดแบ่งโซน"):
        assert middle(page, words) == pytest.approx(MIDDLE, abs=0.7)


def test_a_rule_of_fifty_millimetres_closes_the_heading():
    page = pages_of(render_announcement(announcement()))[0]
    rules = [one["rect"] for one in page.get_drawings() if one["rect"].height < 1]
    assert [in_millimetres(rule.width) for rule in rules] == [pytest.approx(50, abs=0.5)]
    assert in_millimetres(middle_of(rules[0])) == pytest.approx(MIDDLE, abs=0.5)


def test_an_announcement_is_numbered_only_if_needed():
    text = pages_of(render_announcement(announcement()))[0].get_text()
    assert "\nที่ " not in text
    page = pages_of(render_announcement(announcement(number="7/2569")))[0]
    assert middle(page, "ที่ ๗/๒๕๖๙") == pytest.approx(MIDDLE, abs=0.7)


def test_an_announcement_ends_with_its_day_and_the_name_centred_under_it():
    page = pages_of(render_announcement(announcement()))[0]
    assert start_of(page, "ประกาศ ณ วันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙") == pytest.approx(80, abs=0.5)
    day = middle(page, "ประกาศ ณ วันที่")
    assert middle(page, "(นายตัวอย่าง ที่หนึ่ง)") == pytest.approx(day, abs=0.5)
    assert in_millimetres(middle_of(lines_of(page)[-2][1])) == pytest.approx(day, abs=0.5)


def test_an_election_result_counts_in_columns():
    page = pages_of(render_election_result(election_result()))[0]
    units = {
        round(in_millimetres(box.x0), 1) for words, box in lines_of(page) if words in {"คน", "บัตร"}
    }
    assert len(units) == 1
    assert start_of(page, "๑. จำนวนผู้มีสิทธิ") == pytest.approx(55, abs=0.5)


def test_unknown_figures_are_left_out_and_uncounted_votes_are_a_blank():
    candidates = tuple(replace(one, votes=None) for one in election_result().candidates)
    document = election_result(candidates=candidates, blank=None, spoilt=None, tie_rule="")
    text = without_spaces(pages_of(render_election_result(document))[0].get_text())
    assert "บัตร" not in text.replace("บัญชี", "")
    assert text.count("........") == 3
    assert "คะแนนเท่ากัน" not in text


def test_a_by_law_has_no_place_for_a_garuda():
    for document in (by_law(), by_law(**UNSIGNED)):
        page = pages_of(render_by_law(document))[0]
        assert [one for one in page.get_drawings() if one["dashes"] != "[] 0"] == []
        assert page.get_image_info() == []
        title = line_with(page, "ข้อบังคับเครือข่ายชุมชน โซน ๑")[1]
        assert in_millimetres(title.y0) == pytest.approx(25, abs=1)


def test_the_emblem_is_not_taken_for_a_by_law():
    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 9, 10))
    picture.clear_with(200)
    assert pages_of(render(by_law(), emblem=picture.tobytes("png")))[0].get_image_info() == []


def test_a_by_law_names_its_version_only_above_the_first():
    assert "ฉบับที่" not in pages_of(render_by_law(by_law(edition_note="")))[0].get_text()
    page = pages_of(render_by_law(by_law(number=2)))[0]
    places = [line_with(page, words)[1].y0 for words in ("ว่าด้วยการ", "(ฉบับที่ ๒)", "พ.ศ. ๒๕๖๙")]
    assert places == sorted(places)


def test_chapters_are_centred_and_articles_counted_through():
    pages = pages_of(render_by_law(by_law()))
    text = "".join(page.get_text() for page in pages)
    for words in ("หมวด ๑", "หมวด ๒", "บททั่วไป"):
        assert middle(pages[0], words) == pytest.approx(MIDDLE, abs=0.7)
    places = [text.index(f"ข้อ {number}") for number in "๑๒๓๔๕๖๗"]
    assert places == sorted(places)
    assert start_of(pages[0], "ข้อ ๑") == pytest.approx(55, abs=0.5)


def test_a_chapter_of_another_name_is_not_counted():
    first, second = by_law().chapters
    document = by_law(chapters=(first, replace(second, heading="บทเฉพาะกาล", title="")))
    text = "".join(page.get_text() for page in pages_of(render_by_law(document)))
    assert "บทเฉพาะกาล" in text
    assert "หมวด ๒" not in text


def test_no_heading_of_a_chapter_is_left_at_the_foot_of_a_page():
    first, second = by_law().chapters
    for count in range(1, 14):
        filler = tuple(ByLawArticle(paragraphs=("ให้ดำเนินการ",)) for _ in range(count))
        document = by_law(chapters=(replace(first, articles=first.articles + filler), second))
        for page in pages_of(render_by_law(document))[:-1]:
            last = [words for words, _ in lines_of(page)][-2]
            assert last not in {"หมวด ๒", "คณะกรรมการและการประชุม"}


def test_a_register_lies_on_its_side_and_repeats_its_header_and_its_committee():
    pages = pages_of(render_register(register(1, 40)))
    assert len(pages) > 1
    for page in pages:
        assert in_millimetres(page.rect.width) == pytest.approx(297, abs=1)
        assert in_millimetres(page.rect.height) == pytest.approx(210, abs=1)
        assert "คำสั่งที่" in page.get_text()
        assert "คณะกรรมการเครือข่ายชุมชน โซน ๑" in page.get_text()
        assert "พิมพ์เมื่อวันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙" in page.get_text()
    assert "- ๒ -" in pages[1].get_text()
    assert "- ๑ -" not in pages[0].get_text()


def test_columns_of_a_register_begin_at_the_same_place_on_every_page():
    pages = pages_of(render_register(register(2, 30)))
    starts = {
        round(in_millimetres(box.x0))
        for page in pages
        for words, box in lines_of(page)
        if words == "กรรมการ"
    }
    assert len(starts) == 1
    right = max(in_millimetres(span["bbox"][2]) for page in pages for span in spans_of(page))
    assert right <= 277.5


def test_a_register_shows_empty_seats_open_terms_and_no_committees():
    row = register().groups[0].rows[0]
    rows = (
        replace(row, name=""),
        replace(row, term_to=None),
        replace(row, term_from=None),
        replace(row, term_from=None, term_to=None, order_number="", community=""),
    )
    document = register(groups=1)
    groups = (RegisterGroup(title="คณะกรรมการ", rows=rows), RegisterGroup(title="ที่ปรึกษา", rows=()))
    text = pages_of(render_register(replace(document, groups=groups)))[0].get_text()
    for words in ("(ว่าง)", "๑ ต.ค. ๒๕๖๙ –\n", "ถึง ๓๐ ก.ย. ๒๕๗๑", "ที่ปรึกษา"):
        assert words in text
    empty = pages_of(render_register(replace(document, groups=())))[0].get_text()
    assert "ยังไม่มีคณะกรรมการในทะเบียน" in empty


def test_a_long_body_goes_on_with_marks_of_page_and_of_continuation():
    for document in (
        announcement(paragraphs=(LONG_REASON,) * 14),
        by_law(preamble=(LONG_REASON,) * 14),
        election_result(paragraphs=(LONG_REASON,) * 12),
    ):
        pages = pages_of(render(document))
        assert len(pages) >= 2
        assert lines_of(pages[1])[0][0] == "- ๒ -"
        words, box = lines_of(pages[0])[-1]
        assert words.startswith("/")
        assert words.endswith("...")
        assert in_millimetres(box.x1) == pytest.approx(190, abs=0.7)
