import json
import re
from importlib.resources import files
from string import Formatter

import pytest

from core.manual.structure import ManualContent, SeatBlock, SeatSource

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
    texts = [text for clause in edition.clauses() for text in (clause.title, clause.body)]
    texts += [rule.title for rule in edition.zone_committee]
    order = edition.zone_order
    texts += [order.subject, order.reason, order.authority, order.effect, *order.duties]
    assert not [text for text in texts if re.search("[0-9]", text)]


def test_the_typing_slips_of_the_study_are_corrected():
    text = json.dumps(EDITION, ensure_ascii=False)
    assert not re.search("Thert|ครบมือ|เป็นที่ม(?!า)|ศึกษอบรม|ต่อเนือง|การรื้อให้", text)
    assert "สานงานเป็นทีม" in text


def test_a_clause_says_where_the_choice_is_the_editions_own(edition):
    own = [c.key for c in edition.clauses() if "ข้อกำหนดของคู่มือฉบับนี้เอง" in c.body]
    assert "3.2" in own


def test_the_composition_is_that_of_the_study(edition):
    by_source = {rule.source: rule for rule in edition.zone_committee}
    assert set(by_source) == set(SeatSource)
    assert len({rule.key for rule in edition.zone_committee}) == len(edition.zone_committee)
    assert by_source[SeatSource.ELECTED_CHAIR].maximum == 1
    assert by_source[SeatSource.SECTION_HEAD].order_role == "กรรมการและเลขานุการ"
    assert {rule.source for rule in edition.zone_committee if rule.block is SeatBlock.ADVISERS} == {
        SeatSource.DIRECTOR,
        SeatSource.ASSISTANT_DIRECTOR,
    }
    assert all(rule.minimum == 1 for rule in edition.zone_committee)


def test_the_order_can_be_filled_in(edition):
    order = edition.zone_order
    texts = [order.subject, order.reason, order.authority, order.effect, *order.duties]
    names = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
    assert names == {"network", "office", "district"}
    assert 6 <= len(order.duties) <= 8
    assert not re.search("มาตรา", order.authority)


def test_the_settings_are_those_that_the_edition_states(edition):
    zones = edition.zones
    assert (zones.minimum, zones.suggested, zones.maximum) == (1, 5, 20)
    assert zones.name_pattern.format(number=1) == "โซน 1"
    assert edition.activities_per_month == 1
