"""Where the embedded servers keep their data and their sockets."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

PRODUCT = "community-networks"
CHECKOUT = Path(__file__).resolve().parents[2]
# A Unix socket's path, with its final zero byte, fits 108 bytes; `.s.PGSQL.5432` is the longest
# name of ours, and PostgreSQL writes a lock beside it.
LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432")


class LocalError(Exception):
    """A sentence for the person at the terminal; nothing else is shown."""


def state_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """Folder of everything that outlives a stop: STATE_DIR, or one a checkout and user."""
    if environment.get("STATE_DIR"):
        return Path(environment["STATE_DIR"]).expanduser().resolve()
    name = short_hash(CHECKOUT, 12)
    if os.geteuid() == 0:
        return Path("/var/lib") / PRODUCT / name
    base = environment.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(base).expanduser() / PRODUCT / name


def socket_directory(state: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """Folder of the sockets: short and stable for one state folder, and a user's own."""
    name = f"cn-{short_hash(state, 8)}"
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    # Root's own run-time folder is closed to the user that PostgreSQL runs as.
    if runtime and os.geteuid() != 0 and _is_ours(Path(runtime)):
        candidate = Path(runtime) / name
        if fits_a_socket(candidate):
            return candidate
    return Path("/tmp") / name  # noqa: S108 - made 0700 and checked in `make_private`


def disposable_state() -> Path:
    """New folder for a test's servers, which a user of their own can enter when we are root."""
    folder = Path(tempfile.mkdtemp(prefix="cn-state-"))
    make_enterable(folder)
    return folder


def fits_a_socket(folder: Path) -> bool:
    return len(os.fsencode(folder)) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH


def make_enterable(folder: Path) -> None:
    """Create a state folder: ours alone, but root lets the servers' user pass through it.

    Parents that exist stay as they are; parents that we create are made the same way.
    """
    missing = [folder, *(parent for parent in folder.parents if not parent.exists())]
    for part in reversed(missing):
        try:
            part.mkdir(exist_ok=True)
            if _is_ours(part):
                part.chmod(0o711 if os.geteuid() == 0 else 0o700)
        except OSError as error:
            raise LocalError(
                f"The folder {part} cannot be created ({error.strerror}). "
                "Set STATE_DIR to a folder where you may write."
            ) from error


def make_private(folder: Path, owner: tuple[int, int] | None) -> None:
    """Create a 0700 folder of the servers' user, or refuse one that somebody else put there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    ours = {os.geteuid(), owner[0] if owner else os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise LocalError(f"{folder} belongs to somebody else; remove it and start again.")
    folder.chmod(0o700)
    if owner:
        os.chown(folder, *owner)


def short_hash(path: Path, length: int) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:length]


def _is_ours(folder: Path) -> bool:
    try:
        return folder.stat().st_uid == os.geteuid()
    except OSError:
        return False
