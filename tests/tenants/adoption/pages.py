"""What the tests of the manual share: a second edition, and the hidden values of a page."""

import json
import re
from copy import deepcopy
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from core.audit.models import AuditEntry
from tests.support.editions import edition
from tests.support.world import World

HERE = "/d/bangna/manual"
TEXTS = f"{HERE}/own-texts"

CONTENT: dict[str, Any] = json.loads(
    (files("city.manuals") / "edition_1.json").read_text(encoding="utf-8")
)
CLAUSES = [clause for chapter in CONTENT["chapters"] for clause in chapter["clauses"]]
ARTICLES = CONTENT["by_law"]["articles"]


def keys_of(parts: list[dict[str, Any]], *, locked: bool) -> list[str]:
    return [part["key"] for part in parts if part["locked"] is locked]


OPEN_CLAUSE, OTHER_OPEN, THIRD_OPEN = keys_of(CLAUSES, locked=False)[:3]
LOCKED_CLAUSE = keys_of(CLAUSES, locked=True)[0]
OPEN_ARTICLE = keys_of(ARTICLES, locked=False)[0]
LOCKED_ARTICLE = keys_of(ARTICLES, locked=True)[0]


def second_edition(
    world: World,
    changed: dict[str, str] | None = None,
    *,
    locked: tuple[str, ...] = (),
    removed: tuple[str, ...] = (),
    articles: dict[str, str] | None = None,
    number: int = 2,
    **settings: Any,
) -> None:
    """An edition with the first one's text, some bodies changed, some clauses locked or taken out."""
    content = deepcopy(CONTENT)
    for chapter in content["chapters"]:
        chapter["clauses"] = [each for each in chapter["clauses"] if each["key"] not in removed]
        for clause in chapter["clauses"]:
            clause["body"] = (changed or {}).get(clause["key"], clause["body"])
            clause["locked"] = clause["locked"] or clause["key"] in locked
    for article in content["by_law"]["articles"]:
        article["body"] = (articles or {}).get(article["key"], article["body"])
    edition(world, number, **{**content, **settings})


def hidden(page: str, name: str) -> str:
    """The value of a hidden field, as the browser would send it back."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def adapt(client: Any, key: str, text: str, *, part: str = "clause", **fields: str) -> Any:
    """Open the form of a part as an officer does, and save the office's text."""
    page = client.get(f"{TEXTS}/{part}/{key}/edit").text
    typed = {
        "record_id": hidden(page, "record_id"),
        "version": hidden(page, "version"),
        "title": "ชื่อของเขต",
        "body": text,
        "reason": "เหตุผลของเขต",
    }
    return client.post(f"{TEXTS}/{part}/{key}", data=typed | fields)


def add_to_annex(client: Any, title: str = "ข้อของเขต", body: str = "เนื้อความของเขต") -> Any:
    page = client.get(f"{HERE}/annex/new").text
    return client.post(
        f"{HERE}/annex",
        data={
            "record_id": hidden(page, "record_id"),
            "title": title,
            "body": body,
            "reason": "เฉพาะเขตนี้",
        },
    )


def actions(world: World, table: str) -> list[str]:
    """What the audit calls the changes of a table, in order."""
    return list(
        world.in_district(
            lambda session: session.scalars(
                select(AuditEntry.action)
                .where(AuditEntry.table_name == table)
                .order_by(AuditEntry.id)
            ).all()
        )
    )
