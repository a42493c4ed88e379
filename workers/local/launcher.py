"""Become one supervised process: own user, own session, and an end when the supervisor ends.

Executed as `python -I launcher.py --parent PID --signal NUMBER [--user UID:GID] -- COMMAND…`,
because code between fork and exec (`preexec_fn`) is unsafe in a process with threads. It replaces
itself with the command, so that it costs no memory. Standard library only.

Where the kernel knows `PR_SET_PDEATHSIG` (Linux), the command receives the given signal when its
parent dies without a word (kill -9); elsewhere the next start finds what was left behind.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Replace this process with the command; errors end it with status 127."""
    separator = arguments.index("--")
    options = dict(zip(arguments[:separator:2], arguments[1:separator:2], strict=True))
    command = arguments[separator + 1 :]
    if "--user" in options:
        _become(options["--user"])
    _end_with_parent(int(options["--parent"]), int(options["--signal"]))
    os.umask(0o077)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    try:
        os.execvp(command[0], command)  # noqa: S606 - no shell is wanted here
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        raise SystemExit(127) from error


def _become(user: str) -> None:
    user_id, group_id = (int(part) for part in user.split(":"))
    os.setgroups([])
    os.setgid(group_id)
    os.setuid(user_id)


def _end_with_parent(parent: int, number: int) -> None:
    """Ask for the signal after the change of user, which would clear the request."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    # The parent may have died before the request was made.
    if os.getppid() != parent:
        raise SystemExit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
