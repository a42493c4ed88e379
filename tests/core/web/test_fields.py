import enum
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectMultipleField
from wtforms.fields import SelectChoice

from core.i18n.catalogues import compile_catalogues, translation_directories
from core.i18n.numbers import parse_decimal
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    DecimalField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import Catalogue


class Size(enum.Enum):
    SMALL = 1
    LARGE = 2


class ExampleForm(Form):
    name = ThaiStringField(
        "ชื่อ",
        [Required("Enter the name of the community.")],
        hint=lazy_gettext("As on the sign"),
        max_length=12,
    )
    note = ThaiTextAreaField("หมายเหตุ", max_length=20)
    first = BuddhistDateField("เริ่ม", [Required("Enter the first day.")], earliest=date(2020, 1, 1))
    last = BuddhistDateField(
        "สิ้นสุด",
        [Optional()],
        latest=lambda: date(2030, 12, 31),
    )
    members = WholeNumberField("กรรมการ", minimum=1, maximum=25)
    latitude = DecimalField("ละติจูด", minimum=Decimal("13.4"), maximum=Decimal(14))
    size = ChoiceField(
        "ขนาด",
        [Required("Choose the size.")],
        choices=Size,
        titles={Size.SMALL: lazy_gettext("Small"), Size.LARGE: "ใหญ่"},
        blank=lazy_gettext("Choose a size"),
    )


COMPLETE = {"name": "บางนา", "first": "1/1/2567", "size": "2"}


@pytest.fixture(autouse=True)
def application():
    compile_catalogues()
    app = Flask(__name__)
    folders = ";".join(map(str, translation_directories()))
    app.config.update(BABEL_TRANSLATION_DIRECTORIES=folders, BABEL_DEFAULT_LOCALE="th")
    Babel(app)
    with app.test_request_context():
        yield app


def sent(**values):
    form = ExampleForm(MultiDict(COMPLETE | values))
    form.validate()
    return form


def errors(form, name):
    return [str(error) for error in form[name].errors]


def test_what_was_typed_is_read():
    form = sent(
        name=" เเม่นํ้า ๒ ",
        note="ก \r\n\r\n\r\nข",
        first="29 ก.พ. ๒๕๖๓",
        last="1/3/63",
        members="๒๕",
        latitude="13.70",
    )
    assert form.errors == {}
    assert form.data == {
        "name": "แม่น้ำ ๒",
        "note": "ก\n\nข",
        "first": date(2020, 2, 29),
        "last": date(2020, 3, 1),
        "members": 25,
        "latitude": Decimal("13.70"),
        "size": Size.LARGE,
    }


def test_what_was_not_typed_is_nothing():
    form = ExampleForm(MultiDict({"name": "  ", "last": " "}))
    assert not form.validate()
    assert form.data == {
        "name": "",
        "note": "",
        "first": None,
        "last": None,
        "members": None,
        "latitude": None,
        "size": None,
    }
    assert errors(form, "name") == ["Enter the name of the community."]
    assert errors(form, "first") == ["Enter the first day."]
    assert errors(form, "size") == ["Choose the size."]
    assert set(form.errors) == {"name", "first", "size"}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "ก" * 13, "ระบุได้ไม่เกิน 12 ตัวอักษร ขณะนี้มี 13 ตัวอักษร"),
        ("first", "29/2/2564", "ไม่มีวันที่ 29/2/2564 เดือนนั้นมีวันที่ 1 ถึง 28"),
        ("first", "1/1/2016", "หมายถึงปี 2559 ใช่หรือไม่ โปรดระบุปีเป็นพุทธศักราช"),
        ("first", "31/12/2562", "วันที่ต้องไม่ก่อน 1/1/2563"),
        ("last", "1/1/2574", "วันที่ต้องไม่หลัง 31/12/2573"),
        ("members", "๒๖", "โปรดระบุไม่เกิน 25"),
        ("members", "0", "โปรดระบุตั้งแต่ 1 ขึ้นไป"),
        ("members", "สิบ", "“สิบ” ไม่ใช่จำนวนเต็ม โปรดระบุเฉพาะตัวเลข เช่น 1,250"),
        ("latitude", "100", "โปรดระบุไม่เกิน 14"),
        ("size", "3", "โปรดเลือกจากรายการ"),
    ],
)
def test_a_refused_value_gets_one_sentence_and_stays_as_typed(field, typed, sentence):
    form = sent(**{field: typed})
    assert errors(form, field) == [sentence]
    assert set(form.errors) == {field}
    if field != "size":
        assert f'value="{typed}"' in form[field]()


def test_stored_values_are_shown_as_offices_write_them():
    form = ExampleForm(
        data={"first": date(2026, 11, 22), "members": 1234, "size": Size.SMALL, "name": "ก"}
    )
    assert 'value="22/11/2569"' in form.first()
    assert 'value="1,234"' in form.members()
    assert '<option selected value="1">Small</option>' in form.size()
    assert '<option value="">Choose a size</option>' in form.size()
    assert 'value=""' in form.last()


@pytest.mark.parametrize("stored", [13.66, 13.67798, 100.60441234567891])
def test_a_stored_coordinate_can_be_sent_back_as_it_is_shown(stored):
    shown = ExampleForm(data={"latitude": stored}).latitude.show(stored)
    assert shown == str(stored)
    assert parse_decimal(shown) == Decimal(str(stored))


def test_templates_can_recognise_a_field_and_its_hint():
    form = ExampleForm()
    assert [field.kind for field in form] == [
        *("text", "textarea", "buddhist-date", "buddhist-date", "number", "decimal", "choice")
    ]
    assert str(form.name.hint) == str(form.name.description) == "As on the sign"
    assert form.note().startswith("<textarea")
    assert form.name.flags.required
    assert not form.note.flags.required


@pytest.mark.parametrize("typed", ["\u200b\u200b", "\ufeff \u2060", "\x00"])
def test_what_nobody_can_see_is_not_typed(typed):
    assert errors(sent(name=typed), "name") == ["Enter the name of the community."]


def test_choices_that_no_page_offered_are_refused_in_thai():
    class Papers(Form):
        class Meta:
            def get_translations(self, _form):
                return Catalogue()

        papers = SelectMultipleField("เอกสาร", choices=[SelectChoice("order", "คำสั่ง")])

    for sent in (["x"], ["x", "y"]):
        form = Papers(MultiDict([("papers", each) for each in sent]))
        assert not form.validate()
        (sentence,) = form.papers.errors
        assert "ไม่มีในรายการ" in sentence
