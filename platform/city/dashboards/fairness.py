"""When districts are compared: only with a figure that rests on enough communities and on enough to divide by (F91)."""

from core.indicators.figures import Figure

SMALLEST_RANKED = 10
"""Communities: in a smaller district one activity would move the figure too far (F91)."""

SMALLEST_BASE = 5
"""Of a share: what it is divided by. Below, a single record is more than 20 percentage points (F91)."""


def is_too_small(communities: int | None) -> bool:
    return communities is not None and communities < SMALLEST_RANKED


def has_small_base(figure: Figure) -> bool:
    return (
        figure.is_known
        and figure.definition.is_share
        and figure.denominator is not None
        and figure.denominator < SMALLEST_BASE
    )


def is_fair(figure: Figure, communities: int | None) -> bool:
    """Whether a district of so many communities may stand in an order by this figure."""
    return (
        figure.amount is not None
        and communities is not None
        and not is_too_small(communities)
        and not has_small_base(figure)
    )
