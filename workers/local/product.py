"""The parts of the product on one machine and the environment that they are given."""

import os
import secrets
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from workers.local import processes
from workers.local.command import Command
from workers.local.places import CHECKOUT, LocalError
from workers.queues import Queue

DEFAULT_PORT = 8000
LARGEST_PORT = 65535
WEB, WORKER, BEAT = "the web server", "the worker", "the clock (beat)"
STOP_ORDER = (WEB, WORKER, BEAT, "Valkey", "PostgreSQL")
QUEUES = ",".join(Queue)


def port(environment: Mapping[str, str] = os.environ) -> int:
    """PORT, 8000 when it is not set."""
    text = environment.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) <= LARGEST_PORT:
        raise LocalError(f"PORT must be a number from 1 to {LARGEST_PORT}, not {text!r}.")
    return int(text)


def children_environment(
    state: Path,
    *,
    database_url: str,
    redis_url: str,
    given: Mapping[str, str] = os.environ,
) -> dict[str, str]:
    """What web, worker and beat are told; what the person has set comes first.

    The owner's login is not among it: only the preparing step may change the database's shape.
    """
    defaults = {
        "SECRET_KEY": secret_key(state),
        "FILES_URL": os.fspath(state / "files"),
        "DEMO": "1",
        "PUBLIC_URL": f"http://localhost:{port(given)}",
        "STATE_DIR": os.fspath(state),
        "PYTHONUNBUFFERED": "1",
        processes.MARK: os.fspath(state),
    }
    settings = defaults | {key: value for key, value in given.items() if value}
    settings |= {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "PORT": str(port(given))}
    settings.pop("MIGRATION_DATABASE_URL", None)
    Path(defaults["FILES_URL"]).mkdir(mode=0o700, exist_ok=True)
    return settings


def secret_key(state: Path) -> str:
    """The key of this state folder, made once and readable by its owner alone."""
    file = state / "secret-key"
    if not file.exists():
        unfinished = file.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48))
        unfinished.rename(file)
    return file.read_text(encoding="ascii").strip()


def prepare_command() -> list[str]:
    """Migrate, load the demonstration and print its accounts, in one process."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", "local", "prepare"]


def commands(state: Path, environment: Mapping[str, str]) -> list[Command]:
    """Beat, worker and web, in the order of their start."""
    python = sys.executable
    celery = [python, "-m", "celery", "--app", "workers.celery_app"]
    size = environment.get("WORKER_PROCESSES", "1")
    beat = ["beat", "--schedule", os.fspath(state / "celerybeat-schedule"), "--pidfile", ""]
    worker = ["worker", "--queues", QUEUES, "--pool", "prefork", "--concurrency", size]
    worker += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    web = [python, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "wsgi:app"]
    programs = (
        (BEAT, "beat", [*celery, *beat], 5),
        (WORKER, "worker", [*celery, *worker], 30),
        (WEB, "web", web, 15),
    )
    return [
        Command(
            name,
            command,
            log=state / "logs" / f"{log}.log",
            environment=environment,
            directory=CHECKOUT,
            patience=patience,
        )
        for name, log, command, patience in programs
    ]


def shorten_logs(state: Path) -> None:
    """Keep every log to about 5 MiB and one old one, however long everything runs."""
    for log in state.glob("logs/*.log"):
        if not log.name.endswith(processes.OLD_LOG):
            processes.shorten(log)


def empty(state: Path) -> None:
    """Remove what this product keeps in a state folder, and the folder when nothing else is in."""
    for name in ("postgres", "postgres.unfinished", "files", "logs"):
        shutil.rmtree(state / name, ignore_errors=True)
    for pattern in ("celerybeat-schedule*", "*.lock", "*.json", "secret-key*"):
        for file in state.glob(pattern):
            file.unlink(missing_ok=True)
    if state.is_dir() and not any(state.iterdir()):
        state.rmdir()
