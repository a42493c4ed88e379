"""The features of the central department."""

from core.feature import Feature

FEATURES: tuple[Feature, ...] = ()
