"""Photos: the picture is kept, and nothing else of the file (F57)."""

import subprocess
import sys
import time
import tracemalloc
import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from core.errors import FieldError
from core.files.photos import LONGEST_SIDE, PREVIEW_SIDE, clean_photo
from core.files.service import LARGEST_FILE

DAMAGED, MORE, PIXELS = "none of them", "more than the photo", "million pixels"
GPS, ORIENTATION, COMMENT = 0x8825, 0x0112, b"the camera's comment"


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **options) -> bytes:
    target = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(target, kind, **options)
    return target.getvalue()


def exif(orientation: int = 1) -> bytes:
    """What a phone writes beside the picture: which phone, how it was held, and where."""
    notes = Image.Exif()
    notes[ORIENTATION] = orientation
    notes[0x010F] = "ExamplePhone"
    notes.get_ifd(GPS).update({1: "N", 2: (13.0, 40.0, 5.0), 3: "E", 4: (100.0, 36.0, 7.0)})
    return notes.tobytes()


def with_everything(kind: str = "JPEG", orientation: int = 1) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options: dict[str, object] = {"exif": exif(orientation), "icc_profile": profile}
    if kind == "JPEG":
        options["comment"] = COMMENT
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Comment", COMMENT.decode())
        options["pnginfo"] = text
    return photo(kind, **options)


