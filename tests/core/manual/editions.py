"""Editions and own texts for the merge: by hand, and by hypothesis."""

from dataclasses import dataclass

from hypothesis import strategies

from core.manual.parts import OwnText, Part, PartId, PartKind, parts_of
from core.manual.structure import Article, ByLawDraft, Chapter, Clause, ManualContent

KEYS = ("1.1", "1.2", "2.1", "2.2", "2.3")
ARTICLES = ("1", "2")

WORDINGS = strategies.sampled_from(["ก", "ข", "ค", "ง"])
TITLES = strategies.sampled_from(["ชื่อ", "ชื่ออื่น"])


def content(*clauses: Clause, articles: tuple[Article, ...] = ()) -> ManualContent:
    numbers = dict.fromkeys(clause.key.partition(".")[0] for clause in clauses)
    return ManualContent(
        chapters=tuple(
            Chapter(
                number,
                f"บทที่ {number}",
                tuple(clause for clause in clauses if clause.key.partition(".")[0] == number),
            )
            for number in numbers
        ),
        by_law=ByLawDraft("ข้อบังคับ", "", articles),
    )


def clause(key: str, body: str, *, locked: bool = False, title: str = "ชื่อ") -> Clause:
    return Clause(key, title, body, locked)


def own(key: str, body: str, kind: PartKind = PartKind.CLAUSE, title: str = "ชื่อ") -> OwnText:
    return OwnText(PartId(kind, key), title, body)


@dataclass(frozen=True)
class Situation:
    """An edition in force, the office's texts on it, and the edition that it moves to."""

    base: ManualContent
    new: ManualContent
    own: tuple[OwnText, ...]


@strategies.composite
def contents(draw: strategies.DrawFn) -> ManualContent:
    clauses = [
        Clause(key, draw(TITLES), draw(WORDINGS), draw(strategies.booleans()))
        for key in draw(strategies.lists(strategies.sampled_from(KEYS), unique=True))
    ]
    articles = tuple(
        Article(key, "หมวด", draw(WORDINGS), draw(strategies.booleans()))
        for key in draw(strategies.lists(strategies.sampled_from(ARTICLES), unique=True))
    )
    return content(*clauses, articles=articles)


@strategies.composite
def situations(draw: strategies.DrawFn) -> Situation:
    """Own texts stand on open parts of the base and differ from them, as the service demands; or in the annex."""
    base = draw(contents())
    texts = [
        text
        for part in parts_of(base).values()
        if not part.locked and draw(strategies.booleans())
        if not (text := _typed(draw, part)).says_the_same(part)
    ]
    annex = [
        OwnText(PartId(PartKind.ANNEX, f"office.{number}"), draw(TITLES), draw(WORDINGS))
        for number in draw(strategies.lists(strategies.integers(1, 9), unique=True, max_size=3))
    ]
    return Situation(base, draw(contents()), (*texts, *annex))


def _typed(draw: strategies.DrawFn, part: Part) -> OwnText:
    title = part.title if part.id.kind is PartKind.ARTICLE else draw(TITLES)
    return OwnText(part.id, title, draw(WORDINGS))
