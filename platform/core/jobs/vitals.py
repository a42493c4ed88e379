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

AHEAD = timedelta(minutes=2)
"""So much may the clocks of two machines differ; a sign from later than that tells nothing."""

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
    """A connection for one question, tried once. Bytes that are no text do not hide what is beside them."""
    return redis.from_url(
        redis_url,
        socket_timeout=patience,
        socket_connect_timeout=patience,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
        encoding_errors="replace",
    )


def leave(redis_url: str, part: str, at: datetime | None = None) -> None:
    """Leave a sign of life. Where Valkey is away there is none: nobody stops for that.

    What stands under the key and holds no signs is thrown away: it would hide them for good.
    """
    moment = str((at or datetime.now(UTC)).timestamp())
    try:
        with client_of(redis_url, PATIENCE_TO_LEAVE) as client:
            try:
                client.hset(KEY, part, moment)
            except redis.ResponseError as problem:
                if not _is_of_another_type(problem):
                    raise
                client.delete(KEY)
                client.hset(KEY, part, moment)
    except (redis.RedisError, OSError):
        return


def read(redis_url: str) -> Signs:
    """All signs that are there now; what cannot be read as one, or lies ahead, is none."""
    try:
        with client_of(redis_url) as client:
            found = client.hgetall(KEY)
    except redis.ResponseError as problem:
        return Signs(is_reached=_is_of_another_type(problem))
    except (redis.RedisError, OSError, UnicodeDecodeError):
        return Signs(is_reached=False)
    latest = datetime.now(UTC) + AHEAD
    moments = ((part, _moment(at)) for part, at in found.items())
    return Signs(
        is_reached=True, at={part: at for part, at in moments if at is not None and at <= latest}
    )


def _moment(stored: str) -> datetime | None:
    """The moment that was left; None where it is no number, or none of a moment since 1970."""
    try:
        seconds = float(stored)
        return datetime.fromtimestamp(seconds, UTC) if seconds >= 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _is_of_another_type(problem: redis.ResponseError) -> bool:
    return str(problem).startswith("WRONGTYPE")


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
