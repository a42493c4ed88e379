"""Keeps the parts of the product running and stops them in order.

It knows nothing of the product: a part is whatever starts, stops and says whether it lives.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from workers.local import processes
from workers.local.places import LocalError

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PAUSE = 0.2
HOUSEKEEPING_EVERY = 30


class Part(Protocol):
    """Something that should run until the end."""

    @property
    def name(self) -> str: ...

    @property
    def pid(self) -> int: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def exit_code(self) -> int | None: ...


class Supervisor:
    """Starts parts in the order given, restarts those that end, stops them in reverse order.

    A part that ends is started again after 1, 2, 4 … at most `longest_wait` seconds; after
    `calm` seconds of life the count begins anew. Signals only set a mark, so that nothing is
    left half started; INT, TERM and HUP all mean: stop everything. HUP is left alone where the
    person asked for that (nohup).
    """

    def __init__(
        self,
        memory: Path,
        say: Callable[[str], None],
        *,
        wanted: Callable[[], bool] = lambda: True,
        housekeeping: Callable[[], None] = lambda: None,
        first_wait: float = 1,
        longest_wait: float = 30,
        calm: float = 60,
    ) -> None:
        self._memory = memory
        self._say = say
        self._wanted = wanted
        self._housekeeping = housekeeping
        self._tidied_at = time.monotonic()
        self._first_wait = first_wait
        self._longest_wait = longest_wait
        self._calm = calm
        self._parts: list[Part] = []
        self._stopping = threading.Event()
        self._falls: dict[str, int] = {}
        self._started_at: dict[str, float] = {}
        self._due: dict[str, float] = {}

    @property
    def stopping(self) -> bool:
        """Whether somebody asked for the end."""
        return self._stopping.is_set()

    def listen(self) -> None:
        """Take over the signals; call it once, from the main thread."""
        for number in STOP_SIGNALS:
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue
            signal.signal(number, lambda *_: self._stopping.set())

    def ask_to_stop(self) -> None:
        self._stopping.set()

    def stop_leftovers(self, order: Sequence[str], patience: float = 15) -> None:
        """End what a supervisor that was killed left behind, in the order of names given."""
        left = processes.remembered(self._memory)
        names = [*order, *(name for name in left if name not in order)]
        for name in names:
            if name in left:
                self._say(f"Stopping {name}, left behind by an earlier start.")
                # INT ends all of ours without waiting for their clients, and without loss.
                processes.stop_leftover(left[name], signal.SIGINT, patience)
        for identity in list(processes.processes_marked(self._memory.parent)):
            processes.stop_leftover(identity, signal.SIGTERM, patience)

    def start(self, part: Part) -> None:
        """Start one more part; a LocalError of its own reaches the caller."""
        if self.stopping:
            return
        self._parts.append(part)
        self._launch(part)

    def watch(self, check: Callable[[], bool] = lambda: True) -> None:
        """Keep everything running until a signal comes, nobody wants it, or the check says no."""
        while not self._stopping.wait(PAUSE) and check():
            if not self._wanted():
                self.ask_to_stop()
                return
            for part in self._parts:
                self._look_after(part)
            if time.monotonic() - self._tidied_at >= HOUSEKEEPING_EVERY:
                self._tidied_at = time.monotonic()
                self._housekeeping()

    def run_until(self, condition: Callable[[], bool], patience: float) -> bool:
        """Keep everything running until the condition is true; False when time or a signal ends."""
        end = time.monotonic() + patience
        self.watch(lambda: not condition() and time.monotonic() < end)
        return not self.stopping and condition()

    def stop(self) -> None:
        """Stop all parts, the last started first."""
        self._stopping.set()
        for part in reversed(self._parts):
            if part.pid:
                self._say(f"Stopping {part.name}.")
                part.stop()
        self._parts.clear()
        self._memory.unlink(missing_ok=True)

    def running(self) -> Iterable[str]:
        """Names of the parts that live."""
        return [part.name for part in self._parts if part.exit_code() is None]

    def _launch(self, part: Part) -> None:
        part.start()
        self._started_at[part.name] = time.monotonic()
        processes.remember(self._memory, {each.name: each.pid for each in self._parts if each.pid})

    def _look_after(self, part: Part) -> None:
        now = time.monotonic()
        due = self._due.get(part.name)
        if due is not None:
            if now >= due:
                del self._due[part.name]
                self._start_again(part)
            return
        code = part.exit_code()
        if code is None:
            return
        if now - self._started_at[part.name] >= self._calm:
            self._falls[part.name] = 0
        self._plan(part, f"{part.name} ended unexpectedly ({_reason(code)}).")

    def _start_again(self, part: Part) -> None:
        try:
            part.stop()
            self._launch(part)
        except (LocalError, OSError) as error:
            self._plan(part, f"{part.name} could not be started: {error}")
        else:
            self._say(f"{part.name[0].upper()}{part.name[1:]} runs again.")

    def _plan(self, part: Part, sentence: str) -> None:
        falls = self._falls.get(part.name, 0)
        wait = min(self._first_wait * 2**falls, self._longest_wait)
        self._falls[part.name] = falls + 1
        self._due[part.name] = time.monotonic() + wait
        self._say(f"{sentence[0].upper()}{sentence[1:]} It starts again in {wait:g} s.")


def _reason(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit status {code}"
