"""Structured logs: one line a request, with its id and district, never with names or contents."""

import logging
import re
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from core.db import uuid7

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

_DETAIL = re.compile(r"^(DETAIL|CONTEXT): .*\n?", re.MULTILINE)

log = structlog.get_logger("web")

_requests = Counter(
    "web_requests_total", "Answers by route, status and district", ("route", "status", "district")
)
_seconds = Histogram("web_request_seconds", "Time of an answer by route", ("route",))


def configure_logs(*, level: int = logging.INFO) -> None:
    """JSON lines on standard error, for web, workers and commands alike."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _without_details,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _without_details(
    _logger: Any, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Take out what PostgreSQL adds to an error: its DETAIL quotes the row, and rows are about people."""
    if "exception" in line:
        line["exception"] = _DETAIL.sub("", line["exception"])
    return line


def init_logs(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else uuid7().hex
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def write(response: Response) -> Response:
        if request.endpoint not in {"ui.static", "health.live"}:
            described = _described(response)
            log.info("request", **described)
            _requests.labels(
                described["route"], described["status"], described["district"] or "-"
            ).inc()
            _seconds.labels(described["route"]).observe(described["milliseconds"] / 1000)
        return response


def _described(response: Response) -> dict[str, Any]:
    actor = g.get("actor")
    return {
        "method": request.method,
        "route": str(request.url_rule or "-"),
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - g.began) * 1000, 1),
        "district": actor.district_id if actor else None,
    }
