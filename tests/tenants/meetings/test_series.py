"""Series: the four study meetings, and all zones × times with what refreshments cost."""

import re
from decimal import Decimal

import pytest

from tenants.meetings.models import Meeting, MeetingSeries
from tenants.meetings.series import Cost
from tests.support.world import World
from tests.tenants.meetings.calling import House, day, errors_in, house

HERE = "/d/bangna/meeting-series"


@pytest.fixture
def place(world: World) -> House:
    return house(world)


def sent(place: House, **changes: object) -> dict[str, object]:
    return {
        "record_id": "01900000-0000-7000-8000-00000000000a",
        "kind": "zone",
        "title": "การประชุมของทุกโซน",
        "zones": [str(place.zone), str(place.other_zone)],
        "dates": f"{day(10)}\n{day(40)}\n\n{day(70)}",
        "starts_at": "9:00",
        "ends_at": "12:00",
        "place": "ห้องประชุมตัวอย่าง",
        "catering_rate": "25",
        "catering_heads": "30",
        "rate_source": "แผนการใช้จ่าย",
    } | changes


def test_the_studys_formula_gives_its_sum():
    cost = Cost(Decimal(25), 30, 5, 3)
    assert (cost.each, cost.total) == (Decimal(750), Decimal(11_250))
    assert Cost(None, 30, 5, 3).total is None


def test_all_zones_are_planned_in_one_step_after_a_preview(place: House):
    page = place.officer.get(f"{HERE}/new")
    assert "โซน 1" in page.text
    assert "โซน 2" in page.text
    preview = place.officer.post(f"{HERE}/preview", data=sent(place))
    assert preview.status_code == 200
    assert place.rows(MeetingSeries) == []
    assert "25 บาท × 30 คน × 2 กลุ่ม × 3 ครั้ง = 4,500 บาท" in preview.text
    names = re.findall(r'name="(day-\d+)" value="([^"]+)"', preview.text)
    assert [value for _, value in names] == [day(n) for n in (10, 10, 40, 40, 70, 70)]
    typed = dict(names) | {"day-1": day(12)}
    for _ in range(2):
        answer = place.officer.post(HERE, data=sent(place, **typed))
        assert answer.status_code == 303, answer.text
    (series,) = place.rows(MeetingSeries)
    assert (series["groups"], series["times"], series["catering_heads"]) == (2, 3, 30)
    meetings = place.rows(Meeting)
    assert len(meetings) == 6
    assert {row["series_id"] for row in meetings} == {series["id"]}
    second = sorted(row["held_on"] for row in meetings if row["zone_id"] == place.other_zone)
    assert min(row["number"] for row in meetings if row["zone_id"] == place.zone) == 1
    assert second[0].day == int(day(12).split("/")[0])
    page = place.officer.get(f"{HERE}/{series['id']}").text
    assert "25 × 30 = 750 บาท" in page
    assert page.count("<h2>") >= 3
    assert "การประชุมของทุกโซน" in place.officer.get(HERE).text
    assert place.chair.get(f"{HERE}/{series['id']}").status_code == 200


def test_the_study_committees_four_meetings_have_the_manuals_purposes(place: House):
    page = place.officer.get(f"{HERE}/new?kind=study").text
    assert "แบ่งหน้าที่ความรับผิดชอบและวางแผนการดำเนินการ" in page
    plan = sent(place, kind="study", zones=[], catering_rate="", catering_heads="")
    short = place.officer.post(f"{HERE}/preview", data=plan)
    assert short.status_code == 422
    assert any("โปรดกรอก 4 วัน" in each for each in errors_in(short.text))
    plan["dates"] = "\n".join(day(n) for n in (10, 30, 45, 60))
    preview = place.officer.post(f"{HERE}/preview", data=plan)
    assert "ยังไม่มียอดรวม" in preview.text
    assert place.officer.post(HERE, data=plan).status_code == 303
    meetings = sorted(place.rows(Meeting), key=lambda row: row["held_on"])
    assert [row["pattern_key"] for row in meetings] == [f"study_{n}" for n in range(1, 5)]
    assert "เครือข่ายชุมชนต้นแบบ" in meetings[3]["purpose"]
    assert [item["title"] for item in place.items(meetings[0]["id"])] == [meetings[0]["purpose"]]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"dates": "32/13/2569"}, "32/13/2569"),
        ({"dates": "1/1/2560"}, "ผ่านไปแล้ว"),
        ({"zones": []}, "เลือกอย่างน้อยหนึ่งโซน"),
        ({"ends_at": "8:00"}, "เวลาเลิกประชุม"),
        ({"dates": ""}, "อย่างน้อยหนึ่งวัน"),
        ({"day-0": day(11), "day-2": "ไม่ใช่วันที่"}, "อ่านวันที่"),
        ({"dates": "\n".join([day(9), day(9)])}, "ซ้ำสองครั้ง"),
    ],
)
def test_wrong_input_writes_nothing_and_stays(
    place: House, wrong: dict[str, object], sentence: str
):
    answer = place.officer.post(HERE, data=sent(place, **wrong))
    assert answer.status_code == 422
    assert any(sentence in each for each in errors_in(answer.text)), errors_in(answer.text)
    assert "การประชุมของทุกโซน" in answer.text
    assert "แผนการใช้จ่าย" in answer.text
    assert all(str(typed) in answer.text for key, typed in wrong.items() if key.startswith("day-"))
    assert place.rows(Meeting) == []
    assert place.rows(MeetingSeries) == []
