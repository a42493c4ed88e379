"""Two browsers that send at the same moment what one person would send twice."""

import io
from concurrent.futures import ThreadPoolExecutor

from flask.testing import FlaskClient

from core.access.roles import Role
from core.db import uuid7
from tests.support.world import World


def test_one_record_id_for_two_user_names_at_once_makes_one_person(world: World):
    officer = world.person(Role.SECTION_HEAD)
    browsers = [world.sign_in(person=officer) for _ in range(4)]
    record_id = str(uuid7())

    def add(numbered: tuple[int, FlaskClient]) -> int:
        number, browser = numbered
        person = {"name": "นายตัวอย่าง ใจดี", "position": "ผู้แทน", "role": "partner"}
        sent = person | {"username": f"example{number}", "valid_from": "1/1/2569"}
        answer = browser.post("/d/bangna/accounts", data=sent | {"record_id": record_id})
        return answer.status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(add, enumerate(browsers))) == [303] * 4


def test_one_file_sent_twice_at_once_is_one_import(world: World):
    officer = world.person(Role.SECTION_HEAD)
    record_id = str(uuid7())

    def upload(browser: FlaskClient) -> tuple[int, str]:
        file = io.BytesIO("ชื่อชุมชน,ประเภทชุมชน\nริมคลอง,เมือง\n".encode())
        sent = {"file": (file, "list.csv"), "as_of": "1/1/2569", "source": "ทดสอบ"}
        answer = browser.post("/d/bangna/communities/imports", data=sent | {"record_id": record_id})
        return answer.status_code, answer.headers.get("Location", "")

    browsers = [world.sign_in(person=officer) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(upload, browsers))
    assert answers == {(303, f"/d/bangna/communities/imports/{record_id}")}
