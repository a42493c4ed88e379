"""The causes of a problem as a tree without script, and what is done about them."""

from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from core.db import uuid7
from core.i18n.dates import bangkok_today, show_date
from tenants.problems.causes import MOST_LEVELS
from tenants.problems.models import Problem, ProblemAction, ProblemCause
from tenants.problems.queries import Branch
from tenants.problems.tree import draw_tree
from tests.support.editions import adopted, edition
from tests.support.world import BANG_NA, World

TODAY = bangkok_today()


def typed(days: int) -> str:
    return show_date(TODAY + timedelta(days=days), style="numeric")


@pytest.fixture
def place(world: World) -> SimpleNamespace:
    """A problem of a zone, and an officer who works on it."""
    edition(world)
    adopted(world)
    zone, problem = world.zone(1, world.community()), uuid7()
    world.in_district(
        lambda session: session.add(
            Problem(
                district_id=BANG_NA,
                id=problem,
                zone_id=zone,
                kind="drugs",
                title="ท้ายซอยมืด",
                found_on=TODAY - timedelta(days=20),
                edition=1,
                reported_by="ทดสอบ",
                reported_by_position="ทดสอบ",
            )
        )
    )
    return SimpleNamespace(here=f"/d/bangna/problems/{problem}", officer=world.sign_in())


def causes(world: World) -> dict[str, SimpleNamespace]:
    """The stored causes by their words, in their order."""
    return world.in_district(
        lambda session: {
            row.text: SimpleNamespace(**row._mapping)
            for row in session.execute(
                select(ProblemCause.__table__).order_by(ProblemCause.position, ProblemCause.id)
            )
        }
    )


def add(world: World, place, text: str, parent: str = "") -> SimpleNamespace:
    sent = {"text": text, "parent": parent, "record_id": str(uuid7())}
    answer = place.officer.post(f"{place.here}/causes", data=sent)
    assert answer.status_code == 303, answer.text
    return causes(world)[text]


def test_the_tree_is_built_moved_and_pruned_without_script(world: World, place):
    dark = add(world, place, "ไฟเสีย")
    unpaid = add(world, place, "ไม่มีงบซ่อม", str(dark.id))
    idle = add(world, place, "ไม่มีกิจกรรมเยาวชน")
    assert place.officer.get(f"{place.here}/causes/new?parent={dark.id}").status_code == 200
    page = place.officer.get(place.here).text
    assert "<svg" in page
    for words in ("1.1 ไม่มีงบซ่อม", "2 ไม่มีกิจกรรมเยาวชน"):
        assert words in page, words
    edit = f"/d/bangna/problem-causes/{idle.id}"
    assert "ไฟเสีย" in place.officer.get(f"{edit}/edit").text
    assert place.officer.post(f"{edit}/moves", data={"direction": "up"}).status_code == 303
    assert place.officer.post(f"{edit}/moves", data={"direction": "up"}).status_code == 303
    assert place.officer.post(f"{edit}/moves", data={"direction": "round"}).status_code == 404
    tops = [cause.text for cause in causes(world).values() if cause.parent_id is None]
    assert tops == ["ไม่มีกิจกรรมเยาวชน", "ไฟเสีย"]
    version = causes(world)["ไม่มีกิจกรรมเยาวชน"].version
    change = {"text": "เยาวชนว่าง", "parent": str(unpaid.id), "version": str(version)}
    assert place.officer.post(edit, data=change).status_code == 303
    late = place.officer.post(edit, data=change | {"text": "ข้อความทีหลัง", "parent": ""})
    assert late.status_code == 409
    assert "ข้อความทีหลัง" in late.text
    assert "เยาวชนว่าง" in late.text
    removal = f"/d/bangna/problem-causes/{dark.id}/removal"
    assert place.officer.get(f"{removal}/new").status_code == 200
    assert place.officer.post(removal, data={"reason": ""}).status_code == 422
    assert place.officer.post(removal, data={"reason": "ซ่อมแล้ว"}).status_code == 303
    assert causes(world) == {}


def test_a_cause_never_lies_behind_itself_nor_too_deep(world: World, place):
    first = add(world, place, "เหตุ 1")
    last = first
    for level in range(2, MOST_LEVELS + 1):
        last = add(world, place, f"เหตุ {level}", str(last.id))
    deeper = place.officer.post(f"{place.here}/causes", data={"text": "ลึก", "parent": str(last.id)})
    assert deeper.status_code == 422
    assert "ไม่เกิน 5 ชั้น" in deeper.text
    around = {"text": "เหตุ 1", "parent": str(last.id), "version": "1"}
    answer = place.officer.post(f"/d/bangna/problem-causes/{first.id}", data=around)
    assert answer.status_code == 422
    assert "ภายใต้ตัวเองไม่ได้" in answer.text
    empty = place.officer.post(f"{place.here}/causes", data={"text": " ", "parent": ""})
    assert empty.status_code == 422
    unknown = {"text": "ก", "parent": str(uuid7())}
    assert place.officer.post(f"{place.here}/causes", data=unknown).status_code == 404


