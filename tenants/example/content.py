"""The example content of Bang Na, read by the demo step of each feature."""

import json
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from core.demo import example_id

BANG_NA = 1047


@cache
def bangna() -> dict[str, Any]:
    """communities, zones, people, seats, activities: see the file itself."""
    content: dict[str, Any] = _read("bangna.json")
    return content


def accounts() -> list[dict[str, Any]]:
    """The example accounts, each with the id of its community where it has one."""
    return [
        {
            **entry,
            "community_id": community_id(entry["community"]) if entry.get("community") else None,
        }
        for entry in _read("accounts.json")
    ]


def community_id(key: str) -> UUID:
    return example_id(f"community/{key}")


def zone_id(name: str) -> UUID:
    return example_id(f"zone/{name}")


def _read(name: str) -> Any:
    return json.loads((files("tenants.example") / name).read_text(encoding="utf-8"))
