"""The rules as declared data: what is compared, above which threshold, and who can put it right (F93, M15)."""

from dataclasses import dataclass

from core.marks import mark


@dataclass(frozen=True)
class Rule:
    """A rule in words. `reason` says where its threshold comes from."""

    key: str
    title: str
    compares: str
    reason: str
    corrected_by: str


_SECTION = mark("The community development section, with newer figures of the community")
_REPORTER = mark("Whoever reported the activity, or the community development section")

FAMILIES_BELOW_HOUSES = Rule(
    "families_below_houses",
    mark("Fewer families than houses"),
    mark("The newest figures of a community: its families are at least as many as its houses."),
    mark(
        "The city's published figures obey it: 473,716 families in 472,869 houses. Empty houses are a good explanation."
    ),
    _SECTION,
)
PARTICIPANTS_ABOVE_RESIDENTS = Rule(
    "participants_above_residents",
    mark("More people than residents"),
    mark(
        "The people who came to an activity that a community held alone, and the residents by its figures of that day."
    ),
    mark("More than all residents is seldom meant. Guests are a good explanation."),
    _REPORTER,
)
PARTICIPANTS_ABOVE_ZONE = Rule(
    "participants_above_zone",
    mark("More people than in the zone"),
    mark(
        "The people who came to an activity of networks, and the residents of all communities in their zones."
    ),
    mark("More than all residents is seldom meant. Guests are a good explanation."),
    _REPORTER,
)
SUDDEN_ZERO = Rule(
    "sudden_zero",
    mark("Suddenly without an activity"),
    mark(
        "A zone or community with activities in each of three months, and none in the full month that follows."
    ),
    mark(
        "Three months show a habit. A month in which it ends was more often forgotten than quiet."
    ),
    mark("The zone's chair or the community, by reporting what was held"),
)
UNUSUAL_PARTICIPANTS = Rule(
    "unusual_participants",
    mark("Unusual number of people"),
    mark(
        "The people who came to an activity, and the last 6 to 24 activities of the same community or network."
    ),
    mark(
        "More than 3.5 median absolute deviations and half the median away: one large event does not shift them."
    ),
    _REPORTER,
)
UNUSUAL_RESIDENTS = Rule(
    "unusual_residents",
    mark("Residents unlike before"),
    mark("The residents in the newest figures of a community, and its earlier figures."),
    mark(
        "30 per cent and 20 people away from before; with 6 earlier figures 3.5 median absolute deviations."
    ),
    _SECTION,
)
FIGURES_OUTDATED = Rule(
    "figures_outdated",
    mark("Figures older than a year"),
    mark("The day of the newest number of residents of a registered community."),
    mark("The communities' figures are surveyed once a year."),
    _SECTION,
)

RULES = (
    FAMILIES_BELOW_HOUSES,
    PARTICIPANTS_ABOVE_RESIDENTS,
    PARTICIPANTS_ABOVE_ZONE,
    SUDDEN_ZERO,
    UNUSUAL_PARTICIPANTS,
    UNUSUAL_RESIDENTS,
    FIGURES_OUTDATED,
)
"""In the order in which pages show them."""

RULE_OF = {rule.key: rule for rule in RULES}
