"""Sample content of the gallery: pictures that compare many units, with invented, marked examples."""

from collections.abc import Sequence
from typing import Any

from ui.comparisons import (
    Cell,
    Course,
    Datum,
    MatrixColumn,
    MatrixRow,
    Measured,
    bullet_chart,
    matrix,
    peer_strip,
    small_multiples,
)

TARGET = 70.0
OWN = 3
LATE = 6


def comparisons_context(months: Sequence[str]) -> dict[str, Any]:
    courses = [
        Course(
            f"เขตตัวอย่าง {number}",
            [
                None if number == LATE and step < LATE else 30 + (number * 13 + step * 4) % 61
                for step in range(len(months))
            ],
            url="#",
            strong=number == OWN,
        )
        for number in range(1, 9)
    ]
    return {
        "multiples": small_multiples(
            months, courses, target=TARGET, unit="%", decimals=1, maximum=100
        ),
        "peers": peer_strip(
            [
                Datum(
                    f"เขตตัวอย่าง {number}",
                    35 + (number * 11) % 53,
                    url="#",
                    strong=number == OWN,
                )
                for number in range(1, 18)
            ]
            + [Datum("เขตตัวอย่าง 18", None, note="ยังไม่เริ่ม")],
            target=TARGET,
            unit="%",
            decimals=1,
            maximum=100,
        ),
        "bullets": bullet_chart(
            [
                Measured("เขตตัวอย่าง 1", 84.2, TARGET),
                Measured("เขตตัวอย่าง 2", 52.6, 60.0),
                Measured("เขตตัวอย่าง 3", 71.1, note="27/38"),
                Measured("เขตตัวอย่าง 4", None, TARGET, note="ยังไม่เริ่ม"),
            ],
            unit="%",
            decimals=1,
            maximum=100,
        ),
        "shades": matrix(
            [
                MatrixColumn("ชุมชน", (10, 20, 40), sort_url="#", sorted="descending"),
                MatrixColumn("ชุมชนที่มีกิจกรรม", (40, 50, 60, 70), unit="%", sort_url="#"),
            ],
            [
                MatrixRow(
                    f"เขตตัวอย่าง {number}",
                    [
                        Cell(str(number * 9), number * 9),
                        Cell(
                            f"{40 + number * 8}.0",
                            40 + number * 8,
                            note=f"{number}/8",
                            url="#",
                            reached=40 + number * 8 >= TARGET,
                            sealed=number == OWN,
                        ),
                    ],
                    url="#",
                    is_example=number == 1,
                )
                for number in range(1, 6)
            ]
            + [
                MatrixRow(
                    "เขตตัวอย่าง 6",
                    [Cell("–", why="ยังไม่เริ่ม"), Cell("–", why="ยังไม่เริ่ม")],
                )
            ],
        ),
    }
