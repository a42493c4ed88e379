"""Where the bytes of files lie: a folder now; another place is another class with these methods."""

import hashlib
import os
import re
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from core.config import ConfigurationError

_SHA256 = re.compile("[0-9a-f]{64}")


class MissingContentError(RuntimeError):
    """The store holds no such content, or other bytes than were put there: a matter for the operators."""


class FolderStore:
    """Content under `<district>/<sha256>`: equal bytes of one office lie there once, offices share nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, district_id: int, content: bytes) -> str:
        """Store the bytes and return their SHA-256; a crash leaves the whole file or none."""
        sha256 = hashlib.sha256(content).hexdigest()
        target = self._path(district_id, sha256)
        if target.is_file() and target.stat().st_size == len(content):
            # Tells the job that deletes what nobody names any more that somebody does again.
            target.touch()
            return sha256
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(f".{uuid4().hex}")
        try:
            with os.fdopen(
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        return sha256

    def get(self, district_id: int, sha256: str) -> bytes:
        """The bytes of that hash, checked against it."""
        try:
            content = self._path(district_id, sha256).read_bytes()
        except FileNotFoundError as problem:
            raise MissingContentError(
                f"No content {district_id}/{sha256} in the store."
            ) from problem
        if hashlib.sha256(content).hexdigest() != sha256:
            raise MissingContentError(f"The content of {district_id}/{sha256} is damaged.")
        return content

    def delete(self, district_id: int, sha256: str, *, untouched_for: timedelta) -> bool:
        """Delete bytes that nobody has put there for so long; False where somebody has, or none are there."""
        target = self._path(district_id, sha256)
        try:
            if time.time() - target.stat().st_mtime < untouched_for.total_seconds():
                return False
            target.unlink()
        except FileNotFoundError:
            return False
        return True

    def _path(self, district_id: int, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError("A file is found by its SHA-256 alone.")
        return self.folder / str(int(district_id)) / sha256


def open_store(files_url: str) -> FolderStore:
    """The store that FILES_URL names: a folder, with or without `file://`."""
    scheme, separator, rest = files_url.partition("://")
    if separator and scheme != "file":
        raise ConfigurationError(
            f"FILES_URL begins with {scheme}://, which this version cannot use. Name a folder."
        )
    return FolderStore(Path(rest if separator else files_url))
