"""The features of the districts, lowest first: a feature may use those above it in this list."""

from core.feature import Feature
from tenants.accounts.feature import FEATURE as ACCOUNTS
from tenants.activities.feature import FEATURE as ACTIVITIES
from tenants.adoption.feature import FEATURE as ADOPTION
from tenants.committees.feature import FEATURE as COMMITTEES
from tenants.networks.feature import FEATURE as NETWORKS
from tenants.orders.feature import FEATURE as ORDERS
from tenants.overview.feature import FEATURE as OVERVIEW
from tenants.registry.feature import FEATURE as REGISTRY
from tenants.zones.feature import FEATURE as ZONES

FEATURES: tuple[Feature, ...] = (
    ADOPTION,
    ZONES,
    REGISTRY,
    ACCOUNTS,
    COMMITTEES,
    ACTIVITIES,
    ORDERS,
    NETWORKS,
    OVERVIEW,
)
