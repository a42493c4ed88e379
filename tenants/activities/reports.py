"""What a person says about an activity, and what is refused of it wherever it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.errors import FieldError
from core.i18n.dates import bangkok_today, shift_month
from tenants.activities.models import Activity
from tenants.partners.models import Sector

YEARS_BACK = 10
"""How long ago an activity may have been: further back a mistyped year is likelier."""

MOST_PEOPLE = 100_000
HIGHEST_COST = Decimal(1_000_000_000)
"""Baht; a cost above it is a slip of the hand."""

MOST_PARTNERS = 12
"""Rows of what partners gave, in one report."""

SOUTH, NORTH, WEST, EAST = Decimal(13), Decimal("14.5"), Decimal(100), Decimal("101.5")
"""Degrees around Bangkok: a point outside is a slip of the hand."""

EDITED = (
    "title",
    "held_on",
    "kind",
    "stage",
    "participants",
    "female",
    "male",
    "note",
    "place",
    "lat",
    "lon",
    "cost",
    "problem_id",
    "faces_consented",
)
"""What the form of an activity changes in columns of the same name, besides whose it is."""


@dataclass(frozen=True)
class Gift:
    """What a partner gave, as it was typed into row `row` of the form (F62); `value` in baht.

    A name that the office does not know yet becomes a partner, for which it needs the sector.
    """

    row: int
    name: str
    kind: str
    sector: str = ""
    description: str = ""
    value: Decimal | None = None
    people: int | None = None


@dataclass(frozen=True)
class Report:
    """What a person says about an activity.

    `holder` is `community:<id>` or `zone:<id>`, the latter for what the zone's network held.
    `female` and `male` may be unknown; where both are known they add up to `participants`.
    `sectors` counts people by sector and may leave some out. `further_zones` are networks that took
    part beside the holder's; `partner_district_id` is an office that took part without leading.
    """

    title: str
    held_on: date
    holder: str
    kind: str
    participants: int
    female: int | None = None
    male: int | None = None
    stage: str | None = None
    note: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    cost: Decimal | None = None
    sectors: Mapping[str, int] = field(default_factory=dict)
    principles: tuple[str, ...] = ()
    problem_id: UUID | None = None
    faces_consented: bool = False
    further_zones: tuple[UUID, ...] = ()
    gifts: tuple[Gift, ...] = ()
    partner_district_id: int | None = None


def check(report: Report) -> None:
    """FieldError for what no activity can be."""
    if not report.title.strip():
        raise FieldError("Say what was held.", field="title")
    _check_day(report.held_on)
    _check_participants(report)
    _check_sectors(report)
    _check_point(report)


def values(report: Report) -> dict[str, Any]:
    """The columns of an activity, without whose it is."""
    return {name: getattr(report, name) for name in EDITED} | {
        "sectors": dict(report.sectors),
        "principles": list(report.principles),
    }


def holder_of(entry: Activity) -> str:
    """Whose activity it is, as a `Report` names it."""
    return f"community:{entry.community_id}" if entry.community_id else f"zone:{entry.zone_id}"


def _check_day(held_on: date) -> None:
    today = bangkok_today()
    if held_on > today:
        raise FieldError("The day cannot be in the future.", field="held_on")
    if held_on < shift_month(today, -12 * YEARS_BACK):
        raise FieldError(
            "This day is more than %(years)s years ago. Check the year.",
            field="held_on",
            years=YEARS_BACK,
        )


def _check_participants(report: Report) -> None:
    if report.participants < 1:
        raise FieldError("Type how many people came.", field="participants")
    known = [number for number in (report.female, report.male) if number is not None]
    total, both = sum(known), len(known) == 2  # noqa: PLR2004 - women and men
    if (both and total != report.participants) or total > report.participants:
        raise FieldError(
            "Women and men add up to %(sum)s, but %(participants)s people came.",
            field="participants",
            sum=total,
            participants=report.participants,
        )


def _check_sectors(report: Report) -> None:
    unknown = set(report.sectors) - {sector.value for sector in Sector}
    if unknown or min(report.sectors.values(), default=0) < 0:
        raise FieldError("Choose the sector.", field="participants")
    total = sum(report.sectors.values())
    if total > report.participants:
        raise FieldError(
            "The sectors add up to %(sum)s, but %(participants)s people came.",
            field="participants",
            sum=total,
            participants=report.participants,
        )


def _check_point(report: Report) -> None:
    if (report.lat is None) != (report.lon is None):
        missing = "lat" if report.lat is None else "lon"
        raise FieldError("A point needs both numbers.", field=missing)
    if report.cost is not None and not 0 <= report.cost <= HIGHEST_COST:
        raise FieldError("Type a number from 0 to %(most)s.", field="cost", most=HIGHEST_COST)
