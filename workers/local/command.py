"""A part of the running product that is a plain command: the web server, a worker, beat."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from workers.local import processes


class Command:
    """One command that should run for ever, in a session of its own.

    `patience` is how many seconds it may take to finish its work when asked to stop.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        output: Path | None = None,
        environment: Mapping[str, str],
        directory: Path,
        patience: float = 15,
    ) -> None:
        self.name = name
        self.log = log
        self._output = output
        self._command = command
        self._environment = environment
        self._directory = directory
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Number of the process; 0 when it was not started."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        self._end_session()
        self._process = processes.spawn(
            self._command,
            log=self.log,
            output=self._output,
            environment=self._environment,
            directory=self._directory,
        )

    def stop(self) -> None:
        if self._process:
            processes.stop(self._process, signal.SIGTERM, self._patience)
            self._end_session()
            self._process = None

    def exit_code(self) -> int | None:
        """None while it lives."""
        return self._process.poll() if self._process else 0

    def _end_session(self) -> None:
        """End what a killed main process left in its session: it would hold the port or a task."""
        if self._process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)
                if processes.wait_until(self._session_is_empty, 2):
                    return

    def _session_is_empty(self) -> bool:
        try:
            os.killpg(self.pid, 0)
        except (ProcessLookupError, PermissionError):
            return True
        return False
