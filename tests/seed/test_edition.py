import json
import re
from importlib.resources import files
from string import Formatter

import pytest

from city.manuals import checks
from city.manuals.editing import Draft
from city.manuals.parts import all_parts, list_parts, single_parts
from core.manual.structure import (
    CommitteeKind,
    ManualContent,
    MeetingRhythm,
    SeatBlock,
    SeatSource,
    WordingKind,
)

EDITION = json.loads((files("city.manuals") / "edition_1.json").read_text(encoding="utf-8"))


@pytest.fixture
def edition():
    return ManualContent.from_json(EDITION)


def test_the_file_is_exactly_the_shape_of_a_manual(edition):
    assert json.loads(json.dumps(edition.as_json())) == EDITION


def test_the_edition_has_the_four_chapters_of_the_study_and_an_annex_of_eight_forms(edition):
    assert [chapter.title for chapter in edition.chapters[:4]] == [
        "แนวทางการสร้างเครือข่าย",
        "รูปแบบการพัฒนาเครือข่าย",
        "แนวทางและรูปแบบการบริหารจัดการ",
        "รูปแบบความสัมพันธ์และความร่วมมือกับภาคี",
    ]
    assert len(edition.chapters[4].clauses) == 8


def test_clause_keys_are_unique_and_begin_with_their_chapter(edition):
    keys = [clause.key for clause in edition.clauses()]
    assert len(set(keys)) == len(keys)
    for chapter in edition.chapters:
        assert [clause.key for clause in chapter.clauses] == [
            f"{chapter.key}.{number}" for number, _ in enumerate(chapter.clauses, start=1)
        ]


def test_there_is_a_locked_core_and_clauses_that_a_district_may_change(edition):
    locked = {clause.locked for clause in edition.clauses()}
    assert locked == {True, False}
    core = {clause.key for clause in edition.clauses() if clause.locked}
    assert {"1.2", "1.4", "1.5", "3.1", "3.3", "3.5", "3.6", "3.10"} <= core


def test_texts_use_thai_digits_only(edition):
    filled_in = json.loads(json.dumps(EDITION))
    for chapter in filled_in["chapters"]:
        chapter.pop("key")
    texts = [text for text in _texts(filled_in) if not re.fullmatch(r"[a-z0-9_.]+", text)]
    assert len(texts) > 300
    assert not [text for text in texts if re.search("[0-9]", text)]


def _texts(value):
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def test_the_edition_lacks_nothing_and_passes_its_own_rules(edition):
    assert checks.missing_parts(edition) == []
    draft = Draft("คู่มือ", edition)
    for part in single_parts():
        part.check(part.read(draft))
    for part in list_parts(edition):
        for entry in part.read(edition):
            part.check(entry)
    assert len({part.name for part in all_parts(edition)}) == len(all_parts(edition))


def test_the_typing_slips_of_the_study_are_corrected():
    text = json.dumps(EDITION, ensure_ascii=False)
    assert not re.search("Thert|ครบมือ|เป็นที่ม(?!า)|ศึกษอบรม|ต่อเนือง|การรื้อให้", text)
    assert "สานงานเป็นทีม" in text


def test_a_clause_says_where_the_choice_is_the_editions_own(edition):
    own = {c.key for c in edition.clauses() if "ข้อกำหนดของคู่มือฉบับนี้เอง" in c.body}
    assert {"1.8", "1.10", "3.2", "3.4", "3.17", "3.20", "3.21", "3.22", "4.6"} <= own


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("2.6", "๑๕๐ คน (๑๑๔ กับ ๓๖ คน) ต้องเข้าร่วมอย่างน้อย ๑๓๕ คน และค่าอาหารคำนวณ ๑๖๐ คน"),
        ("2.7", "ผู้ได้คะแนนหลังการอบรมสูงกว่าก่อนการอบรมไม่น้อยกว่าร้อยละ ๗๐"),
        ("3.13", "ช่วงวันที่ ๑๕ พฤษภาคม ถึง ๓๐ กันยายน ๒๕๖๐ นับเป็น ๕ เดือน"),
        ("3.14", "รวมเป็น ๕ เครือข่ายสะสม"),
        ("1.9", "มิได้ระบุว่าโซนใดเป็นต้นแบบ และมิได้ระบุว่าชุมชนใดอยู่ในโซนใด"),
    ],
)
def test_the_ambiguities_of_the_study_are_settled_openly(edition, key, words):
    """M87 to M91."""
    assert words in next(clause.body for clause in edition.clauses() if clause.key == key)


def test_enough_is_open_for_districts_and_networks_to_change(edition):
    clauses = [clause.key for clause in edition.clauses() if not clause.locked]
    articles = [article.key for article in edition.by_law.articles if not article.locked]
    assert len(clauses) >= 16
    assert len(articles) >= 8


