"""Starting, recognising and ending processes, with nothing left behind.

A process is recognised by its number *and* the moment it began: a number alone is given to
somebody else after a restart of the machine.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launcher.py")
LOG_LIMIT = 5 * 1024 * 1024
OLD_LOG = ".old.log"
PROCESSES = Path("/proc")
# Every command that a supervisor starts carries its state folder under this name.
MARK = "COMMUNITY_NETWORKS_SUPERVISED_IN"


@dataclass(frozen=True, slots=True)
class Identity:
    """One process on this machine, never mistaken for a later one of the same number."""

    pid: int
    began: str

    @classmethod
    def of(cls, pid: int) -> "Identity | None":
        """The process of that number now, None when there is none (zombies are none)."""
        began = _beginning(pid)
        return cls(pid, began) if began else None

    @property
    def alive(self) -> bool:
        return _beginning(self.pid) == self.began

    def signal_group(self, number: int) -> None:
        """Signal the session that this process leads, or the process alone."""
        if not self.alive:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getpgid(self.pid) == self.pid:
                os.killpg(self.pid, number)
            else:
                os.kill(self.pid, number)

    def signal(self, number: int) -> None:
        if self.alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self.pid, number)


class Lock:
    """Held by one process at a time; the system releases it however that process ends."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Whether the lock is ours now; our number is written into it."""
        descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    output: Path | None = None,
    environment: Mapping[str, str] | None = None,
    user: tuple[int, int] | None = None,
    directory: Path | None = None,
    parent_death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own; its words go to the log (or its output elsewhere).

    Call it from a thread that lives as long as the process should: Linux reports the end of the
    *thread* as the death of the parent.
    """
    rotate(log)
    launcher = [sys.executable, "-I", str(LAUNCHER), "--parent", str(os.getpid())]
    launcher += ["--signal", str(int(parent_death_signal))]
    if user:
        launcher += ["--user", f"{user[0]}:{user[1]}"]
    with log.open("ab") as errors, (output or log).open("wb" if output else "ab") as words:
        return subprocess.Popen(  # noqa: S603 - commands are ours
            [*launcher, "--", *command],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=errors,
            env=None if environment is None else dict(environment),
            cwd=directory,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes], number: int, patience: float) -> bool:
    """Ask a process to end, wait, and kill its session when it does not; True if it obeyed."""
    identity = Identity.of(process.pid) if process.poll() is None else None
    if identity is None:
        process.wait()
        return True
    identity.signal(number)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        identity.signal_group(signal.SIGKILL)
        process.wait()
        return False
    return True


def stop_leftover(identity: Identity, number: int, patience: float) -> None:
    """End a process that is not our child."""
    identity.signal(number)
    if not wait_until(lambda: not identity.alive, patience):
        identity.signal_group(signal.SIGKILL)
        wait_until(lambda: not identity.alive, 5)


def wait_until(condition: Callable[[], bool], patience: float, pause: float = 0.05) -> bool:
    """Whether the condition became true within so many seconds."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() >= end:
            return False
        time.sleep(pause)
    return True


def processes_working_in(directory: Path, name: str) -> Iterator[Identity]:
    """Processes of this name whose working folder is this one, as all of PostgreSQL's are.

    Linux only; elsewhere nothing is found and the server's own pid file must do.
    """
    if not PROCESSES.is_dir():
        return
    place = os.fspath(directory.resolve())
    for entry in PROCESSES.iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                called = entry.joinpath("comm").read_text(encoding="utf-8").strip()
                if called == name and str(entry.joinpath("cwd").readlink()) == place:
                    identity = Identity.of(int(entry.name))
                    if identity:
                        yield identity


def processes_marked(state: Path) -> Iterator[Identity]:
    """Processes that a supervisor of this state folder started, and what those started.

    Linux only; elsewhere the numbers written down must do.
    """
    if not PROCESSES.is_dir():
        return
    mark = os.fsencode(f"{MARK}={state}")
    for entry in PROCESSES.iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if mark in entry.joinpath("environ").read_bytes().split(b"\0"):
                    identity = Identity.of(int(entry.name))
                    if identity:
                        yield identity


def command_line(pid: int) -> str:
    """Program and arguments of a process, empty when there is none."""
    if PROCESSES.joinpath("self").exists():
        with contextlib.suppress(OSError):
            words = PROCESSES.joinpath(str(pid), "cmdline").read_bytes()
            return os.fsdecode(words.replace(b"\0", b" "))
        return ""
    return _listing(pid, "command=")


def remember(file: Path, processes: Mapping[str, int]) -> None:
    """Write down who is running, for the start after a kill -9."""
    found = {name: Identity.of(pid) for name, pid in processes.items()}
    known = {name: asdict(identity) for name, identity in found.items() if identity}
    unfinished = file.with_suffix(".new")
    unfinished.write_text(json.dumps(known), encoding="utf-8")
    unfinished.replace(file)


def remembered(file: Path) -> dict[str, Identity]:
    """Who was running, and still is."""
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        found = {name: Identity(**values) for name, values in known.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return {name: identity for name, identity in found.items() if identity.alive}


def rotate(log: Path) -> None:
    """Put a long log aside; one old one is kept."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(OLD_LOG))


def shorten(log: Path) -> None:
    """Put a long log aside while its writer goes on: writers append, so they go on at the new end."""
    with contextlib.suppress(OSError):
        if log.stat().st_size > LOG_LIMIT:
            shutil.copyfile(log, log.with_suffix(OLD_LOG))
            os.truncate(log, 0)


def last_lines(log: Path, count: int = 20) -> str:
    """The end of a log, for the person who has to find out what went wrong."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-count:])


def _beginning(pid: int) -> str:
    """A text that is the same as long as this process lives; empty when there is none."""
    if PROCESSES.joinpath("self").exists():
        try:
            text = PROCESSES.joinpath(str(pid), "stat").read_text(encoding="utf-8")
        except OSError:
            return ""
        # The name in brackets may hold spaces and brackets: fields are counted after the last one.
        fields = text.rpartition(")")[2].split()
        return "" if fields[0] in "ZX" else fields[19]
    state, _, began = _listing(pid, "stat=,lstart=").partition(" ")
    return "" if state.startswith("Z") else began.strip()


def _listing(pid: int, columns: str) -> str:
    """What `ps` says, on systems without /proc."""
    listing = subprocess.run(  # noqa: S603 - fixed arguments
        ["/bin/ps", "-o", columns, "-p", str(pid)], check=False, capture_output=True, text=True
    )
    return listing.stdout.strip()
