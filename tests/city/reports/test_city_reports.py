"""The department's report over 50 districts, its open data, and the public board drawn from them."""

import csv
import re
from datetime import date
from io import StringIO

from core.access.roles import Role
from core.db import uuid7
from core.tenancy.queries import office
from core.tenancy.scope import DEPARTMENT
from tests.support.periods import Director
from tests.support.reports import fill
from tests.support.world import BANG_NA, NEIGHBOUR, World

MONTHS = [date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)]
KEY = "indicators-by-district"
OPEN = "/city/open-data"
THIRD = 1010


def values(present: int) -> dict[str, int]:
    return {
        "registry.communities": 30,
        "registry.residents": 900,
        "training.invited": 40,
        "training.present": present,
        "meetings.held": 4,
        "meetings.minutes_adopted_in_time": 3,
    }


THAI = re.compile("[\u0e00-\u0e7f]+")


def release(officer: Director, base: str, key: str, period: str) -> str:
    """Look at a data set, release what is seen, and answer where it stands."""
    page = officer.browser.get(f"{base}/{key}/releases/new?period={period}").text
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen is not None
    answer = officer.browser.post(
        f"{base}/{key}/releases",
        data={
            "record_id": str(uuid7()),
            "period": period,
            "seen": seen[1],
            "objective": "ให้ประชาชนติดตามผล",
            "contact": "กองพัฒนาชุมชน",
        }
        | officer.said(),
    )
    assert answer.status_code == 303, answer.text
    return answer.location


def test_the_city_adds_districts_up_part_by_part_and_says_what_it_leaves_out(world: World):
    fill(world, BANG_NA, MONTHS, values(20))
    fill(world, NEIGHBOUR, MONTHS, values(40))
    fill(world, THIRD, MONTHS, values(40), is_example=True)
    officer = Director(world, Role.DEPARTMENT_OFFICER, office=DEPARTMENT)
    browser = officer.browser
    assert "จัดทำรายงาน" in browser.get("/city/reports").text
    assert browser.get("/city/reports/new").status_code == 200
    sent = {"period": "range", "first": "2026-06", "last": "2026-08", "record_id": str(uuid7())}
    address = browser.post("/city/reports", data=sent).location
    second = browser.post("/city/reports", data=sent | {"record_id": str(uuid7())})
    assert second.status_code == 422
    assert f'href="{address}"' in second.text
    with world.statements() as statements:
        page = browser.get(address).text
        assert browser.get("/city/reports").status_code == 200
    assert len(statements) <= 8
    assert "18/24" in page
    assert "9/12" in page
    assert "ไม่นับข้อมูลตัวอย่างของ 1 เขต" in page
    assert page.count("ยังไม่ได้นับ") >= 47
    assert "รับรองแล้ว 0 จาก 50 เขต" in page
    assert browser.get(f"{address}/publication/new").status_code == 200
    done = browser.post(f"{address}/publication", data=officer.said() | {"version": "1"})
    assert done.status_code == 303
    world.work_off()
    assert browser.get(f"{address}/files/xlsx").data.startswith(b"PK")
    assert len(browser.get(f"{address}/files/pdf").data) > 50_000
    auditor = world.sign_in(Role.AUDITOR, DEPARTMENT)
    assert auditor.get(f"{address}/state").status_code == 200
    assert auditor.get("/city/reports/new").status_code == 403
    assert world.sign_in(Role.DIRECTOR).get(address).status_code == 404


def test_neither_tier_gives_away_what_the_other_one_holds_back(world: World):
    present = {BANG_NA: 3, NEIGHBOUR: 20, THIRD: 30}
    for code, number in present.items():
        fill(world, code, MONTHS, values(number))
    neighbour = Director(world, office=NEIGHBOUR)
    release(neighbour, "/d/phrakhanong/open-data", "indicators-by-month", "2026-08")
    officer = Director(world, Role.DEPARTMENT_OFFICER, office=DEPARTMENT)
    release(officer, OPEN, KEY, "2026-07_2026-08")
    visitor = world.app.test_client()
    rows = visitor.get(_address_of(visitor, "data.json"))
    august = {
        int(row["district_code"]): row["numerator"]
        for row in rows.json
        if row["indicator"] == "out2" and row["month"] == "2026-08"
    }
    # The neighbour has shown its own 20 already: it covers nothing, and the third district does.
    assert {code: august[code] for code in (*present, DEPARTMENT)} == {
        BANG_NA: None,
        NEIGHBOUR: 20,
        THIRD: None,
        DEPARTMENT: 53,
    }
    third = Director(world, office=THIRD)
    release(third, f"/d/{_slug(world, THIRD)}/open-data", "indicators-by-month", "2026-08")
    own = visitor.get(f"/open-data/{_slug(world, THIRD)}/indicators-by-month/1/data.json").json
    assert {row["numerator"] for row in own if row["indicator"] == "out2"} == {None}


