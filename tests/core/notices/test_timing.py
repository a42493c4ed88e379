from datetime import UTC, datetime, timedelta

import pytest

from core.i18n.dates import to_bangkok
from core.notices.models import Channel, MailMode
from core.notices.timing import MOST_TRIES, UsualHours, due_at, is_quiet, pause_after


def hours(**values: object) -> UsualHours:
    made = UsualHours()
    for name, value in values.items():
        setattr(made, name, value)
    return made


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """A moment of Bangkok's clock in November 2026."""
    return datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=hour - 7, minutes=minute)


@pytest.mark.parametrize(
    ("now", "wishes", "channel", "due"),
    [
        (at(12), hours(), Channel.MAIL, at(12)),
        (at(20, 59), hours(), Channel.MAIL, at(20, 59)),
        (at(21), hours(), Channel.MAIL, at(7, day=24)),
        (at(0), hours(), Channel.LINE, at(7)),
        (at(6, 59), hours(), Channel.LINE, at(7)),
        (at(7), hours(), Channel.LINE, at(7)),
        (at(23), hours(quiet_from=0, quiet_to=0), Channel.LINE, at(23)),
        (at(13), hours(quiet_from=12, quiet_to=14), Channel.LINE, at(14)),
        (at(15), hours(quiet_from=12, quiet_to=14), Channel.LINE, at(15)),
        (at(7, 59), hours(mail_mode=MailMode.DAILY), Channel.MAIL, at(8)),
        (at(8), hours(mail_mode=MailMode.DAILY), Channel.MAIL, at(8, day=24)),
        (at(12), hours(mail_mode=MailMode.DAILY, digest_hour=22), Channel.MAIL, at(22)),
        (at(12), hours(mail_mode=MailMode.DAILY), Channel.LINE, at(12)),
    ],
)
def test_a_notice_waits_for_the_daily_mail_or_the_end_of_the_quiet_hours(
    now: datetime, wishes: UsualHours, channel: Channel, due: datetime
):
    assert due_at(now, wishes, channel) == due
    assert due_at(now, wishes, channel, urgent=True) == now


def test_quiet_hours_pass_midnight():
    quiet = [hour for hour in range(24) if is_quiet(at(hour), hours())]
    assert quiet == [0, 1, 2, 3, 4, 5, 6, 21, 22, 23]


def test_a_mail_server_that_is_away_is_asked_for_about_two_days():
    total = sum((pause_after(attempt) for attempt in range(1, MOST_TRIES)), timedelta())
    assert timedelta(hours=47) < total < timedelta(hours=50)
    assert to_bangkok(at(7)).hour == 7
