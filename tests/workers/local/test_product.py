import os
import subprocess
import sys

import pytest

from workers.local import LocalError, places, processes, product


def test_what_the_person_has_set_comes_first(state):
    settings = product.children_environment(
        state, database_url="a", redis_url="b", given={"DEMO": "0", "PORT": "8123"}
    )
    assert (settings["DEMO"], settings["PORT"]) == ("0", "8123")
    assert settings["PUBLIC_URL"] == "http://localhost:8123"


def test_the_owners_login_reaches_no_running_part(state):
    given = {"MIGRATION_DATABASE_URL": "postgresql://owner@/x"}
    settings = product.children_environment(state, database_url="a", redis_url="b", given=given)
    assert "MIGRATION_DATABASE_URL" not in settings


def test_the_secret_key_is_made_once_and_closed_to_others(state):
    first = product.secret_key(state)
    assert len(first) >= 48
    assert product.secret_key(state) == first
    assert (state / "secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1", "8000x"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(LocalError, match="PORT must be"):
        product.port({"PORT": port})


def test_emptying_leaves_what_is_not_ours(state):
    product.secret_key(state)
    (state / "files").mkdir()
    (state / "letter.txt").write_text("somebody's own")
    product.empty(state)
    assert [file.name for file in state.iterdir()] == ["letter.txt"]


def test_a_second_start_says_that_one_is_running(state):
    lock = state / "supervisor.lock"
    holder = (
        "import sys, time; from pathlib import Path; from workers.local.processes import Lock; "
        "Lock(Path(sys.argv[1])).take(); print(flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", holder, str(lock)]
    with subprocess.Popen(command, cwd=places.CHECKOUT, stdout=subprocess.PIPE) as first:
        first.stdout.readline()
        second = subprocess.run(
            [sys.executable, "-m", "workers.local", "run"],
            cwd=places.CHECKOUT,
            env=os.environ | {"STATE_DIR": str(state)},
            capture_output=True,
            text=True,
            check=False,
        )
        first.kill()
    assert second.returncode == 1
    assert f"already runs from this checkout (process {first.pid})" in second.stdout


def test_a_long_log_is_put_aside_while_its_writer_goes_on(state, monkeypatch):
    monkeypatch.setattr(processes, "LOG_LIMIT", 10)
    logs = state / "logs"
    logs.mkdir()
    with (logs / "web.log").open("ab", buffering=0) as writer:
        writer.write(b"a line that is too long\n")
        product.shorten_logs(state)
        writer.write(b"next\n")
        product.shorten_logs(state)
    assert (logs / "web.log").read_bytes() == b"next\n"
    assert (logs / "web.old.log").read_bytes() == b"a line that is too long\n"
    assert sorted(file.name for file in logs.iterdir()) == ["web.log", "web.old.log"]
