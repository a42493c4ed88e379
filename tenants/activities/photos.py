"""ภาพกิจกรรม: drawn anew, kept with a small picture for lists, shown to those who may read the activity.

A photo may show faces: without the agreement of the people in it none is kept, and none is shown.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import FieldError, NotFound
from core.files.forgetting import forget_files
from core.files.photos import clean_photo
from core.files.service import keep
from core.files.store import FolderStore
from core.identity.actor import Actor
from core.records import lock, sign
from core.tenancy import scope
from tenants.activities import lateness, queries
from tenants.activities.models import Activity, ActivityPhoto

MOST_PHOTOS = 10
PURPOSE = "activity_photo"

ReadPhoto = Callable[[], bytes]
"""Reads one photo as it was sent; called once, after the one before has been drawn."""


def add(
    session: Session,
    store: FolderStore,
    *,
    actor: Actor,
    entry: Activity,
    sent: Sequence[ReadPhoto],
) -> None:
    """Keep photos with an activity that the caller has locked; at most MOST_PHOTOS in all.

    FieldError without the agreement of the people in them, and for a file that is no photo.
    """
    known = session.scalar(
        select(func.count()).select_from(ActivityPhoto).where(ActivityPhoto.activity_id == entry.id)
    )
    present = known or 0
    if (sent or present) and not entry.faces_consented:
        raise FieldError(
            "Photos are kept only when the people in them agree. Tick this box when they do, "
            "or take the photos out of the report.",
            field="faces_consented",
        )
    if present + len(sent) > MOST_PHOTOS:
        raise FieldError(
            "A report holds at most %(most)s photos; with these there are %(number)s.",
            field="photos",
            most=MOST_PHOTOS,
            number=present + len(sent),
        )
    for position, read in enumerate(sent, start=_next_position(session, entry.id)):
        clean = clean_photo(read())
        ids = [
            keep(
                session,
                store,
                actor=actor,
                name=f"{name}-{position}.jpg",
                content=content,
                content_type="image/jpeg",
                purpose=PURPOSE,
            ).id
            for name, content in (("photo", clean.jpeg), ("preview", clean.preview))
        ]
        session.add(
            ActivityPhoto(
                district_id=entry.district_id,
                activity_id=entry.id,
                file_id=ids[0],
                preview_file_id=ids[1],
                position=position,
                width=clean.width,
                height=clean.height,
            )
        )
        session.flush()


def remove(
    session: Session, *, actor: Actor, within: Within, activity_id: UUID, photo_id: UUID
) -> None:
    """Take one photo off; removing it twice changes nothing. The caller has asked who may change."""
    scope.name_change(session, "activity:photo_removed")
    entry = lock(session, queries.activity(session, within, activity_id).activity)
    lateness.refuse_correction(session, entry)
    found = session.scalars(
        select(ActivityPhoto).where(
            ActivityPhoto.id == photo_id, ActivityPhoto.activity_id == activity_id
        )
    ).one_or_none()
    if found is not None:
        _forget(session, [found])
        sign(entry, actor)


def remove_all(session: Session, entry: Activity) -> None:
    """The photos of an activity that is being deleted."""
    _forget(session, queries.photos_of(session, entry.id))


def photo(
    session: Session, within: Within, activity_id: UUID, photo_id: UUID
) -> tuple[Activity, ActivityPhoto]:
    """A photo that the reader may see; NotFound for all others, and where nobody agreed to show it."""
    entry = queries.activity(session, within, activity_id).activity
    found = session.scalars(
        select(ActivityPhoto).where(
            ActivityPhoto.id == photo_id, ActivityPhoto.activity_id == activity_id
        )
    ).one_or_none()
    if found is None or not entry.faces_consented:
        raise NotFound("This photo does not exist.")
    return entry, found


def _next_position(session: Session, activity_id: UUID) -> int:
    last = session.scalar(
        select(func.max(ActivityPhoto.position)).where(ActivityPhoto.activity_id == activity_id)
    )
    return (last or 0) + 1


def _forget(session: Session, found: Sequence[ActivityPhoto]) -> None:
    """The photos with their files: a person whose face was shown may ask for that."""
    files = [file_id for each in found for file_id in (each.file_id, each.preview_file_id)]
    if not found:
        return
    session.execute(delete(ActivityPhoto).where(ActivityPhoto.id.in_([each.id for each in found])))
    forget_files(session, files)
