"""The report that a leader sends, and photos as phones take them."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from core.i18n.dates import bangkok_today, show_date

Photo = tuple[BytesIO, str]


@pytest.fixture
def report() -> Callable[..., dict[str, str]]:
    """What a report's form sends: a cleaning day of today with 12 people."""

    def fill(**values: str) -> dict[str, str]:
        return {
            "title": "ทำความสะอาดคลอง",
            "held_on": show_date(bangkok_today(), style="numeric"),
            "kind": "hands_on",
            "participants": "12",
        } | values

    return fill


@pytest.fixture
def photo() -> Callable[..., Photo]:
    """A small photo with the place where it was taken in its notes."""

    def take(number: int = 1, size: tuple[int, int] = (640, 480)) -> Photo:
        notes = Image.Exif()
        notes.get_ifd(0x8825)[1] = "N"
        notes[0x010E] = "บ้านเลขที่ลับ"
        target = BytesIO()
        Image.new("RGB", size, (number * 20, 90, 120)).save(target, "JPEG", exif=notes)
        target.seek(0)
        return target, f"IMG_{number}.jpg"

    return take