def test_a_branch_sent_twice_is_one(world: World, place):
    sent = {"text": "ไฟเสีย", "parent": "", "record_id": str(uuid7())}
    for _ in range(2):
        assert place.officer.post(f"{place.here}/causes", data=sent).status_code == 303
    assert len(causes(world)) == 1


def test_the_picture_has_a_box_for_each_cause_and_none_covers_another():
    def branch(number: str, *inside: Branch) -> Branch:
        return Branch(ProblemCause(text=f"เหตุที่ {number} " + "ก" * 60), number, inside)

    picture = draw_tree("ปัญหา", (branch("1", branch("1.1"), branch("1.2")), branch("2")))
    assert len(picture.boxes) == 5
    assert len(picture.lines) == 4
    assert len({(box.x, box.y) for box in picture.boxes}) == 5
    assert all(len(box.words) <= 30 for box in picture.boxes)
    for column in {box.x for box in picture.boxes}:
        heights = sorted(box.y for box in picture.boxes if box.x == column)
        assert all(b - a >= 44 for a, b in pairwise(heights))


def test_an_action_has_an_owner_and_a_day_and_ends_with_its_result(world: World, place):
    dark = add(world, place, "ไฟเสีย")
    assert place.officer.get(f"{place.here}/actions/new?cause={dark.id}").status_code == 200
    plan = {
        "text": "ซ่อมไฟ 3 จุด",
        "owner_name": "ฝ่ายโยธา",
        "organisation": "",
        "cause": str(dark.id),
        "due_on": typed(-1),
        "record_id": str(uuid7()),
    }
    for wrong, sentence in (
        ({"text": " "}, "โปรดระบุสิ่งที่จะทำ"),
        ({"owner_name": ""}, "โปรดระบุผู้รับผิดชอบ"),
        ({"due_on": typed(-21)}, "วันที่นี้อยู่ก่อนวันที่พบปัญหา"),
    ):
        answer = place.officer.post(f"{place.here}/actions", data=plan | wrong)
        assert answer.status_code == 422
        assert sentence in answer.text
    for _ in range(2):
        assert place.officer.post(f"{place.here}/actions", data=plan).status_code == 303
    action = world.in_district(lambda session: session.scalars(select(ProblemAction.id)).one())
    page = place.officer.get(place.here).text
    for words in ("ฝ่ายโยธา", "เกินกำหนด", "กำลังแก้ไข", "แก้ที่สาเหตุ: ไฟเสีย"):
        assert words in page, words
    here = f"/d/bangna/problem-actions/{action}"
    assert place.officer.get(f"{here}/edit").status_code == 200
    assert place.officer.post(here, data=plan | {"version": "1"}).status_code == 303
    conflict = place.officer.post(here, data=plan | {"version": "1", "text": "ซ่อมทีหลัง"})
    assert conflict.status_code == 409
    assert place.officer.get(f"{here}/result/new").status_code == 200
    result = {"done_on": typed(0), "outcome": "ซ่อมครบ", "cost": "1,200"}
    for wrong in ({"outcome": ""}, {"cost": "-1"}, {"done_on": typed(1)}, {"done_on": typed(-21)}):
        assert place.officer.post(f"{here}/result", data=result | wrong).status_code == 422, wrong
    assert place.officer.post(f"{here}/result", data=result).status_code == 303
    assert "1,200 บาท" in place.officer.get(place.here).text
    assert place.officer.get(f"{here}/removal/new").status_code == 200
    assert place.officer.post(f"{here}/removal", data={"reason": "ผิด"}).status_code == 422
    second = plan | {"record_id": str(uuid7()), "text": "ติดไฟเพิ่ม", "due_on": ""}
    place.officer.post(f"{place.here}/actions", data=second)
    other = world.in_district(
        lambda session: session.scalars(
            select(ProblemAction.id).where(ProblemAction.text == "ติดไฟเพิ่ม")
        ).one()
    )
    gone = place.officer.post(
        f"/d/bangna/problem-actions/{other}/removal", data={"reason": "ซ้ำกับโครงการ"}
    )
    assert gone.status_code == 303
    assert "ติดไฟเพิ่ม" not in place.officer.get(place.here).text
