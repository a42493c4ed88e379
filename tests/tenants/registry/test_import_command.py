"""Taking over the communities of the whole city from the command line."""

import csv
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.i18n.dates import bangkok_today, first_of_month
from core.indicators.models import Fact
from tenants.registry.models import Community, CommunityFigures
from tests.support.world import BANG_NA, World

FILE = (
    "ชื่อชุมชน,ประเภท,รหัสเขต,ประชากร,ชาย,หญิง\n"
    "ริมคลอง,เมือง,1047,100,40,50\n"
    "ริมน้ำ,เมือง,1009,,,\n"
    ",เมือง,1047,,,\n"
    "ต่างจังหวัด,เมือง,9999,,,\n"
)


def run(world: World, *arguments: object) -> Result:
    return world.app.test_cli_runner().invoke(
        args=["communities", "import", *(str(argument) for argument in arguments)]
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "รายชื่อ.csv"
    path.write_text(FILE, encoding="utf-8-sig")
    return path


def counted(world: World, office: int) -> tuple[int, int]:
    """Communities and residents in the register of an office."""

    def count(session):
        return (
            session.scalar(select(func.count()).select_from(Community)),
            session.scalar(select(func.coalesce(func.sum(CommunityFigures.residents), 0))),
        )

    return world.in_district(count, office)


def audit_rows(world: World, offices: list[int]) -> int:
    return sum(
        world.in_district(
            lambda session: session.scalar(select(func.count()).select_from(AuditEntry)), office
        )
        for office in offices
    )


def test_the_citys_list_becomes_fifty_registers_and_the_facts_agree(
    world: World, shared_data: Path
):
    path = shared_data / "communities.csv"
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    expected = Counter(int(row["district_code"]) for row in rows)
    residents: Counter[int] = Counter()
    for row in rows:
        residents[int(row["district_code"])] += int(row["population"] or 0)
    begin = time.monotonic()
    first = run(world, path, "--source", "รายชื่อชุมชน")
    took = time.monotonic() - begin
    assert first.exit_code == 0, first.output
    assert "เพิ่มใหม่ 2141 เปลี่ยนแปลง 0 ไม่เปลี่ยนแปลง 0 ไม่ผ่าน 0" in first.output
    assert took < 10, f"{took:.1f} s"
    assert len(expected) == 50
    for office in expected:
        assert counted(world, office) == (expected[office], residents[office])
    before = audit_rows(world, sorted(expected))
    second = run(world, path, "--source", "รายชื่อชุมชน")
    assert "เพิ่มใหม่ 0 เปลี่ยนแปลง 0 ไม่เปลี่ยนแปลง 2141 ไม่ผ่าน 0" in second.output
    assert audit_rows(world, sorted(expected)) == before
    world.work_off()
    month = first_of_month(bangkok_today())
    for measure, sums in (("registry.communities", expected), ("registry.residents", residents)):
        for office, total in sums.items():
            fact = world.in_district(
                lambda session, measure=measure: session.scalar(
                    select(Fact.value).where(
                        Fact.measure == measure,
                        Fact.month == month,
                        Fact.zone_id.is_(None),
                        Fact.community_id.is_(None),
                    )
                ),
                office,
            )
            assert fact == total, (measure, office)


def test_each_rejected_row_is_named_with_its_line_and_the_rest_is_taken_over(
    world: World, file: Path
):
    answer = run(world, file, "--as-of", "2568-08-01")
    assert answer.exit_code == 0
    for words in (
        "บรรทัดที่ 4 “” ไม่ผ่าน: ไม่มีชื่อชุมชน",
        "บรรทัดที่ 5 “ต่างจังหวัด” ไม่ผ่าน: “9999” ไม่ใช่รหัสเขต",
        "บรรทัดที่ 2 “ริมคลอง” ควรตรวจสอบ: ชายและหญิงรวมกันได้ 90 คน",
        "1047 บางนา: เพิ่มใหม่ 1",
        "รวม 2 เขต ข้อมูล ณ วันที่ 1/8/2568: เพิ่มใหม่ 2 เปลี่ยนแปลง 0 ไม่เปลี่ยนแปลง 0 ไม่ผ่าน 2",
    ):
        assert words in answer.output
    as_of = world.in_district(lambda session: session.scalar(select(Community.registered_from)))
    assert as_of == date(2025, 8, 1)


def test_one_district_takes_its_own_rows_and_says_how_many_were_left_out(world: World, file: Path):
    answer = run(world, file, "--district", BANG_NA, "--as-of", "1/8/2568")
    assert answer.exit_code == 0
    assert "แถวของเขตอื่นที่ไม่ได้นำเข้า: 1" in answer.output
    assert counted(world, BANG_NA) == (1, 100)
    assert counted(world, 1009) == (0, 0)


def test_a_rehearsal_writes_nothing(world: World, file: Path):
    answer = run(world, file, "--dry-run")
    assert answer.exit_code == 0
    assert "เพิ่มใหม่ 2" in answer.output
    assert "ไม่มีข้อมูลใดถูกบันทึก" in answer.output
    assert counted(world, BANG_NA) == (0, 0)


def test_the_first_real_rows_are_said_to_end_the_life_on_examples(world: World, file: Path):
    world.community("ตัวอย่าง", is_example=True)
    assert "ข้อมูลตัวอย่างจะไม่นับ" in run(world, file).output
    assert "ข้อมูลตัวอย่างจะไม่นับ" not in run(world, file).output


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "ไฟล์ว่าง"),
        ("a.pdf", b"x", ".xlsx"),
        ("a.csv", b"a,b\n1,2\n", "ไม่พบคอลัมน์"),
        ("a.csv", b"x" * (20 * 1024 * 1024 + 1), "20 เมกะไบต์"),
    ],
    ids=["empty", "kind", "headings", "large"],
)
def test_a_file_that_cannot_be_read_ends_with_1_and_a_sentence(
    world: World, tmp_path: Path, name: str, content: bytes, sentence: str
):
    path = tmp_path / name
    path.write_bytes(content)
    answer = run(world, path)
    assert answer.exit_code == 1
    assert sentence in answer.output


def test_a_missing_file_ends_with_1(world: World, tmp_path: Path):
    assert run(world, tmp_path / "none.csv").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--as-of", "2025-08-01"), "2568"),
        (("--as-of", "วันนี้"), "ไม่ใช่วันที่"),
        (("--as-of", f"{bangkok_today() + timedelta(days=1):%d/%m}/2600"), "อนาคต"),
        (("--district", "1000"), "1000"),
    ],
)
def test_a_wrong_option_is_refused(
    world: World, file: Path, arguments: tuple[str, ...], sentence: str
):
    answer = run(world, file, *arguments)
    assert answer.exit_code != 0
    assert sentence in answer.output
    assert counted(world, BANG_NA) == (0, 0)
