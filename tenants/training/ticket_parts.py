"""What other parts of training show on the page of a personal code, and on that of a course.

A part answers values for the page's template; its markup stands in a template of its own that the
page includes.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from tenants.training.models import Course, Trainee

TicketPart = Callable[[Session, Trainee, Course], dict[str, Any]]
CoursePart = Callable[[Session, Course], dict[str, Any]]

TICKET_PARTS: list[TicketPart] = []
"""Shown by `training/_ticket_tests.html`."""
COURSE_PARTS: list[CoursePart] = []
"""Shown by `training/_course_tests.html`."""


def ticket_values(session: Session, trainee: Trainee, course: Course) -> dict[str, Any]:
    """What all parts have to say about the holder of a personal code."""
    found: dict[str, Any] = {}
    for part in TICKET_PARTS:
        found |= part(session, trainee, course)
    return found


def course_values(session: Session, course: Course) -> dict[str, Any]:
    """What all parts have to say about a course."""
    found: dict[str, Any] = {}
    for part in COURSE_PARTS:
        found |= part(session, course)
    return found
