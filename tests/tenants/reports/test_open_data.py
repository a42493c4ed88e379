"""A director releases figures to everybody: small counts held back, under a number, taken back with a reason."""

import csv
import json
import re
from datetime import date
from io import StringIO

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.extensions import db
from core.reporting.models import DatasetRelease
from core.tenancy import scope
from tests.support.periods import Director
from tests.support.reports import fill, rename
from tests.support.world import World

MANAGED = "/d/bangna/open-data"
PUBLIC = "/open-data"
ZONES = "indicators-by-zone"
PERIOD = "2026-08"
VALUES = {"registry.communities": 30, "registry.residents": 900, "training.invited": 60}
PRESENT = (3, 20, 30, 0)
INVITED = (40, 40, 32, 40)
RESIDENTS = (225, 224, 223, 226)
"""Two fewer than the whole district has: somebody lives in no zone."""


class Releasing:
    """A director who looks at a data set and releases what is seen."""

    def __init__(self, world: World, **details) -> None:
        self.director = Director(world, **details)

    def look(self, key: str = ZONES, period: str = PERIOD, base: str = MANAGED):
        return self.director.browser.get(f"{base}/{key}/releases/new?period={period}")

    def release(self, key: str = ZONES, base: str = MANAGED, period: str = PERIOD, **values):
        page = self.look(key, period, base).text
        seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
        return self.director.browser.post(
            f"{base}/{key}/releases",
            data={
                "record_id": str(uuid7()),
                "period": period,
                "seen": seen[1] if seen else "",
                "objective": "ให้ประชาชนติดตามผล",
                "contact": "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
            }
            | self.director.said()
            | values,
        )


@pytest.fixture
def filled(world: World) -> World:
    zones = [world.zone(number, world.community()) for number in range(1, 5)]
    rename(world, zones[1], "=cmd|' /C'!A1")
    fill(
        world,
        1047,
        [date(2026, 8, 1)],
        VALUES | {"training.present": sum(PRESENT)},
        {
            zone: {
                "registry.communities": 7,
                "registry.residents": residents,
                "training.invited": invited,
                "training.present": present,
            }
            for zone, present, invited, residents in zip(
                zones, PRESENT, INVITED, RESIDENTS, strict=True
            )
        },
    )
    return world


def counted(rows: list[dict], indicator: str) -> dict[str, object]:
    return {row["zone"]: row["numerator"] for row in rows if row["indicator"] == indicator}


def test_what_is_seen_before_is_what_everybody_gets_and_small_counts_are_held_back(filled: World):
    office = Releasing(filled)
    assert "ยังไม่ได้เผยแพร่" in office.director.browser.get(MANAGED).text
    assert "เลือก" in office.director.browser.get(f"{MANAGED}/{ZONES}/releases/new").text
    page = office.look().text
    assert "ปกปิด" in page
    visitor = filled.app.test_client()
    assert "ยังไม่มี" in visitor.get(PUBLIC).text
    assert visitor.get(f"{PUBLIC}/bangna/{ZONES}").status_code == 404
    incomplete = office.release(contact="")
    assert incomplete.status_code == 422
    assert "ระบุ" in incomplete.text
    other = office.release(seen="0" * 64)
    assert other.status_code == 422
    assert "เปลี่ยนแปลง" in other.text
    sent = {"record_id": str(uuid7())}
    first, second = office.release(**sent), office.release(**sent)
    assert first.location == second.location
    assert "ดูหน้าสาธารณะ" in office.director.browser.get(first.location).text

    rows = visitor.get(f"{PUBLIC}/bangna/{ZONES}/1/data.json").json
    # Two of zone 3 did not come. The same people count under another indicator as well.
    present = {"": 53, "โซน 1": None, "=cmd|' /C'!A1": 20, "โซน 3": None, "โซน 4": 0}
    assert counted(rows, "out2") == counted(rows, "trainees") == present
    residents = {"": 900, "โซน 1": 225, "=cmd|' /C'!A1": 224, "โซน 3": None, "โซน 4": 226}
    assert counted(rows, "residents") == residents
    held = [row for row in rows if row["status"] == "suppressed" and row["indicator"] == "out2"]
    assert {row["zone"] for row in held} == {"โซน 1", "โซน 3"}
    assert all(row["value"] is None for row in held)
    shown = visitor.get(f"{PUBLIC}/bangna/{ZONES}").text
    for words in ("Open Data Common", "ปกปิด", "ฝ่ายพัฒนาชุมชน", "สำนักงานเขตบางนา"):
        assert words in shown
    names = filled.in_district(
        lambda session: set(session.scalars(select(DatasetRelease.released_by)))
    )
    assert not any(name in shown for name in names)
    english = filled.app.test_client()
    with english.session_transaction() as cookie:
        cookie["language"] = "en"
    assert "Held back" in english.get(f"{PUBLIC}/bangna/{ZONES}/1").text


