"""The composition root: both tiers on one kernel."""

from flask import Flask

from city.features import FEATURES as CITY
from core.app import create_app
from core.config import Config
from tenants.features import FEATURES as TENANTS
from workers.publishing import publish, publishing_app


def make_app(config: Config) -> Flask:
    sender = publishing_app(config)
    return create_app([*TENANTS, *CITY], config, publish=lambda job: publish(sender, job))


def __getattr__(name: str) -> Flask:
    """`wsgi:app`, made when a server first asks: after its fork, and only where settings exist."""
    if name != "app":
        raise AttributeError(name)
    globals()["app"] = make_app(Config.from_environment())
    return globals()["app"]  # type: ignore[no-any-return]
