"""One invented paper of every kind but the order; every person is plainly an example."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from core.documents.content import (
    PART_TITLES,
    AnnouncementDocument,
    ByLawArticle,
    ByLawChapter,
    ByLawDocument,
    CandidateLine,
    ElectionResultDocument,
    MemoDocument,
    MemoPart,
    RegisterDocument,
    RegisterGroup,
    RegisterRow,
    Verification,
)
from tests.core.documents.papers import HARD_NAMES, order

SIGNED = {
    "signed_on": date(2026, 11, 22),
    "signer_name": "นายตัวอย่าง ที่หนึ่ง",
    "signer_position": "ผู้อำนวยการเขตบางนา",
    "draft": False,
    "is_example": False,
    "edition_note": "จัดทำตามคู่มือฉบับที่ ๑",
    "prepared_at": datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
}
UNSIGNED = {"signed_on": None, "draft": True}
VERIFICATION = Verification(
    url="https://network.example.go.th/v/1047-ABCD-EFGH-JKLM",
    code="1047-ABCD-EFGH-JKLM",
    sha256="92d83ad475105f8e",
)
SIGNED_BY_NOTE = "ลงนามด้วยวิธีการทางอิเล็กทรอนิกส์ เมื่อ 22 พฤศจิกายน 2569 เวลา 10.00 น."

LONG_REASON = (
    "โดยที่เป็นการสมควรกำหนดแนวทางการดำเนินงานของเครือข่ายชุมชนให้เป็นไปด้วยความเรียบร้อย "
    "มีประสิทธิภาพ และเกิดประโยชน์สูงสุดแก่ประชาชนในพื้นที่ เพื่อให้ชุมชนที่อยู่ใกล้เคียงกันได้ร่วมกันคิด "
    "วางแผน และพัฒนาชุมชนอย่างต่อเนื่อง"
)


def announcement(**changes: Any) -> AnnouncementDocument:
    document = AnnouncementDocument(
        office_name="สำนักงานเขตบางนา",
        subject="การจัดแบ่งโซนเครือข่ายชุมชนในพื้นที่เขตบางนา",
        paragraphs=(
            LONG_REASON,
            "สำนักงานเขตบางนาจึงประกาศจัดแบ่งชุมชนในพื้นที่ออกเป็น 5 โซน ดังนี้",
        ),
        items=(
            "โซน 1 จำนวน 8 ชุมชน",
            "โซน 2 จำนวน 7 ชุมชน",
            "โซน 3 จำนวน 8 ชุมชน",
            "โซน 4 จำนวน 8 ชุมชน",
            "โซน 5 จำนวน 7 ชุมชน",
        ),
        conclusion="จึงประกาศมาให้ทราบโดยทั่วกัน",
        **SIGNED,
    )
    return replace(document, **changes)


def memo(**changes: Any) -> MemoDocument:
    texts = (
        (
            "ตามที่กรุงเทพมหานครได้ให้สำนักงานเขตจัดตั้งเครือข่ายชุมชนตามคู่มือการพัฒนาเครือข่ายชุมชน "
            "สำนักงานเขตบางนาได้จัดแบ่งชุมชนในพื้นที่ออกเป็น 5 โซน นั้น"
        ),
        (
            "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคมได้จัดให้ประธานชุมชนในโซน 1 เลือกตั้งประธานเครือข่ายเมื่อวันที่ "
            "14 พฤศจิกายน 2569 มีผู้มาใช้สิทธิ 8 คน จากผู้มีสิทธิ 8 คน"
        ),
        "คู่มือการพัฒนาเครือข่ายชุมชน ฉบับที่ 1 หมวด 3 ข้อ 6 กำหนดให้ผู้อำนวยการเขตเป็นผู้ลงนามคำสั่ง",
        (
            "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคมพิจารณาแล้ว เห็นควรแต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1 "
            "ตามร่างคำสั่งที่เสนอมาพร้อมนี้ หากเห็นชอบ โปรดลงนาม"
        ),
    )
    document = MemoDocument(
        department="ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม สำนักงานเขตบางนา โทร. 0 0000 0000",
        letter_code="กท 7001/",
        number="456",
        subject="ขออนุมัติแต่งตั้งคณะกรรมการเครือข่ายชุมชน โซน 1",
        addressee="ผู้อำนวยการเขตบางนา",
        parts=tuple(
            MemoPart(title=title, paragraphs=(text,))
            for title, text in zip(PART_TITLES, texts, strict=True)
        ),
        **SIGNED
        | {
            "signer_name": "นางตัวอย่าง ที่สอง",
            "signer_position": "หัวหน้าฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
        },
    )
    return replace(document, **changes)


def by_law(**changes: Any) -> ByLawDocument:
    def article(*paragraphs: str) -> ByLawArticle:
        return ByLawArticle(paragraphs=paragraphs)

    document = ByLawDocument(
        network_name="เครือข่ายชุมชน โซน 1 เขตบางนา",
        about="การดำเนินงานของเครือข่ายชุมชน",
        preamble=(f"{LONG_REASON} จึงออกข้อบังคับไว้ ดังต่อไปนี้",),
        articles=(
            article(
                "ข้อบังคับนี้เรียกว่า “ข้อบังคับเครือข่ายชุมชน โซน 1 เขตบางนา "
                "ว่าด้วยการดำเนินงานของเครือข่ายชุมชน พ.ศ. 2569”"
            ),
            article("ข้อบังคับนี้ให้ใช้บังคับตั้งแต่วันถัดจากวันประกาศเป็นต้นไป"),
        ),
        chapters=(
            ByLawChapter(
                title="บททั่วไป",
                articles=(
                    article(
                        "ในข้อบังคับนี้",
                        "“เครือข่าย” หมายความว่า เครือข่ายชุมชน โซน 1",
                        "“คณะกรรมการ” หมายความว่า คณะกรรมการเครือข่ายชุมชน โซน 1",
                    ),
                    article(
                        "เครือข่ายมีวัตถุประสงค์ ดังนี้",
                        "(1) ประสานความร่วมมือระหว่างชุมชน หน่วยงานของรัฐ ภาคเอกชน และภาคประชาสังคม",
                        "(2) จัดกิจกรรมเพื่อพัฒนาชุมชนอย่างต่อเนื่อง",
                    ),
                ),
            ),
            ByLawChapter(
                title="คณะกรรมการและการประชุม",
                articles=(
                    article("ให้คณะกรรมการประชุมอย่างน้อยเดือนละ 1 ครั้ง"),
                    article(
                        "การประชุมต้องมีกรรมการมาประชุมไม่น้อยกว่ากึ่งหนึ่งของจำนวนกรรมการทั้งหมด "
                        "จึงจะเป็นองค์ประชุม การลงมติให้ถือเสียงข้างมาก ในกรณีที่คะแนนเสียงเท่ากัน "
                        "ให้ประธานในที่ประชุมออกเสียงเพิ่มขึ้นอีก 1 เสียงเป็นเสียงชี้ขาด"
                    ),
                ),
            ),
        ),
        final_articles=(article("ให้ประธานเครือข่ายเป็นผู้รักษาการตามข้อบังคับนี้"),),
        adoption=(
            "ที่ประชุมคณะกรรมการเครือข่ายชุมชน โซน 1 มีมติเห็นชอบข้อบังคับนี้ในการประชุมครั้งที่ 1/2569 "
            "เมื่อวันที่ 20 พฤศจิกายน 2569"
        ),
        **SIGNED | {"signer_position": "ประธานเครือข่ายชุมชน โซน 1"},
    )
    return replace(document, **changes)


def register(groups: int = 2, rows: int = 6, **changes: Any) -> RegisterDocument:
    document = RegisterDocument(
        office_name="สำนักงานเขตบางนา",
        title="ทะเบียนคณะกรรมการเครือข่ายชุมชน",
        as_of=date(2026, 11, 20),
        groups=tuple(
            RegisterGroup(
                title=f"คณะกรรมการเครือข่ายชุมชน โซน {group}",
                rows=tuple(
                    RegisterRow(
                        name=HARD_NAMES[place % len(HARD_NAMES)],
                        role="ประธานกรรมการ" if place == 0 else "กรรมการ",
                        position=f"ประธานชุมชนตัวอย่าง {place + 1}",
                        community=f"ชุมชนตัวอย่าง {place + 1}",
                        term_from=date(2026, 10, 1),
                        term_to=date(2028, 9, 30),
                        order_number="123/2569",
                    )
                    for place in range(rows)
                ),
            )
            for group in range(1, groups + 1)
        ),
        **{key: SIGNED[key] for key in ("draft", "is_example", "edition_note", "prepared_at")},
    )
    return replace(document, **changes)


def election_result(**changes: Any) -> ElectionResultDocument:
    document = ElectionResultDocument(
        office_name="สำนักงานเขตบางนา",
        subject="ผลการเลือกตั้งประธานเครือข่ายชุมชน โซน 1",
        paragraphs=(
            (
                "ตามที่สำนักงานเขตบางนาได้จัดให้มีการเลือกตั้งประธานเครือข่ายชุมชน โซน 1 "
                "เมื่อวันที่ 14 พฤศจิกายน 2569 ณ สำนักงานเขตบางนา บัดนี้ การเลือกตั้งได้เสร็จสิ้นแล้ว "
                "จึงประกาศผลการเลือกตั้ง ดังนี้"
            ),
        ),
        candidates=(
            CandidateLine(
                number=1, name="นายตัวอย่าง ใจดี", position="ประธานชุมชนตัวอย่าง 1", votes=5, elected=True
            ),
            CandidateLine(
                number=2,
                name="นางสาวสั่งสม ตัวอย่างกุลฐิติกูล",
                position="ประธานชุมชนตัวอย่าง 2",
                votes=5,
            ),
            CandidateLine(
                number=3, name="นางน้ำผึ้ง ตัวอย่างน้ำใจ", position="ประธานชุมชนตัวอย่าง 3", votes=1
            ),
        ),
        on_roll=14,
        voted=13,
        blank=1,
        spoilt=1,
        tie_rule=(
            "ผู้สมัครหมายเลข 1 และหมายเลข 2 ได้คะแนนเท่ากัน ประธานในที่ประชุมได้จับสลากต่อหน้าที่ประชุมตามภาคผนวกของเขต "
            "ผู้สมัครหมายเลข 1 เป็นผู้ได้รับเลือกตั้ง"
        ),
        conclusion=(
            "จึงประกาศให้ นายตัวอย่าง ใจดี เป็นผู้ได้รับเลือกตั้งเป็นประธานเครือข่ายชุมชน โซน 1 "
            "ตั้งแต่วันที่ 14 พฤศจิกายน 2569 เป็นต้นไป"
        ),
        **SIGNED,
    )
    return replace(document, **changes)


EVERY_KIND = {
    "order": order,
    "announcement": announcement,
    "election result": election_result,
    "memo": memo,
    "by-law": by_law,
    "register": register,
}
LETTERS = {name: make for name, make in EVERY_KIND.items() if name != "register"}
