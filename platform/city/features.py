"""The features of the central department, lowest first: a feature may use those above it in this list."""

from city.approvals.feature import FEATURE as APPROVALS
from city.dashboards.feature import FEATURE as DASHBOARDS
from city.districts.feature import FEATURE as DISTRICTS
from city.indicators.feature import FEATURE as INDICATORS
from city.manuals.feature import FEATURE as MANUALS
from city.operations.feature import FEATURE as OPERATIONS
from city.oversight.feature import FEATURE as OVERSIGHT
from city.papers.feature import FEATURE as PAPERS
from city.programme.feature import FEATURE as PROGRAMME
from city.quality.feature import FEATURE as DATA_QUALITY
from city.regulations.feature import FEATURE as REGULATIONS
from city.reports.feature import FEATURE as REPORTS
from core.feature import Feature

FEATURES: tuple[Feature, ...] = (
    MANUALS,
    REGULATIONS,
    PAPERS,
    INDICATORS,
    PROGRAMME,
    DISTRICTS,
    APPROVALS,
    DATA_QUALITY,
    OVERSIGHT,
    DASHBOARDS,
    REPORTS,
    OPERATIONS,
)
