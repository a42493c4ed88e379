"""Is the process alive, is it ready, and what the machines may count."""

import hmac

import redis
from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.extensions import db
from core.identity.sessions import settings
from core.tenancy import scope
from core.web.guard import public

blueprint = Blueprint("health", __name__)

PROBE_TIMEOUT = 0.3


@blueprint.get("/_live")
@public(reason="the process supervisor asks")
def live() -> ResponseReturnValue:
    return jsonify(status="alive")


@blueprint.get("/_ready")
@public(reason="the load balancer asks")
def ready() -> ResponseReturnValue:
    """200 where pages can be served. Without Valkey they can: work waits in the database."""
    parts = {"database": _database(), "broker": _broker()}
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
    return generate_latest(), 200, {"Content-Type": CONTENT_TYPE_LATEST}


def _database() -> str:
    try:
        with scope.work(db.session, scope.platform_scope(read_only=True)):
            db.session.execute(text("SELECT 1 FROM offices LIMIT 1"))
    except SQLAlchemyError:
        return "not ready"
    return "ready"


def _broker() -> str:
    client = redis.from_url(
        settings().redis_url,
        socket_timeout=PROBE_TIMEOUT,
        socket_connect_timeout=PROBE_TIMEOUT,
    )
    try:
        client.ping()
    except (redis.RedisError, OSError):
        return "not ready"
    finally:
        client.close()
    return "ready"
