"""One invented paper of every kind for meetings, pay and training; every person is an example."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from core.documents.content import (
    BY_LIST,
    AbsentLine,
    AgendaEntry,
    AgendaLine,
    AgendaSubitem,
    AttendanceRow,
    AttendanceSheetDocument,
    BadgeCard,
    BadgeSheetDocument,
    CertificateDocument,
    CodePosterDocument,
    GuestLine,
    InvitationDocument,
    InviteeLine,
    MinutesDocument,
    PayListDocument,
    PayRow,
    PresentLine,
    TaskLine,
    VoteCount,
)
from tests.core.documents.kinds import EVERY_KIND, LETTERS, SIGNED
from tests.core.documents.papers import HARD_NAMES

UNSIGNED_KIND = {key: SIGNED[key] for key in ("draft", "is_example", "edition_note", "prepared_at")}
BODY = "คณะกรรมการเครือข่ายชุมชน โซน 1"
TITLES = (
    "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
    "เรื่องรับรองรายงานการประชุม",
    "เรื่องสืบเนื่อง",
    "เรื่องเสนอให้ที่ประชุมพิจารณา",
    "เรื่องอื่น ๆ",
)
SAID = (
    "ประธานแจ้งให้ที่ประชุมทราบว่า สำนักงานเขตบางนาได้แต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1 แล้ว "
    "ตามคำสั่งสำนักงานเขตบางนา ที่ 123/2569 ลงวันที่ 22 พฤศจิกายน 2569"
)


def name_at(place: int) -> str:
    return HARD_NAMES[place % len(HARD_NAMES)]


def entry(number: int, **changes: Any) -> AgendaEntry:
    values: dict[str, Any] = {
        "title": TITLES[(number - 1) % len(TITLES)],
        "paragraphs": (SAID,),
        "resolution": "รับทราบ",
    }
    return AgendaEntry(number=number, **(values | changes))


MATTERS = (
    AgendaSubitem(
        title="การจัดกิจกรรมทำความสะอาดคลองบางนาและพื้นที่ริมคลองในเขตชุมชนตัวอย่าง 1 ถึงชุมชนตัวอย่าง 8",
        paragraphs=("เลขานุการเสนอให้จัดกิจกรรมในวันเสาร์ที่ 12 ธันวาคม 2569 เวลา 08.00 น.",),
        resolution="เห็นชอบให้จัดกิจกรรมตามที่เสนอ",
        vote=VoteCount(agree=12, disagree=1, abstain=2),
        tasks=(
            TaskLine(
                text="ประสานสถานีดับเพลิงและกู้ภัยบางนาขอรถน้ำ",
                owner="นายตัวอย่าง ใจดี",
                due=date(2026, 12, 8),
            ),
            TaskLine(text="แจ้งประธานชุมชนทุกชุมชนในโซน", owner="ฝ่ายเลขานุการ"),
        ),
    ),
    AgendaSubitem(title="การขอรับการสนับสนุนงบประมาณ", resolution="ให้นำเสนอในการประชุมครั้งต่อไป"),
)


def minutes(people: int = 9, **changes: Any) -> MinutesDocument:
    document = MinutesDocument(
        body_name=BODY,
        number=1,
        year=2569,
        held_on=date(2026, 12, 2),
        begins=time(9),
        ends=time(12),
        place="ห้องประชุมชั้น 3 สำนักงานเขตบางนา",
        present=tuple(
            PresentLine(
                name=name_at(place),
                position=f"ประธานชุมชนตัวอย่าง {place + 1}",
                role="ประธานกรรมการ" if place == 0 else "กรรมการ",
                stands_in_for="ผู้กำกับการสถานีตำรวจนครบาลบางนา" if place == 2 else "",
            )
            for place in range(people)
        ),
        absent=(
            AbsentLine(
                name="นายตัวอย่าง ไม่ว่าง",
                position="ประธานชุมชนตัวอย่าง 12",
                role="กรรมการ",
                reason="ลาป่วย",
            ),
            AbsentLine(name="นางตัวอย่าง ไกลบ้าน", role="กรรมการ"),
        ),
        guests=(GuestLine(name="นายตัวอย่าง ผู้สังเกตการณ์", position="บริษัทตัวอย่าง จำกัด"),),
        opened_at=time(9, 15),
        closed_at=time(11, 45),
        items=(
            entry(1),
            entry(2, resolution="รับรองรายงานการประชุม โดยไม่มีการแก้ไข"),
            entry(3, paragraphs=("ไม่มี",), resolution=""),
            entry(4, paragraphs=(), items=MATTERS, resolution=""),
            entry(5),
        ),
        recorder_name="นางตัวอย่าง ที่สอง",
        recorder_position="นักพัฒนาสังคมปฏิบัติการ",
        checker_name="นางสาวกฤษฎิ์ชญา ตัวอย่างเพ็ญพิชชาวัฒน์",
        checker_position="หัวหน้าฝ่ายพัฒนาชุมชนและสวัสดิการสังคม\nกรรมการและเลขานุการ",
        adopted_note=(
            "ที่ประชุมครั้งที่ 2/2569 เมื่อวันที่ 6 มกราคม 2570 รับรองรายงานนี้ โดยมีการแก้ไข ดังนี้\n"
            "หน้า 2 บรรทัดที่ 5 แก้ “วันเสาร์” เป็น “วันอาทิตย์”"
        ),
        **UNSIGNED_KIND,
    )
    return replace(document, **changes)


def invitation(invitees: int = 5, **changes: Any) -> InvitationDocument:
    document = InvitationDocument(
        office_address=(
            "สำนักงานเขตบางนา",
            "ถนนตัวอย่าง แขวงบางนาใต้",
            "เขตบางนา กรุงเทพฯ 10260",
        ),
        letter_code="กท 7001/",
        number="789",
        subject="ขอเชิญประชุมคณะกรรมการเครือข่ายชุมชน โซน 1 ครั้งที่ 1/2569",
        addressee=BY_LIST,
        paragraphs=(
            (
                "ด้วยคณะกรรมการเครือข่ายชุมชน โซน 1 กำหนดจัดประชุมครั้งที่ 1/2569 "
                "เพื่อร่วมกันวางแผนการพัฒนาชุมชนในพื้นที่ และติดตามผลการดำเนินงานของเครือข่ายชุมชน"
            ),
        ),
        event="เข้าร่วมประชุมคณะกรรมการเครือข่ายชุมชน โซน 1 ครั้งที่ 1/2569",
        held_on=date(2026, 12, 2),
        begins=time(9),
        ends=time(12),
        place="ห้องประชุมชั้น 3 สำนักงานเขตบางนา",
        agenda_heading=(f"{BODY} ครั้งที่ 1/2569",),
        agenda=tuple(
            AgendaLine(
                title=title,
                items=("กิจกรรมทำความสะอาดคลอง", "การขอรับการสนับสนุน") if place == 3 else (),
            )
            for place, title in enumerate(TITLES)
        ),
        invitees=tuple(
            InviteeLine(name=name_at(place), position=f"ประธานชุมชนตัวอย่าง {place + 1}")
            for place in range(invitees)
        ),
        contact=("ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม", "โทร. 0 0000 0000"),
        **SIGNED,
    )
    return replace(document, **changes)


def attendance_sheet(people: int = 8, **changes: Any) -> AttendanceSheetDocument:
    document = AttendanceSheetDocument(
        title="บัญชีลงลายมือชื่อผู้เข้าร่วมประชุม",
        heading=(
            f"{BODY} ครั้งที่ 1/2569",
            "วันพุธที่ 2 ธันวาคม 2569 เวลา 09.00 น.",
            "ณ ห้องประชุมชั้น 3 สำนักงานเขตบางนา",
        ),
        rows=tuple(
            AttendanceRow(
                name=name_at(place),
                position=f"ประธานชุมชนตัวอย่าง {place + 1}",
                role="ประธานกรรมการ" if place == 0 else "กรรมการ",
            )
            for place in range(people)
        ),
        **UNSIGNED_KIND,
    )
    return replace(document, **changes)


def pay_list(people: int = 6, **changes: Any) -> PayListDocument:
    document = PayListDocument(
        payer="สำนักงานเขตบางนา",
        heading=(f"{BODY} ครั้งที่ 1/2569", "วันพุธที่ 2 ธันวาคม 2569"),
        rows=tuple(
            PayRow(
                name=name_at(place),
                role="ประธานกรรมการ" if place == 0 else "กรรมการ",
                amount=Decimal(200),
            )
            for place in range(people)
        ),
        rate="คนละ 200 บาทต่อครั้ง",
        rate_source="อัตราที่สำนักงานเขตตัวอย่างกำหนดไว้ในระบบ",
        approved_by="ผู้อำนวยการเขตบางนา",
        approved_on=date(2026, 11, 25),
        payer_name="นางตัวอย่าง ที่สอง",
        payer_position="เจ้าพนักงานการเงินและบัญชี",
        paid_on=date(2026, 12, 2),
        **UNSIGNED_KIND,
    )
    return replace(document, **changes)


def certificate(**changes: Any) -> CertificateDocument:
    document = CertificateDocument(
        office_name="สำนักงานเขตบางนา กรุงเทพมหานคร",
        holder_name="นางสาวสั่งสม ตัวอย่างกุลฐิติกูล",
        course="หลักสูตรการพัฒนาเครือข่ายชุมชนเข้มแข็ง รุ่นที่ 1",
        first_day=date(2026, 12, 2),
        last_day=date(2026, 12, 4),
        hours=18,
        serial="1/2569",
        **SIGNED,
    )
    return replace(document, **changes)


def badge_sheet(people: int = 8, **changes: Any) -> BadgeSheetDocument:
    document = BadgeSheetDocument(
        event="การอบรมหลักสูตรการพัฒนาเครือข่ายชุมชนเข้มแข็ง รุ่นที่ 1",
        cards=tuple(
            BadgeCard(
                name=name_at(place),
                affiliation=f"ประธานชุมชนตัวอย่าง {place + 1}",
                url="https://network.example.go.th/c/ABCD-EFGH",
                code="ABCD-EFGH",
            )
            for place in range(people)
        ),
        **UNSIGNED_KIND,
    )
    return replace(document, **changes)


def code_poster(**changes: Any) -> CodePosterDocument:
    document = CodePosterDocument(
        office_name="สำนักงานเขตบางนา",
        event="ประชุมคณะกรรมการเครือข่ายชุมชน โซน 1 ครั้งที่ 1/2569",
        day=date(2026, 12, 2),
        place="ห้องประชุมชั้น 3 สำนักงานเขตบางนา",
        url="https://network.example.go.th/in/JKLM-NPQR",
        code="JKLM-NPQR",
        instruction="ส่องกล้องโทรศัพท์ที่ภาพนี้เพื่อลงชื่อเข้าประชุม",
        **UNSIGNED_KIND,
    )
    return replace(document, **changes)


MEETING_KINDS = {
    "minutes": minutes,
    "invitation": invitation,
    "attendance sheet": attendance_sheet,
    "pay list": pay_list,
    "certificate": certificate,
    "badges": badge_sheet,
    "code poster": code_poster,
}
WITH_WORD_FILE = {"minutes": minutes, "invitation": invitation}
ALL_KINDS = EVERY_KIND | MEETING_KINDS
SIGNED_KINDS = LETTERS | {"invitation": invitation, "certificate": certificate}
WORD_KINDS = LETTERS | WITH_WORD_FILE
