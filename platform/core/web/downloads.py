"""Handing out stored files: after the route's own permission check, and so that no file acts as a page."""

from urllib.parse import quote
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.files.current import current_store
from core.files.service import content_of
from core.tenancy import scope

SHOWN_IN_PAGES = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""The only kinds that a browser may open by itself; all others are saved."""

_NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'"


def send_stored(session: Session, file_id: UUID, *, inline: bool = False) -> Response:
    """A file of the open office; NotFound where it has none of that id.

    The route has checked who asks. `inline` opens PDFs, PNG and JPEG in the browser.
    """
    district_id = scope.current(session).district_id
    if district_id is None:
        raise NotFound("This file does not exist.")
    entry, content = content_of(session, current_store(), district_id, file_id)
    return send_bytes(content, name=entry.name, content_type=entry.content_type, inline=inline)


def send_bytes(content: bytes, *, name: str, content_type: str, inline: bool = False) -> Response:
    """Bytes as a download under a name that may be Thai (RFC 5987)."""
    shown = inline and content_type in SHOWN_IN_PAGES
    response = Response(content, content_type=content_type)
    plain = "file." + name.rpartition(".")[2] if _is_plain(name.rpartition(".")[2]) else "file"
    response.headers["Content-Disposition"] = (
        f"{'inline' if shown else 'attachment'}; "
        f"filename=\"{name if _is_plain(name) else plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    # The browser's own PDF viewer does not start in a sandbox; the PDF itself runs nothing there.
    sandbox = "" if shown and content_type == "application/pdf" else "; sandbox"
    response.headers["Content-Security-Policy"] = _NOTHING_ALLOWED + sandbox
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_plain(name: str) -> bool:
    return bool(name) and all(
        letter.isascii() and (letter.isalnum() or letter in "._- ") for letter in name
    )
