"""The application factory: features in, a Flask application out."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Flask, current_app
from werkzeug.middleware.proxy_fix import ProxyFix

from core import commands
from core.audit.feature import FEATURE as AUDIT
from core.composition import compose
from core.config import Config
from core.evidence import routes as evidence_routes
from core.extensions import babel, csrf, db
from core.feature import Feature
from core.i18n.catalogues import translation_directories
from core.identity import routes as identity_routes
from core.identity import second_factor_routes
from core.identity.sessions import init_sessions
from core.jobs.publisher import Publisher, publish_after_commit
from core.jobs.service import Waiting
from core.notices import line_routes
from core.notices.feature import FEATURE as NOTICES
from core.notices.feature import OF_THE_DEPARTMENT as NOTICES_OF_THE_DEPARTMENT
from core.oversight.feature import FEATURE as OVERSIGHT
from core.reporting.feature import FEATURE as OPEN_DATA
from core.tenancy.startup import refuse_unsafe_login
from core.web import gallery, health
from core.web.closed_links import init_closed_links
from core.web.errors import init_errors
from core.web.headers import init_headers
from core.web.logs import configure_logs, init_logs
from core.web.looking import init_looking
from core.web.offline import init_offline
from core.web.shell import choose_language, init_shell
from ui.blueprint import init_ui

LARGEST_UPLOAD = 20 * 1024 * 1024

Publish = Callable[[Waiting], None]


def create_app(
    features: Sequence[Feature], config: Config, publish: Publish | None = None
) -> Flask:
    """Compose an application. `publish` tells the broker about new work; without it the sweeper finds all."""
    features = [AUDIT, NOTICES, NOTICES_OF_THE_DEPARTMENT, OVERSIGHT, OPEN_DATA, *features]
    composition = compose(features)
    app = Flask("core", static_folder=None)
    _configure(app, config)
    app.extensions.update(config=config, composition=composition, grants=composition.grants)
    configure_logs()
    init_logs(app)
    _init_database(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=choose_language, timezone_selector=lambda: "Asia/Bangkok")
    init_ui(app)
    init_sessions(app)
    init_shell(app, features)
    init_headers(app)
    init_errors(app)
    init_offline(app)
    init_looking(app)
    init_closed_links(app)
    for blueprint in (
        identity_routes.blueprint,
        second_factor_routes.blueprint,
        evidence_routes.blueprint,
        line_routes.blueprint,
        health.blueprint,
        gallery.blueprint,
    ):
        app.register_blueprint(blueprint)
    for feature in features:
        if feature.blueprint is not None:
            app.register_blueprint(feature.blueprint)
        for command in feature.commands:
            app.cli.add_command(command)
    for command in commands.COMMANDS:
        app.cli.add_command(command)
    _init_publisher(app, publish)
    return app


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": 8,
            "max_overflow": 4,
            "pool_timeout": 10,
            "pool_pre_ping": True,
            # Values of people must not reach the logs with an error's text.
            "hide_parameters": True,
            "connect_args": {
                "connect_timeout": 3,
                # A plan for any values is made without knowing how many months or districts are asked for.
                "options": "-c plan_cache_mode=force_custom_plan",
            },
        },
        SESSION_COOKIE_NAME="session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        PERMANENT_SESSION_LIFETIME=config.sign_in.field_absolute,
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        WTF_CSRF_TIME_LIMIT=int(timedelta(hours=12).total_seconds()),
        BABEL_DEFAULT_LOCALE="th",
        BABEL_DEFAULT_TIMEZONE="Asia/Bangkok",
        BABEL_TRANSLATION_DIRECTORIES=";".join(str(path) for path in translation_directories()),
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app,
            x_for=config.trusted_proxies,
            x_proto=config.trusted_proxies,
            x_host=config.trusted_proxies,
        )


def _init_database(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        refuse_unsafe_login(db.engine)


def _init_publisher(app: Flask, publish: Publish | None) -> None:
    app.extensions["publisher"] = Publisher(publish) if publish else None


# Once for the process: the sessions are one object for all applications that are composed in it.
publish_after_commit(db.session, lambda: current_app.extensions.get("publisher"))
