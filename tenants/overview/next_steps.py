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
class Step:
    """A step as `ui/todo.html` draws it."""

    what: str
    action: str
    url: str
    where: str = ""
    who: str = ""
    by_when: str = ""
    tone: str = ""


def next_steps(home: Home) -> list[Step]:
    """What to do, in the order in which one thing makes the next possible."""
    return [*_beginnings(home), *(step for line in home.zones for step in _of_zone(line))]


def _beginnings(home: Home) -> list[Step]:
    officer = gettext("Social development officer")
    steps = []
    if not home.communities:
        steps.append(
            Step(
                gettext("The register of communities is empty"),
                gettext("Take over a list"),
                url_for("registry.new_import"),
                who=officer,
            )
        )
    if home.edition is None:
        steps.append(
            Step(
                gettext("No edition of the manual has been adopted"),
                gettext("Look at the manual"),
                url_for("adoption.show_manual"),
                who=officer,
            )
        )
    elif not home.zones:
        steps.append(
            Step(
                gettext("The office has no zones yet"),
                gettext("Set up the zones"),
                url_for("zones.show_setup"),
                who=officer,
            )
        )
    elif home.without_zone:
        steps.append(
            Step(
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
    return steps


def _of_zone(line: ZoneLine) -> list[Step]:
    officer, zone, committee = (
        gettext("Social development officer"),
        line.zone,
        line.papers.committee,
    )
    steps = []
    if not committee.is_complete:
        steps.append(
            Step(
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
        steps.append(
            Step(
                gettext("No draft of the appointment order"),
                gettext("Draft the order"),
                url_for("networks.show_zone", zone_id=zone.id),
                where=zone.name,
                who=officer,
            )
        )
    if not line.activities:
        steps.append(_activity_step(line, bangkok_today()))
    return steps


def _activity_step(line: ZoneLine, today: date) -> Step:
    last = last_of_month(today)
    left = (last - today).days
    return Step(
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
