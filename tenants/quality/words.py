"""The values of a finding as a sentence, and its states in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from core.i18n.dates import show_date
from core.quality import rules
from core.quality.models import FindingState, QualityFinding
from core.web.shell import language

STATE_TITLES = {
    FindingState.OPEN: lazy_gettext("To be looked at"),
    FindingState.EXPLAINED: lazy_gettext("Explained"),
    FindingState.CORRECTED: lazy_gettext("Corrected"),
}

STATE_TONES = {
    FindingState.OPEN: "warning",
    FindingState.EXPLAINED: "info",
    FindingState.CORRECTED: "done",
}


def sentence(finding: QualityFinding) -> str:
    """What is wrong, with its numbers: ครอบครัว 120 น้อยกว่าหลังคาเรือน 150."""
    return SENTENCES[finding.rule](finding.values)


def _families(values: dict[str, Any]) -> str:
    return _(
        "%(families)s families are fewer than %(houses)s houses",
        families=_number(values["families"]),
        houses=_number(values["houses"]),
    )


def _participants(values: dict[str, Any]) -> str:
    return _(
        "%(participants)s people came, %(residents)s live in the community",
        participants=_number(values["participants"]),
        residents=_number(values["residents"]),
    )


def _participants_of_zone(values: dict[str, Any]) -> str:
    return _(
        "%(participants)s people came, %(residents)s live in the zone",
        participants=_number(values["participants"]),
        residents=_number(values["residents"]),
    )


def _silence(values: dict[str, Any]) -> str:
    return _(
        "No activity in this month; the three months before had %(before)s",
        before=", ".join(_number(each) for each in values["before"]),
    )


def _unusual_participants(values: dict[str, Any]) -> str:
    return _(
        "%(participants)s people came; in the middle of the last %(of)s activities it was %(median)s",
        participants=_number(values["participants"]),
        median=_number(values["median"]),
        of=_number(values["of"]),
    )


def _unusual_residents(values: dict[str, Any]) -> str:
    if "median" in values:
        return _(
            "%(residents)s residents; in the middle of the last %(of)s figures it was %(median)s",
            residents=_number(values["residents"]),
            median=_number(values["median"]),
            of=_number(values["of"]),
        )
    return _(
        "%(residents)s residents; the figures before said %(before)s",
        residents=_number(values["residents"]),
        before=_number(values["before"]),
    )


def _outdated(values: dict[str, Any]) -> str:
    if "as_of" in values:
        return _(
            "The newest number of residents is of %(day)s",
            day=_day(values["as_of"]),
        )
    return _(
        "No number of residents since it entered the register on %(day)s",
        day=_day(values["registered_from"]),
    )


def _day(text: str) -> str:
    return show_date(date.fromisoformat(text), language=language())


def _number(value: int) -> str:
    return f"{value:,}"


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    rules.FAMILIES_BELOW_HOUSES.key: _families,
    rules.PARTICIPANTS_ABOVE_RESIDENTS.key: _participants,
    rules.PARTICIPANTS_ABOVE_ZONE.key: _participants_of_zone,
    rules.SUDDEN_ZERO.key: _silence,
    rules.UNUSUAL_PARTICIPANTS.key: _unusual_participants,
    rules.UNUSUAL_RESIDENTS.key: _unusual_residents,
    rules.FIGURES_OUTDATED.key: _outdated,
}
