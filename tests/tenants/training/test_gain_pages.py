"""The results of a course: under its definition, for whom, and what its questions are worth."""

from typing import Any

from sqlalchemy import select

from core.access.roles import Role
from core.audit.models import AuditEntry
from tenants.training.gain import DEFINITIONS
from tenants.training.item_analysis import Flaw, ItemFigures, flaws_of_both
from tenants.training.models import Course
from tenants.training.results import by_group, result_lines
from tests.support.world import NEIGHBOUR, World
from tests.tenants.training.conftest import Training
from tests.tenants.training.examined import make_exam

SCORES = ((1, 3), (2, 4), (2, 2), (3, 5), (0, 1), (4, 3))


def definition(key: str) -> dict[str, str]:
    return {"definition": f"{key}/1", "version": "1"}


def test_without_results_the_page_says_so(training: Training):
    exam = make_exam(training)
    assert "ยังไม่มีผลการทดสอบ" in training.officer.get(f"{exam.at}/results").text
    exam.results((3, None), (None, 2))
    page = training.officer.get(f"{exam.at}/results").text
    assert "กลุ่มเป้าหมาย 2 คนทำแบบทดสอบเพียงครั้งเดียว" in page


def test_the_staff_see_the_gain_with_both_parts_the_other_readings_and_every_person(
    training: Training, world: World
):
    exam = make_exam(training)
    exam.results(*SCORES, zone_id=world.zone(2))
    exam.results((5, 5), trainee_group="staff", in_target=False)
    page = training.officer.get(f"{exam.at}/results").text
    assert "4/6" in page
    assert "66.67" in page
    assert "is-missing" in page
    assert page.count("figure-label") >= 6
    for title in ("Normalised gain", "ร้อยละที่เพิ่มขึ้นของคะแนนเฉลี่ย", "โซน 2", "นางทดสอบ คนที่ 5"):
        assert title in page
    assert "12 จาก 30" in page
    assert "18 จาก 30" in page
    assert "ทำครบทั้งสองครั้ง 1 คน" in page
    assert "<svg" in page
    course = training.officer.get(exam.at).text
    assert "66.67" in course


def test_others_see_groups_of_five_and_more_and_never_a_person(training: Training, world: World):
    exam = make_exam(training)
    exam.results(*SCORES)
    exam.results((0, 5), (0, 5), (0, 5), trainee_group="partner")
    for role in (Role.DIRECTOR, Role.ADVISER):
        page = world.sign_in(role).get(f"{exam.at}/results").text
        assert "นางทดสอบ" not in page
        assert "ไม่แสดง เพราะมีไม่ถึง 5 คน" in page
        assert "12 จาก 30" not in page
        assert "7/9" in page
        assert "gain-definition" not in page
    assert "12 จาก 30" in training.officer.get(f"{exam.at}/results").text


def test_so_few_results_are_seen_by_the_staff_only(training: Training, world: World):
    exam = make_exam(training)
    exam.results((1, 3), (2, 4), (2, 2), (3, 5))
    director = world.sign_in(Role.DIRECTOR)
    page = director.get(f"{exam.at}/results").text
    assert "ไม่ถึง 5 คน" in page
    assert "75.00" not in page
    assert "75.00" not in director.get(exam.at).text
    assert "75.00" in training.officer.get(f"{exam.at}/results").text


def test_leaders_and_other_offices_see_no_results(training: Training, world: World):
    exam = make_exam(training)
    exam.results(*SCORES)
    community = world.community()
    for role in (Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR):
        leader = world.sign_in(role, community_id=community)
        assert leader.get(f"{exam.at}/results").status_code == 403
        assert leader.get(f"{exam.at}/tests").status_code == 403
    neighbour = world.sign_in(office=NEIGHBOUR)
    assert neighbour.get(f"/d/phrakhanong/courses/{exam.course}/results").status_code == 404
    foreign = neighbour.post(
        f"/d/phrakhanong/courses/{exam.course}/gain-definition", data=definition("normalised_gain")
    )
    assert foreign.status_code == 404


