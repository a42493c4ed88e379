"""The features of the central department, lowest first: a feature may use those above it in this list."""

from city.dashboards.feature import FEATURE as DASHBOARDS
from city.districts.feature import FEATURE as DISTRICTS
from city.manuals.feature import FEATURE as MANUALS
from city.papers.feature import FEATURE as PAPERS
from city.regulations.feature import FEATURE as REGULATIONS
from core.feature import Feature

FEATURES: tuple[Feature, ...] = (MANUALS, REGULATIONS, PAPERS, DISTRICTS, DASHBOARDS)
