"""สิ่งที่ต้องทำ: the next steps of an office, derived from what is missing (M22-M24, M83)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext, ngettext

from core.access.roles import Role
from core.i18n.dates import bangkok_today, last_of_month, show_date, show_month, to_bangkok
from core.i18n.text import normalise, shorten
from core.web.shell import language
from tenants.activities.models import ActivityState
from tenants.networks.next_papers import Step, step_of
from tenants.overview.queries import Home, Waiting, ZoneLine
from tenants.overview.working_life import OfficeWork
from tenants.periods.models import EventKind
from tenants.periods.queries import SentBack

REMIND_FROM_DAY = 20
"""From this day of a month on, a zone without an activity is marked (F58)."""

LONGEST_REASON = 160
"""Characters of the department's reason in a line; the month's page has all of it."""


@dataclass(frozen=True)
class MonthToDo:
    """A month of data that waits to be closed, or to be approved.

    `sent_back` where the department returned it or opened it again: that is told to the head and to who
    approves, whoever of them comes next; `own` says that it is this very person.
    """

    month: date
    to_approve: bool
    sent_back: SentBack | None = None
    own: bool = True


def next_steps(
    home: Home,
    waiting: Waiting,
    work: OfficeWork | None = None,
    months: Sequence[MonthToDo] = (),
) -> list[Step]:
    """What to do: first what waits for this person, then what the networks lack, one thing before the next.

    `work` is what meetings, reports and courses wait for; None for those who do not do it themselves.
    `months` wait for this very person, or came back from the department.
    """
    return [
        *_own_papers(waiting),
        *(_sent_back(each, each.sent_back) if each.sent_back else _month(each) for each in months),
        *_beginnings(home),
        *(_daily_work(work) if work else []),
        *(step for line in home.zones for step in _of_zone(line)),
        *_ending_terms(home),
    ]


def _own_papers(waiting: Waiting) -> list[Step]:
    steps = []
    if waiting.signatures:
        steps.append(
            Step(
                ngettext(
                    "%(num)s paper waits for your signature",
                    "%(num)s papers wait for your signature",
                    waiting.signatures,
                ),
                gettext("Read and sign"),
                url_for("orders.list_orders", view="todo"),
                who=gettext("You"),
            )
        )
    if waiting.proposals:
        steps.append(
            Step(
                ngettext(
                    "%(num)s draft waits for you to check and propose it",
                    "%(num)s drafts wait for you to check and propose them",
                    waiting.proposals,
                ),
                gettext("Check and propose"),
                url_for("orders.list_orders", view="todo"),
                who=gettext("You"),
            )
        )
    return steps


def _month(waiting: MonthToDo) -> Step:
    shown = show_month(waiting.month, "long", language=language())
    key = f"{waiting.month:%Y-%m}"
    if waiting.to_approve:
        return Step(
            gettext("The data of %(month)s waits for your approval", month=shown),
            gettext("Read the figures and approve"),
            url_for("periods.new_approval", span=key),
            who=gettext("You"),
        )
    return Step(
        gettext("The data of %(month)s waits to be closed", month=shown),
        gettext("See the month"),
        url_for("periods.show_month", month=key),
        who=gettext("You"),
    )


def _sent_back(waiting: MonthToDo, found: SentBack) -> Step:
    """What the department sent back: why, by whom and when, and who does the next step."""
    values = {
        "month": show_month(waiting.month, "long", language=language()),
        "reason": shorten(normalise(found.event.reason), LONGEST_REASON),
    }
    key = f"{waiting.month:%Y-%m}"
    approves = waiting.to_approve and waiting.own
    next_one = gettext((Role.DIRECTOR if waiting.to_approve else Role.SECTION_HEAD).title)
    return Step(
        gettext("The department returned %(month)s for correction: %(reason)s", **values)
        if found.event.action == EventKind.RETURNED
        else gettext("The department opened %(month)s again: %(reason)s", **values),
        gettext("Read the figures and approve") if approves else gettext("See the month"),
        url_for("periods.new_approval", span=key)
        if approves
        else url_for("periods.show_month", month=key),
        who=gettext(
            "%(who)s · decided by %(name)s",
            who=gettext("You") if waiting.own else next_one,
            name=found.event.done_by,
        ),
        by_when=gettext(
            "Since %(day)s",
            day=show_date(to_bangkok(found.event.at).date(), style="short", language=language()),
        ),
        tone="warning",
    )


def _daily_work(work: OfficeWork) -> list[Step]:
    """One line for each kind of work that waits; its list stands behind it."""
    officer = gettext("Social development officer")
    lines = (
        (
            work.overdue_tasks,
            ngettext(
                "%(num)s task of a resolution is overdue",
                "%(num)s tasks of resolutions are overdue",
                work.overdue_tasks,
            ),
            gettext("See the tasks"),
            url_for("meetings.list_tasks", state="overdue"),
        ),
        (
            work.unwritten_minutes,
            ngettext(
                "%(num)s meeting has no minutes sent round yet",
                "%(num)s meetings have no minutes sent round yet",
                work.unwritten_minutes,
            ),
            gettext("Write the minutes"),
            url_for("meetings.list_meetings", view="held"),
        ),
        (
            work.waiting_reports,
            ngettext(
                "%(num)s activity report waits to be checked",
                "%(num)s activity reports wait to be checked",
                work.waiting_reports,
            ),
            gettext("Check the reports"),
            url_for("activities.list_activities", state=ActivityState.REPORTED.value),
        ),
        (
            work.offered_activities,
            ngettext(
                "Another office tells of %(num)s activity held together",
                "Other offices tell of %(num)s activities held together",
                work.offered_activities,
            ),
            gettext("Answer"),
            url_for("activities.list_references"),
        ),
        (
            work.due_follow_ups,
            ngettext(
                "%(num)s person is to be asked what they use of a course",
                "%(num)s people are to be asked what they use of a course",
                work.due_follow_ups,
            ),
            gettext("See whom to ask"),
            url_for("training.list_courses"),
        ),
    )
    return [Step(what, action, url, who=officer) for number, what, action, url in lines if number]


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
    if home.edition is not None and home.newest_edition != home.edition:
        steps.append(
            Step(
                gettext(
                    "Edition %(number)s of the manual has been published",
                    number=home.newest_edition,
                ),
                gettext("Compare and move to it"),
                url_for("adoption.show_manual"),
                who=officer,
            )
        )
    return steps


def _of_zone(line: ZoneLine) -> list[Step]:
    today = bangkok_today()
    paper = step_of(line.standing, today)
    steps = [paper] if paper else []
    if not line.activities:
        steps.append(_activity_step(line, today))
    return steps


def _ending_terms(home: Home) -> list[Step]:
    """One step for all terms that end soon: the page behind it lists them (F26)."""
    if not home.ending_terms:
        return []
    first = home.ending_terms[0]
    day = show_date(first.term_ends_on, style="short", language=language())
    number = len(home.ending_terms)
    return [
        Step(
            ngettext(
                "The term of %(num)s committee ends soon",
                "The terms of %(num)s committees end soon",
                number,
            ),
            gettext("See the terms"),
            url_for("committees.list_ending_terms"),
            where=first.label,
            who=gettext("Social development officer"),
            by_when=gettext("Was due by %(day)s", day=day)
            if first.days_left < 1
            else gettext("By %(day)s", day=day),
            tone="warning" if first.days_left < 1 else "",
        )
    ]


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
