"""สิ่งที่ต้องทำ: the next steps of an office, derived from what is missing (M22-M24, M83)."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext, ngettext

from core.i18n.dates import bangkok_today, last_of_month, show_date
from core.web.shell import language
from tenants.overview.queries import Home, ZoneLine

REMIND_FROM_DAY = 20
"""From this day of a month on, a zone without an activity is marked (F58)."""


@dataclass(frozen=True)
class Task:
    """A step as `ui/todo.html` draws it."""

    what: str
    action: str
    url: str
    where: str = ""
    who: str = ""
    by_when: str = ""
    tone: str = ""


def next_steps(home: Home) -> list[Task]:
    """What to do, in the order in which one thing makes the next possible."""
    return [*_beginnings(home), *(task for line in home.zones for task in _of_zone(line))]


def _beginnings(home: Home) -> list[Task]:
    officer, head = gettext("Social development officer"), gettext("Head of the section")
    tasks = []
    if not home.communities:
        tasks.append(
            Task(
                gettext("The register of communities is empty"),
                gettext("Take over a list"),
                url_for("registry.new_import"),
                who=officer,
            )
        )
    if home.edition is None:
        tasks.append(
            Task(
                gettext("No edition of the manual has been adopted"),
                gettext("Look at the manual"),
                url_for("adoption.show_manual"),
                who=head,
            )
        )
    elif not home.zones:
        tasks.append(
            Task(
                gettext("The office has no zones yet"),
                gettext("Set up the zones"),
                url_for("zones.show_setup"),
                who=officer,
            )
        )
    elif home.without_zone:
        tasks.append(
            Task(
                ngettext(
                    "%(num)s community is in no zone",
                    "%(num)s communities are in no zone",
                    home.without_zone,
                ),
                gettext("Place them"),
                url_for("networks.list_zones"),
                who=officer,
            )
        )
    return tasks


def _of_zone(line: ZoneLine) -> list[Task]:
    officer, zone, committee = (
        gettext("Social development officer"),
        line.zone,
        line.order_line.committee,
    )
    tasks = []
    if not committee.is_complete:
        tasks.append(
            Task(
                ngettext(
                    "%(num)s seat of the committee is empty",
                    "%(num)s seats of the committee are empty",
                    committee.minimum_missing,
                ),
                gettext("Fill the seats"),
                url_for("committees.show_committee", zone_id=zone.id),
                where=zone.name,
                who=officer,
            )
        )
    elif not line.evidence.order_drafted:
        tasks.append(
            Task(
                gettext("No draft of the appointment order"),
                gettext("Draft the order"),
                url_for("networks.show_zone", zone_id=zone.id),
                where=zone.name,
                who=officer,
            )
        )
    if not line.activities:
        tasks.append(_activity_task(line, bangkok_today()))
    return tasks


def _activity_task(line: ZoneLine, today: date) -> Task:
    last = last_of_month(today)
    left = (last - today).days
    return Task(
        gettext("No activity this month"),
        gettext("Report an activity"),
        url_for("activities.new_activity"),
        where=line.zone.name,
        who=gettext("Zone network chair"),
        by_when=ngettext("%(num)s more day", "%(num)s more days", left)
        if today.day >= REMIND_FROM_DAY
        else gettext("By %(day)s", day=show_date(last, style="short", language=language())),
        tone="warning" if today.day >= REMIND_FROM_DAY else "",
    )
