import re

import pytest
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange

from ui.field_errors import field_kind, is_optional, listed_errors


class BuddhistDateField(StringField):
    pass


class Inner(Form):
    street = StringField("Street", [InputRequired("Write the street")])


class Outer(Form):
    version = HiddenField()
    name = StringField("Name", [InputRequired("Write the name")], description="As registered")
    held_on = BuddhistDateField("Day")
    plain_day = DateField("Plain day")
    count = IntegerField("Count", [NumberRange(1, message="At least 1")])
    text = TextAreaField("Text")
    kind = RadioField(
        "Kind", [InputRequired("Choose")], choices=[SelectChoice("a", "A"), SelectChoice("b", "B")]
    )
    many = SelectMultipleField("Many", choices=[SelectChoice("a", "A"), SelectChoice("b", "B")])
    zone = SelectField("Zone", choices=[SelectChoice("", "-"), SelectChoice("1", "One")])
    sure = BooleanField("Sure")
    scan = FileField("Scan")
    secret = PasswordField("Secret")
    address = FormField(Inner)
    phones = FieldList(StringField("Phone", [InputRequired("Write it")]), min_entries=1)


class Data(dict):
    def getlist(self, name):
        return self.get(name, [])


def filled(**values):
    return Outer(Data({name.replace("__", "-"): [value] for name, value in values.items()}))


def test_each_class_of_field_is_drawn_by_its_kind():
    kinds = {field.short_name: field_kind(field) for field in Outer()}
    assert kinds == {
        "version": "hidden",
        "name": "text",
        "held_on": "date",
        "plain_day": "date",
        "count": "whole",
        "text": "textarea",
        "kind": "radio",
        "many": "checkboxes",
        "zone": "select",
        "sure": "checkbox",
        "scan": "file",
        "secret": "password",
        "address": "group",
        "phones": "list",
    }


def test_the_summary_lists_errors_in_the_order_of_the_fields_with_their_anchors():
    form = filled(count="0", text="x")
    form.validate()
    assert [(error.anchor, error.message) for error in listed_errors(form)] == [
        ("name", "Write the name"),
        ("count", "At least 1"),
        ("kind-0", "Choose"),
        ("zone", "Not a valid choice."),
        ("address-street", "Write the street"),
        ("phones-0", "Write it"),
    ]


def test_errors_of_the_whole_form_come_first_and_lead_nowhere():
    form = filled(name="x")
    form.form_errors = ["Both days are the same"]
    assert listed_errors(form)[0] == ("", "", "Both days are the same")


def test_a_choice_is_optional_only_where_it_may_stay_empty():
    form = Outer()
    assert is_optional(form.zone)
    assert not is_optional(form.kind)
    assert not is_optional(form.name)
    assert is_optional(form.text)


FIELD = '{% from "ui/forms.html" import field %}{{ field(form[name]) }}'


def test_a_field_ties_hint_and_error_to_its_control_and_keeps_what_was_typed(draw):
    form = filled(count="many")
    form.validate()
    page = draw(FIELD, form=form, name="count")
    assert 'aria-describedby="count-error"' in page
    assert 'id="count-error"' in page
    assert 'aria-invalid="true"' in page
    assert 'value="many"' in page
    assert 'type="text"' in page
    assert 'inputmode="numeric"' in page


def test_the_longest_way_to_write_a_day_fits_into_its_field(draw):
    page = draw(FIELD, form=filled(), name="held_on")
    room = re.search(r'maxlength="(\d+)"', page)
    assert room
    assert len("วันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙") <= int(room[1])


def test_a_hint_is_read_with_the_field(draw):
    page = draw(FIELD, form=Outer(), name="name")
    assert 'aria-describedby="name-hint"' in page
    assert "As registered" in page
    assert "ไม่บังคับ" not in page


def test_a_day_is_typed_in_the_buddhist_era(draw):
    page = draw(FIELD, form=filled(held_on="15/12/2569"), name="held_on")
    assert 'value="15/12/2569"' in page
    assert "วัน/เดือน/ปี พ.ศ." in page
    assert "data-buddhist-date" in page
    assert 'data-today-for="held_on" hidden' in page


def test_a_password_never_comes_back(draw):
    assert "secret-word" not in draw(FIELD, form=filled(secret="secret-word"), name="secret")


def test_choices_are_a_named_group_and_keep_what_was_chosen(draw):
    page = draw(FIELD, form=filled(many="b"), name="many")
    assert "<fieldset" in page
    assert "<legend" in page
    assert 'value="b" checked' in page
    assert 'value="a" checked' not in page


def test_fields_inside_fields_are_drawn(draw):
    form = Outer()
    assert 'name="address-street"' in draw(FIELD, form=form, name="address")
    assert 'name="phones-0"' in draw(FIELD, form=form, name="phones")


def test_what_was_typed_is_escaped(draw):
    page = draw(FIELD, form=filled(name='"><script>'), name="name")
    assert "<script>" not in page


def test_a_form_with_a_file_says_how_it_is_sent_and_carries_its_hidden_fields(draw):
    page = draw(
        '{% from "ui/forms.html" import form_open %}{{ form_open("/x", form, guard=true) }}',
        form=filled(version="7"),
    )
    assert 'enctype="multipart/form-data"' in page
    assert 'name="version" value="7"' in page
    assert 'name="csrf_token"' in page
    assert "data-guard" in page
    assert "novalidate" in page


