"""The features of the districts, lowest first: a feature may use those above it in this list."""

from core.feature import Feature
from tenants.activities.feature import FEATURE as ACTIVITIES
from tenants.committees.feature import FEATURE as COMMITTEES
from tenants.orders.feature import FEATURE as ORDERS
from tenants.registry.feature import FEATURE as REGISTRY

FEATURES: tuple[Feature, ...] = (REGISTRY, COMMITTEES, ACTIVITIES, ORDERS)
