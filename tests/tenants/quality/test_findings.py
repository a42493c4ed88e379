"""What looks wrong in an office's records: found by a worker, corrected or explained by people."""

import re
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.composition import composition_of
from core.db import uuid7
from core.extensions import db
from core.i18n.dates import bangkok_today, first_of_month, shift_month
from core.indicators.measures import Month, Periods
from core.quality.models import FindingState, QualityFinding
from core.tenancy import scope
from tenants.activities.models import Activity
from tenants.quality import service
from tenants.registry.models import CommunityFigures
from tests.support.world import BANG_NA, NEIGHBOUR, World

PAGE = "/d/bangna/quality/findings"
LAST_MONTH = shift_month(bangkok_today(), -1)


def figures(world: World, community: UUID, day: date | None = None, **numbers) -> None:
    world.in_district(
        lambda session: session.add(
            CommunityFigures(
                district_id=BANG_NA,
                community_id=community,
                as_of=day or bangkok_today(),
                source="สำรวจ",
                recorded_by="นางสาวผู้บันทึก",
                **numbers,
            )
        )
    )


def activity(world: World, community: UUID, people: int, day: date = LAST_MONTH, **values) -> UUID:
    def put(session) -> UUID:
        entry = Activity(
            district_id=BANG_NA,
            title="ประชุมตัวอย่าง",
            held_on=day,
            kind="other",
            community_id=community,
            participants=people,
            reported_by="ผู้ทดสอบ",
            reported_by_position="",
            **values,
        )
        session.add(entry)
        session.flush()
        return entry.id

    return world.in_district(put)


def check(world: World) -> None:
    world.in_district(lambda session: service.check(session, day=bangkok_today().isoformat()))


def findings(world: World, office: int = BANG_NA) -> dict[str, tuple[str, dict]]:
    rows = world.in_district(
        lambda session: [
            (row.rule, row.state, row.values) for row in session.scalars(select(QualityFinding))
        ],
        office,
    )
    return {rule: (state, values) for rule, state, values in rows}


def only_id(world: World) -> UUID:
    return world.in_district(lambda session: session.scalars(select(QualityFinding.id)).one())


def sent(page: str, **values: str) -> dict[str, str]:
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {name: hidden[name] for name in ("record_id", "version", "fingerprint")} | values


@pytest.fixture
def doubtful(world: World) -> UUID:
    """A community with fewer families than houses, in zone 1."""
    community = world.community("ริมคลอง")
    world.zone(1, community)
    figures(world, community, residents=400, families=120, houses=150)
    return community


def test_a_finding_opens_stays_is_corrected_and_opens_again_as_the_values_change(
    world: World, doubtful: UUID
):
    check(world)
    check(world)
    wrong = {"families": 120, "houses": 150}
    assert findings(world) == {"families_below_houses": ("open", wrong)}
    for families, state in ((160, "corrected"), (120, "open"), (119, "open")):

        def change(session, families: int = families) -> None:
            session.scalars(select(CommunityFigures)).one().families = families

        world.in_district(change)
        check(world)
        assert findings(world)["families_below_houses"][0] == state
    assert findings(world)["families_below_houses"][1] == {"families": 119, "houses": 150}
    assert findings(world, NEIGHBOUR) == {}


def test_a_check_takes_few_statements_however_many_records_there_are(world: World, doubtful: UUID):
    for _ in range(3):
        activity(world, world.community(residents=20, as_of=bangkok_today()), 21)
    with world.statements() as statements:
        check(world)
    reads = [each for each in statements if each.lstrip().startswith("SELECT")]
    assert len(reads) <= 10, reads
    assert findings(world)["participants_above_residents"] == (
        "open",
        {"participants": 21, "residents": 20},
    )


def test_whoever_recorded_odd_figures_with_a_reason_is_not_asked_again(world: World):
    community = world.community("ริมคลอง")
    figures(world, community, residents=400, families=1, houses=2, explanation="บ้านว่าง")
    check(world)
    assert findings(world)["families_below_houses"][0] == "explained"
    page = world.sign_in().get(f"{PAGE}?state=explained").text
    assert "บ้านว่าง — นางสาวผู้บันทึก" in page
    check(world)
    assert page.count("บ้านว่าง") == 1


def test_the_list_tells_in_words_what_is_wrong_and_leads_to_the_record(
    world: World, doubtful: UUID
):
    head = world.sign_in(Role.SECTION_HEAD)
    assert "ยังไม่เคยตรวจข้อมูล" in head.get(PAGE).text
    assert head.post("/d/bangna/quality/checks").status_code == 303
    waiting = head.get(PAGE).text
    assert "กำลังตรวจข้อมูล" in waiting
    assert (
        "มีการตรวจที่รอดำเนินการอยู่แล้ว"
        in head.post("/d/bangna/quality/checks", follow_redirects=True).text
    )
    assert world.work_off() >= 1
    many = activity(world, doubtful, 500)
    check(world)
    with world.statements() as statements:
        page = head.get(PAGE).text
    assert len(statements) <= 6
    for words in (
        "ครอบครัว 120 น้อยกว่าหลังคาเรือน 150",
        "ผู้เข้าร่วม 500 คน มากกว่าผู้อยู่อาศัยในชุมชน 400 คน",
        "ตรวจครั้งล่าสุดเมื่อ",
        f"/d/bangna/communities/{doubtful}/figures/new",
        f"/d/bangna/activities/{many}/edit",
        "โซน 1",
        "ข้อสังเกตในสิบสองเดือนที่ผ่านมา",
    ):
        assert words in page, words
    one_rule = head.get(f"{PAGE}?rule=participants_above_residents&month={LAST_MONTH}").text
    assert "ครอบครัว 120" not in one_rule
    assert "ผู้เข้าร่วม 500" in one_rule
    for nothing in ("?month=2020-01-01", f"?zone={uuid7()}", "?month=x&state=corrected&zone=x"):
        answer = head.get(PAGE + nothing)
        assert answer.status_code == 200
        assert "ผู้เข้าร่วม 500" not in answer.text
    assert head.get(f"{PAGE}?page=9").status_code == 200
    assert "Fewer families than houses" in world.sign_in(language="en").get(PAGE).text


