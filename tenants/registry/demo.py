"""The example communities of Bang Na, with their figures of June 2559."""

from datetime import date

from sqlalchemy.orm import Session

from core.i18n.text import match_key
from tenants.example.content import BANG_NA, bangna, community_id
from tenants.registry.models import FIGURES, Community, CommunityFigures

REGISTERED_FROM = date(2016, 6, 1)
FIGURES_AS_OF = date(2016, 6, 30)
SOURCE = "ข้อมูลตัวอย่าง"
KINDS_OF_PROBLEMS = ("flood", "waste", "drugs", "housing", "income", "elderly", "youth", "safety")
NEIGHBOURS = 8
"""So many communities of the list lie side by side and share a problem."""


def problems_of(number: int) -> list[str]:
    """Invented problems of the example community at a place of the list: one shared with its neighbours."""
    shared = KINDS_OF_PROBLEMS[number // NEIGHBOURS % len(KINDS_OF_PROBLEMS)]
    own = KINDS_OF_PROBLEMS[number * 3 % len(KINDS_OF_PROBLEMS)]
    return sorted({shared, own})


def load(session: Session) -> None:
    """38 communities with 39,000 people, as the study counts them; every name is invented."""
    entries = bangna()["communities"]
    session.add_all(
        Community(
            district_id=BANG_NA,
            id=community_id(entry["key"]),
            name=entry["name"].removeprefix("ชุมชน"),
            match_key=match_key(entry["name"]),
            kind=entry["type"],
            subdistrict_code=entry["subdistrict_code"],
            lat=entry["lat"],
            lon=entry["lon"],
            registered_from=REGISTERED_FROM,
            source=SOURCE,
            problems=problems_of(number),
            changed_by=SOURCE,
            is_example=True,
        )
        for number, entry in enumerate(entries)
    )
    session.flush()
    session.add_all(
        CommunityFigures(
            district_id=BANG_NA,
            community_id=community_id(entry["key"]),
            as_of=FIGURES_AS_OF,
            source=SOURCE,
            recorded_by=SOURCE,
            is_example=True,
            **{name: entry[name] for name in FIGURES},
        )
        for entry in entries
    )