def test_hidden_groups_cannot_be_worked_out_from_what_is_shown(training: Training):
    exam = make_exam(training)
    exam.results(*SCORES)
    exam.results(*[(1, 2)] * 7, trainee_group="partner")
    exam.results((0, 5), trainee_group="walk_in")

    def groups(*, hiding: bool) -> dict[str, bool]:
        def find(session: Any) -> dict[str, bool]:
            lines = result_lines(session, exam.course)
            return {
                str(each.name): each.is_hidden
                for each in by_group(lines, DEFINITIONS[0], hiding=hiding)
            }

        return training.world.in_district(find)

    assert groups(hiding=True) == {"community": True, "partner": False, "walk_in": True}
    assert not any(groups(hiding=False).values())


def test_another_definition_needs_a_reason_once_there_are_results_and_is_audited(
    training: Training, world: World
):
    exam = make_exam(training)
    at = f"{exam.at}/gain-definition"
    assert "การอบรมนี้:" not in training.officer.get(f"{at}/edit").text
    assert training.officer.post(at, data=definition("mean_relative_gain")).status_code == 303
    exam.results(*SCORES)
    assert "การอบรมนี้: 6 ÷ 12 = 50.00 %" in training.officer.get(f"{at}/edit").text
    change = definition("share_70_correct") | {"version": "2"}
    refused = training.officer.post(at, data=change)
    assert refused.status_code == 422
    assert "โปรดระบุเหตุผลที่เปลี่ยนนิยาม" in refused.text
    unknown = training.officer.post(at, data={"definition": "best/1", "version": "2"})
    assert unknown.status_code == 422
    said = change | {"reason": "ตามมติที่ประชุม"}
    for _ in range(2):
        assert training.officer.post(at, data=said).status_code == 303
    stale = training.officer.post(at, data=definition("normalised_gain") | {"reason": "อีกแบบ"})
    assert stale.status_code == 409
    assert training.read(Course, exam.course).gain_key == "share_70_correct"
    assert world.sign_in(Role.DIRECTOR).post(at, data=said).status_code == 403

    def reasons(session: Any) -> list[str]:
        found = select(AuditEntry.reason).where(
            AuditEntry.action == "course:gain_definition_changed", AuditEntry.reason != ""
        )
        return list(session.scalars(found))

    assert world.in_district(reasons) == ["ตามมติที่ประชุม"]


def test_questions_are_judged_by_the_rules_that_the_page_states(training: Training):
    few = make_exam(training)
    few.results(*[(2, 3)] * 9)
    page = training.officer.get(f"{few.at}/question-analysis").text
    assert "ไม่วิเคราะห์ข้อสอบ" in page
    assert "100.00 %" not in page
    exam = make_exam(training)
    exam.results(*[(1, 5)] * 6, *[(1, 2)] * 6)
    page = training.officer.get(f"{exam.at}/question-analysis").text
    assert "ง่ายเกินไป แทบทุกคนรู้ก่อนการอบรม" in page
    assert "มีตัวเลือกที่ไม่มีผู้ใดเลือก" in page
    assert "ค่าอำนาจจำแนก" in page
    assert (
        "ยังไม่ได้เลือกข้อสอบ"
        in training.officer.get(f"/d/bangna/courses/{training.course()}/question-analysis").text
    )


def test_what_everybody_knows_afterwards_is_no_flaw_of_a_question():
    taken, one_idle = {"a": 8, "b": 4}, {"a": 12, "b": 0}
    easy = ItemFigures(12, 12, one_idle, None, (Flaw.TOO_EASY, Flaw.IDLE_CHOICE))
    fair = ItemFigures(8, 12, taken, None, ())
    hard = ItemFigures(1, 12, taken, None, (Flaw.TOO_HARD, Flaw.REVERSED))
    few = ItemFigures(0, 3, taken, None, ())
    assert flaws_of_both(fair, easy) == ()
    assert flaws_of_both(easy, easy) == (Flaw.TOO_EASY, Flaw.IDLE_CHOICE)
    assert flaws_of_both(hard, fair) == ()
    assert flaws_of_both(hard, few) == (Flaw.TOO_HARD, Flaw.REVERSED)
    assert flaws_of_both(few, few) == ()
