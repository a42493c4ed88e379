"""Invented papers for the tests; every person here is plainly an example."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from core.documents.content import MemberBlock, MemberLine, OrderDocument

HARD_NAMES = (
    "นายตัวอย่าง ใจดี",
    "นางสาวสั่งสม ตัวอย่างกุลฐิติกูล",
    "นายกิตติ์ธเนศ ตัวอย่างพิทักษ์ธรรมรัตน์",
    "นางญาณิศา ณ ตัวอย่าง",
    "ร้อยตรี ฐิติวุฒิ ตัวอย่างฐานกูร",
    "นางสาวปู่ปั้น ตัวอย่างอยู่ที่นี่",
    "นายสิทธิ์ศักดิ์ ตัวอย่างวิสุทธิ์",
    "นางน้ำผึ้ง ตัวอย่างน้ำใจ",
    "นายฦาชา ตัวอย่างฤกษ์ดี",
    "ว่าที่ร้อยตรีหญิง กฤษฎิ์ชญา ตัวอย่างเพ็ญพิชชาวัฒน์",
    "นายชัยยุทธ์ ตัวอย่างก๋วยเตี๋ยว",
    "นางเกี๊ยว ตัวอย่างจั๊กจั่น",
    "นายฎีกา ตัวอย่างปฏิฏฐาน",
    "นางสาวอัมพร ตัวอย่างสำนักสำคัญ",
)

REASON = (
    "ด้วยสำนักงานเขตบางนาได้จัดแบ่งชุมชนในพื้นที่ออกเป็นเครือข่ายชุมชนตามลักษณะพื้นที่และสภาพปัญหา "
    "เพื่อให้ชุมชนที่อยู่ใกล้เคียงกันได้ร่วมกันคิด วางแผน และพัฒนาชุมชนอย่างต่อเนื่อง "
    "โดยมีภาครัฐ ภาคเอกชน และภาคประชาสังคมให้การสนับสนุน"
)
AUTHORITY = (
    "เพื่อให้การดำเนินงานของเครือข่ายชุมชน โซน 1 เป็นไปด้วยความเรียบร้อย มีหลักฐานทางราชการรองรับ "
    "และบรรลุวัตถุประสงค์ จึงแต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1 ประกอบด้วยบุคคลดังต่อไปนี้"
)
DUTIES = (
    "กำหนดแนวทางและแผนการดำเนินงานของเครือข่ายชุมชนให้สอดคล้องกับสภาพปัญหาและความต้องการของชุมชนในโซน",
    "ประสานความร่วมมือระหว่างชุมชน หน่วยงานของรัฐ ภาคเอกชน และภาคประชาสังคม",
    "จัดกิจกรรมของเครือข่ายอย่างน้อยเดือนละ 1 ครั้ง และรายงานผลต่อสำนักงานเขต",
    "จัดทำข้อบังคับของเครือข่ายชุมชน",
    "ปฏิบัติหน้าที่อื่น ๆ ตามที่ได้รับมอบหมาย",
)


def members(count: int) -> tuple[MemberLine, ...]:
    """`count` seats with hard names: a chair, members, a secretary and an assistant."""
    roles = [
        "ประธานกรรมการ",
        *["กรรมการ"] * (count - 3),
        "กรรมการและเลขานุการ",
        "กรรมการและผู้ช่วยเลขานุการ",
    ]
    return tuple(
        MemberLine(
            name=HARD_NAMES[place % len(HARD_NAMES)],
            position=f"ประธานชุมชนตัวอย่าง {place + 1}",
            role=role,
        )
        for place, role in enumerate(roles)
    )


def order(**changes: Any) -> OrderDocument:
    """A signed order with advisers and 30 members."""
    document = OrderDocument(
        office_name="สำนักงานเขตบางนา",
        number="123/2569",
        subject="แต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1",
        paragraphs=(REASON, AUTHORITY),
        blocks=(
            MemberBlock(
                title="ที่ปรึกษา",
                members=(
                    MemberLine(
                        name="นายตัวอย่าง ที่หนึ่ง",
                        position="ผู้อำนวยการเขตบางนา",
                        role="ที่ปรึกษา",
                    ),
                    MemberLine(
                        name="นางตัวอย่าง ที่สอง",
                        position="ผู้ช่วยผู้อำนวยการเขตบางนา",
                        role="ที่ปรึกษา",
                    ),
                ),
            ),
            MemberBlock(title="คณะกรรมการเครือข่ายชุมชน โซน 1", members=members(30)),
        ),
        duties=DUTIES,
        effect="ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป",
        signed_on=date(2026, 11, 22),
        signer_name="นายตัวอย่าง ที่หนึ่ง",
        signer_position="ผู้อำนวยการเขตบางนา",
        draft=False,
        is_example=False,
        edition_note="จัดทำตามคู่มือฉบับที่ ๑",
        prepared_at=datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
    )
    return replace(document, **changes)


def draft_order(**changes: Any) -> OrderDocument:
    """The same order before anybody signed it: no number, no date, empty seats."""
    document = order()
    advisers, committee = document.blocks
    seats = list(committee.members)
    seats[3] = replace(seats[3], name="")
    seats[-1] = replace(seats[-1], name="", position="")
    committee = replace(committee, members=tuple(seats))
    return replace(
        document,
        **{
            "number": None,
            "signed_on": None,
            "draft": True,
            "blocks": (advisers, committee),
            **changes,
        },
    )
