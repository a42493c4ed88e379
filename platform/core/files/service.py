"""Keeping and finding files. The caller's scope decides whose they are."""

from pathlib import PurePosixPath
from uuid import UUID

from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import FieldError, NotFound
from core.files.models import StoredFile
from core.files.store import FolderStore
from core.i18n.text import normalise, shorten
from core.identity.actor import Actor

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of the largest file, the same as the largest upload that the web takes."""

LONGEST_NAME = 120
_KEPT_SUFFIX = 10
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))


def keep(
    session: Session,
    store: FolderStore,
    *,
    actor: Actor,
    name: str,
    content: bytes,
    content_type: str,
    purpose: str,
) -> StoredFile:
    """Store a file of the actor's office; refuses an empty one and one above LARGEST_FILE bytes."""
    return keep_for_office(
        session,
        store,
        district_id=actor.district_id,
        stored_by=actor.name,
        name=name,
        content=content,
        content_type=content_type,
        purpose=purpose,
    )


def keep_for_office(
    session: Session,
    store: FolderStore,
    *,
    district_id: int,
    stored_by: str,
    name: str,
    content: bytes,
    content_type: str,
    purpose: str,
) -> StoredFile:
    """Store a file for an office, in the name of a person or of the system (a rendered paper).

    The bytes are on the disk before the row is: after a roll-back they lie there unlisted, harmless.
    """
    if not content:
        raise FieldError("The file is empty.", field="file")
    if len(content) > LARGEST_FILE:
        raise FieldError("The largest file that can be sent is 20 megabytes.", field="file")
    entry = StoredFile(
        district_id=district_id,
        id=uuid7(),
        name=safe_name(name),
        content_type=content_type,
        size=len(content),
        sha256=store.put(district_id, content),
        purpose=purpose,
        stored_by=stored_by,
    )
    session.add(entry)
    session.flush()
    return entry


def content_of(
    session: Session, store: FolderStore, district_id: int, file_id: UUID
) -> tuple[StoredFile, bytes]:
    """A file and its bytes; NotFound where the office has none of that id."""
    entry = session.get(StoredFile, (district_id, file_id))
    if entry is None:
        raise NotFound("This file does not exist.")
    return entry, store.get(district_id, entry.sha256)


def safe_name(name: str) -> str:
    """The last part of what the browser sent, fit to be shown and to be saved under on any machine."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = normalise(last.translate(_NOT_IN_NAMES)).lstrip(".").strip()
    suffix = PurePosixPath(plain).suffix
    if len(suffix) > _KEPT_SUFFIX:
        suffix = ""
    stem = plain.removesuffix(suffix).strip()
    return (shorten(stem, LONGEST_NAME - len(suffix)) or "file") + suffix