def test_a_form_by_get_carries_no_token(draw):
    page = draw('{% from "ui/forms.html" import form_open %}{{ form_open("/x", method="get") }}')
    assert "csrf_token" not in page


def test_an_error_summary_is_absent_without_errors(draw):
    source = '{% from "ui/forms.html" import error_summary %}{{ error_summary(form) }}'
    assert draw(source, form=Outer()).strip() == ""


def test_a_sorted_column_says_so_and_a_cell_carries_the_name_of_its_column(draw):
    page = draw(
        """{% from "ui/tables.html" import table, row, name_cell, cell %}
        {% call table("All", columns) %}{% call row() %}{{ name_cell("x", "/x") }}
        {{ cell(columns[1], 5) }}{% call cell(columns[2]) %}<b>y</b>{% endcall %}
        {{ cell(columns[1], none) }}{% endcall %}{% endcall %}""",
        columns=[
            {"label": "Name", "sort_url": "?sort=name", "sorted": "descending"},
            {"label": "Count", "numeric": True},
            {"label": "Tools", "hidden": True},
        ],
    )
    assert 'aria-sort="descending"' in page
    assert "<caption>All</caption>" in page
    assert 'data-label="Count" class="numeric "><span>5</span>' in page
    assert '<td role="cell"><div><b>y</b></div>' in page
    assert "<span>–</span>" in page


def test_a_pager_without_total_and_without_neighbours_is_quiet(draw):
    page = draw(
        '{% from "ui/tables.html" import pager %}{{ pager(page) }}{{ pager(none) }}',
        page={"first": 1, "last": 3, "total": None},
    )
    assert "1–3" in page
    assert "<a" not in page


@pytest.mark.parametrize("tone", ["draft", "waiting", "done", "late", "locked", "unheard-of"])
def test_a_badge_has_a_word_and_a_shape_beside_its_colour(draw, tone):
    page = draw('{% from "ui/states.html" import badge %}{{ badge("Word", tone) }}', tone=tone)
    assert "<svg" in page
    assert "Word" in page


def test_a_figure_shows_both_parts_of_its_ratio_and_the_way_to_its_evidence(draw):
    page = draw(
        """{% from "ui/figures.html" import figure %}{{ figure("Share", "71.1", "%", numerator=27,
        denominator=38, as_of="today", source="reports", evidence_url="/rows", reached=false,
        target="70") }}"""
    )
    assert "27/38" in page
    assert "ข้อมูล ณ today" in page
    assert 'href="/rows"' in page
    assert "ยังไม่ถึงเป้า" in page


def test_a_figure_without_a_value_says_that_there_is_no_data(draw):
    page = draw('{% from "ui/figures.html" import figure %}{{ figure("Share", none, "%") }}')
    assert "ยังไม่มีข้อมูล" in page
    assert "None" not in page


def test_a_confirmation_asks_for_the_reason_and_offers_a_way_back(draw):
    page = draw(
        """{% from "ui/confirm.html" import confirm %}{{ confirm("Sure?", ["It stays."], "/do",
        "Do it", "/back", reason_field=form.text) }}""",
        form=Outer(),
    )
    assert 'name="text"' in page
    assert 'href="/back"' in page
    assert "btn-danger" in page
    assert 'name="csrf_token"' in page


def test_a_conflict_offers_both_texts_and_preselects_one(draw):
    page = draw(
        """{% from "ui/conflict.html" import conflict %}{{ conflict(rows, "/save", "Somebody",
        "yesterday", hidden={"version": 8}) }}""",
        rows=[{"name": "place", "label": "Place", "yours": "here", "theirs": ""}],
    )
    assert page.count('name="choice-place"') == 2
    assert page.count("checked") == 1
    assert "(ว่าง)" in page
    assert 'name="version" value="8"' in page


def test_a_board_card_can_be_moved_without_a_script(draw):
    page = draw(
        """{% from "ui/board.html" import board, board_column, board_item %}{% call board("B") %}
        {% call board_column("One", "1", 1) %}{{ board_item("x", action="/m", name="zone",
        options=[("1", "One"), ("2", "Two")], current="1") }}{% endcall %}{% endcall %}"""
    )
    assert '<form method="post" action="/m" data-board-form>' in page
    assert '<option value="1" selected>' in page
    assert '<button type="submit"' in page


def test_an_empty_task_list_says_that_nothing_waits(draw):
    page = draw('{% from "ui/todo.html" import todo %}{{ todo([]) }}')
    assert "ไม่มีงานค้าง" in page


def test_the_gallery_shows_every_part_in_both_languages(app):
    client = app.test_client()
    thai, english = client.get("/"), client.get("/?language=en")
    assert thai.status_code == english.status_code == 200
    assert "สิ่งที่ต้องทำ" in thai.text
    assert "What to do next" in english.text
    assert "None" not in thai.text


def test_a_page_of_a_feature_needs_nothing_but_its_content(draw):
    page = draw('{% extends "ui/layout.html" %}{% block title %}T{% endblock %}')
    assert "<h1>T</h1>" in page
    bare = draw('{% extends "ui/bare_layout.html" %}{% block title %}T{% endblock %}')
    assert "<h1>T</h1>" in bare


def test_forms_that_are_sent_carry_a_token(app):
    page = app.test_client().get("/").text
    assert page.count('method="post"') == page.count('name="csrf_token"')
