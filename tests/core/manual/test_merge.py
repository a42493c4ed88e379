"""The three-way merge of a manual: nothing of an office is lost without a decision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.manual.merge import (
    CHOICES,
    Choice,
    Decision,
    MergedPart,
    Outcome,
    UndecidedError,
    changed_settings,
    merge,
    own_texts_after,
)
from core.manual.parts import (
    OFFICE_ANNEX_TITLE,
    OwnText,
    PartId,
    PartKind,
    digest_of,
    parts_of,
    with_own_texts,
)
from core.manual.structure import Article, ManualContent
from tests.core.manual.editions import Situation, clause, content, contents, own, situations

ON_CLAUSE = PartId(PartKind.CLAUSE, "1.1")


def outcome(base: ManualContent, new: ManualContent, *texts: OwnText) -> Outcome:
    return merge(base, new, texts)[0].outcome


@pytest.mark.parametrize(
    ("base", "new", "texts", "expected"),
    [
        (clause("1.1", "ก"), clause("1.1", "ก"), (), Outcome.UNCHANGED),
        (clause("1.1", "ก"), clause("1.1", "ข"), (), Outcome.CITY_CHANGED),
        (clause("1.1", "ก"), clause("1.1", "ก", locked=True), (), Outcome.CITY_CHANGED),
        (None, clause("1.1", "ก"), (), Outcome.ADDED),
        (clause("1.1", "ก"), None, (), Outcome.REMOVED),
        (clause("1.1", "ก"), clause("1.1", "ก"), (own("1.1", "ค"),), Outcome.OURS_STAYS),
        (clause("1.1", "ก"), clause("1.1", "ค"), (own("1.1", "ค"),), Outcome.ALIKE),
        (clause("1.1", "ก"), clause("1.1", "ข"), (own("1.1", "ค"),), Outcome.CONFLICT),
        (clause("1.1", "ก"), clause("1.1", "ก", locked=True), (own("1.1", "ค"),), Outcome.LOCKED),
        (clause("1.1", "ก"), clause("1.1", "ข", locked=True), (own("1.1", "ค"),), Outcome.LOCKED),
        (clause("1.1", "ก"), None, (own("1.1", "ค"),), Outcome.ORPHANED),
        (None, None, (own("1.1", "ค"),), Outcome.ORPHANED),
        (None, clause("1.1", "ก"), (own("1.1", "ค"),), Outcome.CONFLICT),
        (None, None, (own("office.1", "ค", PartKind.ANNEX),), Outcome.OURS_STAYS),
    ],
)
def test_each_pair_of_changes_has_its_outcome(base, new, texts, expected):
    editions = [content() if each is None else content(each) for each in (base, new)]
    assert outcome(*editions, *texts) is expected


def test_a_new_heading_of_an_article_is_no_conflict_because_it_is_the_citys():
    base = content(articles=(Article("3", "หมวด ๑", "ก"),))
    new = content(articles=(Article("3", "หมวด ๒", "ก"),))
    ours = OwnText(PartId(PartKind.ARTICLE, "3"), "หมวด ๑", "ค")
    parts = merge(base, new, [ours])
    assert parts[0].outcome is Outcome.OURS_STAYS
    moved = with_own_texts(new, own_texts_after(parts, {}).values())
    assert moved.by_law.articles == (Article("3", "หมวด ๒", "ค"),)


def decided(choice: Choice, **text: str) -> dict[PartId, Decision]:
    return {ON_CLAUSE: Decision(choice, **text)}


@pytest.mark.parametrize(
    ("decision", "body"),
    [
        (decided(Choice.CITY), None),
        (decided(Choice.OURS), "ค"),
        (decided(Choice.EDITED, title="ชื่อ", body="รวม"), "รวม"),
        (decided(Choice.EDITED, title="ชื่อ", body="ข"), None),
    ],
)
def test_a_conflict_ends_as_the_person_decided(decision, body):
    parts = merge(content(clause("1.1", "ก")), content(clause("1.1", "ข")), [own("1.1", "ค")])
    kept = own_texts_after(parts, decision)
    assert (kept[ON_CLAUSE].body if kept else None) == body


def test_a_text_on_a_removed_clause_ends_or_joins_the_annex_under_a_number_never_used():
    texts = [own("1.1", "ค"), own("office.2", "ง", PartKind.ANNEX)]
    parts = merge(content(clause("1.1", "ก")), content(), texts)
    assert own_texts_after(parts, decided(Choice.END)).keys() == {texts[1].id}
    kept = own_texts_after(parts, decided(Choice.ANNEX), used_annex_keys=["office.7"])
    assert kept[ON_CLAUSE] == own("office.8", "ค", PartKind.ANNEX)


@pytest.mark.parametrize("decision", [{}, decided(Choice.ANNEX), decided(Choice.END)])
def test_a_question_without_a_fitting_decision_stops_the_move(decision):
    parts = merge(content(clause("1.1", "ก")), content(clause("1.1", "ข")), [own("1.1", "ค")])
    with pytest.raises(UndecidedError):
        own_texts_after(parts, decision)


def test_a_decision_is_about_the_texts_that_the_person_saw():
    base, new = content(clause("1.1", "ก")), content(clause("1.1", "ข"))
    seen = merge(base, new, [own("1.1", "ค")])[0]
    assert seen.fingerprint == merge(base, new, [own("1.1", "ค")])[0].fingerprint
    assert seen.fingerprint != merge(base, new, [own("1.1", "ง")])[0].fingerprint


def test_settings_are_named_where_the_city_changed_them():
    base = content(clause("1.1", "ก"))
    assert changed_settings(base, content(clause("1.1", "ข"))) == ()
    new = ManualContent(chapters=base.chapters, by_law=base.by_law, activities_per_month=2)
    assert changed_settings(base, new) == ("activities_per_month",)


def decisions(parts: tuple[MergedPart, ...], data: st.DataObject) -> dict[PartId, Decision]:
    return {
        part.id: Decision(data.draw(st.sampled_from(CHOICES[part.outcome])), "ชื่อใหม่", "ใหม่")
        for part in parts
        if part.is_question
    }


@given(situations(), st.data())
def test_no_text_of_the_office_is_lost_without_a_decision_or_a_lock(
    situation: Situation, data: st.DataObject
):
    parts = merge(situation.base, situation.new, situation.own)
    chosen = decisions(parts, data)
    kept = own_texts_after(parts, chosen)
    outcomes = {part.id: part for part in parts}
    for text in situation.own:
        part = outcomes[text.id]
        assert part.ours == text
        given_up = chosen.get(text.id, Decision(Choice.OURS)).choice
        assert (
            kept.get(text.id) == text
            or (part.city is not None and (part.city.locked or text.says_the_same(part.city)))
            or given_up is not Choice.OURS
        )


@given(situations(), st.data())
def test_a_text_that_goes_to_the_annex_keeps_its_words(situation: Situation, data: st.DataObject):
    parts = merge(situation.base, situation.new, situation.own)
    chosen = decisions(parts, data)
    kept = own_texts_after(parts, chosen)
    for text in situation.own:
        if text.id in chosen and chosen[text.id].choice is Choice.ANNEX:
            assert kept[text.id].body == text.body
            assert kept[text.id].id.kind is PartKind.ANNEX
    keys = [text.id for text in kept.values()]
    assert len(keys) == len(set(keys))


@given(situations(), st.data())
def test_a_locked_part_says_what_the_city_says(situation: Situation, data: st.DataObject):
    parts = merge(situation.base, situation.new, situation.own)
    kept = own_texts_after(parts, decisions(parts, data))
    moved = parts_of(with_own_texts(situation.new, kept.values()))
    for part in parts_of(situation.new).values():
        if part.locked:
            assert moved[part.id] == part


@given(situations(), st.data())
def test_a_part_that_only_one_side_changed_asks_nobody(situation: Situation, data: st.DataObject):
    parts = merge(situation.base, situation.new, situation.own)
    kept = own_texts_after(parts, decisions(parts, data))
    moved = parts_of(with_own_texts(situation.new, kept.values()))
    for part in parts:
        if part.ours is None:
            assert not part.is_question
            assert moved.get(part.id) == part.city
        elif part.base == part.city and part.city is not None:
            assert not part.is_question
            assert moved[part.id].body == part.ours.body


@given(contents(), contents())
def test_without_own_texts_the_move_ends_at_the_new_edition(
    base: ManualContent, new: ManualContent
):
    parts = merge(base, new, ())
    assert own_texts_after(parts, {}) == {}
    assert digest_of(with_own_texts(new, ())) == digest_of(new)


@given(situations(), st.data())
def test_moving_once_more_to_the_same_edition_changes_nothing(
    situation: Situation, data: st.DataObject
):
    parts = merge(situation.base, situation.new, situation.own)
    kept = tuple(own_texts_after(parts, decisions(parts, data)).values())
    again = merge(situation.new, situation.new, kept)
    assert not any(part.is_question for part in again)
    assert sorted(own_texts_after(again, {}).values(), key=str) == sorted(kept, key=str)


@given(situations())
def test_every_part_of_the_three_sides_is_accounted_for_once(situation: Situation):
    parts = merge(situation.base, situation.new, situation.own)
    ids = [part.id for part in parts]
    assert len(ids) == len(set(ids))
    assert set(ids) == (
        set(parts_of(situation.base))
        | set(parts_of(situation.new))
        | {text.id for text in situation.own}
    )


def test_a_hundred_clauses_with_every_kind_of_change_merge():
    keys = [f"{chapter}.{number}" for chapter in range(1, 6) for number in range(1, 21)]
    base = content(*(clause(key, f"ข้อความ {key} " * 40) for key in keys))
    new = content(
        *(
            clause(key, f"ข้อความ{'ใหม่' if place % 3 == 0 else ''} {key} " * 40)
            for place, key in enumerate(keys)
            if place % 10 != 9
        )
    )
    texts = [own(key, f"ของเขต {key} " * 40) for key in keys[::2]]
    parts = merge(base, new, texts)
    assert len(parts) == 100
    counts = {kind: sum(1 for part in parts if part.outcome is kind) for kind in Outcome}
    assert counts[Outcome.CONFLICT] == 17
    assert counts[Outcome.OURS_STAYS] == 33
    assert counts[Outcome.REMOVED] == 10
    assert counts[Outcome.CITY_CHANGED] + counts[Outcome.UNCHANGED] == 40
    chosen = {part.id: Decision(Choice.OURS) for part in parts if part.is_question}
    assert len(own_texts_after(parts, chosen)) == 50


def test_the_annex_is_the_last_chapter_in_the_order_of_its_numbers():
    texts = [own("office.10", "สิบ", PartKind.ANNEX), own("office.2", "สอง", PartKind.ANNEX)]
    moved = with_own_texts(content(clause("1.1", "ก")), texts)
    assert moved.chapters[-1].title == OFFICE_ANNEX_TITLE
    assert [each.body for each in moved.chapters[-1].clauses] == ["สอง", "สิบ"]
