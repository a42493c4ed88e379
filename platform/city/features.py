"""The features of the central department, lowest first: a feature may use those above it in this list."""

from city.dashboards.feature import FEATURE as DASHBOARDS
from city.districts.feature import FEATURE as DISTRICTS
from city.manuals.feature import FEATURE as MANUALS
from core.feature import Feature

FEATURES: tuple[Feature, ...] = (MANUALS, DISTRICTS, DASHBOARDS)
