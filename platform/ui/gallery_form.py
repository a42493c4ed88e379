# mypy: disable-error-code="no-untyped-call"
"""The sample form of the gallery: one field of every kind, once with errors and once filled."""

from typing import Any
from uuid import uuid4

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DecimalField,
    FileField,
    Form,
    HiddenField,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Regexp


class SampleDateField(StringField):
    """Stands for the platform's own field of days in the Buddhist era."""


class SampleForm(Form):
    name = StringField(
        "ชื่อชุมชน", [InputRequired("กรอกชื่อชุมชน")], description="ตามทะเบียนชุมชนของกรุงเทพมหานคร"
    )
    met_on = SampleDateField("วันที่ประชุม", [InputRequired("กรอกวันที่ประชุม")])
    households = IntegerField(
        "จำนวนครัวเรือน", [InputRequired(), NumberRange(1, message="กรอกจำนวนเต็มตั้งแต่ 1 ขึ้นไป")]
    )
    budget = DecimalField("งบประมาณ")
    zone = SelectField(
        "โซน",
        choices=[
            SelectChoice("", "เลือกโซน"),
            SelectChoice("1", "โซน 1"),
            SelectChoice("2", "โซน 2"),
        ],
    )
    kind = RadioField(
        "ประเภทกิจกรรม",
        [InputRequired("เลือกประเภทกิจกรรม")],
        choices=[
            SelectChoice("meeting", "ประชุม"),
            SelectChoice("training", "อบรม"),
            SelectChoice("field", "ลงพื้นที่"),
        ],
    )
    topics = SelectMultipleField(
        "ด้านที่พัฒนา",
        choices=[
            SelectChoice("economy", "เศรษฐกิจ"),
            SelectChoice("health", "สุขภาพ"),
            SelectChoice("environment", "สิ่งแวดล้อม"),
        ],
    )
    minutes = TextAreaField("ผลการประชุม", description="สรุปสั้น ๆ ไม่ต้องใส่ชื่อบุคคล")
    photo = FileField("ภาพถ่าย")
    secret = PasswordField("รหัสผ่าน", [InputRequired()])
    confirmed = BooleanField("ข้าพเจ้าตรวจสอบข้อมูลแล้ว", [InputRequired("ยืนยันว่าได้ตรวจสอบข้อมูลแล้ว")])

    @classmethod
    def with_errors(cls) -> "SampleForm":
        typed: dict[str, Any] = {"met_on": "31/02/2569", "households": "สิบสอง", "budget": "12,500"}
        form = cls(
            MultiDict({f"wrong-{name}": value for name, value in typed.items()}), prefix="wrong"
        )
        form.validate()
        form.met_on.errors = ("วันที่ 31/02/2569 ไม่มีในปฏิทิน",)
        return form

    @classmethod
    def filled(cls) -> "SampleForm":
        typed = [
            ("name", "ชุมชนตัวอย่างผู้ใหญ่ญี่ปุ่น"),
            ("met_on", "22/11/2569"),
            ("households", "1240"),
            ("zone", "2"),
            ("kind", "training"),
            ("topics", "health"),
            ("topics", "environment"),
            ("minutes", "ที่ประชุมมีมติให้จัดกิจกรรมเก็บขยะริมคลองทุกวันเสาร์"),
        ]
        return cls(MultiDict(typed))


class SampleReport(Form):
    """The sample of a form that works with a bad connection."""

    record_id = HiddenField(default=lambda: str(uuid4()))
    photos = MultipleFileField(
        "ภาพถ่าย", render_kw={"accept": "image/jpeg,image/png,image/webp", "multiple": True}
    )
    name = StringField("ชื่อกิจกรรม", [InputRequired("กรอกชื่อกิจกรรม")])
    people = StringField(
        "จำนวนผู้เข้าร่วม",
        [Regexp("[1-9][0-9]*$", message="กรอกจำนวนเต็มตั้งแต่ 1 ขึ้นไป")],
        render_kw={"inputmode": "numeric"},
    )
    kind = RadioField(
        "ประเภทกิจกรรม",
        choices=[SelectChoice("field", "ลงพื้นที่"), SelectChoice("training", "อบรม")],
        default="field",
    )
    minutes = TextAreaField("ผลที่ได้")
