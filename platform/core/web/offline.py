"""The server's part of forms that work with a bad connection (F112; the browser's part is ui/offline.html).

A script cannot read where a redirect leads, and following it would use up the next page's notices.
A request with the header `X-Offline: 1` is therefore told: 201 with Location where a form was
taken (303), and 401 where the answer would lead elsewhere, which is to the sign-in page.
"""

from http import HTTPStatus

from flask import Blueprint, Flask, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from core.identity.sessions import current_person
from core.web.guard import public
from ui.assets import built_file

blueprint = Blueprint("offline", __name__)


def account_key() -> str:
    """Who is signed in, as the pages of this browser name their owner; "" for a stranger."""
    person = current_person()
    return str(person.account_id) if person else ""


@blueprint.get("/offline/session")
@public(reason="tells a browser who is signed in there, and nothing of anybody else")
def show_session() -> ResponseReturnValue:
    """Asked before a kept entry is sent: whose session this is, and a token that is valid now."""
    return jsonify(account=account_key(), token=generate_csrf())


@blueprint.get("/sw.js")
@public(reason="the service worker is a program, without any data")
def show_worker() -> ResponseReturnValue:
    """At the root, because a worker serves only pages below its own address. Looked up afresh each time."""
    path = built_file("sw.js")
    if path is None:
        abort(404)
    return Response(
        path.read_bytes(),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def init_offline(app: Flask) -> None:
    app.register_blueprint(blueprint)

    @app.after_request
    def tell_scripts(response: Response) -> Response:
        if request.headers.get("X-Offline") != "1" or not response.location:
            return response
        taken = response.status_code == HTTPStatus.SEE_OTHER
        response.status_code = HTTPStatus.CREATED if taken else HTTPStatus.UNAUTHORIZED
        if not taken:
            del response.headers["Location"]
        response.set_data(b"")
        return response
