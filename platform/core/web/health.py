"""Is the process alive, is it ready, and what the machines may count."""

import hmac

import redis
from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.extensions import db
from core.identity.sessions import now, settings
from core.jobs import vitals
from core.tenancy import scope
from core.web.guard import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/_live")
@public(reason="the process supervisor asks")
def live() -> ResponseReturnValue:
    return jsonify(status="alive")


@blueprint.get("/_ready")
@public(reason="the load balancer asks")
def ready() -> ResponseReturnValue:
    """200 where pages can be served. Without Valkey they can, and without the clock: work waits in the database."""
    clock = vitals.read(settings().redis_url).of_clock(now())
    parts = {"database": _database(), "broker": _broker(), "clock": clock.value}
    return jsonify(ready=parts["database"] == "ready", **parts), (
        200 if parts["database"] == "ready" else 503
    )


@blueprint.get("/metrics")
@public(reason="Prometheus asks, with a token of its own")
def metrics() -> ResponseReturnValue:
    token = settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(token.encode(), given.encode()):
        abort(404)
    signs = CollectorRegistry()
    signs.register(vitals.VitalsCollector(settings().redis_url))
    counted = generate_latest() + generate_latest(signs)
    return counted, 200, {"Content-Type": CONTENT_TYPE_LATEST}


def _database() -> str:
    try:
        with scope.work(db.session, scope.platform_scope(read_only=True)):
            db.session.execute(text("SELECT 1 FROM offices LIMIT 1"))
    except SQLAlchemyError:
        return "not ready"
    return "ready"


def _broker() -> str:
    client = vitals.client_of(settings().redis_url)
    try:
        client.ping()
    except (redis.RedisError, OSError):
        return "not ready"
    finally:
        client.close()
    return "ready"
