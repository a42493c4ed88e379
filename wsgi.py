"""The composition root: both tiers on one kernel."""

import gc
import os

import click
from flask import Flask

from city.features import FEATURES as CITY
from core.app import create_app
from core.config import Config, ConfigurationError
from tenants.features import FEATURES as TENANTS
from workers.local.running import settings_beside
from workers.publishing import publish, publishing_app


def make_app(config: Config) -> Flask:
    features = [*TENANTS, *CITY]
    if not config.redis_url:
        return create_app(features, config)
    sender = publishing_app(config)
    return create_app(features, config, publish=lambda job: publish(sender, job))


def __getattr__(name: str) -> Flask:
    """`wsgi:app`, made when a server first asks: after its fork, and only where settings exist."""
    if name != "app":
        raise AttributeError(name)
    globals()["app"] = make_app(_config())
    # What the application is made of stays: looking through it for garbage would hold up pages.
    gc.collect()
    gc.freeze()
    return globals()["app"]  # type: ignore[no-any-return]


def _config() -> Config:
    """All settings for a server; the database alone for a `flask` command, which finds that of `make run`."""
    if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        return Config.from_environment()
    try:
        return Config.from_environment(os.environ | settings_beside(), serving=False)
    except ConfigurationError as problem:
        raise click.ClickException(str(problem)) from problem
