"""The parts of a manual that an office may make its own, and how its texts are put in place.

A part is a clause of a chapter, an article of the by-law draft, or a clause of the office's own
annex. Everything here is a pure function of content and texts.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from core.manual.structure import Article, Chapter, Clause, ManualContent

OFFICE_ANNEX = "office"
"""The key of the chapter that holds the office's own clauses; the city numbers its chapters otherwise."""
OFFICE_ANNEX_TITLE = "ภาคผนวกของสำนักงานเขต"

BY_LAW_WORDS = frozenset({"network", "office", "district"})
"""What stands in braces in an article and is filled in when a network makes its by-law."""

_BRACED = re.compile(r"\{([^{}]*)\}")


class PartKind(StrEnum):
    CLAUSE = "clause"
    """A clause of a chapter."""
    ARTICLE = "article"
    """An article of the by-law draft."""
    ANNEX = "annex"
    """A clause of the office's own annex; it has no counterpart in the city's edition."""


class PartId(NamedTuple):
    kind: PartKind
    key: str

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.key}"


@dataclass(frozen=True)
class Part:
    """A part as the city wrote it. `title` of an article is the heading of its หมวด."""

    id: PartId
    title: str
    body: str
    locked: bool


@dataclass(frozen=True)
class OwnText:
    """What an office says in place of a part, or in its annex. Of an article the body alone counts."""

    id: PartId
    title: str
    body: str

    def says_the_same(self, part: Part) -> bool:
        """Whether this text and the city's are one; an office does not change the heading of an article."""
        same_title = self.id.kind is PartKind.ARTICLE or self.title == part.title
        return same_title and self.body == part.body


def parts_of(content: ManualContent) -> dict[PartId, Part]:
    """Every clause and article of an edition, in its order."""
    return {part.id: part for part in _parts(content)}


def with_own_texts(content: ManualContent, texts: Iterable[OwnText]) -> ManualContent:
    """The edition with the office's texts in their places and its annex as the last chapter.

    A locked part always says what the city says; a text on a part that the edition does not have
    is left out.
    """
    own = {text.id: text for text in texts}
    chapters = tuple(
        replace(chapter, clauses=tuple(_own_clause(clause, own) for clause in chapter.clauses))
        for chapter in content.chapters
    )
    annex = tuple(
        Clause(text.id.key, text.title, text.body, locked=False)
        for text in sorted(own.values(), key=lambda text: annex_number(text.id.key))
        if text.id.kind is PartKind.ANNEX
    )
    if annex:
        chapters += (Chapter(OFFICE_ANNEX, OFFICE_ANNEX_TITLE, annex),)
    articles = tuple(_own_article(article, own) for article in content.by_law.articles)
    return replace(content, chapters=chapters, by_law=replace(content.by_law, articles=articles))


def next_annex_key(used: Iterable[str]) -> str:
    """A key of the annex that was never used, also not by a clause that was removed since."""
    return f"{OFFICE_ANNEX}.{max((annex_number(key) for key in used), default=0) + 1}"


def annex_number(key: str) -> int:
    number = key.rpartition(".")[2]
    return int(number) if number.isdecimal() else 0


def unknown_words(body: str) -> list[str]:
    """Words in braces that no by-law could fill in, and single braces."""
    found = {f"{{{word}}}" for word in _BRACED.findall(body) if word not in BY_LAW_WORDS}
    rest = _BRACED.sub("", body)
    return sorted(found | {brace for brace in "{}" if brace in rest})


def digest_of(content: ManualContent) -> str:
    """SHA-256 of the content as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _parts(content: ManualContent) -> Iterator[Part]:
    for clause in content.clauses():
        yield Part(PartId(PartKind.CLAUSE, clause.key), clause.title, clause.body, clause.locked)
    for article in content.by_law.articles:
        yield Part(
            PartId(PartKind.ARTICLE, article.key), article.heading, article.body, article.locked
        )


def _own_clause(clause: Clause, own: Mapping[PartId, OwnText]) -> Clause:
    text = own.get(PartId(PartKind.CLAUSE, clause.key))
    if text is None or clause.locked:
        return clause
    return replace(clause, title=text.title, body=text.body)


def _own_article(article: Article, own: Mapping[PartId, OwnText]) -> Article:
    text = own.get(PartId(PartKind.ARTICLE, article.key))
    return article if text is None or article.locked else replace(article, body=text.body)
