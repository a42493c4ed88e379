"""The features of the central department, lowest first: a feature may use those above it in this list."""

from city.dashboards.feature import FEATURE as DASHBOARDS
from city.districts.feature import FEATURE as DISTRICTS
from core.feature import Feature

FEATURES: tuple[Feature, ...] = (DISTRICTS, DASHBOARDS)
