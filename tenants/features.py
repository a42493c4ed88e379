"""The features of the districts, lowest first: a feature may use those above it in this list."""

from core.feature import Feature
from tenants.registry.feature import FEATURE as REGISTRY

FEATURES: tuple[Feature, ...] = (REGISTRY,)
