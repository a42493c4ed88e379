"""The table of contents of an edition, and the way from one of its pages to the next."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from city.manuals.parts import ListPart, SinglePart, all_parts
from city.manuals.queries import Shown
from city.manuals.titles import title_of

FAMILIES = (
    ("clauses",),
    ("seats",),
    ("wording",),
    ("articles",),
    ("settings", "elections", "deadlines", "meetings", "problem-kinds", "pilot-criteria"),
)
"""The groups of the table of contents, each with the families of parts that it holds."""


@dataclass(frozen=True)
class Line:
    """A page of the edition; `count` how many entries its list has, None where it is no list."""

    name: str
    title: str
    url: str
    count: int | None


def table_of_contents(shown: Shown) -> list[tuple[str, list[Line]]]:
    """The groups in the order in which an edition is read."""
    titles = (
        gettext("Chapters"),
        gettext("Committees"),
        gettext("Wordings of the papers"),
        gettext("By-law of a network"),
        gettext("Rules and lists"),
    )
    lines: dict[str, list[Line]] = {}
    for part in all_parts(shown.content):
        lines.setdefault(part.family, []).append(_line(shown, part))
    return [
        (title, [line for family in families for line in lines.get(family, [])])
        for title, families in zip(titles, FAMILIES, strict=True)
    ]


def neighbours(shown: Shown, name: str) -> tuple[Line | None, Line | None]:
    """The pages before and after this one."""
    lines = [line for _, group in table_of_contents(shown) for line in group]
    place = next((place for place, line in enumerate(lines) if line.name == name), None)
    if place is None:
        return None, None
    after = lines[place + 1] if place + 1 < len(lines) else None
    return (lines[place - 1] if place else None), after


def address_of(number: int, part: SinglePart | ListPart) -> str:
    """The page on which a part is shown."""
    if isinstance(part, ListPart):
        return url_for("manuals.show_list", number=number, name=part.name)
    if part.beside:
        return url_for("manuals.show_list", number=number, name=part.beside)
    return url_for("manuals.show_part", number=number, name=part.name)


def _line(shown: Shown, part: SinglePart | ListPart) -> Line:
    count = len(part.read(shown.content)) if isinstance(part, ListPart) else None
    return Line(part.name, title_of(part), address_of(shown.edition.number, part), count)
