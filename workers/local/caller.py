"""Whoever started us: the terminal and, under `make`, the process that waits for us."""

import contextlib
import os
import select
import signal
import sys

GONE = select.POLLHUP | select.POLLERR


def say(sentence: str) -> None:
    """Tell the person at the terminal, who may have closed it."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()


class Caller:
    """Remembers who called, to notice when they leave without a signal to us.

    A closed terminal tells only its first process, which may be `make`, and `make` waits for us;
    a killed `make` tells nobody. Where hang-ups are ignored (nohup) the terminal does not count.
    """

    def __init__(self, *, watch_parent: bool) -> None:
        self._parent = os.getppid() if watch_parent else 0
        self._terminals = select.poll()
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            for stream in (sys.stdout, sys.stderr):
                if stream.isatty():
                    self._terminals.register(stream.fileno(), 0)

    def is_there(self) -> bool:
        if self._parent and os.getppid() != self._parent:
            return False
        return not any(event & GONE for _, event in self._terminals.poll(0))
