"""Scans: pages are taken, and nothing that only looks like one (T24)."""

import time
import tracemalloc
import zipfile
import zlib
from datetime import date
from io import BytesIO

import pymupdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core.documents.content import SignInSlip
from core.documents.slip import render_slip
from core.errors import FieldError
from core.files.scans import check_scan
from core.files.service import LARGEST_FILE

DAMAGED, MORE, LOCKED, ACTIVE = "none of them", "more than the page", "locked", "programs or other"


def picture(kind: str, size: tuple[int, int] = (640, 900), **options) -> bytes:
    target = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(target, kind, **options)
    return target.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def png(width: int, height: int, data: bytes, *more: bytes) -> bytes:
    """A small greyscale PNG that says whatever size it likes."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    parts = [chunk(b"IHDR", header), *more, chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, with a table that is right."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return body + table + end % (len(objects) + 1, trailer, len(body))


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R %s >>"
PAGES = b"<< /Type /Pages /Kids [] /Count 0 >>"


def plain_pdf(in_catalogue: bytes = b"", *more: bytes, trailer: bytes = b"") -> bytes:
    return pdf(CATALOGUE % in_catalogue, PAGES, *more, trailer=trailer)


def stream(dictionary: bytes, content: bytes) -> bytes:
    head = b"<< %s /Length %d >>\n" % (dictionary, len(content))
    return head + b"stream\n" + content + b"\nendstream"


def office_pdf(**options) -> bytes:
    """A page as a program writes it: objects packed in streams."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), "scan")
    page.insert_image(pymupdf.Rect(100, 100, 300, 300), stream=picture("JPEG", (200, 200)))
    return document.tobytes(garbage=3, deflate=True, use_objstms=1, **options)


def slip() -> bytes:
    return render_slip(
        SignInSlip(
            office_name="สำนักงานเขตบางนา",
            holder_name="นายตัวอย่าง ใจดี",
            role="ประธานชุมชน",
            url="http://localhost/sign-in/slip/x",
            valid_until=date(2026, 12, 1),
            issued_by="นางตัวอย่าง สอง",
        )
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture("PNG"), "image/png"),
        (picture("PNG", optimize=True), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("JPEG", progressive=True), "image/jpeg"),
        (picture("JPEG") + b"\0" * 100, "image/jpeg"),
        (picture("JPEG") + picture("JPEG", (60, 90)), "image/jpeg"),
        (
            picture("JPEG") + b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_DataSEFHe\0\0\0\x18\0\0\0SEFT",
            "image/jpeg",
        ),
        (plain_pdf(), "application/pdf"),
        (plain_pdf() + b"\r\n\0\0", "application/pdf"),
        (office_pdf(), "application/pdf"),
        (slip(), "application/pdf"),
    ],
)
def test_pages_are_taken_by_what_they_are(content: bytes, kind: str):
    assert check_scan(content) == kind


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_taken(mode: str):
    target = BytesIO()
    Image.new(mode, (37, 53)).save(target, "PNG")
    assert check_scan(target.getvalue()) == "image/png"


def zip_bomb() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.pdf", b"0" * 30_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n%%EOF\n",
        zip_bomb(),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><title>x</title>",
        b"GIF89a" + b"\0" * 100,
        b"MZ" + b"\0" * 500,
        b"\n%PDF-1.7\n" + plain_pdf(),
        picture("TIFF"),
        picture("WEBP"),
        plain_pdf()[:-30],
        plain_pdf().replace(b"startxref\n", b"startxref\n9"),
        office_pdf()[:-400],
    ],
)
def test_what_is_no_page_is_refused_whatever_its_name(content: bytes):
    with pytest.raises(FieldError, match=DAMAGED) as refused:
        check_scan(content)
    assert refused.value.field == "scan"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_a_picture_that_is_cut_off_is_refused(kind: str, share: float):
    whole = picture(kind)
    with pytest.raises(FieldError, match=DAMAGED):
        check_scan(whole[: int(len(whole) * share)])


