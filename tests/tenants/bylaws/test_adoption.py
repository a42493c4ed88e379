"""The meeting that adopts a by-law, and what is final from then on."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import pymupdf
import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.documents.content import read_paper
from core.evidence.models import EvidenceCard, EvidenceFile
from core.i18n.dates import bangkok_today, show_date
from core.regulations.models import RegulationValue
from tenants.bylaws.jobs import render_by_law_files
from tenants.bylaws.models import ByLaw
from tenants.bylaws.queries import by_law_in_force, by_laws_of_zones
from tests.support.seats import CONTENT
from tests.support.world import World
from tests.tenants.bylaws.place import HERE, MEETING, PEOPLE, Place

OPEN = [each["key"] for each in CONTENT["by_law"]["articles"] if not each["locked"]]


def cards(world: World) -> list[tuple[str, str | None, str, date]]:
    return world.in_district(
        lambda session: [
            (card.kind, card.number, card.state, card.dated_on)
            for card in session.scalars(select(EvidenceCard).order_by(EvidenceCard.recorded_at))
        ]
    )


def change(place: Place, by_law: str, words: str) -> None:
    """Write other words into the first open article."""
    article = next(
        each for each in place.stored(by_law)["content"]["articles"] if each["key"] == OPEN[0]
    )
    page = place.officer.get(f"{by_law}/articles/{OPEN[0]}/edit").text
    seen = page.partition('name="version" value="')[2].partition('"')[0]
    sent = {"body": words, "version": seen}
    assert article["body"] != words
    assert place.officer.post(f"{by_law}/articles/{OPEN[0]}", data=sent).status_code == 303


def test_a_meeting_with_quorum_and_votes_puts_the_by_law_in_force(world: World, place: Place):
    by_law = place.draft()
    place.appoint()
    assert place.adopt(by_law).status_code == 303
    entry = place.stored(by_law)
    assert (entry["state"], entry["adopted_on"]) == ("adopted", date(2025, 3, 20))
    assert entry["in_force_from"] == date(2025, 3, 20)
    assert (entry["meeting"]["entitled"], entry["meeting"]["needed"]) == (PEOPLE, 4)
    assert entry["verification_code"].startswith("1047-")
    paper = read_paper(entry["canonical"])
    assert sha256(entry["canonical"].encode()).hexdigest() == entry["sha256"] == paper.sha256()
    assert "เห็นชอบ 5 เสียง" in paper.adoption
    assert paper.signer_name == "นางประธานโซน"
    assert cards(world) == [("by_law", "1", "valid", date(2025, 3, 20))]
    page = place.officer.get(by_law).text
    for words in ("มีผลใช้บังคับ", "ศาลาชุมชนตัวอย่าง", "6 จาก 7 คน", entry["verification_code"]):
        assert words in page
    assert "มีผลใช้บังคับ" in place.officer.get(HERE).text


def test_the_card_names_no_person(world: World, place: Place):
    by_law = place.draft()
    place.appoint()
    place.adopt(by_law)
    title = world.in_district(lambda session: session.scalars(select(EvidenceCard.title)).one())
    assert title == "ข้อบังคับเครือข่ายชุมชน โซน 1"


def test_without_an_order_there_is_no_adoption(place: Place):
    by_law = place.draft()
    page = place.officer.get(by_law).text
    assert "ยังไม่มีคำสั่งแต่งตั้งที่มีผลใช้บังคับ" in page
    assert "/adoption/new" not in page
    answer = place.adopt(by_law)
    assert answer.status_code == 422
    assert "ผู้มีสิทธิลงมติเห็นชอบข้อบังคับคือกรรมการที่ได้รับแต่งตั้งเท่านั้น" in answer.text
    assert place.stored(by_law)["state"] == "draft"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"present": "3", "votes_for": "3", "abstaining": "0"},
            "ไม่ครบองค์ประชุม: กรรมการมาประชุม 3 คน จาก 7 คน",
        ),
        ({"present": "8", "votes_for": "7"}, "ในวันดังกล่าวมีกรรมการ 7 คน"),
        ({"votes_for": "6"}, "คะแนนรวมกันได้ 7 เสียง แต่มีผู้มาประชุม 6 คน"),
        ({"votes_for": "3", "votes_against": "3", "abstaining": "0"}, "มติไม่ผ่าน: เห็นชอบ 3 เสียง"),
        ({"held_on": "28/2/2568"}, "คณะกรรมการได้รับแต่งตั้งเมื่อวันที่ 1/3/2568"),
        ({"held_on": "1/1/2600"}, "วันที่"),
        ({"held_on": "31/2/2568"}, "31/2/2568"),
        ({"place": " "}, "โปรดระบุสถานที่ประชุม"),
        ({"chaired_by": ""}, "โปรดระบุประธานในที่ประชุม"),
        ({"present": "หก"}, "หก"),
        ({"abstaining": ""}, "โปรดระบุจำนวนผู้งดออกเสียง"),
        ({"in_force_from": "19/3/2568"}, "จะใช้บังคับก่อนวันประชุม"),
        ({"in_force_from": "1/1/2590"}, "เกินหนึ่งปี"),
    ],
)
def test_a_meeting_that_did_not_fulfil_the_rules_is_refused_and_the_form_keeps_its_words(
    place: Place, changes: dict[str, str], sentence: str
):
    by_law = place.draft()
    place.appoint()
    answer = place.adopt(by_law, **{"place": "ศาลาที่พิมพ์ไว้"} | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    if "place" not in changes:
        assert "ศาลาที่พิมพ์ไว้" in answer.text
    assert place.stored(by_law)["state"] == "draft"


def test_the_quorum_of_the_regulation_counts_where_the_department_has_entered_one(
    world: World, place: Place
):
    by_law = place.draft()
    place.appoint()
    assert "ยังไม่ได้บันทึกค่าตามระเบียบ จึงใช้เกินกึ่งหนึ่ง" in place.officer.get(f"{by_law}/adoption/new").text
    world.in_city(
        lambda session: session.add(
            RegulationValue(
                key="quorum",
                valid_from=date(2025, 1, 1),
                value={"percent": 80},
                source="ระเบียบทดสอบ ข้อ 9",
                recorded_by="ผู้ทดสอบ",
            )
        )
    )
    assert "ระเบียบทดสอบ ข้อ 9" in place.officer.get(f"{by_law}/adoption/new").text
    answer = place.adopt(by_law, present="5", votes_for="5", abstaining="0")
    assert "ต้องมาอย่างน้อย 6 คน" in answer.text
    assert place.adopt(by_law).status_code == 303
    assert place.stored(by_law)["meeting"]["quorum_source"] == "ระเบียบทดสอบ ข้อ 9"


def test_advisers_have_no_vote_and_who_had_no_seat_on_the_day_does_not_count(place: Place):
    by_law = place.draft()
    place.appoint(date(2025, 1, 1))
    answer = place.adopt(by_law, held_on="15/1/2568")
    assert answer.status_code == 422
    assert "ในวันดังกล่าวยังไม่มีกรรมการดำรงตำแหน่ง" in answer.text


def test_a_double_submit_is_one_adoption(world: World, place: Place):
    by_law = place.draft()
    place.appoint()
    seen = str(place.stored(by_law)["version"])
    for _ in range(2):
        assert place.adopt(by_law, version=seen).status_code == 303
    assert len(cards(world)) == 1


def test_two_officers_who_record_the_meeting_at_once_make_one_adoption(world: World, place: Place):
    by_law = place.draft()
    place.appoint()
    sent = MEETING | {"version": str(place.stored(by_law)["version"])}
    officers = [world.sign_in(), world.sign_in()]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda one: one.post(f"{by_law}/adoption", data=sent).status_code, officers)
        )
    assert answers == [303, 303]
    assert len(cards(world)) == 1


def test_who_adopts_a_text_that_somebody_changed_meanwhile_reads_it_first(place: Place):
    by_law = place.draft()
    place.appoint()
    seen = str(place.stored(by_law)["version"])
    change(place, by_law, "ข้อความใหม่กว่า")
    answer = place.adopt(by_law, version=seen, place="ศาลาที่พิมพ์ไว้")
    assert answer.status_code == 409
    assert "ร่างไม่ใช่ฉบับที่ท่านอ่านแล้ว" in answer.text
    assert "ศาลาที่พิมพ์ไว้" in answer.text
    now = answer.text.partition('name="version" value="')[2].partition('"')[0]
    assert place.adopt(by_law, version=now).status_code == 303


def test_the_worker_makes_the_files_once_and_the_page_offers_them(world: World, place: Place):
    by_law = place.draft()
    place.appoint()
    place.adopt(by_law)
    page = place.officer.get(by_law).text
    assert "กำลังจัดทำเอกสาร" in page
    assert "data-poll-url" in page
    pulse = place.officer.get(f"{by_law}/pulse")
    assert place.officer.get(f"{by_law}/files/docx").status_code == 404
    world.work_off()
    later = place.officer.get(f"{by_law}/pulse", headers={"If-None-Match": pulse.headers["ETag"]})
    assert later.status_code == 200
    same = place.officer.get(f"{by_law}/pulse", headers={"If-None-Match": later.headers["ETag"]})
    assert same.status_code == 304
    assert "กำลังจัดทำเอกสาร" not in place.officer.get(by_law).text
    pdf = place.officer.get(f"{by_law}/files/pdf")
    with pymupdf.open(stream=pdf.data) as document:
        words = "".join(each.get_text() for each in document)
    assert place.stored(by_law)["verification_code"] in words
    word = place.officer.get(f"{by_law}/files/docx")
    assert word.data.startswith(b"PK")
    assert "attachment" in word.headers["Content-Disposition"]
    number = by_law.rpartition("/")[2]
    for _ in range(2):
        world.in_district(lambda session: render_by_law_files(session, by_law_id=number))
    assert world.in_district(lambda session: len(session.scalars(select(EvidenceFile)).all())) == 2


def test_scanned_minutes_are_kept_and_other_files_are_refused(world: World, place: Place):
    by_law = place.draft()
    place.appoint()
    refused = place.adopt(by_law, scan=(BytesIO(b"<html>nothing of the kind</html>"), "ประชุม.pdf"))
    assert refused.status_code == 422
    assert "scan" in refused.text
    assert place.stored(by_law)["state"] == "draft"
    pdf = place.officer.get(f"{by_law}/files/pdf").data
    assert place.adopt(by_law, scan=(BytesIO(pdf), "รายงานการประชุม.pdf")).status_code == 303
    page = place.officer.get(by_law).text
    assert "รายงานการประชุมที่สแกน" in page
    assert place.officer.get(f"{by_law}/files/scan").data == pdf


def test_an_adopted_by_law_never_changes_not_even_by_sql(world: World, place: Place):
    by_law = place.draft()
    place.appoint()
    place.adopt(by_law)
    before = place.stored(by_law)
    number = UUID(by_law.rpartition("/")[2])
    for statement in (
        update(ByLaw).where(ByLaw.id == number).values(recorded_by="คนอื่น"),
        update(ByLaw).where(ByLaw.id == number).values(state="draft"),
        delete(ByLaw).where(ByLaw.id == number),
        text("UPDATE by_laws SET content = '{}'"),
    ):
        with pytest.raises(DBAPIError, match="final and never changes"):
            world.in_district(lambda session, wanted=statement: session.execute(wanted))
    for address in ("/articles", f"/articles/{OPEN[0]}/edit", "/adoption/new"):
        assert place.officer.get(f"{by_law}{address}").status_code == 409
    for address in (f"/articles/{OPEN[0]}", "/deletion", "/edition"):
        answer = place.officer.post(f"{by_law}{address}", data={"body": "ก", "version": "1"})
        assert answer.status_code in {409, 422}
        assert "แก้ไขไม่ได้ โปรดเริ่มฉบับใหม่" in answer.text
    assert place.stored(by_law) == before


def test_a_new_version_begins_from_the_one_in_force_and_replaces_it(world: World, place: Place):
    first = place.draft()
    change(place, first, "ข้อความของฉบับที่หนึ่ง")
    place.appoint()
    place.adopt(first)
    second = place.draft()
    assert second != first
    assert place.stored(second)["number"] == 2
    assert "ข้อความของฉบับที่หนึ่ง" in place.officer.get(second).text
    older = place.adopt(second, held_on="19/3/2568")
    assert "ฉบับที่ 1 ที่ประชุมเห็นชอบเมื่อวันที่ 20/3/2568" in older.text
    change(place, second, "ข้อความของฉบับที่สอง")
    assert place.adopt(second, held_on="1/6/2568").status_code == 303
    assert [card[1:3] for card in cards(world)] == [("1", "replaced"), ("2", "valid")]
    page = place.officer.get(first).text
    assert "มีฉบับใหม่แทนแล้ว" in page
    assert "ข้อความของฉบับที่หนึ่ง" in page
    compared = place.officer.get(f"{second}/comparison").text
    assert "ข้อความของฉบับที่หนึ่ง" in compared
    assert "ข้อความของฉบับที่สอง" in compared
    assert f"แตกต่างกัน 1 จาก {len(CONTENT['by_law']['articles'])} ข้อ" in compared
    assert place.officer.get(f"{first}/comparison").status_code == 404


def test_a_by_law_whose_first_day_has_not_come_leaves_the_older_one_in_force(
    world: World, place: Place
):
    first = place.draft()
    place.appoint()
    place.adopt(first)
    second = place.draft()
    tomorrow = date.fromordinal(bangkok_today().toordinal() + 1)
    coming = show_date(tomorrow, style="numeric")
    assert place.adopt(second, held_on="1/6/2568", in_force_from=coming).status_code == 303

    def found(session):
        on_file = by_laws_of_zones(session)[place.zone]
        later = by_law_in_force(session, place.committee, tomorrow)
        return on_file.in_force.number, on_file.coming.number, on_file.draft, later.number

    assert world.in_district(found) == (1, 2, None, 2)
    assert "ใช้บังคับตั้งแต่" in place.officer.get(HERE).text


def test_only_the_section_records_an_adoption_and_it_is_in_the_audit(world: World, place: Place):
    by_law = place.draft()
    place.appoint()
    sent = {"version": "1"}
    director = world.sign_in(Role.DIRECTOR)
    for client in (place.chair, director):
        assert client.get(f"{by_law}/adoption/new").status_code == 403
        assert client.post(f"{by_law}/adoption", data=sent).status_code == 403
    place.adopt(by_law)
    entry = world.in_district(
        lambda session: session.scalars(
            select(AuditEntry.after).where(
                AuditEntry.action == "by_law:adopted", AuditEntry.table_name == "by_laws"
            )
        ).one()
    )
    assert entry["state"] == "adopted"
    assert json.loads(entry["canonical"])["form"] == "by-law/1"
