"""A tiny application around the design system, with its Thai words compiled for the test."""

import threading
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, render_template, request
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.serving import make_server

import ui
from ui.blueprint import init_ui
from ui.gallery import gallery_context

HERE = Path(ui.__file__).parent
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; base-uri 'none'"


@pytest.fixture(scope="session")
def words(tmp_path_factory):
    """A folder with the compiled catalogue."""
    folder = tmp_path_factory.mktemp("translations")
    target = folder / "th" / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (HERE / "translations/th/LC_MESSAGES/messages.po").open("rb") as source:
        catalogue = read_po(source, locale="th")
    with (target / "messages.mo").open("wb") as compiled:
        write_mo(compiled, catalogue)
    return folder


@pytest.fixture
def app(words):
    return build_app(words)


def build_app(words):
    app = Flask("gallery")
    app.config.update(
        SECRET_KEY="for tests only",
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        BABEL_TRANSLATION_DIRECTORIES=str(words),
    )
    Babel(app, default_locale="th", locale_selector=lambda: request.args.get("language", "th"))
    CSRFProtect(app)
    init_ui(app)
    app.extensions["moves"] = []
    app.extensions["mark"] = ["first"]

    @app.get("/")
    def show_gallery():
        return render_template("ui/gallery.html", **gallery_context())

    @app.post("/moves")
    def create_move():
        app.extensions["moves"].append(request.form["zone"])
        return "moved"

    @app.get("/pulse")
    def show_pulse():
        response = Response("")
        response.set_etag(app.extensions["mark"][-1])
        return response.make_conditional(request)

    @app.after_request
    def restrict(response):
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app


@pytest.fixture
def draw(app):
    """Renders a piece of template with all that the macros may use."""

    def render(source, **context):
        with app.test_request_context("/"):
            return app.jinja_env.from_string(source).render(**context)

    return render


@pytest.fixture
def served(app):
    """The address of the application while a thread serves it."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
