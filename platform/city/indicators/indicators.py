"""The indicators of the city, in the order in which they are shown."""

from decimal import Decimal

from core.indicators.indicators import (
    REGISTERED_POPULATION,
    Direction,
    Indicator,
    Level,
    RollUp,
)
from core.marks import mark

REGISTER = "registry.communities"
"""A district has begun when its register holds a community: this measure tells."""

COMMUNITIES = Indicator(
    key="communities",
    title=mark("Communities in the register"),
    short_title=mark("No. of communities"),
    unit=mark("communities"),
    numerator=(REGISTER,),
    definition=mark("Communities in the register at the end of the month."),
    evidence=mark("The register of each district"),
    steps=(10, 20, 40, 60),
)

RESIDENTS = Indicator(
    key="residents",
    title=mark("Residents in communities"),
    short_title=mark("Share of residents"),
    unit="%",
    numerator=("registry.residents",),
    denominator=REGISTERED_POPULATION,
    roll_up=RollUp.RATIO_OF_SUMS,
    definition=mark(
        "People living in registered communities out of the registered population of the same districts."
    ),
    evidence=mark("The newest figures of each community; registered population of the DOPA"),
    zero_is_unknown=True,
    steps=(20, 30, 40, 50),
)

ZONES = Indicator(
    key="zones",
    title=mark("Zones set up"),
    short_title=mark("Zones"),
    unit=mark("zones"),
    numerator=("zones.count",),
    definition=mark("Zones that are open at the end of the month."),
    evidence=mark("The zones of each district"),
    steps=(2, 4, 6, 8),
)

ACTIVE_COMMUNITIES = Indicator(
    key="active-communities",
    title=mark("Communities with an activity in the month"),
    short_title=mark("Active communities"),
    unit="%",
    numerator=("activities.active_communities",),
    denominator=REGISTER,
    roll_up=RollUp.RATIO_OF_SUMS,
    target=Decimal(70),
    direction=Direction.HIGHER_IS_BETTER,
    definition=mark(
        "Communities with at least one reported activity in the month out of all communities of the register."
    ),
    evidence=mark("The activity reports of each district"),
    steps=(30, 50, 70, 85),
)

ACTIVE_NETWORKS = Indicator(
    key="active-networks",
    title=mark("Networks with an activity in every month"),
    short_title=mark("Steady networks"),
    unit=mark("networks"),
    numerator=("activities.active_zones",),
    denominator="zones.count",
    target=Decimal(3),
    direction=Direction.HIGHER_IS_BETTER,
    level=Level.DISTRICT,
    every_month=True,
    definition=mark(
        "A network counts only if it held at least one activity in every month of the chosen window."
    ),
    evidence=mark("The activity reports of each zone"),
    steps=(1, 2, 3, 5),
)

ESTABLISHED_NETWORKS = Indicator(
    key="established-networks",
    title=mark("Zones with an order and a by-law"),
    short_title=mark("Established on paper"),
    unit="%",
    numerator=("networks.established",),
    denominator="zones.count",
    roll_up=RollUp.RATIO_OF_SUMS,
    target=Decimal(100),
    direction=Direction.HIGHER_IS_BETTER,
    definition=mark(
        "Zones whose committee has a signed order and whose by-law is in force, out of all open zones."
    ),
    evidence=mark("The evidence cards of each district's orders and by-laws"),
    steps=(25, 50, 75, 100),
)

INDICATORS = (
    COMMUNITIES,
    RESIDENTS,
    ZONES,
    ESTABLISHED_NETWORKS,
    ACTIVE_COMMUNITIES,
    ACTIVE_NETWORKS,
)

BY_KEY = {indicator.key: indicator for indicator in INDICATORS}