def test_programs_get_csv_json_and_metadata_from_every_site_and_304_where_nothing_changed(
    filled: World,
):
    assert Releasing(filled).release().status_code == 303
    visitor = filled.app.test_client()
    base = f"{PUBLIC}/bangna/{ZONES}/1"
    answers = {
        kind: visitor.get(f"{base}/{kind}")
        for kind in ("data.csv", "data.json", "datapackage.json")
    }
    answers["catalogue.jsonld"] = visitor.get(f"{PUBLIC}/catalogue.jsonld")
    types = ("text/csv", "application/json", "application/json", "application/ld+json")
    for answer, content_type in zip(answers.values(), types, strict=True):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.content_type.startswith(content_type)
        again = visitor.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    assert "Access-Control-Allow-Origin" not in visitor.get(base).headers
    rows = list(csv.DictReader(StringIO(answers["data.csv"].data.decode("utf-8-sig"), newline="")))
    assert "'=cmd|' /C'!A1" in {row["zone"] for row in rows}
    assert len(rows) == len(answers["data.json"].json)

    package = answers["datapackage.json"].json
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    fields = {each["name"]: each["type"] for each in package["resources"][0]["schema"]["fields"]}
    assert list(fields) == list(rows[0])
    assert fields["numerator"] == "number"
    assert fields["month"] == "yearmonth"
    schema = package["resources"][0]["schema"]
    (zone,) = [each for each in schema["fields"] if each["name"] == "zone_id"]
    assert schema["primaryKey"] == ["district_code", "zone_id", "month", "indicator"]
    assert zone["missingValues"] == []
    thai = package["x-gd-catalog"]
    asked_for = (
        "title owner_org maintainer objective update_frequency_unit geo_coverage data_source "
        "data_format data_category license_id accessible_condition created_date data_language"
    )
    assert all(thai[name] for name in asked_for.split(" "))
    (described,) = json.loads(answers["catalogue.jsonld"].data)["dcat:dataset"]
    assert described["@type"] == "dcat:Dataset"
    assert described["gdc:license_id"] == "Open Data Common"
    assert {each["dct:title"] for each in described["dcat:distribution"]} == {"CSV", "JSON"}


