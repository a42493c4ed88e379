"""Grouping communities into zones by nearness and by the problems they share (F36, M111).

The computation proposes; a person decides. It is the same for the same communities on every machine.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import asin, ceil, cos, radians, sin, sqrt
from uuid import UUID

EARTH_RADIUS_KM = 6371.0088
_ROUNDS = 30
_ROOM = 1.3
"""A group takes at most this many times the even share, so that no zone is left with a handful."""


@dataclass(frozen=True)
class Site:
    """A community as the grouping sees it; `point` is (latitude, longitude), None where nobody knows it."""

    id: UUID
    name: str
    point: tuple[float, float] | None
    problems: frozenset[str] = frozenset()
    residents: int | None = None


@dataclass(frozen=True)
class Grouping:
    """Groups of communities; `unplaced` are those of which neither a point nor a problem is known."""

    groups: tuple[tuple[Site, ...], ...]
    unplaced: tuple[Site, ...]


@dataclass(frozen=True)
class Nearness:
    """What holds a group together: kilometres between its communities, and problems with how many have them."""

    average_km: float | None
    widest_km: float | None
    shared_problems: tuple[tuple[str, int], ...]


def propose_groups(sites: Sequence[Site], count: int, problem_weight: float) -> Grouping:
    """`count` groups of about equal size around central communities.

    `problem_weight` from 0 (nearness alone) to 1 (problems alone). Distances are shares of the
    widest distance in the district; likeness of problems is 1 - shared / all (Jaccard). A community
    without a point is grouped by its problems, one without either stays outside.
    """
    known = sorted(
        (site for site in sites if site.point or site.problems), key=lambda site: site.id
    )
    unplaced = tuple(site for site in sites if not (site.point or site.problems))
    if not known or count < 1:
        return Grouping((), tuple(sites))
    apart = _measure(known, problem_weight)
    centres = _spread(known, min(count, len(known)), apart)
    groups = _assign(known, centres, apart)
    for _ in range(_ROUNDS):
        moved = [_central(group, apart) for group in groups]
        if moved == centres:
            break
        centres = moved
        groups = _assign(known, centres, apart)
    groups.sort(key=_northern_first)
    return Grouping(tuple(tuple(group) for group in groups), unplaced)


def nearness_of(group: Sequence[Site]) -> Nearness:
    """The measures of one group, however a person has changed it."""
    points = [site.point for site in group if site.point]
    distances = [kilometres(first, second) for first, second in combinations(points, 2)]
    problems: dict[str, int] = {}
    for site in group:
        for problem in site.problems:
            problems[problem] = problems.get(problem, 0) + 1
    shared = sorted(
        ((problem, number) for problem, number in problems.items() if number > 1),
        key=lambda entry: (-entry[1], entry[0]),
    )
    return Nearness(
        average_km=sum(distances) / len(distances) if distances else None,
        widest_km=max(distances) if distances else None,
        shared_problems=tuple(shared),
    )


def kilometres(first: tuple[float, float], second: tuple[float, float]) -> float:
    """The great-circle distance between two points of latitude and longitude."""
    lat_1, lon_1, lat_2, lon_2 = map(radians, (*first, *second))
    half = sin((lat_2 - lat_1) / 2) ** 2 + cos(lat_1) * cos(lat_2) * sin((lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


Apart = Callable[[Site, Site], float]


def _measure(sites: Sequence[Site], problem_weight: float) -> Apart:
    """How far two communities are apart, from 0 to 1."""
    points = [site.point for site in sites if site.point]
    widest = max((kilometres(a, b) for a, b in combinations(points, 2)), default=0.0) or 1.0
    table = {
        (one.id, other.id): _apart(one, other, widest, problem_weight)
        for one in sites
        for other in sites
    }
    return lambda one, other: table[one.id, other.id]


def _apart(one: Site, other: Site, widest: float, weight: float) -> float:
    if one.id == other.id:
        return 0.0
    near = kilometres(one.point, other.point) / widest if one.point and other.point else None
    either = one.problems | other.problems
    alike = 1 - len(one.problems & other.problems) / len(either) if either else None
    if near is None:
        return 1.0 if alike is None else alike
    return near if alike is None else (1 - weight) * near + weight * alike


def _spread(sites: Sequence[Site], count: int, apart: Apart) -> list[Site]:
    """First centres that lie far from each other: the most central one, then always the farthest."""
    centres = [_central(sites, apart)]
    while len(centres) < count:
        chosen = {centre.id for centre in centres}
        centres.append(
            max(
                (site for site in sites if site.id not in chosen),
                key=lambda site: (min(apart(site, centre) for centre in centres), site.id.int),
            )
        )
    return centres


def _assign(sites: Sequence[Site], centres: Sequence[Site], apart: Apart) -> list[list[Site]]:
    """Every community to the nearest centre that has room, those with the clearest choice first."""
    room = max(1, ceil(len(sites) / len(centres) * _ROOM))
    groups: list[list[Site]] = [[centre] for centre in centres]
    taken = {centre.id for centre in centres}
    pairs = sorted(
        (apart(site, centre), site.id.int, place)
        for site in sites
        if site.id not in taken
        for place, centre in enumerate(centres)
    )
    by_id = {site.id.int: site for site in sites}
    placed: set[int] = set()
    for _, number, place in pairs:
        if number not in placed and len(groups[place]) < room:
            groups[place].append(by_id[number])
            placed.add(number)
    return groups


def _central(group: Sequence[Site], apart: Apart) -> Site:
    return min(group, key=lambda site: (sum(apart(site, other) for other in group), site.id.int))


def _northern_first(group: Sequence[Site]) -> tuple[float, int]:
    """Groups are numbered from north to south, as the districts' own maps are."""
    points = [site.point for site in group if site.point]
    north = sum(point[0] for point in points) / len(points) if points else -90.0
    return (-north, min(site.id.int for site in group))