def test_the_composition_of_a_zone_is_that_of_the_study(edition):
    """M62."""
    by_source = {rule.source: rule for rule in edition.zone_committee}
    assert len(by_source) == len(edition.zone_committee) == 11
    assert len({rule.key for rule in edition.zone_committee}) == len(edition.zone_committee)
    assert by_source[SeatSource.ELECTED_CHAIR].maximum == 1
    assert by_source[SeatSource.SECTION_HEAD].order_role == "กรรมการและเลขานุการ"
    assert {rule.source for rule in edition.zone_committee if rule.block is SeatBlock.ADVISERS} == {
        SeatSource.DIRECTOR,
        SeatSource.ASSISTANT_DIRECTOR,
    }
    assert all(rule.minimum == 1 for rule in edition.zone_committee)


def test_the_composition_of_the_study_committee_is_that_of_the_study(edition):
    """M55."""
    rules = edition.rules(CommitteeKind.STUDY)
    assert [(rule.source, rule.order_role) for rule in rules.seats] == [
        (SeatSource.DIRECTOR, "ประธานกรรมการ"),
        (SeatSource.ASSISTANT_DIRECTOR, "รองประธานกรรมการ"),
        (SeatSource.SECTION_HEADS, "กรรมการ"),
        (SeatSource.ASSIGNED_OFFICERS, "กรรมการ"),
        (SeatSource.REPRESENTATIVES, "กรรมการ"),
        (SeatSource.SECTION_HEAD, "กรรมการและเลขานุการ"),
        (SeatSource.SOCIAL_DEVELOPER, "กรรมการและผู้ช่วยเลขานุการ"),
    ]
    assert rules.term_years is None


def test_a_communitys_committee_has_its_positions_and_leaves_numbers_to_the_regulation(edition):
    """DOMAIN 4.4."""
    rules = edition.rules(CommitteeKind.COMMUNITY)
    assert [rule.order_role for rule in rules.seats] == [
        "ประธานกรรมการ",
        "รองประธานกรรมการ",
        "เลขานุการ",
        "เหรัญญิก",
        "นายทะเบียน",
        "ประชาสัมพันธ์",
        "กรรมการ",
    ]
    assert rules.term_years is None
    assert {rule.source for rule in rules.seats} == {SeatSource.COMMUNITY_MEMBER}


def test_there_is_one_elected_assembly_chair(edition):
    """M19."""
    (chair,) = edition.rules(CommitteeKind.ASSEMBLY).seats
    assert (chair.minimum, chair.maximum) == (1, 1)


def test_the_four_meetings_of_the_study_and_the_monthly_ones_are_required(edition):
    """M56 to M59, DOMAIN 4.4."""
    meetings = {meeting.key: meeting for meeting in edition.meetings}
    study = [meeting for meeting in edition.meetings if meeting.body is CommitteeKind.STUDY]
    assert [meeting.rhythm for meeting in study] == [MeetingRhythm.ONCE] * 4
    assert "เครือข่ายชุมชนต้นแบบ" in study[3].purpose
    assert meetings["zone_monthly"].rhythm is MeetingRhythm.MONTHLY
    assert meetings["chairs_monthly"].body is CommitteeKind.ASSEMBLY


def test_the_by_law_begins_with_its_name_and_ends_with_who_administers_it(edition):
    """DOMAIN 5.4."""
    articles = edition.by_law.articles
    headings = list(dict.fromkeys(article.heading for article in articles))
    assert headings == [
        "",
        "วัตถุประสงค์",
        "สมาชิก",
        "คณะกรรมการและวาระ",
        "การเลือกตั้งประธานเครือข่าย",
        "การประชุม องค์ประชุม และมติ",
        "กิจกรรม การรายงาน และการเงิน",
        "การแก้ไขข้อบังคับและผู้รักษาการ",
    ]
    assert articles[0].body.startswith("ข้อบังคับนี้เรียกว่า")
    assert "ผู้รักษาการตามข้อบังคับนี้" in articles[-1].body
    assert [article.key for article in articles] == [str(number) for number in range(1, 26)]


def test_the_order_can_be_filled_in(edition):
    order = edition.wording(WordingKind.ZONE_COMMITTEE)
    texts = [order.subject, order.reason, order.authority, order.effect, *order.duties]
    names = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
    assert names == {"network", "office", "district"}
    assert 6 <= len(order.duties) <= 8
    assert not re.search("มาตรา", order.authority)


@pytest.mark.parametrize("kind", list(WordingKind))
def test_every_paper_has_its_words_and_names_the_earlier_order_it_changes(edition, kind):
    wording = edition.wording(kind)
    assert all((wording.subject, wording.reason, wording.authority, wording.effect))
    refers = kind in {WordingKind.REPLACEMENT, WordingKind.REVOCATION}
    assert ("{number}" in wording.reason and "{date}" in wording.reason) is refers
    assert not re.search("มาตรา", wording.authority)


def test_the_settings_are_those_that_the_edition_states(edition):
    zones = edition.zones
    assert (zones.minimum, zones.suggested, zones.maximum) == (1, 5, 20)
    assert zones.name_pattern.format(number=1) == "โซน 1"
    assert edition.activities_per_month == 1