def segments(jpeg: bytes) -> set[int]:
    """The kinds of segments before the picture's data."""
    found, place = set(), 2
    while jpeg[place + 1] != 0xDA:
        found.add(jpeg[place + 1])
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return found


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def png(width: int, height: int, data: bytes) -> bytes:
    """A small greyscale PNG that says whatever size it likes."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def resized(jpeg: bytes, width: int, height: int) -> bytes:
    """The same JPEG, claiming another size in its frame."""
    place = next(jpeg.index(mark) for mark in (b"\xff\xc0", b"\xff\xc2") if mark in jpeg)
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return jpeg[: place + 5] + size + jpeg[place + 9 :]


def zip_bomb() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photo.jpg", b"0" * 30_000_000)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_and_with_what_a_photo_was_taken_is_gone(kind: str):
    sent = with_everything(kind)
    assert Image.open(BytesIO(sent)).getexif().get_ifd(GPS)
    kept = clean_photo(sent)
    for jpeg in (kept.jpeg, kept.preview):
        picture = Image.open(BytesIO(jpeg))
        assert (picture.format, dict(picture.getexif())) == ("JPEG", {})
        assert set(picture.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        # Only what a bare JPEG needs: no notes (E1-EF) but JFIF's own head (E0), no comment (FE).
        assert segments(jpeg) <= {0xE0, 0xDB, 0xC0, 0xC4}
        assert b"ExamplePhone" not in jpeg
        assert COMMENT not in jpeg


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(kind: str, orientation: int):
    upright = Image.new("RGB", (80, 40), "white")
    upright.paste("red", (0, 0, 40, 20))
    # What the sensor saw is what the turn of this orientation brings upright.
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    seen = upright.transpose(Image.Transpose(back[orientation])) if orientation > 1 else upright
    target = BytesIO()
    seen.save(target, kind, exif=exif(orientation), **({"quality": 95} if kind == "JPEG" else {}))
    kept = clean_photo(target.getvalue())
    assert (kept.width, kept.height) == (80, 40)
    picture = Image.open(BytesIO(kept.jpeg)).convert("RGB")
    assert picture.size == (80, 40)
    corners = [picture.getpixel(place) for place in ((5, 5), (75, 5), (5, 35), (75, 35))]
    assert [green < 128 for _, green, _ in corners] == [True, False, False, False]


def test_damaged_notes_of_the_camera_do_not_cost_the_photo():
    sent = photo(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 50)
    assert clean_photo(sent).width == 640


@pytest.mark.parametrize(
    ("sent", "kept", "preview"),
    [
        ((4000, 3000), (1600, 1200), (320, 240)),
        ((3000, 4000), (1200, 1600), (240, 320)),
        ((1601, 3), (1600, 3), (320, 1)),
        ((12, 9), (12, 9), (12, 9)),
    ],
)
def test_what_is_kept_is_as_large_as_a_page_needs(sent, kept, preview):
    found = clean_photo(photo(size=sent))
    assert (found.width, found.height) == kept == Image.open(BytesIO(found.jpeg)).size
    assert Image.open(BytesIO(found.preview)).size == preview
    assert (max(kept), max(preview)) <= (LONGEST_SIDE, PREVIEW_SIDE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_taken_and_what_is_clear_becomes_white(mode: str):
    target = BytesIO()
    Image.new(mode, (37, 53)).save(target, "PNG")
    picture = Image.open(BytesIO(clean_photo(target.getvalue()).jpeg)).convert("RGB")
    assert picture.getpixel((9, 9)) == ((255,) * 3 if mode in {"LA", "RGBA"} else (0,) * 3)


def test_a_photo_in_the_colours_of_print_is_taken():
    target = BytesIO()
    Image.new("CMYK", (60, 40)).save(target, "JPEG")
    assert clean_photo(target.getvalue()).width == 60


@pytest.mark.parametrize("behind", [b"\0" * 100, photo(size=(60, 90))])
def test_what_phones_write_behind_a_photo_does_no_harm(behind: bytes):
    assert b"Exif" not in clean_photo(photo() + behind).jpeg


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", DAMAGED),
        (zip_bomb(), DAMAGED),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", DAMAGED),
        (b"%PDF-1.7\n%%EOF\n", DAMAGED),
        (photo("TIFF"), DAMAGED),
        (photo("GIF"), DAMAGED),
        (b"RIFF\x04\0\0\0WEBP", DAMAGED),
        (b"RIFF" + b"\xff" * 4 + b"WEBPVP8 " + b"\0" * 50, DAMAGED),
        (photo("WEBP") + zip_bomb(), MORE),
        (photo("WEBP", save_all=True, append_images=[Image.new("RGB", (640, 480))]), DAMAGED),
        (photo() + zip_bomb(), MORE),
        (photo() + b"<script>alert(1)</script>", MORE),
        (photo("PNG") + b"%PDF-1.7", MORE),
        (photo(comment=b"<?php system(1); ?>"), MORE),
        (photo() + b"\0" * LARGEST_FILE, "20 megabytes"),
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name(content: bytes, sentence: str):
    with pytest.raises(FieldError, match=sentence) as refused:
        clean_photo(content, field="pictures")
    assert refused.value.field == "pictures"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.97])
def test_a_photo_that_is_cut_off_is_refused(kind: str, share: float):
    whole = photo(kind)
    with pytest.raises(FieldError, match=DAMAGED):
        clean_photo(whole[: int(len(whole) * share)])


def several_passes() -> bytes:
    """A JPEG that is not progressive, yet sends its colours one after another."""
    sent = photo(size=(64, 64))
    place = sent.index(b"\xff\xda")
    return resized(sent[: place + 4] + b"\x01" + sent[place + 5 :], 7000, 7000)


@pytest.mark.parametrize(
    ("content", "most"),
    [
        (png(30_000, 30_000, zlib.compress(b"\0" * 1000)), 16),
        (png(4001, 4001, zlib.compress(b"\0" * 1000)), 16),
        (resized(photo(), 30_000, 30_000), 50),
        (resized(photo(progressive=True), 4001, 4001), 16),
        (several_passes(), 16),
        (photo("WEBP")[:26] + b"\xff\x3f\xff\x3f" + photo("WEBP")[30:], 8),
    ],
)
def test_a_flood_of_pixels_is_refused_by_its_header(content: bytes, most: int):
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(FieldError, match=f"{most} {PIXELS}"):
        clean_photo(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
    assert time.perf_counter() - began < 1


def test_a_png_that_unpacks_to_more_than_it_says_costs_no_memory():
    bomb = png(100, 100, zlib.compress(b"\0" * 100_000_000, 9))
    tracemalloc.start()
    with pytest.raises(FieldError, match=DAMAGED):
        clean_photo(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


MEASURE = """
import sys
from pathlib import Path
from core.files.photos import clean_photo

def peak():
    # Not getrusage: its figure begins with the peak of the process that started this one.
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024

sent = sys.stdin.buffer.read()
small, large = sent[: int(sys.argv[1])], sent[int(sys.argv[1]) :]
before = peak()
for _ in range(10):
    assert clean_photo(small).width == 1600
ten = peak() - before
assert clean_photo(large).width == 1600
print(ten, peak() - before)
"""


def test_ten_photos_one_after_another_need_little_memory():
    small, large = photo(size=(4000, 3000)), photo(size=(8160, 6120))
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, str(len(small))],
        input=small + large,
        capture_output=True,
        check=True,
    )
    ten, with_fifty_megapixels = map(int, measured.stdout.split())
    assert 5 < ten < 150
    assert with_fifty_megapixels < 150