def test_a_release_is_followed_by_the_next_number_and_taken_back_with_a_reason(filled: World):
    office = Releasing(filled)
    browser, visitor = office.director.browser, filled.app.test_client()
    first = office.release().location
    second = office.release().location
    assert first != second
    assert "เผยแพร่ครั้งที่ 2" in visitor.get(f"{PUBLIC}/bangna/{ZONES}").text
    assert "ใหม่กว่า" in visitor.get(f"{PUBLIC}/bangna/{ZONES}/1").text
    assert "หรือไม่" in browser.get(f"{second}/withdrawal/new").text
    assert browser.post(f"{second}/withdrawal", data={"reason": " "}).status_code == 422
    for _time in range(2):
        done = browser.post(f"{second}/withdrawal", data={"reason": "ตัวเลขผิด"})
        assert done.status_code == 303
    assert visitor.get(f"{PUBLIC}/bangna/{ZONES}/2/data.csv").status_code == 404
    assert "เผยแพร่ครั้งที่ 1" in visitor.get(f"{PUBLIC}/bangna/{ZONES}").text
    assert "ตัวเลขผิด" in browser.get(second).text
    actions = filled.in_district(lambda session: set(session.scalars(select(AuditEntry.action))))
    assert {"dataset:released", "dataset:withdrawn"} <= actions
    with pytest.raises(DBAPIError, match="permission denied"):
        filled.in_district(
            lambda session: session.execute(text("UPDATE dataset_releases SET rows = '[]'"))
        )
    with filled.app.app_context(), scope.work(db.session, scope.public_scope()):
        seen = db.session.execute(text("SELECT number FROM published_datasets")).scalars().all()
        assert seen == [1]
    with (
        filled.app.app_context(),
        pytest.raises(DBAPIError, match="permission denied"),
        scope.work(db.session, scope.public_scope()),
    ):
        db.session.execute(text("SELECT released_by FROM dataset_releases"))


def test_a_zone_that_took_over_the_name_of_a_closed_one_hides_nothing_of_it(world: World):
    closed = world.zone(1, world.community(), closed_on=date(2026, 8, 20))
    zones = {closed: 3, world.zone(2, world.community()): 30, world.zone(3, world.community()): 9}
    rename(world, list(zones)[1], "โซน 1")
    measures = {zone: {"training.present": present} for zone, present in zones.items()}
    fill(world, 1047, [date(2026, 8, 1)], VALUES | {"training.present": 42}, measures)
    assert Releasing(world).release().status_code == 303
    rows = world.app.test_client().get(f"{PUBLIC}/bangna/{ZONES}/1/data.json").json
    trainees = {row["zone_number"]: row for row in rows if row["indicator"] == "trainees"}
    assert {number: row["numerator"] for number, row in trainees.items()} == {
        None: 42,
        1: None,
        2: 30,
        3: None,
    }
    assert trainees[1]["zone"] == trainees[2]["zone"] == "โซน 1"
    assert trainees[1]["zone_id"] == str(closed)


def test_a_correction_of_a_few_people_is_held_back_under_whatever_name_the_zone_has(world: World):
    august, present = [date(2026, 8, 1)], (20, 30, 40)
    zones = [world.zone(number, world.community()) for number in (1, 2, 3)]

    def count(*changed: int) -> None:
        measures = {
            zone: {"training.present": number, "training.invited": 60}
            for zone, number in zip(zones, changed, strict=True)
        }
        whole = VALUES | {"training.present": sum(changed), "training.invited": 180}
        fill(world, 1047, august, whole, measures)

    office, visitor = Releasing(world), world.app.test_client()

    def released() -> dict[str, tuple[str, object]]:
        assert office.release().status_code == 303
        rows = visitor.get(f"{PUBLIC}/bangna/{ZONES}/{len(seen) + 1}/data.json")
        seen.append(
            {
                row["zone_id"]: (row["zone"], row["numerator"])
                for row in rows.json
                if row["indicator"] == "trainees"
            }
        )
        return seen[-1]

    seen: list[dict[str, tuple[str, object]]] = []
    count(*present)
    assert {value for _, value in released().values()} == {90, *present}
    rename(world, zones[0], "โซนริมคลอง")
    count(23, 60, 40)
    first, second, third = map(str, zones)
    assert released() == {
        "": ("", 123),
        first: ("โซนริมคลอง", None),
        second: ("โซน 2", None),
        third: ("โซน 3", 40),
    }
    # The same people under the share of those who were invited are held back as well.
    rows = visitor.get(f"{PUBLIC}/bangna/{ZONES}/2/data.json").json
    assert {
        row["zone_id"] for row in rows if row["indicator"] == "out2" and row["value"] is None
    } == {
        first,
        second,
    }
    # What the first release showed is known for good: it does not come back by being taken back.
    newest = office.director.browser.get(MANAGED).text
    assert "เผยแพร่ครั้งที่ 2" in newest
    count(26, 60, 40)
    assert released()[first] == ("โซนริมคลอง", None)
    page = visitor.get(f"{PUBLIC}/bangna/{ZONES}/2").text
    assert "ต่างจากที่เคยเผยแพร่" in page
    # What the office has to look at itself is said before it releases, and not to the public.
    assert "สิ่งที่ระบบตรวจไม่ได้" in office.look().text
    assert "สิ่งที่ระบบตรวจไม่ได้" not in page


