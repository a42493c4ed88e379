"""The report that a leader sends."""

from collections.abc import Callable

import pytest

from core.i18n.dates import bangkok_today, show_date


@pytest.fixture
def report() -> Callable[..., dict[str, str]]:
    """What a report's form sends: a cleaning day of today with 12 people."""

    def fill(**values: str) -> dict[str, str]:
        return {
            "title": "ทำความสะอาดคลอง",
            "held_on": show_date(bangkok_today(), style="numeric"),
            "kind": "hands_on",
            "participants": "12",
        } | values

    return fill
