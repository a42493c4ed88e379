"""`python -m workers.local run | reset`: what `make run` and `make reset` call."""

import http.client
import os
import socket
import sys
from pathlib import Path

from workers.local import places, processes, product
from workers.local.caller import Caller, say
from workers.local.command import Command
from workers.local.places import LocalError
from workers.local.postgres import EmbeddedPostgres
from workers.local.supervisor import Supervisor
from workers.local.valkey import EmbeddedValkey

PREPARE_PATIENCE = 600
WEB_PATIENCE = 60
USAGE = "usage: python -m workers.local run [--stop-with-parent] | reset"


def main(arguments: list[str]) -> int:
    """Do what was asked; 0 when it ended as wished, 1 with a sentence when it could not."""
    try:
        match arguments:
            case ["run", *options] if set(options) <= {"--stop-with-parent"}:
                return run(places.state_directory(), stop_with_parent=bool(options))
            case ["reset"]:
                return reset(places.state_directory())
            case _:
                say(USAGE)
                return 2
    except LocalError as error:
        say(str(error))
        return 1


def run(state: Path, *, stop_with_parent: bool = False) -> int:
    """Start everything, say where it is, and keep it running until a signal."""
    places.make_enterable(state)
    (state / "logs").mkdir(mode=0o700, exist_ok=True)
    lock = _lock_of(state)
    caller = Caller(watch_parent=stop_with_parent)
    supervisor = Supervisor(
        state / "processes.json",
        say,
        wanted=caller.is_there,
        housekeeping=lambda: product.shorten_logs(state),
    )
    supervisor.listen()
    try:
        supervisor.stop_leftovers(product.STOP_ORDER)
        _require_free_port(product.port())
        accounts = _start(supervisor, state)
        if not supervisor.stopping:
            say(_welcome(state, accounts))
        supervisor.watch()
    finally:
        supervisor.stop()
        lock.release()
    say("Everything is stopped; the data are kept. · หยุดทำงานแล้ว ข้อมูลยังอยู่ครบ")
    return 0


def reset(state: Path) -> int:
    """Empty the database, the files and the logs of this checkout."""
    if not state.exists():
        say("There is nothing to empty.")
        return 0
    lock = _lock_of(state)
    Supervisor(state / "processes.json", say).stop_leftovers(product.STOP_ORDER)
    server = EmbeddedPostgres(state)
    server.clear_leftovers()
    product.empty(state)
    lock.release()
    say(f"Emptied {state}.")
    return 0


def _start(supervisor: Supervisor, state: Path) -> str:
    """Start servers, preparation and commands; the text about the accounts."""
    database_url = os.environ.get("DATABASE_URL", "")
    redis_url = os.environ.get("REDIS_URL", "")
    owner_url = os.environ.get("MIGRATION_DATABASE_URL", "")
    if not database_url:
        postgres = EmbeddedPostgres(state)
        supervisor.start(postgres)
        database_url, owner_url = postgres.app_url(), postgres.owner_url()
    if not redis_url:
        valkey = EmbeddedValkey(state)
        supervisor.start(valkey)
        redis_url = valkey.url()
    environment = product.children_environment(
        state, database_url=database_url, redis_url=redis_url
    )
    accounts = _prepare(supervisor, state, environment, owner_url)
    parts = product.commands(state, environment)
    for part in parts:
        supervisor.start(part)
    web = parts[-1]
    answers = supervisor.run_until(lambda: _answers(product.port()), WEB_PATIENCE)
    if not answers and not supervisor.stopping:
        raise LocalError(
            f"The web server does not answer. The end of {web.log}:\n"
            f"{processes.last_lines(web.log)}"
        )
    return accounts


def _prepare(
    supervisor: Supervisor, state: Path, environment: dict[str, str], owner_url: str
) -> str:
    """Bring the database to the newest version and load the demonstration; what it says."""
    if supervisor.stopping:
        return ""
    say("Preparing the database. · กำลังเตรียมฐานข้อมูล")
    log = state / "logs" / "prepare.log"
    log.unlink(missing_ok=True)
    step = Command(
        "the preparation",
        product.prepare_command(),
        log=log,
        output=state / "logs" / "accounts.txt",
        environment=environment | ({"MIGRATION_DATABASE_URL": owner_url} if owner_url else {}),
        directory=places.CHECKOUT,
    )
    step.start()
    supervisor.run_until(lambda: step.exit_code() is not None, PREPARE_PATIENCE)
    code = step.exit_code()
    step.stop()
    if code != 0 and not supervisor.stopping:
        raise LocalError(
            f"The database could not be prepared. The end of {step.log}:\n"
            f"{processes.last_lines(step.log)}"
        )
    return (state / "logs" / "accounts.txt").read_text(encoding="utf-8", errors="replace")


def _welcome(state: Path, accounts: str) -> str:
    address = os.environ.get("PUBLIC_URL") or f"http://localhost:{product.port()}"
    logs = state / "logs"
    return (
        f"\n{accounts.rstrip()}\n\n"
        f"The platform runs at · ระบบพร้อมใช้งานที่\n\n    {address}\n\n"
        f"Logs: {logs}\nCtrl-C stops everything. · กด Ctrl-C เพื่อหยุดทั้งหมด"
    )


def _lock_of(state: Path) -> processes.Lock:
    lock = processes.Lock(state / "supervisor.lock")
    if not lock.take():
        number = lock.file.read_text(encoding="ascii").strip()
        raise LocalError(
            f"It already runs from this checkout (process {number}). Stop that one first, "
            "or set STATE_DIR and PORT for a second one."
        )
    return lock


def _require_free_port(number: int) -> None:
    """Refuse a taken port before anything is started, for a sentence instead of a log."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("HOST") or "127.0.0.1", number))
        except OSError as error:
            raise LocalError(
                f"Port {number} cannot be used ({error.strerror}). "
                f"Choose another: PORT={number + 1} make run"
            ) from error


def _answers(number: int) -> bool:
    """Whether the web server answers at all; what it answers is the product's business."""
    host = os.environ.get("HOST") or "127.0.0.1"
    connection = http.client.HTTPConnection(
        "127.0.0.1" if host == "0.0.0.0" else host,  # noqa: S104 - compared, not bound
        number,
        timeout=5,
    )
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{number}"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
