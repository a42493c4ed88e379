"""When a notice leaves the house: at once, after the quiet hours, or with the mail of the day."""

from datetime import datetime, time, timedelta
from typing import Protocol

from core.i18n.dates import to_bangkok
from core.notices.models import Channel, MailMode

MOST_TRIES = 54
"""So often a mail server that does not take a letter is asked: about two days, by `pause_after`."""


class Hours(Protocol):
    """The hours that a person has chosen, of Bangkok's clock."""

    mail_mode: str
    digest_hour: int
    quiet_from: int
    quiet_to: int


class UsualHours:
    """For somebody without an account, who cannot choose: at once, but not between 21 and 7 o'clock."""

    mail_mode: str = MailMode.EACH.value
    digest_hour: int = 8
    quiet_from: int = 21
    quiet_to: int = 7


def due_at(now: datetime, hours: Hours, channel: Channel, *, urgent: bool = False) -> datetime:
    """The moment from which a notice may go out over a channel.

    The daily mail goes at its hour, which the person chose, be it quiet or not. Everything else
    waits for the end of the quiet hours, unless it is urgent.
    """
    if urgent:
        return now
    if channel is Channel.MAIL and hours.mail_mode == MailMode.DAILY.value:
        return _next_hour(now, hours.digest_hour)
    if is_quiet(now, hours):
        return _next_hour(now, hours.quiet_to)
    return now


def is_quiet(now: datetime, hours: Hours) -> bool:
    """Whether `now` is in the quiet hours, which may pass midnight; equal hours mean that there are none."""
    hour, begin, end = to_bangkok(now).hour, hours.quiet_from, hours.quiet_to
    if begin <= end:
        return begin <= hour < end
    return hour >= begin or hour < end


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many tries: 1, 2, 4 … minutes, an hour at most."""
    return timedelta(minutes=min(2 ** (attempts - 1), 60))


def _next_hour(now: datetime, hour: int) -> datetime:
    here = to_bangkok(now)
    today = datetime.combine(here.date(), time(hour), here.tzinfo)
    return today if today > here else today + timedelta(days=1)