def test_the_answers_of_a_few_people_are_as_personal_as_the_people(world: World, owner):
    """The readings of M88 count answers: what matters is how many people gave them."""
    with owner.begin() as connection:
        connection.execute(
            text(
                "UPDATE indicator_definitions SET state = 'published', published_at = now() "
                "WHERE key = 'outc2' AND version = 2"
            )
        )
    answers = {"training.gain_sum": 24, "training.right_before": 30, "training.wrong_before": 30}
    office, visitor = Releasing(world), world.app.test_client()
    told = []
    for month, tested, gained in (("2026-07", 6, 3), ("2026-08", 3, 24)):
        day = date.fromisoformat(f"{month}-01")
        measures = VALUES | answers | {"training.tested": tested, "training.gain_sum": gained}
        fill(world, 1047, [day], measures)
    for _again in range(2):
        done = office.release("indicators-by-month", period="2026-07_2026-08")
        assert done.status_code == 303
        number = len(told) + 1
        rows = visitor.get(f"{PUBLIC}/bangna/indicators-by-month/{number}/data.json").json
        told.append(
            {
                row["month"]: (row["numerator"], row["denominator"], row["status"])
                for row in rows
                if row["indicator"] == "outc2"
            }
        )
        # One of the six is marked anew: the answers change, the people do not.
        fill(
            world,
            1047,
            [date(2026, 7, 1)],
            VALUES | answers | {"training.tested": 6, "training.gain_sum": 9},
        )
    assert told[0] == {"2026-07": (3, 30, "known"), "2026-08": (None, None, "suppressed")}
    assert told[1] == dict.fromkeys(("2026-07", "2026-08"), (None, None, "suppressed"))


def test_programs_are_told_that_figures_are_examples(world: World):
    fill(world, 1047, [date(2026, 8, 1)], VALUES, is_example=True)
    assert Releasing(world).release("indicators-by-month").status_code == 303
    visitor = world.app.test_client()
    package = visitor.get(f"{PUBLIC}/bangna/indicators-by-month/1/datapackage.json").json
    assert "ข้อมูลตัวอย่าง" in package["title"]
    assert "ข้อมูลตัวอย่าง" in package["x-gd-catalog"]["title"]
    assert "example data" in visitor.get(f"{PUBLIC}/catalogue.jsonld").text


def test_only_the_director_releases_and_only_what_there_is(filled: World):
    officer = filled.sign_in(Role.SOCIAL_DEVELOPER)
    assert officer.get(MANAGED).status_code == 200
    assert officer.get(f"{MANAGED}/{ZONES}/releases/new").status_code == 403
    office = Releasing(filled)
    assert office.look("indicators-by-district").status_code == 404
    assert office.look(period="2099-01").status_code == 200
    assert "ยังไม่เริ่ม" in office.look(period="2099-01").text
    assert "36" in office.look(period="2017-01_2026-01").text
    for nonsense in ("0001-01", "ก" * 400):
        assert "ไม่มีช่วงเวลานี้" in office.look(period=nonsense).text
        assert office.release(period=nonsense, seen="0" * 64).status_code == 404
    assert office.release(period="2099-01", seen="0" * 64).status_code == 404
    visitor = filled.app.test_client()
    for path in ("nowhere/x", "bangna/x", "bangna/x/1/data.json", "bangna/x/1/datapackage.json"):
        assert visitor.get(f"{PUBLIC}/{path}").status_code == 404
