"""What stands in a calendar: one shape for meetings, courses and activities."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from core.i18n.dates import BANGKOK


class EntryKind(StrEnum):
    MEETING = "meeting"
    COURSE = "course"
    ACTIVITY = "activity"


@dataclass(frozen=True)
class Entry:
    """Something on a day, or from a day to its `last_day`; without times it takes the whole day.

    `path` is the address inside the application. `cancelled` stays in feeds, so that phones take it off.
    """

    kind: EntryKind
    key: str
    title: str
    first_day: date
    last_day: date
    path: str
    place: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    cancelled: bool = False
    version: int = 1
    changed_at: datetime | None = None
    is_example: bool = False

    @property
    def begins(self) -> datetime | None:
        return _moment(self.first_day, self.starts_at)

    @property
    def ends(self) -> datetime | None:
        return _moment(self.last_day, self.ends_at)

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def _moment(day: date, at: time | None) -> datetime | None:
    return datetime.combine(day, at, BANGKOK) if at else None
