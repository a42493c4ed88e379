"""The days by which a month is confirmed, closed and approved.

Q1 asks for complete reports by day 5 of the following month. No regulation says so: it is the target of
the indicator, and these days lead up to it. Kept here alone, so that one place changes them.
"""

from datetime import date, timedelta

from core.i18n.dates import bangkok_today, first_of_month, last_of_month

DUE_DAY = 5
"""Day of the following month by which a zone's confirmation is in time (Q1)."""

REMIND_ZONES_FROM = 3
REMIND_SECTION_FROM = 5
REMIND_DIRECTOR_FROM = 7
"""Days of the following month from which each is told that the month waits for them."""


def due_on(month: date) -> date:
    """The last day on which a confirmation of this month is in time."""
    return last_of_month(month) + timedelta(days=DUE_DAY)


def is_over(month: date) -> bool:
    return first_of_month(month) < first_of_month(bangkok_today())
