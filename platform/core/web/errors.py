"""Error pages: a sentence that says what happened and what to do, in the reader's language."""

from http import HTTPStatus

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from psycopg import OperationalError as DriverError
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from core.errors import DomainError, NotFound
from core.i18n.messages import translate
from core.marks import mark
from core.web.logs import log
from core.web.looking import LookOver

_SENTENCES = {
    400: (mark("The page could not read what was sent"), mark("Go back and try again.")),
    403: (
        mark("You may not do this"),
        mark("Your role does not include this page. Ask your office's administrator."),
    ),
    404: (
        mark("This page does not exist"),
        mark("The address is wrong, or the page belongs to another office."),
    ),
    405: (mark("This page does not exist"), mark("Go back and try again.")),
    409: (mark("This cannot be done now"), mark("Go back and try again.")),
    413: (
        mark("The file is too large"),
        mark("The largest file that can be sent is 20 megabytes."),
    ),
    500: (
        mark("Something went wrong on our side"),
        mark("Nothing was saved. The operators can find the cause by the number below."),
    ),
    503: (
        mark("The system is not available for a moment"),
        mark("Nothing that was saved is lost. Try again in a minute."),
    ),
}
_EXPIRED = (
    mark("This page was open for too long"),
    mark("Go back, reload the page and send it again. What you typed is still there."),
)


def init_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(NotFound, lambda _: _page(HTTPStatus.NOT_FOUND))
    app.register_error_handler(DomainError, _refused)
    for kind in (OperationalError, InterfaceError, PoolTimeoutError, DriverError):
        app.register_error_handler(kind, _database_away)
    app.register_error_handler(DataError, _unreadable)
    app.register_error_handler(Exception, _unexpected)


def _http(problem: HTTPException) -> ResponseReturnValue:
    if problem.code is None or problem.response is not None:
        return problem.get_response()
    return _page(problem.code)


def _expired(_problem: CSRFError) -> ResponseReturnValue:
    return _page(HTTPStatus.BAD_REQUEST, *_EXPIRED)


def _refused(problem: DomainError) -> ResponseReturnValue:
    heading, _ = _SENTENCES[HTTPStatus.CONFLICT]
    return _page(HTTPStatus.CONFLICT, heading, translate(problem.message))


def _database_away(problem: Exception) -> ResponseReturnValue:
    log.error("database away", kind=type(problem).__name__)
    return _page(HTTPStatus.SERVICE_UNAVAILABLE)


def _unreadable(problem: Exception) -> ResponseReturnValue:
    """The database takes no zero bytes and no endless numbers: nobody sends them by mistake."""
    log.warning("unreadable", kind=type(problem).__name__)
    return _page(HTTPStatus.BAD_REQUEST)


def _unexpected(problem: Exception) -> ResponseReturnValue:
    if isinstance(problem, DBAPIError) and problem.connection_invalidated:
        return _database_away(problem)
    log.error("unexpected", exc_info=problem)
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR)


def _page(status: int, heading: str = "", advice: str = "") -> ResponseReturnValue:
    if "_login_user" not in g:
        # An error page must not ask the database who is looking at it: that may be what failed.
        g.person_unknown = True
        g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where Flask-Login keeps its user
    known = _SENTENCES.get(
        status, _SENTENCES[500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400]
    )
    over: LookOver | None = g.get("look_over") if status == HTTPStatus.NOT_FOUND else None
    if over is not None:
        heading, advice = over.heading, over.advice
    text = render_template(
        "web/error.html",
        status=int(status),
        heading=heading or known[0],
        advice=advice or known[1],
        over=over,
        request_id=g.get("request_id", ""),
        asked=request.path,
    )
    return text, int(status)
