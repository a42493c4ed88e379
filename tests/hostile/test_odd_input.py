"""What a hostile or broken client sends: an answer in a sentence, never an error of ours."""

import io
import time
import zipfile
from uuid import UUID

import pytest
from flask import Flask

from core.access.roles import Role
from core.errors import FieldError
from core.i18n.text import normalise
from tenants.registry.import_lines import read_lines
from tests.support.editions import adopted, edition
from tests.support.seats import fill_all
from tests.support.world import World

ENDLESS = "9" * 30
OVERLONG = "9" * 5000


@pytest.mark.parametrize("piled", ["\u0301" * 60_000 + "\u0316" * 60_000, "ุ่" * 60_000])
def test_a_tower_of_accents_does_not_hold_the_process(piled: str):
    began = time.perf_counter()
    stored = normalise("ก" + piled)
    assert time.perf_counter() - began < 1
    assert len(stored) < 100
    assert normalise(stored) == stored


@pytest.mark.parametrize(
    "address",
    [
        f"communities?page={ENDLESS}",
        "communities?q=%00",
        "communities?kind=%00",
        f"activities?page={ENDLESS}",
        "activities?state=%00",
        f"accounts?page={ENDLESS}",
        "accounts?q=%00",
        f"changes?before={ENDLESS}",
        f"manual/editions/{ENDLESS}",
    ],
)
def test_an_address_that_the_database_cannot_read_is_no_error_of_ours(world: World, address: str):
    browser = world.sign_in(Role.SECTION_HEAD)
    assert browser.get(f"/d/bangna/{address}").status_code in {200, 400, 404}


def test_a_zero_byte_in_a_user_name_is_no_error_of_ours(world: World, app: Flask):
    answer = app.test_client().post("/sign-in", data={"username": "a\0b", "password": "x"})
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize("version", [ENDLESS, OVERLONG])
def test_an_endless_version_is_a_version_that_nobody_saw(world: World, version: str):
    community = world.community("ริมคลอง")
    browser = world.sign_in(Role.SECTION_HEAD)
    answer = browser.post(
        f"/d/bangna/communities/{community}",
        data={"name": "ริมคลอง", "kind": "urban", "status": "registered", "version": version},
    )
    assert answer.status_code == 409


def test_a_code_of_a_thousand_digits_is_refused_in_its_row(world: World):
    browser = world.sign_in(Role.SECTION_HEAD)
    rows = f"ชื่อชุมชน,ประเภทชุมชน,รหัสเขต,รหัสแขวง\nก,เมือง,{OVERLONG},\nข,เมือง,,{OVERLONG}\n"
    answer = browser.post(
        "/d/bangna/communities/imports",
        data={
            "file": (io.BytesIO(rows.encode()), "list.csv"),
            "as_of": "1/1/2569",
            "source": "ทดสอบ",
        },
        follow_redirects=True,
    )
    assert answer.status_code == 200
    assert "ข" in answer.text


def workbook(rows: int, columns: int, letters: int) -> bytes:
    """A workbook in which every cell shows one and the same long text."""
    packed = io.BytesIO()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    cells = "".join('<c t="s"><v>0</v></c>' for _ in range(columns))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{kind}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{kind}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{kind}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/sharedStrings.xml",
            f'<sst xmlns="{main}"><si><t>{"ab" * (letters // 2)}</t></si></sst>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{main}"><sheetData>'
            + "".join(f'<row r="{row}">{cells}</row>' for row in range(1, rows + 1))
            + "</sheetData></worksheet>",
        )
    return packed.getvalue()


def test_a_workbook_whose_cells_all_show_one_long_text_is_not_opened():
    with pytest.raises(FieldError, match="unpacks into far more"):
        read_lines(workbook(200, 10, 30_000), "list.xlsx")


def test_a_workbook_whose_cells_share_short_texts_is_read():
    assert len(read_lines(workbook(200, 10, 60), "list.xlsx")) == 200


def test_the_last_record_id_there_is_still_makes_zones(world: World):
    edition(world)
    adopted(world)
    browser = world.sign_in(Role.SECTION_HEAD)
    answer = browser.post(
        "/d/bangna/zones",
        data={
            "names-0": "โซน ก",
            "names-1": "โซน ข",
            "names-2": "โซน ค",
            "valid_from": "1/1/2569",
            "record_id": str(UUID(int=(1 << 128) - 1)),
        },
    )
    assert answer.status_code == 303


def test_a_draft_under_the_id_of_another_zones_draft_is_that_draft(world: World):
    edition(world)
    adopted(world)
    communities = [world.community() for _ in range(2)]
    zones = [world.zone(number, one) for number, one in enumerate(communities, start=1)]
    browser = world.sign_in(Role.SECTION_HEAD)
    for zone, community in zip(zones, communities, strict=True):
        fill_all(browser, zone, [community])
    sent = {"record_id": str(UUID(int=7))}
    answers = [browser.post(f"/d/bangna/zones/{one}/orders", data=sent) for one in zones]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
