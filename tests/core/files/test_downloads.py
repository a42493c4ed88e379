"""Handing files out: under their Thai names, and never as a page of ours."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import NotFound
from core.files.current import current_store
from core.files.service import keep_for_office
from core.web.downloads import send_bytes, send_stored
from tests.support.world import BANG_NA, NEIGHBOUR, World


def test_a_file_kept_by_the_system_is_sent_to_its_office_alone(world: World, app: Flask):
    with app.app_context():
        store = current_store()

    def keep(session: Session):
        return keep_for_office(
            session,
            store,
            district_id=BANG_NA,
            stored_by="ระบบ",
            name="คำสั่ง.pdf",
            content=b"%PDF-1.7",
            content_type="application/pdf",
            purpose="order",
        ).id

    file_id = world.in_district(keep)

    def send(session: Session):
        with app.test_request_context():
            answer = send_stored(session, file_id, inline=True)
        return answer.get_data(), answer.headers

    content, headers = world.in_district(send)
    assert content == b"%PDF-1.7"
    assert headers["Content-Disposition"].startswith('inline; filename="file.pdf"; ')
    assert "%E0%B8%84" in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    with pytest.raises(NotFound):
        world.in_district(send, NEIGHBOUR)
    with pytest.raises(NotFound):
        world.in_district(lambda session: send_stored(session, uuid7()))


@pytest.mark.parametrize(
    ("content_type", "way", "sandboxed"),
    [
        ("application/pdf", "inline", False),
        ("image/png", "inline", True),
        ("text/html", "attachment", True),
        ("image/svg+xml", "attachment", True),
        ("application/octet-stream", "attachment", True),
    ],
)
def test_only_pages_and_pictures_open_in_the_browser(
    app: Flask, content_type: str, way: str, *, sandboxed: bool
):
    with app.test_request_context():
        answer = send_bytes(b"x", name="a.bin", content_type=content_type, inline=True)
    assert answer.headers["Content-Disposition"].startswith(f"{way};")
    assert ("sandbox" in answer.headers["Content-Security-Policy"]) is sandboxed


@pytest.mark.parametrize("name", ['a"b.pdf', "a\r\nSet-Cookie: x=1.pdf", "ก;ข.pdf", "../x.pdf"])
def test_no_name_breaks_out_of_its_header(app: Flask, name: str):
    with app.test_request_context():
        answer = send_bytes(b"x", name=name, content_type="application/pdf")
    line = answer.headers["Content-Disposition"]
    assert line.count('"') == 2
    assert "\r" not in line
    assert "\n" not in line
    assert "/" not in line
