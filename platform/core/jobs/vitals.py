"""Signs of life of the clock (beat) and of the workers: moments that are kept in Valkey and nowhere else.

What beat starts and workers do stops silently with them. So the clock leaves a sign whenever it
strikes, and each worker when it answers the clock. Valkey may lose them at any moment; then nobody
knows for a while, and that is what is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import redis
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.backoff import NoBackoff
from redis.retry import Retry

KEY = "signs-of-life"
"""A hash: who (`clock`, or `worker:` and a queue), and when, in seconds since 1970."""

CLOCK = "clock"

SILENT_AFTER = timedelta(minutes=5)
"""The clock strikes every few seconds and asks each worker every minute; a long job makes one late."""

PATIENCE, PATIENCE_TO_LEAVE = 0.3, 2.0
"""Seconds that somebody who looks waits for Valkey, and somebody who leaves a sign."""


class Life(StrEnum):
    """What a sign of life tells."""

    BEATING = "beating"
    SILENT = "silent"
    UNKNOWN = "unknown"
    """No sign is there: Valkey has lost it or cannot be reached, or it never beat."""


@dataclass(frozen=True)
class Signs:
    """The signs that Valkey holds; `is_reached` is false where Valkey did not answer."""

    is_reached: bool
    at: Mapping[str, datetime] = field(default_factory=dict)

    def of_clock(self, now: datetime) -> Life:
        return self._of(CLOCK, now)

    def of_worker(self, queue: str, now: datetime) -> Life:
        """A worker is asked by the clock: while that is not heard, an old answer says nothing."""
        life = self._of(worker_of(queue), now)
        if life is Life.SILENT and self.of_clock(now) is not Life.BEATING:
            return Life.UNKNOWN
        return life

    def _of(self, part: str, now: datetime) -> Life:
        at = self.at.get(part)
        if at is None:
            return Life.UNKNOWN
        return Life.SILENT if now - at > SILENT_AFTER else Life.BEATING


def worker_of(queue: str) -> str:
    return f"worker:{queue}"


def client_of(redis_url: str, patience: float = PATIENCE) -> redis.Redis:
    """A connection for one question, tried once."""
    return redis.from_url(
        redis_url,
        socket_timeout=patience,
        socket_connect_timeout=patience,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )


def leave(redis_url: str, part: str, at: datetime | None = None) -> None:
    """Leave a sign of life. Where Valkey is away there is none: nobody stops for that."""
    moment = at or datetime.now(UTC)
    try:
        with client_of(redis_url, PATIENCE_TO_LEAVE) as client:
            client.hset(KEY, part, str(moment.timestamp()))
    except (redis.RedisError, OSError):
        return


def read(redis_url: str) -> Signs:
    """All signs that are there now."""
    try:
        with client_of(redis_url) as client:
            found = client.hgetall(KEY)
    except (redis.RedisError, OSError):
        return Signs(is_reached=False)
    return Signs(
        is_reached=True,
        at={part: datetime.fromtimestamp(float(at), UTC) for part, at in found.items()},
    )


class VitalsCollector(Collector):
    """The signs for Prometheus, read when it asks; a part without a sign has no line."""

    def __init__(self, redis_url: str) -> None:
        self._redis_url = redis_url

    def collect(self) -> Iterator[GaugeMetricFamily]:
        gauge = GaugeMetricFamily(
            "sign_of_life_timestamp_seconds",
            "When the clock last struck and each worker last answered it",
            labels=["part"],
        )
        for part, at in sorted(read(self._redis_url).at.items()):
            gauge.add_metric([part], at.timestamp())
        yield gauge
