"""Papers of a network against a hostile user: foreign ids, wrong roles, wrong order, hostile texts and files."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from operator import methodcaller
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select, text
from structlog.testing import capture_logs

from core.access.roles import Role
from core.audit.models import AuditEntry
from core.db import uuid7
from core.evidence.models import EvidenceCard
from core.i18n.dates import bangkok_today, buddhist_year, show_date
from tenants.bylaws.models import ByLaw
from tenants.networks.models import NetworkRemark, PublishedNetwork, ZoneProposal
from tenants.office.models import Numbering
from tenants.orders.models import Order
from tests.support.editions import adopted, edition
from tests.support.papers import signed_order
from tests.support.seats import fill
from tests.support.world import NEIGHBOUR, World
from tests.tenants.bylaws.conftest import place
from tests.tenants.bylaws.place import Place
from tests.tenants.elections import conducting
from tests.tenants.orders.conftest import ORDERS, Office, make_signer, office

__all__ = ["make_signer", "office", "place"]

PAYLOAD = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}'
FORMULA = '=HYPERLINK("http://192.0.2.1/","x")'


def _png() -> bytes:
    target = io.BytesIO()
    Image.new("L", (8, 8), 255).save(target, "PNG")
    return target.getvalue()


PNG = _png()


def day(ahead: int = 0) -> str:
    return show_date(bangkok_today() + timedelta(days=ahead), style="numeric")


def scanned(**changes: Any) -> dict[str, Any]:
    """What a section head types of a paper that was signed by hand."""
    return {
        "record_id": str(uuid7()),
        "number": "5",
        "dated_on": day(),
        "signer_name": "นายตัวอย่าง ใจดี",
        "signer_position": "ผู้อำนวยการเขตบางนา",
        "subject": "แต่งตั้งคณะกรรมการ",
        "scan": (io.BytesIO(PNG), "scan.png"),
    } | changes


def cards(world: World) -> dict[UUID, str]:
    return world.in_district(
        lambda session: dict(
            session.execute(select(EvidenceCard.record_id, EvidenceCard.state)).all()
        )
    )


def at_once(browsers: list[FlaskClient], send: Callable[[FlaskClient], Any]) -> list[int]:
    """The answers to what several browsers send at one moment."""
    with ThreadPoolExecutor(len(browsers)) as pool:
        return [answer.status_code for answer in pool.map(send, browsers)]


# Ids of another district in the body of what is sent


@pytest.fixture
def foreign_zone(world: World) -> UUID:
    return world.zone(9, world.community("ของพระโขนง", NEIGHBOUR), office=NEIGHBOUR)


@pytest.mark.parametrize("address", ["appointments", "announcements", "registration"])
def test_a_paper_about_a_committee_of_elsewhere_does_not_exist(
    office: Office, foreign_zone: UUID, address: str
):
    head = office.head.client
    bodies = [
        f"zone:{foreign_zone}",
        f"alliance:{foreign_zone}",
        f"community:{office.zones[0]}",
        f"study:{office.zones[0]}",
        "zone",
        "zone:",
        "zone:\u0e51",
        "../zone",
        "x" * 9000,
    ]
    for body in bodies:
        answer = head.post(f"{ORDERS}/{address}", data=scanned(body=body))
        assert answer.status_code == 404, body


def test_foreign_ids_in_a_batch_sign_nothing(office: Office, world: World, foreign_zone: UUID):
    foreign = uuid7()
    mine = office.order(office.proposed())
    for papers in (
        f"{mine.id}:{mine.version} {foreign}:1",
        f"{mine.id}:{mine.version} {foreign_zone}:1",
    ):
        sent = office.director.confirmed(papers=papers, record_id=str(uuid7()))
        answer = office.director.client.post(f"{ORDERS}/batches", data=sent)
        assert answer.status_code == 404
    assert office.order(f"/{mine.id}").state == "proposed"


def test_elections_take_nobody_and_nothing_of_another_district_or_election(
    world: World, foreign_zone: UUID
):
    conducting.manual(world)
    zone = conducting.zone_with_chairs(world, 2)
    other = conducting.zone_with_chairs(world, 2, number=2, officer=zone.officer)
    client = world.sign_in()
    answer = client.post(conducting.HERE, data=conducting.plan(chair=str(foreign_zone)))
    assert answer.status_code == 404
    first, second = (conducting.begin(client, one.id) for one in (zone, other))
    strangers = [*conducting.people_of(client, second), foreign_zone, UUID(int=0)]
    for stranger in strangers:
        assert conducting.name_candidate(client, first, stranger).status_code == 422
    assert conducting.candidates_of(world, first) == []
    assert conducting.open_voting(client, first).status_code == 422
    for election_id in (first, second):
        one = conducting.people_of(client, election_id)[0]
        assert conducting.name_candidate(client, election_id, one).status_code == 303
        assert conducting.open_voting(client, election_id).status_code == 303
    of_other = conducting.voters_of(world, second)[0]
    answer = client.post(f"{conducting.HERE}/{first}/voters/{of_other}", data={"received": "yes"})
    assert answer.status_code == 404


def test_a_choice_of_the_pilot_and_a_move_take_no_foreign_zone_or_community(
    world: World, foreign_zone: UUID
):
    edition(world)
    adopted(world)
    for number in (1, 2, 3):
        world.zone(number, world.community())
    head = world.sign_in(Role.SECTION_HEAD)
    page = head.get("/d/bangna/zones/pilot/new").text
    scores = dict.fromkeys(re.findall(r'name="(score-[^"]+)"', page), "3")
    assert scores
    sent = {"zone": str(foreign_zone), "reason": "ก", "meeting": "ข", "decided_on": day()}
    assert head.post("/d/bangna/zones/pilot", data=scores | sent).status_code == 404
    asked = head.post("/d/bangna/zones/proposals", data={"count": "3", "problem_percent": "30"})
    assert asked.status_code == 303
    for typed in ({"community": str(foreign_zone), "place": "0"}, {"place": "9" * 40}):
        where = f"{asked.location.partition('#')[0]}/placements"
        assert head.post(where, data={"community": "x"} | typed).status_code in {404, 422}


# The wrong person, or the right one at the wrong moment


LOW = (
    Role.ADVISER,
    Role.ZONE_CHAIR,
    Role.COMMUNITY_CHAIR,
    Role.SECTION_STAFF,
    Role.OFFICE_ADMIN,
    Role.ASSEMBLY_CHAIR,
    Role.PARTNER,
)


@pytest.mark.parametrize("role", LOW)
def test_who_is_no_officer_of_the_papers_moves_none(office: Office, world: World, role: Role):
    address = office.proposed()
    community = world.community()
    zone = world.zone(2, community)
    browser = world.sign_in(role, community_id=community)
    for action in ("proposal", "return", "refusal", "signature", "deletion", "members", "memo"):
        answer = browser.post(f"{address}/{action}", data={"comment": "x", "version": "2"})
        assert answer.status_code == 403, action
    assert browser.post(address, data={"version": "2"}).status_code == 403
    assert browser.post(f"/d/bangna/zones/{zone}/orders").status_code == 403
    assert browser.post(f"{ORDERS}/registration", data=scanned()).status_code == 403
    assert office.order(address).state == "proposed"


def test_papers_go_forward_one_step_at_a_time(office: Office):
    address = office.draft()
    head, director = office.head.client, office.director.client
    assert office.sign(address).status_code == 422
    assert director.post(f"{address}/refusal", data={"comment": "x"}).status_code == 422
    assert head.post(f"{address}/paper-signature", data=scanned(version="1")).status_code == 422
    office.propose(address)
    office.propose(address)
    assert head.post(f"{address}/return", data={"comment": "x"}).status_code == 422
    for action in ("deletion", "members", "submission"):
        assert office.developer.post(f"{address}/{action}").status_code == 422, action
    assert office.sign(address).status_code == 303
    before = office.order(address)
    for action in ("return", "refusal", "deletion", "members", "submission", "proposal", "memo"):
        sent = {"comment": "x", "version": str(before.version)}
        browser = director if action == "refusal" else head
        assert browser.post(f"{address}/{action}", data=sent).status_code == 422, action
    answer = head.post(f"{address}/paper-signature", data=scanned(version=str(before.version)))
    assert answer.status_code == 422
    assert office.order(address) == before


def test_two_who_may_sign_give_one_number(office: Office, world: World, make_signer: Any):
    deputy = make_signer(Role.ASSISTANT_DIRECTOR, name="นายรอง ตัวอย่าง")
    office.delegate(deputy.person, bangkok_today(), bangkok_today())
    address = office.proposed()
    sent = [(who.client, who.confirmed(version="2")) for who in (office.director, deputy)]
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda one: one[0].post(f"{address}/signature", data=one[1]), sent)
        assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert office.order(address).number == 1
    assert len(cards(world)) == 1


def test_who_acts_for_the_director_dates_no_paper_before_that(office: Office, make_signer: Any):
    office.numbering(Numbering.REGISTRY)
    deputy = make_signer(Role.ASSISTANT_DIRECTOR, name="นายรอง ตัวอย่าง")
    office.delegate(deputy.person, bangkok_today() - timedelta(days=2), bangkok_today())
    address = office.proposed()
    answer = office.sign(address, deputy, number="7", dated_on=day(-3))
    assert answer.status_code == 422
    assert f"วันที่ต้องไม่ก่อน {day(-2)}" in answer.text
    order = office.order(address)
    batch = {f"number_{order.id.hex}": "7", "papers": f"{order.id}:{order.version}"}
    sent = deputy.confirmed(dated_on=day(-3), record_id=str(uuid7()), **batch)
    assert deputy.client.post(f"{ORDERS}/batches", data=sent).status_code == 422
    assert office.order(address).state == "proposed"
    assert office.sign(address, deputy, number="7", dated_on=day(-2)).status_code == 303


def test_an_order_is_revoked_once_and_takes_its_amendments_along(office: Office, world: World):
    address = office.signed()
    first = office.order(address)
    answer = fill(office.developer, office.zones[0], "civil_society", "นางสาวตัวอย่าง มาใหม่")
    assert answer.status_code == 303, answer.text
    amended = office.developer.post(f"{address}/replacement").location
    office.propose(amended)
    assert office.sign(amended).status_code == 303
    amendment = office.order(amended)
    assert amendment.amends_id == first.id
    revocation = office.developer.post(f"{address}/revocation").location
    office.propose(revocation)
    assert office.sign(revocation).status_code == 303
    assert {cards(world)[one.id] for one in (first, amendment)} == {"revoked"}
    for target in (address, amended, revocation):
        for kind in ("revocation", "replacement"):
            assert office.developer.post(f"{target}/{kind}").status_code == 422
    page = world.app.test_client().get(f"/papers/{amendment.verification_code}")
    assert "ยกเลิกแล้ว" in page.text


@pytest.mark.parametrize(
    "number", ["0", "-1", "100000", "9" * 30, "9" * 5000, "1e3", "๑.๕", "", " ", "\u0661"]
)
def test_a_number_that_no_register_gives_is_refused(office: Office, number: str):
    answer = office.head.client.post(
        f"{ORDERS}/registration", data=scanned(body=f"zone:{office.zones[0]}", number=number)
    )
    assert answer.status_code == 422


def test_old_papers_belong_to_the_year_of_their_day(office: Office, world: World):
    zones = [office.zones[0], office.add_zone(), office.add_zone(), office.add_zone()]
    year = buddhist_year(bangkok_today())
    days = [f"31/12/{year - 1}", f"1/1/{year}", "31/12/2484", "1/1/2484"]
    for zone, when in zip(zones, days, strict=True):
        sent = scanned(body=f"zone:{zone}", number="๕", dated_on=when)
        answer = office.head.client.post(f"{ORDERS}/registration", data=sent)
        assert answer.status_code == (422 if when == days[3] else 303), when
    years = world.in_district(
        lambda session: sorted(session.scalars(select(Order.number_year).where(Order.number == 5)))
    )
    assert years == [2484, year - 1, year]
    again = scanned(body=f"zone:{zones[3]}", number="5", dated_on=days[1])
    assert office.head.client.post(f"{ORDERS}/registration", data=again).status_code == 422


# Elections


def test_an_open_voting_always_ends(world: World):
    conducting.manual(world)
    zone = conducting.zone_with_chairs(world, 2)
    client = world.sign_in()
    election_id = conducting.begin(client, zone.id, method="online")
    one = conducting.people_of(client, election_id)[0]
    assert conducting.name_candidate(client, election_id, one).status_code == 303
    for closes_on in (day(400), "31/12/9999", "31/12/2600"):
        answer = conducting.open_online(client, election_id, closes_on=closes_on)
        assert answer.status_code == 422
    assert conducting.open_online(client, election_id).status_code == 303


def test_an_early_closing_a_late_candidate_and_a_hasty_result_are_refused(world: World):
    conducting.manual(world)
    zone = conducting.zone_with_chairs(world, 3)
    election_id, _ = conducting.online_election(zone)
    client = world.sign_in()
    person = uuid7()
    assert conducting.close(client, election_id).status_code == 422
    assert conducting.name_candidate(client, election_id, person).status_code == 422
    assert conducting.declare(world, election_id).status_code == 422
    assert conducting.count(client, election_id, 1, 1).status_code == 422
    answer = client.post(f"{conducting.HERE}/{election_id}/repetition", data=conducting.plan())
    assert answer.status_code == 422
    assert conducting.stored(world, election_id).state == "open"


def test_unequal_counts_declare_nothing_and_the_first_is_nowhere_to_be_read(world: World):
    conducting.manual(world)
    zone = conducting.zone_with_chairs(world, 9, number=1)
    election_id = conducting.paper_election(zone)
    first, second = world.sign_in(Role.SECTION_HEAD), world.sign_in(Role.SECTION_HEAD)
    with capture_logs() as logs:
        assert conducting.count(first, election_id, 7, 2).status_code == 303
    again = conducting.count(first, election_id, 7, 2)
    assert (again.status_code, ">7<" in again.text) == (422, False)
    pages = [
        second.get(f"{conducting.HERE}/{election_id}{tail}").text
        for tail in ("", "/counts/new", "/declaration/new")
    ]
    pages += [second.get("/d/bangna/changes").text, second.get(conducting.HERE).text]
    for page in pages:
        assert not re.search(r">\s*[7๗]\s*(คะแนน)?\s*<|[\"']7[\"']", page)
    assert not any("7" in str(line.get("votes", "")) for line in logs)
    stored = world.in_district(
        lambda session: session.scalars(
            select(AuditEntry.after).where(AuditEntry.table_name == "election_paper_counts")
        ).one()
    )
    assert {stored[key] for key in ("votes", "blank", "spoilt")} == {"•••"}
    assert conducting.count(second, election_id, 6, 3).status_code == 303
    assert conducting.declare(world, election_id).status_code == 422


def test_nothing_of_a_vote_is_kept_by_the_browser(world: World):
    conducting.manual(world)
    zone = conducting.zone_with_chairs(world, 2)
    election_id, (choice, _) = conducting.online_election(zone)
    voter, ballot = zone.leader(0), f"{conducting.HERE}/{election_id}/ballot"
    for answer in (
        voter.get(ballot),
        voter.post(f"{ballot}/confirmation", data={"choice": str(choice)}),
        voter.post(ballot, data={"choice": "x"}),
        conducting.vote(voter, election_id, choice),
    ):
        assert answer.headers["Cache-Control"] == "no-store"
        assert str(choice) not in str(answer.headers)
    with voter.session_transaction() as kept:
        assert str(choice) not in str(dict(kept))
    stored = world.in_district(
        lambda session: [
            str(row)
            for table in ("audit_entries", "outbox")
            for row in session.execute(text(f"SELECT t::text FROM {table} t")).scalars()
        ]
    )
    cast = [row for row in stored if "ballot:cast" in row]
    assert cast
    assert not any(str(choice) in row for row in cast)


# By-laws


def test_the_chair_of_a_zone_writes_no_other_zones_by_law(place: Place):
    mine, other = place.draft(), place.draft(place.other_zone)
    key = place.keys(other)[-1]
    chair = place.chair
    texts = {"body": "ข้อความของผู้อื่น", "version": "1"}
    for action in ("", f"/articles?after={key}", f"/articles/{key}", f"/articles/{key}/removal"):
        where = f"{other}{action}"
        answer = chair.get(where) if not action else chair.post(where, data=texts)
        assert answer.status_code == 404, action
    assert chair.post(f"/d/bangna/zones/{place.other_zone}/by-laws").status_code == 404
    for action in ("adoption", "deletion"):
        assert chair.post(f"{mine}/{action}", data=texts).status_code == 403
    assert "ข้อความของผู้อื่น" not in str(place.stored(other)["content"])


def test_no_direct_post_touches_a_locked_article(place: Place):
    by_law = place.draft()
    before = place.stored(by_law)["content"]
    locked = next(one["key"] for one in before["articles"] if one["locked"])
    for browser in (place.officer, place.chair):
        for action in ("", "/removal"):
            for version in ("1", str(place.stored(by_law)["version"]), "9" * 16):
                sent = {"body": "แก้ไขเอง", "version": version, "key": locked, "locked": ""}
                answer = browser.post(f"{by_law}/articles/{locked}{action}", data=sent)
                assert answer.status_code in {409, 422}
    assert place.stored(by_law)["content"] == before


@pytest.mark.parametrize(
    "typed",
    [
        {"votes_for": "6", "abstaining": "1"},
        {"votes_for": "-1", "votes_against": "0", "abstaining": "7"},
        {"present": "7", "votes_for": "3", "votes_against": "3", "abstaining": "1"},
        {"present": "1001", "votes_for": "1001"},
        {"present": "0", "votes_for": "0", "abstaining": "0"},
        {"present": "9" * 40},
        {"in_force_from": "19/3/2568"},
        {"in_force_from": "31/12/2699"},
        {"held_on": "28/2/2568"},
    ],
)
def test_a_meeting_that_does_not_add_up_adopts_nothing(place: Place, typed: dict[str, str]):
    by_law = place.draft()
    place.appoint()
    assert place.adopt(by_law, **typed).status_code == 422
    assert place.stored(by_law)["state"] == "draft"


def test_two_adoptions_and_two_drafts_at_once_are_one(place: Place, world: World):
    browsers = [world.sign_in() for _ in range(4)]
    where = f"/d/bangna/zones/{place.zone}/by-laws"
    sent = [{"record_id": str(uuid7())} for _ in browsers]
    assert at_once(browsers, lambda one: one.post(where, data=sent.pop())) == [303] * 4
    by_law = place.draft()
    place.appoint()
    meeting = {
        "version": str(place.stored(by_law)["version"]),
        "held_on": "20/3/2568",
        "place": "ศาลา",
        "chaired_by": "นางประธานโซน",
        "present": "6",
        "votes_for": "6",
        "votes_against": "0",
        "abstaining": "0",
    }
    assert at_once(browsers, lambda one: one.post(f"{by_law}/adoption", data=meeting)) == [303] * 4
    assert len(cards(world)) == 1
    assert world.in_district(lambda s: s.scalar(select(ByLaw.number))) == 1


# Two at once where one form was sent twice


def test_what_is_sent_twice_at_once_is_kept_once(world: World):
    edition(world)
    adopted(world)
    zone = world.zone(1, world.community())
    for number in (2, 3):
        world.zone(number, world.community())
    signed_order(world, zone)
    head = world.person(Role.SECTION_HEAD)
    browsers, same = [world.sign_in(person=head) for _ in range(4)], {"record_id": str(uuid7())}
    page = browsers[0].get("/d/bangna/zones/pilot/new").text
    scores = dict.fromkeys(re.findall(r'name="(score-[^"]+)"', page), "3")
    sent = {
        f"zones/{zone}/remarks": {"body": "ข้อคิดเห็น"},
        f"zones/{zone}/publication": {},
        "zones/proposals": {"count": "3", "problem_percent": "30"},
        "zones/pilot": scores
        | {"zone": str(zone), "reason": "ก", "meeting": "ข", "decided_on": day()},
    }
    for address, typed in sent.items():
        send = partial(FlaskClient.post, path=f"/d/bangna/{address}", data=typed | same)
        assert at_once(browsers, send) == [303] * 4, address
    for table in (NetworkRemark, PublishedNetwork, ZoneProposal):
        assert world.in_district(methodcaller("scalar", select(func.count(table.id)))) == 1


# Texts and files


def test_hostile_words_stay_words_on_every_page_and_in_every_file(office: Office, world: World):
    head = office.head.client
    zone = office.zones[0]
    fill(office.developer, zone, "civil_society", PAYLOAD[:110])
    fill(office.developer, zone, "civil_society", FORMULA, person_position=FORMULA)
    address = office.draft()
    edited = ("subject", "reason", "authority", "duties", "effect", "signer_position")
    typst = {"signer_name": "#panic() $x$ @y <z> \\u{41} *b*", "version": "1"}
    texts = dict.fromkeys(edited, PAYLOAD) | typst
    assert head.post(address, data=texts).status_code == 303
    assert head.post(f"{address}/return", data={"comment": PAYLOAD}).status_code == 303
    remark = {"body": PAYLOAD, "record_id": str(uuid7())}
    assert head.post(f"/d/bangna/zones/{zone}/remarks", data=remark).status_code == 303
    signed_order(world, zone, number=900, subject=PAYLOAD)
    assert head.post(f"/d/bangna/zones/{zone}/publication").status_code == 303
    shown = [
        head.get(where)
        for where in (
            address,
            f"{address}/edit",
            ORDERS,
            f"{ORDERS}?view=all",
            f"/d/bangna/zones/{zone}",
            f"/d/bangna/zones/{zone}/committee",
            f"/d/bangna/zones/{zone}/publication/new",
            "/d/bangna/people",
            "/d/bangna/changes",
            f"/d/bangna/networks/{zone}",
        )
    ]
    for page in shown:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "onerror=alert" not in page.text.replace("&lt;img src=x onerror=alert", "")
    pdf = head.get(f"{address}/document.pdf")
    assert (pdf.status_code, pdf.data[:5]) == (200, b"%PDF-")
    assert "\r" not in pdf.headers["Content-Disposition"]
    word = head.get(f"{address}/document.docx")
    with zipfile.ZipFile(io.BytesIO(word.data)) as packed:
        assert b"<script>" not in packed.read("word/document.xml")


def test_no_cell_of_a_downloaded_register_is_a_formula(office: Office):
    fill(office.developer, office.zones[0], "civil_society", FORMULA, person_position=FORMULA)
    page = office.developer.get("/d/bangna/committees/register").text
    found = re.findall(r'href="([^"]+\.xlsx[^"]*)"', page)
    found.append("/d/bangna/committees/seat-imports/template")
    assert len(found) > 1
    for address in found:
        answer = office.developer.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            sheets = [packed.read(one) for one in packed.namelist() if "/sheet" in one]
            assert sheets
            assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
            assert not any("hyperlink" in one.lower() for one in packed.namelist())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        PNG + b"<script>alert(1)</script>",
        PNG + b"PK\x05\x06" + bytes(18),
        b"GIF89a" + bytes(20),
        PNG[:16] + b"\xff\xff\xff\xff" + PNG[20:],
    ],
)
def test_a_file_that_is_no_scan_is_kept_nowhere(office: Office, world: World, content: bytes):
    sent = scanned(body=f"zone:{office.zones[0]}", scan=(io.BytesIO(content), "../../scan.pdf"))
    assert office.head.client.post(f"{ORDERS}/registration", data=sent).status_code == 422
    plain = scanned(body=f"zone:{office.zones[0]}", scan="scan.pdf")
    assert office.head.client.post(f"{ORDERS}/registration", data=plain).status_code == 422
    emblem = {"file": (io.BytesIO(content), "e.png")}
    answer = office.head.client.post("/d/bangna/office/emblem", data=emblem)
    if not content.startswith(PNG):
        assert answer.status_code == 422
    assert world.in_district(lambda s: s.scalar(select(Order.id).where(Order.number == 5))) is None


def test_a_megabyte_of_own_text_is_refused_at_once(world: World):
    edition(world)
    adopted(world)
    head = world.sign_in(Role.SECTION_HEAD)
    texts = ("ก" * 1_000_000, "{network}" * 100_000, "\n" * 4_000_000 + "ก", "ุ่" * 500_000)
    began = time.perf_counter()
    for body in texts:
        sent = {"title": "ก", "body": body, "reason": "ก"}
        assert head.post("/d/bangna/manual/annex", data=sent).status_code == 422
    digits = {"held_on": "1" * 4_000_000, "present": " " * 4_000_000}
    assert head.post(f"/d/bangna/by-laws/{uuid7()}/adoption", data=digits).status_code == 404
    assert time.perf_counter() - began < 15


# What everybody may see


def test_a_visitor_finds_nothing_that_was_not_released(office: Office, world: World):
    zone = office.zones[0]
    order = office.order(office.signed())
    stranger = world.app.test_client()
    assert stranger.get(f"/d/bangna/networks/{zone}").status_code == 404
    near = order.verification_code[:-1] + ("A" if order.verification_code[-1] != "A" else "B")
    for code in (near, order.verification_code.replace("1047", "1009"), "1047-%", "1047-____"):
        assert stranger.get(f"/papers/{code}").status_code in {404, 400}
    people = world.in_district(lambda s: s.scalars(text("SELECT person_name FROM seats")).all())
    office.head.client.post(f"/d/bangna/zones/{zone}/publication")
    for address in (f"/papers/{order.verification_code}", f"/d/bangna/networks/{zone}"):
        page = stranger.get(address)
        assert page.status_code == 200
        assert not any(name in page.text for name in [*people, order.signed_by])