def test_the_public_board_is_drawn_from_released_figures_alone(world: World):
    visitor = world.app.test_client()
    assert "ยังไม่มีข้อมูลที่เผยแพร่" in visitor.get("/open-data/board").text
    fill(world, BANG_NA, MONTHS, values(20))
    officer = Director(world, Role.DEPARTMENT_EXECUTIVE, office=DEPARTMENT)
    release(officer, OPEN, KEY, "2026-06_2026-08")
    fill(world, BANG_NA, MONTHS, values(20) | {"meetings.minutes_adopted_in_time": 1})
    for month in ("", "?month=2026-07", "?month=x"):
        page = visitor.get(f"/open-data/board{month}").text
        assert "<svg" in page
        assert "75.0" in page
        assert "25.0" not in page
        assert "จาก 1 ใน 50 เขต" in page
        assert page.count('class="tile-name') >= 50
        assert ("“x” ซึ่งไม่มีในข้อมูลที่เผยแพร่" in page) is month.endswith("=x")
    chosen = visitor.get("/open-data/board?indicator=communities").text
    assert "บางนา: 30 ชุมชน" in chosen
    catalogue = visitor.get("/open-data").text
    assert "สำนักพัฒนาสังคม" in catalogue
    with world.statements() as statements:
        visitor.get("/open-data")
    assert len(statements) <= 3
    page = visitor.get(re.search(rf"/open-data/[a-z-]+/{KEY}", catalogue)[0]).text
    assert "Frictionless" in page
    assert "กองพัฒนาชุมชน" in page


def test_an_english_reader_meets_thai_only_where_an_officer_has_typed_it(world: World):
    fill(world, BANG_NA, MONTHS, values(20))
    officer = Director(world, Role.DEPARTMENT_EXECUTIVE, office=DEPARTMENT)
    release(officer, OPEN, KEY, "2026-08")
    visitor = world.app.test_client()
    visitor.post("/language", data={"language": "en"})
    address = _address_of(visitor, "").rstrip("/")
    for path in ("/open-data", "/open-data/board?month=2026-08", address):
        page = visitor.get(path).text
        assert 'lang="en"' in page
        assert THAI.findall(_without_typed(page)) == [], path
    page = visitor.get(address).text
    assert {"Bang Na", "communities", "กองพัฒนาชุมชน"} <= set(re.findall(r">([^<>]+)<", page))
    file = visitor.get(f"{address}/data.csv").data.decode("utf-8-sig")
    rows = csv.DictReader(StringIO(file, newline=""))
    row = next(each for each in rows if each["district"] == "บางนา" and each["unit"] == "%")
    assert [row[name] for name in ("unit", "unit_en", "district_en")] == ["%", "%", "Bang Na"]
    dcat = visitor.get("/open-data/catalogue.jsonld").json
    texts = [dcat["dct:title"], dcat["dct:publisher"]["foaf:name"]]
    dataset = dcat["dcat:dataset"][0]
    texts += [dataset["dct:title"], dataset["dct:description"], dataset["dct:spatial"]["dct:title"]]
    texts += [dataset["dcat:keyword"]]
    for text in texts:
        english = [each["@value"] for each in text if each["@language"] == "en"]
        assert english
        assert THAI.findall(" ".join(english)) == []
    package = visitor.get(f"{address}/datapackage.json").json
    assert package["x-title-en"] == "Indicators of community networks by district and month"


def _without_typed(page: str) -> str:
    """A page without what says of itself that it is Thai, and without the way to the Thai page."""
    typed = re.sub(r'<(span|button)[^>]*lang="th".*?</\1>', "", page, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", typed)


def _address_of(visitor, name: str) -> str:
    found = re.search(rf"/open-data/[a-z-]+/{KEY}/1", visitor.get("/open-data").text)
    assert found is not None
    return f"{found[0]}/{name}"


def _slug(world: World, code: int) -> str:
    slug: str = world.in_district(lambda session: office(session, code).slug, code)
    return slug
