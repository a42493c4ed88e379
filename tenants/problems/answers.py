"""The pages of the product that answer a point of the analysis (M51), as links on a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app, url_for
from flask_babel import lazy_gettext as _

from core.web.guard import View, access_of, may


@dataclass(frozen=True)
class AnswerLink:
    """A page with its title; `url` is "" for whoever may not open it."""

    title: str
    url: str


ANSWERS: dict[str, tuple[Any, str]] = {
    "manual": (_("The manual"), "adoption.show_manual"),
    "communities": (_("Communities"), "registry.list_communities"),
    "networks": (_("Community networks"), "networks.list_zones"),
    "committees": (_("Committees"), "committees.list_committees"),
    "orders": (_("Orders and papers"), "orders.list_orders"),
    "partners": (_("Partner organisations"), "partners.list_organisations"),
    "partner_sums": (_("Sums by sector"), "partners.show_sums"),
    "problems": (_("Problems"), "problems.list_problems"),
    "report_problem": (_("Report a problem"), "problems.new_problem"),
    "meetings": (_("Meetings"), "meetings.list_meetings"),
    "activities": (_("Activities"), "activities.list_activities"),
    "training": (_("Training courses"), "training.list_courses"),
    "calendar": (_("Calendar"), "calendar.show_calendar"),
}
"""Title and endpoint by key. A feature that this installation leaves out is not offered."""


def offered() -> list[tuple[str, str]]:
    """The keys that can be chosen here, with their titles."""
    return [
        (key, str(title))
        for key, (title, endpoint) in ANSWERS.items()
        if endpoint in current_app.view_functions
    ]


def links(keys: Iterable[str]) -> list[AnswerLink]:
    """The pages of these keys: a link for those that the reader may open, else the title alone."""
    return [
        AnswerLink(str(ANSWERS[key][0]), _address(ANSWERS[key][1]))
        for key in keys
        if key in ANSWERS and ANSWERS[key][1] in current_app.view_functions
    ]


def _address(endpoint: str) -> str:
    access = access_of(cast("View", current_app.view_functions[endpoint]))
    permission = access.permission if access else None
    return url_for(endpoint) if permission is not None and may(permission) else ""
