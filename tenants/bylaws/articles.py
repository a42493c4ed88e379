"""The text of a by-law as plain values: filled in from the manual, changed article by article, compared."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any, Self

from core.errors import NotFound, Refused
from core.i18n.digits import to_thai_digits
from core.manual.structure import ByLawDraft

_CHAPTER = re.compile(r"\Aหมวด(?:ที่)?\s*[0-9๐-๙]+\s*")
_FIFTEEN_DIGITS = 10**15

UNCOUNTED = frozenset({"บทเฉพาะกาล"})
"""Chapters that bear no number, whoever writes them."""


@dataclass(frozen=True)
class ArticleText:
    """ข้อ with its หมวด, "" before the first. `own`: the network wrote it, the manual has none of this key.

    `changed_by` and `changed_at` (ISO) say who changed it last, "" where it is as drafted.
    """

    key: str
    heading: str
    body: str
    locked: bool = False
    own: bool = False
    changed_by: str = ""
    changed_at: str = ""

    @property
    def version(self) -> int:
        """A number that changes with the text: two people at different articles do not meet (F41)."""
        said = json.dumps([self.key, self.body], ensure_ascii=False)
        return int(hashlib.sha256(said.encode()).hexdigest(), 16) % _FIFTEEN_DIGITS + 1


@dataclass(frozen=True)
class ByLawText:
    """Title, preamble and articles; `manual_keys` are the articles that the manual had at the drafting."""

    title: str
    preamble: str
    articles: tuple[ArticleText, ...]
    manual_keys: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            data["title"],
            data["preamble"],
            tuple(ArticleText(**article) for article in data["articles"]),
            tuple(data["manual_keys"]),
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def article(self, key: str) -> ArticleText:
        found = next((each for each in self.articles if each.key == key), None)
        if found is None:
            raise NotFound("This article does not exist.")
        return found

    def numbers(self) -> dict[str, int]:
        """ข้อ of each article by its key."""
        return {each.key: number for number, each in enumerate(self.articles, start=1)}


@dataclass(frozen=True)
class Section:
    """Articles that stand together: before the chapters, in a หมวด, or after the last one.

    `title` is the chapter's own name. `named` marks one that is not counted, such as บทเฉพาะกาล.
    """

    title: str
    articles: tuple[tuple[int, ArticleText], ...]
    chapter: int | None = None
    named: bool = False

    @property
    def heading(self) -> str:
        """As it stands on the paper: หมวด ๑ วัตถุประสงค์; "" outside the chapters."""
        if self.chapter is None or self.named:
            return self.title
        return to_thai_digits(f"หมวด {self.chapter} {self.title}".strip())


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    SAME = "same"


@dataclass(frozen=True)
class Difference:
    """One article in two versions, with its number in each; None where a version has none of this key."""

    kind: Kind
    before: ArticleText | None
    after: ArticleText | None
    number_before: int | None
    number_after: int | None


def drafted(manual: ByLawDraft, names: Mapping[str, str]) -> ByLawText:
    """The manual's draft with the names of a network and its office filled in."""
    return ByLawText(
        _fill(manual.title, names),
        _fill(manual.preamble, names),
        tuple(
            ArticleText(
                article.key,
                _fill(article.heading, names),
                _fill(article.body, names),
                article.locked,
            )
            for article in manual.articles
        ),
        tuple(article.key for article in manual.articles),
    )


def continued(before: ByLawText, manual: ByLawText) -> ByLawText:
    """A text taken on under another edition of the manual.

    What the city locks stands as it writes it now; what the network wrote or changed stays; an open
    article that the network once took out stays out; one that the manual gave up goes if it was locked.
    """
    known = {each.key: each for each in manual.articles}
    kept = [_taken_on(each, known.get(each.key)) for each in before.articles]
    articles = [each for each in kept if each is not None]
    last: str | None = None
    for each in manual.articles:
        if each.key not in {one.key for one in articles}:
            if each.key in before.manual_keys and not each.locked:
                continue
            articles.insert(_place_after(articles, last), each)
        last = each.key
    return ByLawText(manual.title, manual.preamble, tuple(articles), manual.manual_keys)


