"""B3: the register's page as it is served, against the same page through plain Flask and Flask-SQLAlchemy.

The reference draws the same template with the same rows from the same PostgreSQL, without tenancy,
sign-in, access rules, CSRF protection and audit. The ratio is of throughput: reference time / ours.
"""

from collections.abc import Callable
from statistics import median
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, render_template
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text
from werkzeug.test import EnvironBuilder

from core.composition import composition_of
from core.paging import Page
from core.web import shell
from tenants.registry import queries, routes
from tenants.registry.forms import STATUS_TITLES, TYPE_TITLES
from tests.bench.measuring import Result, in_pairs, ratio_of
from tests.support.world import BANG_NA, World
from ui.blueprint import init_ui

_ROWS = text(
    """
    SELECT c.*, f.residents, f.as_of, z.name AS zone_name, count(*) OVER () AS total
    FROM plain_communities c
    LEFT JOIN (SELECT DISTINCT ON (community_id) * FROM plain_figures WHERE district_id = :district
               ORDER BY community_id, as_of DESC, recorded_at DESC) f ON f.community_id = c.id
    LEFT JOIN plain_memberships m ON m.district_id = c.district_id AND m.community_id = c.id
        AND m.valid_from <= current_date AND (m.valid_to IS NULL OR m.valid_to > current_date)
    LEFT JOIN plain_zones z ON z.district_id = m.district_id AND z.id = m.zone_id
    WHERE c.district_id = :district AND c.status <> 'closed' ORDER BY c.sort_key, c.id LIMIT 50
    """
)
_ZONES = text(
    "SELECT id, name FROM plain_zones WHERE district_id = :district AND closed_on IS NULL ORDER BY number"
)


def results(app: Flask, application_url: str) -> list[Result]:
    world = World(app)
    client = world.sign_in()
    cookie = client.get_cookie("session")
    assert cookie is not None
    ours = _caller(app, f"session={cookie.value}")
    plain = _caller(_plain_app(app, application_url), "")
    assert ours().count(b"<tr") == plain().count(b"<tr") == 51
    mine, theirs = in_pairs(ours, plain, calls=12)
    ratio = 1 / ratio_of(mine, theirs)
    goal = ">= 0.6"
    return [
        Result(
            "B3 register page, throughput", median(mine), median(theirs), ratio, goal, ratio >= 0.6
        )
    ]


def _caller(app: Flask, cookie: str) -> Callable[[], bytes]:
    environ = EnvironBuilder(
        path="/d/bangna/communities", headers={"Cookie": cookie} if cookie else {}
    ).get_environ()

    def call() -> bytes:
        answer: list[str] = []
        body = b"".join(app.wsgi_app(dict(environ), lambda status, _headers: answer.append(status)))
        assert answer[0].startswith("200"), answer
        return body

    return call


def _plain_app(product: Flask, application_url: str) -> Flask:
    app = Flask("plain", template_folder=str(routes.__file__.replace("routes.py", "templates")))
    app.config.update(
        SECRET_KEY="x", SQLALCHEMY_DATABASE_URI=application_url, BABEL_DEFAULT_LOCALE="th"
    )
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = product.config["BABEL_TRANSLATION_DIRECTORIES"]
    database = SQLAlchemy()
    database.init_app(app)
    Babel(app)
    init_ui(app)
    app.jinja_env.filters.update(product.jinja_env.filters)
    names = [f.permissions for f in composition_of(product).features if f.permissions]
    app.jinja_env.globals.update({each.__name__: each for each in names})
    register = Blueprint("registry", __name__)

    @register.get("/d/bangna/communities")
    def list_communities() -> str:
        parameters = {"district": BANG_NA}
        rows = database.session.execute(_ROWS, parameters).all()
        zones = database.session.execute(_ZONES, parameters).all()
        return render_template(
            "registry/communities.html",
            page=Page([_line(row) for row in rows], 1, rows[0].total),
            filters=queries.Filters(),
            zones=zones,
            types=TYPE_TITLES,
            statuses=STATUS_TITLES,
            may=lambda _permission: True,
            navigation=_navigation(),
            account=SimpleNamespace(name="x", role="x", account_url="/", sign_out_url="/"),
            office_name="สำนักงานเขตบางนา",
            language=shell.LanguageSwitch("th", "EN", "en", "/", "/"),
        )

    for rule in product.url_map.iter_rules():
        if rule.endpoint.startswith("registry.") and rule.endpoint != "registry.list_communities":
            path = rule.rule.replace("/<string:office_slug>", "/bangna")
            register.add_url_rule(
                path,
                rule.endpoint.partition(".")[2],
                lambda **_: "",
                methods=sorted(rule.methods or ()),
            )
    app.register_blueprint(register)
    return app


def _line(row: Any) -> SimpleNamespace:
    return SimpleNamespace(
        community=row,
        figures=SimpleNamespace(residents=row.residents, as_of=row.as_of) if row.as_of else None,
        zone=SimpleNamespace(name=row.zone_name) if row.zone_name else None,
    )


def _navigation() -> list[shell.Entry]:
    return [shell.Entry(f"เมนู {number}", "/", "home", current=number == 1) for number in range(9)]
