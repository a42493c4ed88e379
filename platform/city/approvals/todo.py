"""The department's worklist in words: what waits, of which districts, since when, and where it is done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext, ngettext

from city.approvals.choices import Shown
from city.approvals.permissions import ApprovalPermission
from city.approvals.worklist import Item, Kind, Line, Worklist, worklist
from core.extensions import db
from core.i18n.dates import show_date, show_month, to_bangkok
from core.web.guard import may
from core.web.offices import office_name
from core.web.shell import language

MOST_NAMES = 4
"""So many districts or months are named in a line; the list behind it has all."""

MOST_LINES = 6


@dataclass(frozen=True)
class ToDo:
    """A line as `ui/todo.html` draws it."""

    what: str
    who: str
    by_when: str
    action: str
    url: str
    tone: str = ""


@dataclass(frozen=True)
class Panel:
    """The first lines, and how many there are."""

    items: Sequence[ToDo]
    total: int


def own_panel(without: Collection[date] = ()) -> Panel | None:
    """What waits in all months but these, for those who decide; None for everybody else."""
    if not may(ApprovalPermission.DECIDE):
        return None
    return _panel(worklist(db.session()).without(without))


def _panel(found: Worklist) -> Panel:
    """Requests, approved months, and the late districts of all months in one line."""
    late = found.of(Kind.LATE)
    lines = [
        *(_request(item) for line in found.of(Kind.REQUEST) for item in line.items),
        *(_approved(line) for line in found.of(Kind.APPROVED)),
        *([_late(late)] if late else []),
    ]
    return Panel(lines[:MOST_LINES], len(lines))


def _request(item: Item) -> ToDo:
    return ToDo(
        what=gettext(
            "%(district)s asks to open %(month)s again",
            district=office_name(item.office),
            month=show_month(item.month, "long", language=language()),
        ),
        who="",
        by_when=gettext("Since %(day)s", day=_day(item)) if item.since else "",
        action=gettext("Read the request"),
        url=_month_page(item),
    )


def _approved(line: Line) -> ToDo:
    month = show_month(line.month, "long", language=language())
    first = min((item for item in line.items if item.since), key=_moment, default=None)
    only = line.items[0] if len(line.items) == 1 else None
    return ToDo(
        what=ngettext(
            "%(month)s of %(num)s district waits for the department",
            "%(month)s of %(num)s districts waits for the department",
            len(line.items),
            month=month,
        ),
        who=_first([office_name(item.office) for item in line.items]),
        by_when=gettext("Since %(day)s", day=_day(first)) if first else "",
        action=gettext("Read and decide"),
        url=_month_page(only) if only else _list_page(line, Shown.WAITING),
    )


def _late(lines: Sequence[Line]) -> ToDo:
    """The newest month first: there the reminder is most useful."""
    newest_first = list(reversed(lines))
    districts = {item.office.code for line in lines for item in line.items}
    named = [
        ngettext(
            "%(month)s (%(num)s district)",
            "%(month)s (%(num)s districts)",
            len(line.items),
            month=show_month(line.month, "short", language=language()),
        )
        for line in newest_first
    ]
    return ToDo(
        what=ngettext("%(num)s district is late", "%(num)s districts are late", len(districts)),
        who=_first(named),
        by_when=gettext("Late"),
        action=gettext("See and remind"),
        url=_list_page(newest_first[0], Shown.LATE),
        tone="late",
    )


def _first(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return gettext("%(names)s and %(number)s more", names=shown, number=more) if more > 0 else shown


def _day(item: Item) -> str:
    day = to_bangkok(item.since).date() if item.since else item.month
    return show_date(day, style="short", language=language())


def _moment(item: Item) -> float:
    return item.since.timestamp() if item.since else 0.0


def _month_page(item: Item) -> str:
    return url_for("approvals.show_month", month=f"{item.month:%Y-%m}", code=item.office.code)


def _list_page(line: Line, shown: Shown) -> str:
    return url_for("approvals.list_districts", period=f"{line.month:%Y-%m}", show=shown.value)
