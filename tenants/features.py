"""The features of the districts, lowest first: a feature may use those above it in this list."""

from core.feature import Feature
from tenants.accounts.feature import FEATURE as ACCOUNTS
from tenants.activities.feature import FEATURE as ACTIVITIES
from tenants.adoption.feature import FEATURE as ADOPTION
from tenants.alliances.feature import FEATURE as ALLIANCES
from tenants.bylaws.feature import FEATURE as BYLAWS
from tenants.calendar.feature import FEATURE as CALENDAR
from tenants.committees.feature import FEATURE as COMMITTEES
from tenants.elections.feature import FEATURE as ELECTIONS
from tenants.meetings.feature import FEATURE as MEETINGS
from tenants.networks.feature import FEATURE as NETWORKS
from tenants.office.feature import FEATURE as OFFICE
from tenants.orders.feature import FEATURE as ORDERS
from tenants.overview.feature import FEATURE as OVERVIEW
from tenants.partners.feature import FEATURE as PARTNERS
from tenants.people.feature import FEATURE as PEOPLE
from tenants.periods.feature import FEATURE as PERIODS
from tenants.problems.feature import FEATURE as PROBLEMS
from tenants.quality.feature import FEATURE as QUALITY
from tenants.registry.feature import FEATURE as REGISTRY
from tenants.reports.feature import FEATURE as REPORTS
from tenants.results.feature import FEATURE as RESULTS
from tenants.training.feature import FEATURE as TRAINING
from tenants.zones.feature import FEATURE as ZONES

FEATURES: tuple[Feature, ...] = (
    ADOPTION,
    ZONES,
    REGISTRY,
    ACCOUNTS,
    OFFICE,
    PEOPLE,
    ALLIANCES,
    COMMITTEES,
    ELECTIONS,
    PARTNERS,
    ORDERS,
    BYLAWS,
    MEETINGS,
    PROBLEMS,
    PERIODS,
    ACTIVITIES,
    NETWORKS,
    TRAINING,
    QUALITY,
    CALENDAR,
    RESULTS,
    REPORTS,
    OVERVIEW,
)