def with_body(text: ByLawText, key: str, body: str, *, by: str, at: datetime) -> ByLawText:
    changed = replace(text.article(key), body=body, changed_by=by, changed_at=at.isoformat())
    return replace(
        text, articles=tuple(changed if each.key == key else each for each in text.articles)
    )


def with_new_article(text: ByLawText, article: ArticleText, *, after: str) -> ByLawText:
    """One more article behind another, in the same chapter or, with a heading of its own, in a new one.

    A new chapter begins only where the one before it ends, so that no chapter is torn apart.
    """
    place = [each.key for each in text.articles].index(text.article(after).key) + 1
    headings = [*_headings(text), None]
    here, following = headings[place - 1], headings[place]
    if article.heading and not _chapter_may_begin(here, following, chapters=any(headings)):
        raise Refused("A new chapter can begin only where the one before it ends.")
    placed = replace(article, heading=article.heading or here or "")
    return replace(text, articles=(*text.articles[:place], placed, *text.articles[place:]))


def without_article(text: ByLawText, key: str) -> ByLawText:
    text.article(key)
    return replace(text, articles=tuple(each for each in text.articles if each.key != key))


def sections(text: ByLawText) -> list[Section]:
    """The articles in their chapters, numbered through; chapters are counted anew.

    An article without a heading belongs to the chapter before it, unless no chapter follows: then
    it stands at the end, by itself.
    """
    found: list[Section] = []
    counted = 0
    entries = zip(_headings(text), enumerate(text.articles, start=1), strict=True)
    for heading, group in groupby(entries, key=lambda entry: entry[0]):
        articles = tuple(entry[1] for entry in group)
        title = _CHAPTER.sub("", heading)
        named = title in UNCOUNTED
        if not heading:
            found.append(Section("", articles))
            continue
        counted += not named
        found.append(Section(title, articles, counted, named))
    return found


def differences(before: ByLawText, after: ByLawText) -> list[Difference]:
    """Two versions article by article, in the order of the later one; what is gone comes where it stood."""
    old, new = before.numbers(), after.numbers()
    found = [
        _difference(_find(before, each.key), each, old.get(each.key), new[each.key])
        for each in after.articles
    ]
    for each in before.articles:
        if each.key not in new:
            place = sum(1 for one in found if (one.number_before or 0) < old[each.key])
            place = min(place, len(found))
            found.insert(place, Difference(Kind.REMOVED, each, None, old[each.key], None))
    return found


def paragraphs(body: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in body.splitlines() if line.strip())


def _taken_on(each: ArticleText, manual: ArticleText | None) -> ArticleText | None:
    if manual is None:
        return None if each.locked else replace(each, own=True)
    if manual.locked:
        return manual
    return replace(each, heading=manual.heading, locked=False, own=False)


def _place_after(articles: Iterable[ArticleText], key: str | None) -> int:
    keys = [each.key for each in articles]
    return keys.index(key) + 1 if key in keys else 0


def _headings(text: ByLawText) -> list[str]:
    """The chapter of each article, "" outside of all chapters."""
    last = max((place for place, each in enumerate(text.articles) if each.heading), default=-1)
    found: list[str] = []
    for place, each in enumerate(text.articles):
        before = found[-1] if found and place <= last else ""
        found.append(each.heading or before)
    return found


def _chapter_may_begin(here: str | None, following: str | None, *, chapters: bool) -> bool:
    """Where the chapter before ends; never behind the articles that close the whole text."""
    return following != here and not (chapters and not here and following is None)


def _difference(
    before: ArticleText | None, after: ArticleText, old: int | None, new: int
) -> Difference:
    if before is None:
        return Difference(Kind.ADDED, None, after, None, new)
    same = (before.body, before.heading) == (after.body, after.heading)
    return Difference(Kind.SAME if same else Kind.CHANGED, before, after, old, new)


def _find(text: ByLawText, key: str) -> ArticleText | None:
    return next((each for each in text.articles if each.key == key), None)


def _fill(said: str, names: Mapping[str, str]) -> str:
    for name, value in names.items():
        said = said.replace(f"{{{name}}}", value)
    return said
