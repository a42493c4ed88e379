"""What a course may teach: the chapters of the manual in force, and human relations (M43)."""

from datetime import date

from sqlalchemy.orm import Session

from core.manual.parts import OFFICE_ANNEX
from core.manual.structure import ManualContent
from tenants.adoption.queries import content_in_force

ABOUT_TRAINING = "อบรม"
HUMAN_RELATIONS = "มนุษยสัมพันธ์"
_ANNEXES = ("annex", OFFICE_ANNEX)


def suggested_topics(session: Session, day: date) -> list[str]:
    """The topics that the manual offers, where one of its clauses is about training; else none."""
    in_force = content_in_force(session, day)
    return [] if in_force is None else topics_of(in_force.content)


def topics_of(content: ManualContent) -> list[str]:
    clauses = [clause for chapter in content.chapters for clause in chapter.clauses]
    if not any(ABOUT_TRAINING in clause.title for clause in clauses):
        return []
    found = [chapter.title for chapter in content.chapters if chapter.key not in _ANNEXES]
    saying = next(
        (clause.body for clause in clauses if HUMAN_RELATIONS in clause.body + clause.title), ""
    )
    if saying:
        _before, _word, words = saying.partition(f"{HUMAN_RELATIONS} คือ ")
        found.append(f"{HUMAN_RELATIONS}: {words}" if words else HUMAN_RELATIONS)
    return found