def test_an_explanation_is_kept_with_who_said_it_and_holds_until_the_values_change(
    world: World, doubtful: UUID
):
    check(world)
    finding = only_id(world)
    officer = world.sign_in(name="นางสาวชี้แจง")
    form = officer.get(f"{PAGE}/{finding}/explanations/new").text
    address = f"{PAGE}/{finding}/explanations"
    empty = officer.post(address, data=sent(form, explanation=" "))
    assert empty.status_code == 422
    assert "โปรดระบุเหตุที่ข้อมูลถูกต้อง" in empty.text
    data = sent(form, explanation="บ้านว่าง 40 หลัง")
    answers = [officer.post(address, data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    page = officer.get(f"{PAGE}/{finding}").text
    assert page.count("บ้านว่าง 40 หลัง") == 1
    assert "นางสาวชี้แจง" in page
    check(world)
    assert "บ้านว่าง 40 หลัง" in officer.get(f"{PAGE}?state=explained").text
    second = world.sign_in(name="นายสอง")
    late = second.post(address, data=sent(form, record_id=str(uuid7()), explanation="เหตุอื่น"))
    assert late.status_code == 409
    for words in ("เหตุอื่น", "บ้านว่าง 40 หลัง", "นางสาวชี้แจง"):
        assert words in late.text
    anew = sent(form, record_id=str(uuid7()), explanation="เหตุอื่น", version="1")
    assert second.post(address, data=anew).status_code == 303
    actions = world.in_district(
        lambda session: set(session.scalars(select(AuditEntry.action))),
    )
    assert "finding:explained" in actions

    def change(session) -> None:
        session.scalars(select(CommunityFigures)).one().families = 100

    world.in_district(change)
    check(world)
    stale = sent(form, record_id=str(uuid7()), explanation="ช้าไป", version="2")
    refused = second.post(address, data=stale)
    assert refused.status_code == 422
    assert "ข้อมูลเปลี่ยนไปหลังจากท่านเปิดหน้านี้" in refused.text
    assert "ช้าไป" in refused.text
    opened = second.get(f"{PAGE}/{finding}").text
    assert "รอตรวจสอบ" in opened
    assert "เป็นคำชี้แจงของข้อมูลเดิมซึ่งเปลี่ยนไปแล้ว" in opened


def test_a_chair_reads_the_findings_of_the_own_zone_and_explains_none(world: World, doubtful: UUID):
    elsewhere = world.community("ไกลออกไป")
    world.zone(2, elsewhere)
    figures(world, elsewhere, residents=9, families=1, houses=7)
    check(world)
    chair = world.sign_in(Role.ZONE_CHAIR, community_id=doubtful)
    page = chair.get(PAGE).text
    assert "ริมคลอง" in page
    assert "ไกลออกไป" not in page
    assert "explanations/new" not in page
    other = world.in_district(
        lambda session: session.scalars(
            select(QualityFinding.id).where(QualityFinding.subject_id == elsewhere)
        ).one()
    )
    assert chair.get(f"{PAGE}/{other}").status_code == 404
    assert chair.get(f"{PAGE}/{other}/explanations/new").status_code == 403
    assert chair.post("/d/bangna/quality/checks").status_code == 403
    assert world.sign_in(Role.DIRECTOR).get(f"{PAGE}/{other}").status_code == 200
    neighbour = world.sign_in(Role.SOCIAL_DEVELOPER, NEIGHBOUR)
    assert neighbour.get(f"/d/phrakhanong/quality/findings/{other}").status_code == 404


def test_open_and_explained_findings_are_facts_by_zone_that_their_records_add_up_to(
    world: World, doubtful: UUID
):
    activity(world, doubtful, 500)
    check(world)
    composition = composition_of(world.app)
    world.in_district(composition.refresh_facts)
    month = first_of_month(bangkok_today())
    measures = {measure.key: measure for measure in composition.measures}
    tally = next(each for each in composition.tallies if each.name == "quality")
    periods = Periods(
        tuple(Month(first, first, bangkok_today()) for first in (shift_month(month, -1), month))
    )

    def count(session) -> set[tuple]:
        rows = session.execute(tally.count(periods)).all()
        return {(row[0], row[1], row[2] is None, int(row[5])) for row in rows if row[5]}

    def trace(session) -> int:
        trace_of = measures["quality.open"].trace
        return len({row[0] for row in session.execute(trace_of.select(periods))})

    key = "quality.open"
    assert world.in_district(count) == {
        (key, shift_month(month, -1), True, 1),
        (key, month, True, 2),
        (key, month, False, 1),
    }
    assert world.in_district(trace) == 2
    with world.app.app_context(), scope.work(db.session, scope.tenant_scope(BANG_NA)):
        assert composition.drifts(db.session()) == []


def test_a_record_that_was_deleted_leaves_its_finding_corrected(world: World):
    community = world.community("เล็ก", residents=3, as_of=bangkok_today())
    held = activity(world, community, 9)
    check(world)
    world.in_district(lambda session: session.delete(session.get(Activity, (BANG_NA, held))))
    check(world)
    assert findings(world)["participants_above_residents"][0] == FindingState.CORRECTED
    page = world.sign_in().get(f"{PAGE}?state=corrected").text
    assert "(ถูกลบแล้ว)" in page
