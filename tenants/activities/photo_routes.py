"""Photos of an activity, for those who may read it."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from core.extensions import db
from core.web.downloads import send_stored
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, requires
from tenants.activities import photos
from tenants.activities.permissions import ActivityPermission
from tenants.activities.routes import blueprint, open_line

__all__ = ["blueprint"]


@blueprint.get("/activities/<uuid:activity_id>/photos/<uuid:photo_id>")
@requires(ActivityPermission.READ)
def show_photo(activity_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    _, found = photos.photo(db.session(), current_reach(), activity_id, photo_id)
    return send_stored(db.session(), found.file_id, inline=True)


@blueprint.get("/activities/<uuid:activity_id>/photos/<uuid:photo_id>/preview")
@requires(ActivityPermission.READ)
def show_preview(activity_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    _, found = photos.photo(db.session(), current_reach(), activity_id, photo_id)
    return send_stored(db.session(), found.preview_file_id, inline=True)


@blueprint.get("/activities/<uuid:activity_id>/photos/<uuid:photo_id>/deletion/new")
@requires(ActivityPermission.REPORT)
def new_photo_deletion(activity_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    return _deletion_page(activity_id, photo_id, RecordForm())


@blueprint.post("/activities/<uuid:activity_id>/photos/<uuid:photo_id>/deletion")
@requires(ActivityPermission.REPORT)
def create_photo_deletion(activity_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def remove() -> str:
        open_line(activity_id)
        photos.remove(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            activity_id=activity_id,
            photo_id=photo_id,
        )
        return url_for(".show_activity", activity_id=activity_id)

    return submit(form, remove, lambda: _deletion_page(activity_id, photo_id, form))


def _deletion_page(activity_id: UUID, photo_id: UUID, form: RecordForm) -> str:
    open_line(activity_id)
    entry, found = photos.photo(db.session(), current_reach(), activity_id, photo_id)
    return render_template("activities/photo_deletion.html", form=form, entry=entry, photo=found)
