import re
from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from core.extensions import csrf, db
from core.identity import secrets
from core.identity.sessions import settings
from core.notices import preferences
from core.notices.line import is_from_line
from core.tenancy import scope
from core.tenancy.queries import districts
from core.web.guard import public
from core.web.logs import log

blueprint = Blueprint("line", __name__)
# LINE sends no token of a form; its signature over the body takes the token's place.
csrf.exempt(blueprint)

LARGEST_BODY = 64 * 1024
LONGEST_CODE = 40
_USER_ID = re.compile(r"[A-Za-z0-9]{1,64}")


@blueprint.post("/line/webhook")
@public(reason="LINE tells what people write to the official account; its signature is checked")
def receive_events() -> ResponseReturnValue:
    """Take the one-time codes out of LINE's events; everything else is ignored, and nothing is stored."""
    config = settings()
    if not (config.line_channel_secret and config.line_channel_token):
        abort(404)
    if (request.content_length or 0) > LARGEST_BODY:
        abort(413)
    signature = request.headers.get("X-Line-Signature", "")
    if not is_from_line(request.get_data(), signature, config.line_channel_secret):
        abort(403)
    sent = request.get_json(force=True, silent=True)
    events = sent.get("events") if isinstance(sent, dict) else None
    for event in events if isinstance(events, list) else []:
        _take_code(event)
    return "", 200


def _take_code(event: Any) -> None:
    typed, user_id = _text_and_user(event)
    if not typed or not user_id or len(typed) > LONGEST_CODE:
        return
    office = secrets.office_of_token(secrets.canonical_code(typed))
    if office is None or office not in _offices():
        return
    with scope.work(db.session, scope.office_scope(office)):
        linked = preferences.link_line(db.session(), typed=typed, user_id=user_id)
    log.info("line code", office=office, linked=linked)


def _text_and_user(event: Any) -> tuple[str, str]:
    """What a person wrote and who it was; empty for events of any other kind."""
    if not isinstance(event, dict) or event.get("type") != "message":
        return "", ""
    message, source = event.get("message"), event.get("source")
    if not isinstance(message, dict) or not isinstance(source, dict):
        return "", ""
    text, user_id = message.get("text"), source.get("userId")
    if not isinstance(text, str) or not isinstance(user_id, str):
        return "", ""
    return (text, user_id) if _USER_ID.fullmatch(user_id) else ("", "")


def _offices() -> set[int]:
    with scope.work(db.session, scope.platform_scope()):
        return {scope.DEPARTMENT, *(office.code for office in districts(db.session()))}
