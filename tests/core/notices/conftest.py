from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from core.identity.actor import Person
from core.notices.models import MailMode, Notice, NoticeDelivery, Topic
from core.notices.preferences import locked_settings
from core.notices.service import Recipient, notify
from tests.support.line_api import TOKEN, LineApi, line_api
from tests.support.mailbox import Mailbox, mailbox
from tests.support.world import BANG_NA, World

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""A Monday, 12 o'clock in Bangkok."""

SECRET = "only for tests"


@pytest.fixture
def box(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """Mail is switched on and goes to a server of our own."""
    with mailbox() as running:
        set_config(app, monkeypatch, smtp_url=running.url, mail_from="notices@example.org")
        yield running


@pytest.fixture
def line(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[LineApi]:
    """LINE is switched on and is a stand-in of our own."""
    with line_api() as running:
        set_config(
            app,
            monkeypatch,
            line_channel_token=TOKEN,
            line_channel_secret=SECRET,
            line_api_url=running.url,
        )
        yield running


def set_config(app: Flask, monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    monkeypatch.setitem(app.extensions, "config", replace(app.extensions["config"], **values))


def choose(world: World, person: Person, office: int = BANG_NA, **wishes: Any) -> None:
    """What a person has chosen; mail for each notice and no quiet hours where nothing is said."""
    actor = person.acting_in(slug=person.memberships[0].slug)
    values: dict[str, Any] = {
        "mail_mode": MailMode.EACH.value,
        "quiet_from": 0,
        "quiet_to": 0,
    } | wishes

    def save(session: Any) -> None:
        row = locked_settings(session, actor)
        for name, value in values.items():
            setattr(row, name, value)

    world.in_district(save, office)


def tell(world: World, *people: Person, key: str = "test:1", **words: Any) -> int:
    """Tell people something as a feature does it."""
    values: dict[str, Any] = {
        "topic": Topic.MEETING,
        "event_key": key,
        "title": "ประชุมคณะกรรมการเครือข่าย โซน 2",
        "body": "วันที่ 5 ธันวาคม 2569 เวลา 10.00 น.",
        "url": "/d/bangna/communities",
    } | words
    to = words.pop("to", None) or [Recipient.account(each.account_id, each.name) for each in people]
    return world.in_district(lambda session: notify(session, **values | {"to": to}))


def deliveries(world: World) -> list[tuple[str, str]]:
    """Channel and state of every delivery, in order."""
    return world.in_district(
        lambda session: [
            tuple(row)
            for row in session.execute(
                select(NoticeDelivery.channel, NoticeDelivery.state).order_by(NoticeDelivery.id)
            )
        ]
    )


def first_notice(world: World) -> UUID:
    return world.in_district(
        lambda session: session.scalars(select(Notice.id).order_by(Notice.id)).first()
    )


Tell = Callable[..., int]
