"""A calendar as iCalendar (RFC 5545): Christian era inside, times in UTC, no names of persons."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from core.i18n.dates import bangkok_now
from tenants.calendar.entries import Entry

REFRESH = "PT4H"
"""How often a phone should look again."""


def calendar_of(entries: Iterable[Entry], *, name: str, home: str) -> bytes:
    """The entries as a calendar named `name`; `home` is the office's address, ending in a stroke."""
    calendar = Calendar()
    calendar.add("prodid", "-//Bangkok community networks//TH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Bangkok")
    calendar.add("x-published-ttl", REFRESH)
    for entry in entries:
        calendar.add_component(_event(entry, home))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry, home: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{home.split('/')[2]}")
    event.add("summary", f"(ตัวอย่าง) {entry.title}" if entry.is_example else entry.title)
    event.add("dtstamp", _utc(entry.changed_at or bangkok_now()))
    event.add("sequence", entry.version)
    begins, ends = entry.begins, entry.ends
    if begins and ends:
        event.add("dtstart", _utc(begins))
        event.add("dtend", _utc(ends))
    else:
        event.add("dtstart", entry.first_day)
        # The day after the last one: that is what the standard calls its end.
        event.add("dtend", entry.last_day + timedelta(days=1))
    if entry.place:
        event.add("location", entry.place)
    event.add("url", home + entry.path)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
