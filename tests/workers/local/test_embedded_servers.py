import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest
import redis
from kombu import Connection

from workers.local import EmbeddedPostgres, EmbeddedValkey, LocalError, places, processes
from workers.local.postgres import APPLICATION, DATABASE, OWNER


def ask(server, query, login=OWNER, database=DATABASE):
    with psycopg.connect(
        host=str(server.sockets), user=login, dbname=database, autocommit=True
    ) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone() if cursor.description else None


@pytest.fixture
def postgres(state):
    with EmbeddedPostgres(state, fast=True) as server:
        yield server


@pytest.fixture
def predecessor(state):
    """A process that starts both servers, says so and waits for its end."""
    program = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from workers.local import EmbeddedPostgres, EmbeddedValkey
        state = Path(sys.argv[1])
        postgres, valkey = EmbeddedPostgres(state, fast=True), EmbeddedValkey(state)
        postgres.start()
        valkey.start()
        print(postgres.pid, valkey.pid, flush=True)
        time.sleep(600)
    """)
    with subprocess.Popen(
        [sys.executable, "-c", program, str(state)],
        cwd=places.CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def test_the_owner_owns_the_database_and_may_create_roles_but_is_no_superuser(postgres):
    row = ask(
        postgres,
        "select rolsuper, rolcreaterole, pg_get_userbyid(datdba) "
        "from pg_roles, pg_database where rolname = current_user and datname = current_database()",
    )
    assert row == (False, True, OWNER)


def test_the_application_inherits_nothing_and_is_granted_nothing(postgres):
    row = ask(
        postgres,
        "select rolsuper, rolinherit, rolcreaterole, rolbypassrls, "
        "(select count(*) from pg_auth_members where member = pg_roles.oid) "
        "from pg_roles where rolname = current_user",
        APPLICATION,
    )
    assert row == (False, False, False, False, 0)


def test_thai_letters_are_letters_in_trigrams_and_expressions(postgres):
    ask(postgres, "create extension pg_trgm")
    assert ask(postgres, r"select show_trgm('ก') <> '{}', 'ก' ~ '\w'") == (True, True)


def test_no_network_port_is_opened(postgres):
    assert ask(postgres, "show listen_addresses") == ("",)
    assert postgres.sockets.stat().st_mode & 0o777 == 0o700


def test_data_are_found_again_after_stop_and_start(postgres):
    ask(postgres, "create table notes as select 7 as note")
    postgres.stop()
    assert postgres.pid == 0
    postgres.start()
    assert ask(postgres, "select note from notes") == (7,)


def test_a_second_start_over_the_same_folder_is_refused(postgres):
    with pytest.raises(LocalError, match="Another process"):
        EmbeddedPostgres(postgres.state).start()
    assert ask(postgres, "select 1") == (1,)


def test_what_was_committed_survives_kill_9_with_sessions_still_open(state):
    with EmbeddedPostgres(state) as server:
        ask(server, "create table notes as select 7 as note")
        with psycopg.connect(host=str(server.sockets), user=OWNER, dbname=DATABASE):
            os.kill(server.pid, signal.SIGKILL)
            server.stop()
            server.start()
        assert ask(server, "select note from notes") == (7,)


def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(postgres):
    postgres.stop()
    stranger = f"{os.getpid()}\n{postgres.data}\n0\n5432\n{postgres.sockets}\n\n\nready\n"
    (postgres.data / "postmaster.pid").write_text(stranger)
    postgres.sockets.mkdir(mode=0o700, exist_ok=True)
    (postgres.sockets / ".s.PGSQL.5432.lock").write_text(stranger)
    postgres.start()
    assert ask(postgres, "select 1") == (1,)


def test_an_interrupted_creation_is_begun_anew(state):
    unfinished = state / "postgres.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(state, fast=True) as server:
        assert ask(server, "select 1") == (1,)
    assert not unfinished.exists()


def test_data_of_another_version_are_left_alone_with_a_sentence(postgres):
    postgres.stop()
    (postgres.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(LocalError, match="made by PostgreSQL 15"):
        postgres.start()


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels do not report a parent's death")
def test_servers_end_with_a_killed_predecessor(predecessor):
    numbers = [int(number) for number in predecessor.stdout.readline().split()]
    identities = [processes.Identity.of(number) for number in numbers]
    predecessor.kill()
    assert processes.wait_until(lambda: not any(each.alive for each in identities), 20)


def test_a_server_left_by_a_killed_predecessor_is_stopped_and_replaced(predecessor, state):
    number, valkey_number = map(int, predecessor.stdout.readline().split())
    # A stopped process cannot end with its parent: the leftover is still there at the next start.
    for each in (number, valkey_number):
        os.kill(each, signal.SIGSTOP)
    predecessor.kill()
    predecessor.wait()
    server, valkey = EmbeddedPostgres(state, fast=True), EmbeddedValkey(state)
    for each in (number, valkey_number):
        os.kill(each, signal.SIGCONT)
    with server, valkey:
        assert server.pid != number
        assert ask(server, "select 1") == (1,)
        assert redis.from_url(valkey.url()).ping()
    assert not any(map(processes.Identity.of, (number, valkey_number)))


def test_a_path_too_long_for_a_socket_is_refused_before_anything_is_made(state):
    long = Path("/tmp") / ("x" * 95)
    with pytest.raises(LocalError, match="too long"):
        EmbeddedPostgres(state, long).start()
    with pytest.raises(LocalError, match="too long"):
        EmbeddedValkey(state, long).start()
    assert not long.exists()


def test_a_long_state_folder_still_gets_a_short_socket_folder():
    long = Path("/srv") / "/".join(["folder"] * 60)
    chosen = places.socket_directory(long, {"XDG_RUNTIME_DIR": "/tmp/" + "x" * 90})
    assert places.fits_a_socket(chosen)
    assert chosen == places.socket_directory(long, {})
    assert chosen != places.socket_directory(long / "other", {})


def test_a_socket_folder_of_somebody_else_is_refused(state):
    target = state / "elsewhere"
    target.mkdir()
    link = state / "link"
    link.symlink_to(target)
    with pytest.raises(LocalError, match="belongs to somebody else"):
        places.make_private(link, None)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the servers as another user")
def test_root_is_told_when_the_servers_user_cannot_reach_the_folder(state):
    closed = state / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(LocalError, match="cannot pass through"):
        EmbeddedPostgres(closed / "state").start()
    assert closed.stat().st_mode & 0o777 == 0o700


def test_valkey_answers_redis_and_celery_and_leaves_no_socket(state):
    with EmbeddedValkey(state) as server:
        assert redis.from_url(server.url()).ping()
        with Connection(server.celery_url(1)) as connection:
            queue = connection.SimpleQueue("probe")
            queue.put("word")
            assert queue.get(timeout=5).payload == "word"
            queue.close()
    assert not server.socket.exists()


def test_valkey_starts_again_after_kill_9(state):
    with EmbeddedValkey(state) as server:
        os.kill(server.pid, signal.SIGKILL)
        server.stop()
        server.start()
        assert redis.from_url(server.url()).ping()


def test_the_state_folder_is_a_checkouts_own_unless_the_environment_says():
    assert places.state_directory({"STATE_DIR": "/srv/here"}) == Path("/srv/here")
    chosen = places.state_directory({"XDG_STATE_HOME": "/home/someone/state"})
    assert chosen.name == places.short_hash(places.CHECKOUT, 12)
    assert chosen.parent.name == places.PRODUCT