def test_a_png_with_a_changed_byte_is_refused():
    whole = bytearray(picture("PNG"))
    whole[len(whole) // 2] ^= 1
    with pytest.raises(FieldError, match=DAMAGED):
        check_scan(bytes(whole))


@pytest.mark.parametrize("size", [(30_000, 30_000), (60_000_001, 1), (0xFFFFFFFF, 0xFFFFFFFF)])
def test_a_flood_of_pixels_in_a_small_file_is_refused_by_its_header(size: tuple[int, int]):
    flood = png(*size, zlib.compress(b"\0" * 1000))
    with pytest.raises(FieldError, match="60 million pixels"):
        check_scan(flood)


def test_a_jpeg_that_claims_a_flood_of_pixels_is_refused():
    small = picture("JPEG", (16, 16))
    place = small.index(b"\xff\xc0")
    flood = small[: place + 5] + b"\xff\xff\xff\xff" + small[place + 9 :]
    with pytest.raises(FieldError, match="60 million pixels"):
        check_scan(flood)


def test_a_png_that_unpacks_to_more_than_it_says_costs_no_memory():
    bomb = png(100, 100, zlib.compress(b"\0" * 200_000_000, 9))
    assert len(bomb) < 300_000
    tracemalloc.start()
    with pytest.raises(FieldError, match=DAMAGED):
        check_scan(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_large_page_is_checked_in_little_memory():
    pages = {
        "image/jpeg": picture("JPEG", (7000, 8500)),
        "image/png": png(7000, 8500, zlib.compress((b"\0" * 7001) * 8500)),
    }
    tracemalloc.start()
    for kind, page in pages.items():
        assert check_scan(page) == kind
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def test_a_pdf_whose_stream_unpacks_without_end_is_refused_in_little_memory():
    bomb = plain_pdf(b"", stream(b"/Filter /FlateDecode", zlib.compress(b"\0" * 400_000_000, 9)))
    tracemalloc.start()
    with pytest.raises(FieldError, match=MORE):
        check_scan(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def zipped() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("x.html", "x")
    return target.getvalue()


def with_comment(text: str) -> bytes:
    notes = PngInfo()
    notes.add_text("Comment", text)
    return picture("PNG", pnginfo=notes)


@pytest.mark.parametrize(
    "content",
    [
        picture("PNG") + b"behind",
        picture("PNG") + zipped(),
        picture("JPEG") + zipped(),
        picture("JPEG") + b"<b>behind</b>",
        picture("JPEG", comment=b"<script>alert(1)</script>"),
        picture("JPEG", comment=b"<?php system('x'); ?>"),
        picture("JPEG", comment=plain_pdf()),
        with_comment("<SCRIPT>alert(1)</SCRIPT>"),
        plain_pdf() + zipped(),
        plain_pdf(b"/Lang (<html><script>alert\\(1\\)</script>)"),
        png(1, 1, zlib.compress(b"\0\0"), chunk(b"teXt", b"<!DOCTYPE html>")),
    ],
)
def test_a_file_that_is_two_things_at_once_is_refused(content: bytes):
    with pytest.raises(FieldError, match=f"{MORE}|{DAMAGED}"):
        check_scan(content)


@pytest.mark.parametrize(
    "in_catalogue",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"/OpenAction << /S /Java#53cript /JS (x) >>",
        b"/OpenAction << /S /#4a#61#76#61#53#63#72#69#70#74 /JS (x) >>",
        b"/OpenAction << /S /Launch /F (cmd.exe) >>",
        b"/AA << /O << /S /Launch/F (x) >> >>",
        b"/Names << /EmbeddedFiles 3 0 R >>",
        b"/Names << /JavaScript 3 0 R >>",
        b"/AcroForm << /XFA [(x) 3 0 R] >>",
        b"/OpenAction << /S /ImportData /F (x) >>",
    ],
)
def test_a_pdf_with_programs_or_files_is_refused_however_it_is_spelled(in_catalogue: bytes):
    with pytest.raises(FieldError, match=ACTIVE):
        check_scan(plain_pdf(in_catalogue))


@pytest.mark.parametrize("before", [b"", b"\n" * (1 << 20), b"x" * ((1 << 20) - 6)])
def test_a_program_packed_in_a_stream_of_objects_is_found_wherever_it_lies(before: bytes):
    objects = before + b"4 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    packed = stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", zlib.compress(objects))
    with pytest.raises(FieldError, match=ACTIVE):
        check_scan(plain_pdf(b"", packed))


def test_a_stream_of_objects_that_is_not_named_as_one_is_looked_into_as_well():
    packed = stream(b"/Filter /FlateDecode", zlib.compress(b"4 0 << /S /Launch /F (x) >>"))
    with pytest.raises(FieldError, match=ACTIVE):
        check_scan(plain_pdf(b"", packed))


@pytest.mark.parametrize(
    "packing", [b"/Filter [/ASCIIHexDecode /FlateDecode]", b"/Filter /LZWDecode", b"/Filter /AHx"]
)
def test_objects_packed_in_an_unusual_way_are_refused_unseen(packing: bytes):
    packed = stream(b"/Type /ObjStm /N 1 /First 4 " + packing, b"2F4A>")
    with pytest.raises(FieldError, match=MORE):
        check_scan(plain_pdf(b"", packed))


def test_files_that_a_program_put_into_a_pdf_are_found():
    document = pymupdf.open()
    document.new_page()
    document.embfile_add("x.exe", b"MZ" * 100)
    for packed in (0, 1):
        with pytest.raises(FieldError, match=ACTIVE):
            check_scan(document.tobytes(garbage=3, deflate=True, use_objstms=packed))


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_locked_pdf_is_refused(password: str):
    locked = office_pdf(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", user_pw=password)
    with pytest.raises(FieldError, match=LOCKED):
        check_scan(locked)


def test_more_than_twenty_megabytes_are_refused():
    with pytest.raises(FieldError, match="20 megabytes"):
        check_scan(b"%PDF-1.7\n" + b"x" * LARGEST_FILE)


BUSY = {
    "streams without an end": lambda: plain_pdf(b"", b"stream\nx\x9c" * 1_500_000),
    "names spelled out": lambda: plain_pdf(b"", b"#41" * 5_000_000),
    "a packed picture before much else": lambda: png(
        7000, 8000, zlib.compress((b"\0" * 7001) * 7000) + b"x" * 15_000_000
    ),
    "chunks of nothing": lambda: png(1, 1, zlib.compress(b"\0\0"), chunk(b"teXt", b"") * 1_200_000),
    "segments of nothing": lambda: b"\xff\xd8" + b"\xff\xe1\0\2" * 4_000_000,
    "filling bytes": lambda: b"\xff\xd8" + b"\xff" * 18_000_000,
    "scans of nothing": lambda: picture("JPEG")[:-2] + b"\xff\xda\0\2\0" * 3_000_000,
}


@pytest.mark.parametrize("make", BUSY.values(), ids=BUSY.keys())
def test_a_file_that_is_made_to_keep_us_busy_is_refused_soon(make):
    content = make()
    assert len(content) < LARGEST_FILE
    began = time.process_time()
    with pytest.raises(FieldError):
        check_scan(content)
    assert time.process_time() - began < 3
