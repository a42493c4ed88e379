"""Sample content of the gallery: every part of the design system with invented, marked examples."""

from collections.abc import Mapping
from typing import Any

from ui.charts import Datum, bar_chart, column_chart, heat_map, line_chart, sparkline
from ui.gallery_comparisons import comparisons_context
from ui.gallery_form import SampleForm, SampleReport
from ui.maps import Area, Place, Tile, area_map, point_map, tile_map

HARD_WORDS = (
    "ปู่",
    "ญี่ปุ่น",
    "ผู้ใหญ่",
    "ที่อยู่",
    "น้ำ",
    "กตัญญู",
    "ฎีกา",
    "ฐานะ",
    "สั่สั่ง",
    "ฟื้นฟูชุมชนผู้สูงอายุ",
)
SENTENCE = (
    "ผู้ใหญ่บ้านญี่ปุ่นที่อยู่ใกล้น้ำมีความกตัญญู ยื่นฎีกาเพื่อรักษาฐานะของปู่ "
    "และที่ประชุมคณะกรรมการเครือข่ายชุมชนมีมติเห็นชอบให้จัดกิจกรรมพัฒนาสิ่งแวดล้อมทุกวันเสาร์ที่สองของเดือน"
)
MONTHS = (
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
)
SHARES = (41.2, 47.4, 44.7, 52.6, 55.3, 58.1, None, 60.5, 63.2, 65.8, 68.4, 71.1)
OTHERS = (38.0, 40.5, 43.2, 44.0, 49.1, 50.2, 51.6, 52.2, 54.9, 56.3, 57.0, 58.8)
LIMITS = (40, 50, 60, 70)
OWN, SILENT = 3, 17
# The rows of fifty example cells: first column and how many cells follow.
TILE_ROWS = ((3, 3), (2, 5), (1, 7), (0, 9), (0, 9), (1, 8), (2, 6), (3, 3))


def gallery_context() -> Mapping[str, Any]:
    """Everything that ``ui/gallery.html`` reads, for a route of the caller's own."""
    return {
        **_page(),
        **_work(),
        **_charts(),
        **comparisons_context(MONTHS),
        "form": SampleForm.with_errors(),
        "filled_form": SampleForm.filled(),
        "moment": "22 พ.ย. 2569 10:42",
        "digits": "0123456789 ๐๑๒๓๔๕๖๗๘๙",
        "words": HARD_WORDS,
        "sentence": SENTENCE,
    }


def offline_context(form: SampleReport, *, owner: str) -> Mapping[str, Any]:
    """Everything that ``ui/gallery_offline.html`` reads; nothing that is sent there is kept."""
    return {**_page(), "form": form, "owner": owner}


def _page() -> dict[str, Any]:
    entries = (
        ("หน้าแรก", "home", "", True),
        ("ชุมชน", "building-community", "เครือข่าย", False),
        ("โซน", "layout-kanban", "เครือข่าย", False),
        ("คณะกรรมการ", "users-group", "เครือข่าย", False),
        ("คำสั่ง", "file-certificate", "เอกสาร", False),
        ("ข้อบังคับ", "book", "เอกสาร", False),
        ("กิจกรรม", "calendar-event", "การดำเนินงาน", False),
        ("ตัวชี้วัด", "chart-bar", "การดำเนินงาน", False),
    )
    return {
        "office_name": "สำนักงานเขตตัวอย่าง",
        "product_name": "เครือข่ายชุมชน กรุงเทพมหานคร",
        "example_notice": True,
        "navigation": [
            {"label": label, "icon": icon, "group": group, "current": current, "url": "#"}
            for label, icon, group, current in entries
        ],
        "account": {
            "name": "นางสาวตัวอย่าง ใจดี",
            "role": "นักพัฒนาสังคมชำนาญการ",
            "account_url": "#",
            "sign_out_url": "#",
        },
        "language": {
            "current": "th",
            "other_code": "en",
            "other_label": "EN",
            "url": "#",
        },
        "search": {"url": "#", "value": ""},
        "breadcrumbs": [{"label": "หน้าแรก", "url": "#"}, {"label": "ระบบออกแบบ", "url": "#"}],
    }


