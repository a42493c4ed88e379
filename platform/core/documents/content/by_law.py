from dataclasses import dataclass
from typing import ClassVar

from core.documents.content.base import SignedPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLawArticle:
    """One ข้อ without its number: the layout counts.

    The first paragraph follows "ข้อ ๑"; the others ("(1) ...", or a further sentence) stand below it
    as paragraphs of their own.
    """

    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLawChapter:
    """A หมวด without its number.

    `heading` replaces the counted "หมวด ๑" where one has another name ("บทเฉพาะกาล").
    """

    title: str
    articles: tuple[ByLawArticle, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLawDocument(SignedPaper):
    """A network's own by-law in the form of a ข้อบังคับ (form 6), without garuda (DOMAIN 5.4).

    It is an agreement of the network's members, not a rule of the state. `network_name` follows
    "ข้อบังคับ" ("เครือข่ายชุมชน โซน 1 เขตบางนา"), `about` follows "ว่าด้วย". `number` is the version:
    above 1 it prints as "(ฉบับที่ ๒)". The year is that of `signed_on`. `articles` come before the
    chapters (its name, its day of effect), `final_articles` after them (who administers it); all
    are counted through. `adoption` is the sentence on the meeting that adopted it. The signer is the
    network's chair.
    """

    form: ClassVar[str] = "by-law/1"

    network_name: str
    about: str
    preamble: tuple[str, ...]
    articles: tuple[ByLawArticle, ...]
    chapters: tuple[ByLawChapter, ...]
    final_articles: tuple[ByLawArticle, ...] = ()
    adoption: str = ""
    number: int = 1
