"""What documents printed about Bangkok, beside the sums of the platform: never rolled up (M12-M15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from city.districts.reading import Published
from core.i18n.numbers import round_half_up
from core.indicators.definitions import Catalogue, Definition
from core.indicators.figures import Figures, Total
from core.indicators.spans import Span
from core.marks import mark

PREFIX = "printed "
"""Before the key of a printed figure: no indicator has a space in its key."""

_SHARE = "share"
_DECIMALS_OF_SHARE = 3
_HUNDRED = 100


@dataclass(frozen=True)
class _Source:
    """How the platform counts what a document printed."""

    key: str
    title: str
    unit: str
    numerator: str
    denominator: str | None = None
    indicator: str = ""
    """The indicator that shows the same number by districts; empty where none does."""


_PEOPLE, _HOMES = "registered_population", "community_residents"
_SOURCES = (
    _Source(
        "communities",
        mark("Number of communities"),
        mark("communities"),
        "registry.communities",
        indicator="communities",
    ),
    _Source(
        _HOMES,
        mark("People living in communities"),
        mark("people"),
        "registry.residents",
        indicator="residents",
    ),
    _Source(
        _PEOPLE,
        mark("Registered population"),
        mark("people"),
        "population.registered",
        indicator="c1",
    ),
    _Source(
        _SHARE,
        mark("Share of the population that lives in communities"),
        "%",
        "registry.residents",
        "population.registered",
        indicator="c1",
    ),
    _Source("community_families", mark("Families"), mark("families"), "registry.families"),
    _Source("community_houses", mark("Houses"), mark("houses"), "registry.houses"),
)


@dataclass(frozen=True)
class Printed:
    """A printed figure with what it is, and the platform's own sum of the districts that it knows."""

    title: str
    unit: str
    value: Decimal
    decimals: int
    source: Published
    own: Total
    indicator: str = ""


def with_printed(known: Catalogue) -> Catalogue:
    """The catalogue with definitions that count what documents printed; no page lists them."""
    found = {
        PREFIX + each.key: (_definition(each, known.current[0]),)
        for each in _SOURCES
        if known.current
    }
    return replace(known, versions={**known.versions, **found})


def keys_of_printed() -> list[str]:
    return [PREFIX + each.key for each in _SOURCES]


def printed_beside(
    published: Mapping[str, Published], now: Figures, codes: Sequence[int], span: Span
) -> list[Printed]:
    """Each figure that was printed, with the platform's sum of the same districts and period."""
    found = []
    for each in _SOURCES:
        source = published.get(_HOMES if each.key == _SHARE else each.key)
        if source is None:
            continue
        value = _share(published) if each.key == _SHARE else source.value
        if value is None:
            continue
        decimals = _DECIMALS_OF_SHARE if each.key == _SHARE else 0
        own = now.total(PREFIX + each.key, codes, span)
        found.append(Printed(each.title, each.unit, value, decimals, source, own, each.indicator))
    return found


def _share(published: Mapping[str, Published]) -> Decimal | None:
    """Worked out again from the two printed numbers; what the document says of it in words is no number (M14)."""
    homes, people = published.get(_HOMES), published.get(_PEOPLE)
    if homes is None or people is None or not people.value:
        return None
    return round_half_up(homes.value * _HUNDRED / people.value, _DECIMALS_OF_SHARE)


def _definition(source: _Source, pattern: Definition) -> Definition:
    is_share = source.denominator is not None
    return replace(
        pattern,
        key=PREFIX + source.key,
        version=0,
        numerator=source.numerator,
        denominator=source.denominator,
        scale=_HUNDRED if is_share else 1,
        decimals=_DECIMALS_OF_SHARE if is_share else 0,
        window=None,
        zero_is_unknown=True,
        published_at=None,
    )