def _work() -> dict[str, Any]:
    zones = [(str(number), f"โซน {number}") for number in range(1, 4)]
    papers = ("แผน", "กรรมการครบ", "คำสั่ง", "ข้อบังคับ")
    return {
        "tasks": [
            {
                "where": "โซน 2",
                "what": "ยังไม่มีข้อบังคับ",
                "who": "นางสาวตัวอย่าง ใจดี นักพัฒนาสังคม",
                "by_when": "ภายใน 15 ธ.ค. 2569",
                "action": "ร่างข้อบังคับ",
                "url": "#",
            },
            {
                "where": "โซน 4",
                "what": "ไม่มีกิจกรรมเดือนนี้",
                "who": "ประธานโซน",
                "by_when": "อีก 8 วัน",
                "tone": "warning",
                "action": "แจ้งประธานโซน",
                "url": "#",
            },
            {
                "where": "โซน 1",
                "what": "รายงานเดือนตุลาคมยังไม่ส่ง",
                "who": "เลขานุการโซน",
                "by_when": "เกินกำหนด 7 วัน",
                "tone": "late",
                "action": "ติดตามรายงาน",
                "url": "#",
            },
        ],
        "zone_cards": [
            {
                "title": f"โซน {number}",
                "note": f"{7 + number} ชุมชน",
                "items": [
                    {"label": paper, "done": position < done, "url": "#"}
                    for position, paper in enumerate(papers)
                ],
            }
            for number, done in ((1, 4), (2, 3), (3, 4), (4, 2))
        ],
        "zones": zones,
        "zone_names": [*(name for _, name in zones), "โซน 4"],
        "columns_of_board": [
            {"value": "", "title": "ยังไม่จัดโซน", "names": ("ชุมชนตัวอย่างริมน้ำ", "ชุมชนตัวอย่างหลังวัด")},
            {"value": "1", "title": "โซน 1", "names": ("ชุมชนตัวอย่างร่วมใจ", "ชุมชนตัวอย่างพัฒนา")},
            {"value": "2", "title": "โซน 2", "names": ("ชุมชนตัวอย่างสามัคคี",)},
            {"value": "3", "title": "โซน 3", "names": ()},
        ],
        "communities": [
            {"name": "ชุมชนตัวอย่างร่วมใจ", "zone": "โซน 1", "households": "1,240", "state": "done"},
            {"name": "ชุมชนตัวอย่างริมน้ำ", "zone": "โซน 2", "households": "86", "state": "waiting"},
            {"name": "ชุมชนตัวอย่างผู้ใหญ่ญี่ปุ่น", "zone": "–", "households": "305", "state": "late"},
        ],
        "conflict_rows": [
            {
                "name": "place",
                "label": "สถานที่ประชุม",
                "yours": "ศาลาอเนกประสงค์ชุมชนตัวอย่าง",
                "theirs": "ห้องประชุมสำนักงานเขต ชั้น 5",
            },
            {
                "name": "phone",
                "label": "โทรศัพท์",
                "yours": "02 000 0000",
                "theirs": "",
                "chosen": "yours",
            },
        ],
        "events": [
            {"when": "22 พ.ย. 2569 10:42", "who": "นางสาวตัวอย่าง ใจดี", "what": "ส่งร่างคำสั่งให้ลงนาม"},
            {
                "when": "20 พ.ย. 2569 15:08",
                "who": "นายตัวอย่าง ใจดี",
                "what": "แก้ไขรายชื่อคณะกรรมการ",
                "note": "เพิ่มเหรัญญิก",
            },
        ],
    }


def _charts() -> dict[str, Any]:
    ranking = [
        Datum(f"เขตตัวอย่าง {number}", value, url="#", strong=number == OWN)
        for number, value in ((1, 84.0), (2, 76.5), (3, 71.1), (4, 66.0), (5, 52.3), (6, None))
    ]
    return {
        "spark": sparkline(SHARES, "ต.ค. 41.2 % ถึง ก.ย. 71.1 %", target=70),
        "ranking": bar_chart(ranking, target=70, unit="%", decimals=1, maximum=100),
        "months": column_chart(
            [
                Datum(month, value)
                for month, value in zip(MONTHS[:6], (12, 18, 9, 21, 25, 27), strict=True)
            ],
            target=20,
        ),
        "trend": line_chart(
            [*(f"{month} 68" for month in MONTHS[:3]), *(f"{month} 69" for month in MONTHS[3:])],
            [("เขตตัวอย่าง 3", SHARES), ("ค่าของทั้งเมือง", OTHERS)],
            target=70,
            unit="%",
            decimals=1,
            maximum=100,
        ),
        "heat": heat_map(
            [Datum(f"โซน {number}", None, url="#") for number in range(1, 5)],
            MONTHS[:6],
            [
                [
                    30 + (row * 17 + column * 11) % 55 if (row, column) != (2, 3) else None
                    for column in range(6)
                ]
                for row in range(4)
            ],
            LIMITS,
            unit="%",
        ),
        "tiles": tile_map(
            [
                Tile(
                    label=f"เขตตัวอย่าง {number}",
                    short=f"ตย. {number}",
                    column=column,
                    row=row,
                    value=None if number == SILENT else 35 + (number * 23) % 50,
                    url="#",
                )
                for number, (column, row) in enumerate(_cells(), start=1)
            ],
            LIMITS,
            unit="%",
        ),
        "zone_map": area_map(
            [
                Area(
                    f"ชุมชนตัวอย่าง {row * 4 + column + 1}",
                    [_block(row, column)],
                    kind=1 + column // 2 + row // 2 * 2,
                    short=str(1 + column // 2 + row // 2 * 2),
                    url="#",
                )
                for row in range(4)
                for column in range(4)
            ]
        ),
        "amount_map": area_map(
            [
                Area(
                    f"พื้นที่ตัวอย่าง {row * 4 + column + 1}",
                    [_block(row, column)],
                    value=None if (row, column) == (0, 3) else 32 + (row * 4 + column) * 3.4,
                    short=f"{32 + (row * 4 + column) * 3.4:.0f}"
                    if (row, column) != (0, 3)
                    else "–",
                )
                for row in range(4)
                for column in range(4)
            ],
            LIMITS,
            unit="%",
            decimals=1,
        ),
        "place_map": point_map(
            [
                Place(
                    f"ชุมชนตัวอย่าง {number}",
                    100.6 + (number * 7 % 11) / 120,
                    13.66 + (number * 5 % 9) / 110,
                    kind=number % 4 + 1,
                    url="#",
                )
                for number in range(1, 15)
            ],
            [f"โซน {number}" for number in range(1, 5)],
            grounds=[_outline()],
        ),
    }


def _cells() -> list[tuple[int, int]]:
    return [
        (first + step, row) for row, (first, count) in enumerate(TILE_ROWS) for step in range(count)
    ]


def _block(row: int, column: int) -> list[tuple[float, float]]:
    west, south = 100.60 + column * 0.02, 13.70 - row * 0.018
    return [
        (west, south),
        (west + 0.02, south),
        (west + 0.02, south + 0.018),
        (west, south + 0.018),
    ]


def _outline() -> list[tuple[float, float]]:
    return [
        (100.595, 13.655),
        (100.66, 13.65),
        (100.70, 13.68),
        (100.69, 13.74),
        (100.63, 13.745),
        (100.59, 13.71),
    ]
