"""Timing in pairs: ours, the reference, ours, the reference; the noise of the machine hits both."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

PAIRS = 21


@dataclass(frozen=True)
class Result:
    """Milliseconds a call of ours and of the reference, their ratio, and the goal."""

    bench: str
    ours: float
    reference: float
    ratio: float
    goal: str
    passed: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "bench": self.bench,
            "ours": round(self.ours, 4),
            "reference": round(self.reference, 4),
            "ratio": round(self.ratio, 3),
            "goal": self.goal,
            "pass": self.passed,
        }


def in_pairs(
    ours: Callable[[], object], reference: Callable[[], object], *, calls: int, pairs: int = PAIRS
) -> tuple[list[float], list[float]]:
    """Milliseconds a call, one figure a round; each round times both, in changing order."""
    for warm in (ours, reference):
        _time(warm, max(3, calls // 4))
    mine, theirs = [], []
    for number in range(pairs):
        order = [(ours, mine), (reference, theirs)]
        for act, times in order if number % 2 else reversed(order):
            times.append(_time(act, calls))
    return mine, theirs


def ratio_of(mine: list[float], theirs: list[float]) -> float:
    """The median of the ratios of the pairs."""
    return median(own / other for own, other in zip(mine, theirs, strict=True))


def _time(act: Callable[[], object], calls: int) -> float:
    gc.collect()
    began = time.perf_counter()
    for _ in range(calls):
        act()
    return (time.perf_counter() - began) * 1000 / calls
