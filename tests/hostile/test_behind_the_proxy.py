"""Limits count visitors, so the application must be told how to see past its own proxy."""

import re
from pathlib import Path

from flask import Flask, request
from werkzeug.test import EnvironBuilder

from core.config import Config
from tests.conftest import Servers
from wsgi import make_app

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def test_behind_the_deployed_proxy_an_address_is_the_visitors_own(servers: Servers, config: Config):
    stated = re.search(
        r'^ +TRUSTED_PROXIES: "(.*)"$',
        (DEPLOY / "compose.yaml").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert stated is not None
    environment = {
        "DATABASE_URL": config.database_url,
        "REDIS_URL": config.redis_url,
        "SECRET_KEY": config.secret_key,
        "FILES_URL": config.files_url,
        "TRUSTED_PROXIES": stated[1],
    }
    deployed: Flask = make_app(Config.from_environment(environment))
    seen: list[str | None] = []

    @deployed.before_request
    def look() -> None:
        seen.append(request.remote_addr)

    visit = EnvironBuilder(
        path="/_live",
        environ_base={"REMOTE_ADDR": "10.0.0.2"},
        headers={"X-Forwarded-For": "192.0.2.7"},
    )
    deployed.test_client().open(visit)
    assert seen == ["192.0.2.7"]
