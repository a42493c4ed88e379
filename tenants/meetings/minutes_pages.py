"""What several routes of minutes draw or answer: the page of minutes, their text, their files."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, render_template

from core.documents.content import MinutesDocument
from core.documents.wording import outline_of
from core.errors import NotFound
from core.evidence.models import FileKind
from core.evidence.queries import files_of
from core.extensions import db
from core.files.current import current_store
from core.files.service import content_of
from core.i18n.dates import bangkok_now, bangkok_today
from core.web.addresses import public_address
from core.web.guard import current_reach, may
from tenants.meetings.minutes_forms import RemarkForm
from tenants.meetings.minutes_papers import document_of, file_name, kept_document
from tenants.meetings.minutes_queries import (
    MinutesView,
    minutes_view,
    next_meeting,
    remarks_of,
)
from tenants.meetings.minutes_rendering import CONTENT_TYPES, MAKERS
from tenants.meetings.models import MeetingState, MinutesState
from tenants.meetings.permissions import MeetingPermission


def found_minutes(meeting_id: UUID) -> MinutesView:
    return minutes_view(db.session(), current_reach(), meeting_id)


def paper_of(view: MinutesView) -> MinutesDocument:
    """The paper as it stands: the kept text of adopted minutes, else the draft of this moment."""
    if view.is_adopted and view.minutes is not None:
        return kept_document(view.minutes)
    return document_of(view, moment=bangkok_now())


def minutes_page(meeting_id: UUID, form: RemarkForm) -> str:
    view = found_minutes(meeting_id)
    files = kept_files(view)
    readable = view.may_read(current_reach())
    writes = may(MeetingPermission.MINUTE) and view.meeting.state in (
        MeetingState.OPEN,
        MeetingState.CLOSED,
    )
    minutes = view.minutes
    return render_template(
        "meetings/minutes.html",
        view=view,
        meeting=view.meeting,
        minutes=minutes,
        form=form,
        readable=readable,
        writes=writes and not view.is_adopted,
        files=files,
        mark=mark_of(files),
        remarks=remarks_of(db.session(), minutes) if readable else [],
        adopted_note=paper_of(view).adopted_note if view.is_adopted else "",
        address=public_address(f"/papers/{minutes.verification_code}")
        if minutes and minutes.verification_code
        else "",
        following=next_meeting(db.session(), view.meeting)
        if view.state is MinutesState.CIRCULATED
        else None,
        today=bangkok_today(),
        FileKind=FileKind,
        MinutesState=MinutesState,
        MeetingState=MeetingState,
        **paper_values(view, readable=readable),
    )


def paper_values(view: MinutesView, *, readable: bool = True) -> dict[str, Any]:
    """What the template of the paper draws; nothing for somebody who may not read it yet."""
    if not readable:
        return {"outline": None, "parts": [], "afterword": []}
    outline = outline_of(paper_of(view))
    return {
        "outline": outline,
        "parts": [(type(part).__name__, part) for part in outline.parts],
        "afterword": [(type(part).__name__, part) for part in outline.afterword],
    }


def kept_files(view: MinutesView) -> dict[FileKind, UUID]:
    if view.minutes is None or not view.is_adopted:
        return {}
    kept = files_of(db.session(), [view.minutes.id])
    return {kind: file_id for (_, kind), file_id in kept.items()}


def mark_of(files: dict[FileKind, UUID]) -> str:
    return "-".join(sorted(kind.value for kind in files)) or "none"


def minutes_file(view: MinutesView, kind: FileKind) -> Response:
    """The kept file of adopted minutes; that of a draft is made on request."""
    if not view.may_read(current_reach()):
        raise NotFound("These minutes have not been sent round.")
    if not view.is_adopted:
        name = f"ร่าง{file_name(view.title, kind.value)}"
        return file_answer(MAKERS[kind](paper_of(view)), CONTENT_TYPES[kind], name)
    file_id = kept_files(view).get(kind)
    if file_id is None:
        raise NotFound("This file is not there yet. It is made within a minute.")
    entry, content = content_of(db.session(), current_store(), view.meeting.district_id, file_id)
    return file_answer(content, entry.content_type, file_name(view.title, kind.value))


def file_answer(content: bytes, content_type: str, name: str) -> Response:
    """A PDF opens in the browser, everything else is saved; the name keeps its Thai letters."""
    ending = name.rpartition(".")[2]
    way = "inline" if ending == "pdf" else "attachment"
    response = Response(content, mimetype=content_type)
    response.headers["Content-Disposition"] = (
        f"{way}; filename=\"minutes.{ending}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
