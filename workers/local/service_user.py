"""The user that PostgreSQL and Valkey run as when we are root: PostgreSQL refuses to be root."""

import contextlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from workers.local.places import PRODUCT, LocalError

OTHERS_MAY_ENTER = 0o001


def service_user(data: Path) -> tuple[int, int] | None:
    """(user id, group id) for the servers, or None when we are not root.

    The owner of existing data comes first, then a system user of the product's name (created
    where the machine can), then `postgres` or `nobody`.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return owner.st_uid, owner.st_gid
    for name in (PRODUCT, "", "postgres", "nobody"):
        if not name:
            _create_user()
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name or PRODUCT)
            return entry.pw_uid, entry.pw_gid
    raise LocalError(
        "PostgreSQL refuses to run as root and no user could be created for it. "
        f"Create one (useradd --system {PRODUCT}) or run this as an ordinary user."
    )


def require_way_in(folder: Path) -> None:
    """Refuse a folder that the servers' user cannot reach; folders of others stay untouched."""
    closed = closed_parent(folder)
    if closed:
        raise LocalError(
            f"PostgreSQL runs as a user of its own and cannot pass through {closed}. "
            "Set STATE_DIR to a folder that other users may enter, for example below /var/lib, "
            "or run this as an ordinary user."
        )


def reachable_copy(folders: Sequence[Path], version: str) -> Path:
    """The folder that holds these folders, or a copy below /var/lib where root's home hides it.

    The folders stand side by side: the binaries find their libraries by a relative path.
    """
    holder = folders[0].parent
    if os.geteuid() != 0 or not closed_parent(folders[0]):
        return holder
    store = Path("/var/lib") / PRODUCT / "binaries"
    copy = store / version
    if not copy.exists():
        unfinished = store / f"{version}.{os.getpid()}"
        for folder in folders:
            shutil.copytree(folder, unfinished / folder.name, symlinks=True)
        for part in (store.parent, store, unfinished):
            part.chmod(0o755)
        # Several starts may copy at once; the first that is complete is used by all.
        with contextlib.suppress(OSError):
            unfinished.rename(copy)
        shutil.rmtree(unfinished, ignore_errors=True)
    return copy


def closed_parent(folder: Path) -> Path | None:
    """The first folder on the way that a stranger may not enter."""
    for part in reversed([folder, *folder.resolve().parents]):
        if part.is_dir() and not part.stat().st_mode & OTHERS_MAY_ENTER:
            return part
    return None


def _create_user() -> None:
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if command:
        # Several starts may create it at once: only what exists afterwards counts.
        subprocess.run(  # noqa: S603 - fixed arguments
            [command, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", PRODUCT],
            check=False,
            capture_output=True,
        )
