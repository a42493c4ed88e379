"""The office's letterhead: what was saved stays, two people at once, the emblem drawn anew."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import Engine, text

from core.access.roles import Role
from core.files.current import current_store
from core.files.pictures import LONGEST_SIDE
from tenants.office import queries
from tenants.office.models import Numbering
from tests.support.world import NEIGHBOUR, World

ADDRESS = "/d/bangna/office"
TYPED = {
    "letter_code": "กท ตัวอย่าง",
    "address": "ถนนตัวอย่าง\nเขตบางนา",
    "phone": "0 2000 0000",
    "numbering": "own_series",
    "publishes_chair": "1",
    "version": "0",
}


def profile(world: World) -> queries.OfficeProfileView:
    return world.in_district(queries.profile)


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 320), **options: Any) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "#00704a").save(target, kind, **options)
    return target.getvalue()


def send(client: Any, content: bytes, name: str = "ตรา.png") -> Any:
    answer = client.post(
        f"{ADDRESS}/emblem",
        data={"file": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )
    # The test's browser leaves the file open in which it wrote a large request.
    answer.request.environ["wsgi.input"].close()
    return answer


def test_before_anything_is_saved_the_number_comes_from_the_register_and_nothing_is_published(
    world: World,
):
    assert profile(world) == queries.OfficeProfileView(
        numbering=Numbering.REGISTRY, publishes_chair=False, version=0
    )
    page = world.sign_in(Role.SOCIAL_DEVELOPER).get(ADDRESS)
    assert page.status_code == 200
    assert "เลขทะเบียนคำสั่งของสำนักงานเขต" in page.text
    assert "ยังไม่มีตรา" in page.text


def test_the_section_head_saves_the_letterhead_and_the_trail_tells_it(world: World, owner: Engine):
    client = world.sign_in(Role.SECTION_HEAD)
    assert client.post(ADDRESS, data=TYPED).status_code == 303
    found = profile(world)
    assert (found.letter_code, found.phone) == ("กท ตัวอย่าง", "0 2000 0000")
    assert found.numbering is Numbering.OWN_SERIES
    assert found.publishes_chair is True
    with owner.connect() as connection:
        actions = set(
            connection.execute(
                text("SELECT action FROM audit_entries WHERE table_name = 'office_profiles'")
            ).scalars()
        )
    assert actions == {"office:changed"}
    trail = world.sign_in(Role.DIRECTOR).get("/d/bangna/changes").text
    assert "แก้ไขข้อมูลสำนักงานเขต" in trail
    assert "ชุดเลขที่ของระบบนี้" in trail


def test_both_modes_of_numbering_are_explained_before_one_is_chosen(world: World):
    page = world.sign_in(Role.SECTION_HEAD).get(f"{ADDRESS}/edit").text
    assert "ทะเบียนคำสั่งกลางของสำนักงานเขต" in page
    assert "เริ่มที่ 1 ใหม่ทุกปีปฏิทิน" in page


def test_a_second_person_who_saves_at_once_sees_both_texts(world: World):
    first, second = world.sign_in(Role.SECTION_HEAD), world.sign_in(Role.OFFICE_ADMIN)
    assert first.post(ADDRESS, data=TYPED).status_code == 303
    answer = second.post(ADDRESS, data=TYPED | {"phone": "0 2999 9999", "numbering": "registry"})
    assert answer.status_code == 409
    assert "0 2999 9999" in answer.text
    assert "0 2000 0000" in answer.text
    assert "ชุดเลขที่ของระบบนี้" in answer.text
    assert profile(world).phone == "0 2000 0000"


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.SOCIAL_DEVELOPER, Role.ASSISTANT_DIRECTOR])
def test_who_may_only_read_changes_nothing(world: World, role: Role):
    client = world.sign_in(role)
    assert client.get(ADDRESS).status_code == 200
    for address in (ADDRESS, f"{ADDRESS}/emblem", f"{ADDRESS}/emblem/removal"):
        assert client.post(address, data=TYPED).status_code == 403


def test_leaders_and_other_offices_see_no_letterhead(world: World):
    assert world.sign_in(Role.COMMUNITY_CHAIR).get(ADDRESS).status_code == 403
    assert world.sign_in(Role.SECTION_HEAD, NEIGHBOUR).get(ADDRESS).status_code == 404


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_an_emblem_is_kept_as_a_png_and_shown_to_the_office_alone(
    world: World, app: Flask, kind: str
):
    client = world.sign_in(Role.OFFICE_ADMIN)
    assert send(client, picture(kind)).status_code == 303
    shown = client.get(f"{ADDRESS}/emblem")
    assert shown.content_type == "image/png"
    assert Image.open(BytesIO(shown.data)).size == (300, 320)
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    with app.app_context():
        store = current_store()
    kept = world.in_district(lambda session: queries.emblem_bytes(session, store))
    assert kept == shown.data
    assert world.sign_in(Role.OFFICE_ADMIN, NEIGHBOUR).get(f"{ADDRESS}/emblem").status_code == 404


def test_a_large_emblem_is_made_smaller_and_what_was_hidden_in_it_is_gone(world: World):
    notes = PngInfo()
    notes.add_text("Comment", "<script>alert(1)</script> พิกัดบ้าน")
    client = world.sign_in(Role.OFFICE_ADMIN)
    hidden = picture("PNG", (3000, 1500), pnginfo=notes) + b"PK\x03\x04 appended"
    assert send(client, hidden).status_code == 303
    shown = client.get(f"{ADDRESS}/emblem").data
    assert Image.open(BytesIO(shown)).size == (LONGEST_SIDE, LONGEST_SIDE // 2)
    assert b"script" not in shown
    assert b"appended" not in shown


def test_transparency_of_an_emblem_stays(world: World):
    target = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(target, "PNG")
    client = world.sign_in(Role.OFFICE_ADMIN)
    assert send(client, target.getvalue()).status_code == 303
    shown = Image.open(BytesIO(client.get(f"{ADDRESS}/emblem").data))
    assert shown.getpixel((3, 3)) == (0, 0, 0, 0)


def test_the_emblem_can_be_taken_away_again(world: World):
    client = world.sign_in(Role.SECTION_HEAD)
    send(client, picture())
    assert client.post(f"{ADDRESS}/emblem/removal").status_code == 303
    assert client.get(f"{ADDRESS}/emblem").status_code == 404
    assert profile(world).emblem_file_id is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "โปรดเลือกไฟล์ภาพ"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG หรือ JPEG"),
        (b"%PDF-1.7\n", "PNG หรือ JPEG"),
        (picture()[:200], "PNG หรือ JPEG"),
        (picture("JPEG")[:400], "PNG หรือ JPEG"),
        (picture("GIF"), "PNG หรือ JPEG"),
        (picture("PNG", (5000, 5000)), "4000"),
        (b"\x89PNG" + b"x" * (2 * 1024 * 1024), "2 เมกะไบต์"),
    ],
)
def test_what_is_no_picture_is_refused_in_thai(world: World, content: bytes, sentence: str):
    client = world.sign_in(Role.OFFICE_ADMIN)
    answer = send(client, content, "ตรา.png" if content else "")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert profile(world).emblem_file_id is None
