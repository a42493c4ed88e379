import os
import pty
import signal
import subprocess
import sys
import textwrap

import pytest

from workers.local import places, processes

# A supervisor over three commands that only say when they begin and end.
PROGRAM = textwrap.dedent("""
    import signal, sys
    from pathlib import Path
    from workers.local.caller import Caller, say
    from workers.local.command import Command
    from workers.local.places import CHECKOUT
    from workers.local.supervisor import Supervisor

    state, words = Path(sys.argv[1]), sys.argv[2]
    part = '''
    import signal, sys, time, os
    def end(*_):
        with open(sys.argv[1], "a") as file: file.write(sys.argv[2] + " ended\\\\n")
        os._exit(0)
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with open(sys.argv[1], "a") as file: file.write(sys.argv[2] + " began\\\\n")
    while True: time.sleep(1)
    '''
    import os, textwrap
    part = textwrap.dedent(part)
    environment = dict(os.environ)
    if words == "stubborn":
        part = part.replace("os._exit(0)", "None")

    caller = Caller(watch_parent=words == "watch")
    supervisor = Supervisor(
        state / "processes.json", say, wanted=caller.is_there, first_wait=0.2
    )
    supervisor.listen()
    supervisor.stop_leftovers(["web", "worker", "database"], patience=1)
    for name in ("database", "worker", "web"):
        supervisor.start(Command(
            name, [sys.executable, "-c", part, str(state / "order"), name],
            log=state / "log", environment=environment, directory=CHECKOUT, patience=1,
        ))
    ready = lambda: (state / "order").exists() and (
        (state / "order").read_text().count("began") >= 3)
    supervisor.run_until(ready, 20)
    say("ready")
    try:
        supervisor.watch()
    finally:
        supervisor.stop()
    say("stopped")
""")
STOP_ORDER = ["web ended", "worker ended", "database ended"]


class Started(subprocess.Popen):
    """A program that does not outlive a test that fails."""

    def __exit__(self, *problem):
        if problem[0] is not None:
            self.kill()
        super().__exit__(*problem)


def hear_hang_ups():
    """Whoever runs the tests under nohup ignores them, and what we start would too."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def start(state, words="", **options):
    program = [sys.executable, "-c", PROGRAM, str(state), words]
    settings = {"stdout": subprocess.PIPE, "text": True, "cwd": places.CHECKOUT} | options
    return Started(program, preexec_fn=hear_hang_ups, **settings)


def read_until(process, sentence):
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if sentence in line:
            break
    return lines


def numbers(state):
    return {
        name: identity.pid
        for name, identity in processes.remembered(state / "processes.json").items()
    }


def order(state):
    return (state / "order").read_text().splitlines()


def nobody_left(state, known):
    return processes.wait_until(
        lambda: not any(processes.Identity.of(number) for number in known.values()), 20
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_every_stop_signal_stops_all_in_order(state, number):
    with start(state) as supervisor:
        read_until(supervisor, "ready")
        known = numbers(state)
        supervisor.send_signal(number)
        assert supervisor.wait(20) == 0
    assert order(state)[-3:] == STOP_ORDER
    assert nobody_left(state, known)
    assert not (state / "processes.json").exists()


def test_a_dead_part_is_started_again_and_a_sentence_says_so(state):
    with start(state) as supervisor:
        read_until(supervisor, "ready")
        os.kill(numbers(state)["worker"], signal.SIGKILL)
        lines = read_until(supervisor, "runs again")
        assert "Worker ended unexpectedly (killed by signal 9). It starts again in 0.2 s." in lines
        assert processes.wait_until(lambda: order(state).count("worker began") == 2, 10)
        supervisor.terminate()
    assert order(state)[-3:] == STOP_ORDER


def test_the_wait_grows_with_every_fall(state):
    with start(state) as supervisor:
        read_until(supervisor, "ready")
        waits = []
        for _ in range(3):
            os.kill(numbers(state)["web"], signal.SIGKILL)
            waits += [line for line in read_until(supervisor, "runs again") if "again in" in line]
        supervisor.terminate()
    assert [line.rpartition("again in ")[2] for line in waits] == ["0.2 s.", "0.4 s.", "0.8 s."]


def test_a_part_that_does_not_listen_is_killed(state):
    with start(state, "stubborn") as supervisor:
        read_until(supervisor, "ready")
        known = numbers(state)
        supervisor.terminate()
        assert supervisor.wait(20) == 0
    assert nobody_left(state, known)


def test_what_a_killed_supervisor_left_is_stopped_by_the_next(state):
    with start(state, "stubborn") as killed:
        read_until(killed, "ready")
        known = numbers(state)
        killed.kill()
    assert known
    (state / "order").unlink()
    with start(state) as supervisor:
        lines = read_until(supervisor, "ready")
        assert "Stopping web, left behind by an earlier start." in lines
        assert nobody_left(state, known)
        supervisor.terminate()


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels do not report a parent's death")
def test_parts_end_with_a_killed_supervisor(state):
    with start(state) as supervisor:
        read_until(supervisor, "ready")
        known = numbers(state)
        supervisor.kill()
    assert nobody_left(state, known)


def test_ctrl_c_reaches_only_the_supervisor(state):
    with start(state, start_new_session=True) as supervisor:
        read_until(supervisor, "ready")
        groups = {os.getpgid(number) for number in numbers(state).values()}
        assert os.getpgid(supervisor.pid) not in groups
        assert len(groups) == 3
        os.killpg(supervisor.pid, signal.SIGINT)
        assert supervisor.wait(20) == 0
    assert order(state)[-3:] == STOP_ORDER


def test_a_closed_terminal_stops_everything_though_no_signal_comes(state):
    ours, theirs = pty.openpty()
    with start(state, stdout=theirs, stderr=theirs) as supervisor:
        os.close(theirs)
        assert processes.wait_until(lambda: len(numbers(state)) == 3, 20)
        os.close(ours)
        assert supervisor.wait(20) is not None
    assert order(state)[-3:] == STOP_ORDER


def test_a_process_is_not_mistaken_for_a_later_one_of_its_number(state):
    memory = state / "processes.json"
    processes.remember(memory, {"web": os.getpid()})
    assert processes.remembered(memory)["web"].pid == os.getpid()
    memory.write_text(memory.read_text().replace('"began": "', '"began": "9'))
    assert processes.remembered(memory) == {}


def test_a_damaged_memory_is_no_obstacle(state):
    memory = state / "processes.json"
    memory.write_text('{"web": ')
    assert processes.remembered(memory) == {}
