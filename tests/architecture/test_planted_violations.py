"""Each guard is shown a violation and must see it: a guard that cannot fail guards nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine

from core.access.permissions import GrantTable, Permission
from core.access.roles import Tier
from core.feature import Feature
from tests.architecture.guards import database, routes, tree

LONG = "x = 1\n" * 401

TREES = [
    (tree.shadowed_platform, {"platform/__init__.py": ""}, "shadows"),
    (tree.shadowed_platform, {"platform.py": ""}, "shadows"),
    (
        tree.scopes_set_elsewhere,
        {"tenants/a.py": "sql = \"SELECT set_config('role', 'x', true)\""},
        "scope.py",
    ),
    (
        tree.scopes_set_elsewhere,
        {"platform/core/b.py": "sql = 'set local role app_city'"},
        "scope.py",
    ),
    (tree.too_long, {"tenants/long.py": LONG}, "ceiling"),
    (tree.too_long, {"tests/long.py": LONG + LONG}, "ceiling"),
    (tree.imports_inside_functions, {"tenants/a.py": "def f():\n    import os\n"}, "top"),
    (tree.bare_sentences, {"tenants/a/templates/a/x.html": "<p>Hello there</p>"}, "Hello"),
    (tree.bare_sentences, {"tenants/a/templates/a/x.html": "<p>สวัสดี {{ name }}</p>"}, "catalogue"),
    (tree.inline_code, {"platform/ui/templates/x.html": '<p style="color: red"></p>'}, "inline"),
    (tree.inline_code, {"platform/ui/templates/x.html": '<a onclick="go()"></a>'}, "inline"),
]


@pytest.mark.parametrize(("guard", "files", "lesson"), TREES)
def test_a_planted_file_is_seen(
    tmp_path: Path, guard: Callable[[Path], list[str]], files: dict[str, str], lesson: str
):
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert any(lesson in problem for problem in guard(tmp_path))


def test_a_queue_without_a_worker_is_seen(tmp_path: Path):
    (tmp_path / "deploy").mkdir()
    for name in ("entrypoint", "compose.yaml"):
        (tmp_path / "deploy" / name).write_text("facts documents", encoding="utf-8")
    assert any("default" in each for each in tree.queue_differences(tmp_path, {"facts", "default"}))


@pytest.mark.parametrize(
    ("rule", "endpoint", "lesson"),
    [
        ("/open", "show_open", "who may come in"),
        ("/x/<thing>", "show_x", "untyped"),
        ("/Big_Case", "show_big", "lower case"),
        ("/things", "create_thing", "by GET"),
    ],
)
def test_a_planted_route_is_seen(rule: str, endpoint: str, lesson: str):
    application = Flask(__name__, static_folder=None)
    application.add_url_rule(rule, endpoint, lambda **_: "")
    assert any(lesson in problem for problem in routes.route_problems(application))


def test_a_permission_without_grant_or_words_is_seen():
    class Planted(Permission):
        LONELY = ("planted:lonely", "x")

    feature = Feature(name="planted", tier=Tier.DISTRICT, permissions=Planted)
    problems = routes.permission_problems([feature], GrantTable())
    assert any("granted to nobody" in each for each in problems)
    assert any("does not say" in each for each in problems)


PLANTED_SQL = [
    ("CREATE TABLE stray (id int)", "no class"),
    ("ALTER TABLE zones NO FORCE ROW LEVEL SECURITY", "not enabled and forced"),
    ("DROP POLICY tenant ON zones", "missing"),
    (
        (
            "DROP POLICY tenant ON zones; CREATE POLICY tenant ON zones "
            "USING (district_id = current_setting('app.district_id')::smallint)"
        ),
        "fast form",
    ),
    ("CREATE POLICY wide ON zones TO app_tenant USING (true)", "opens all rows"),
    ("CREATE POLICY wide ON zones FOR SELECT TO app_city USING (true)", "lets the department read"),
    ("ALTER TABLE zones ADD CONSTRAINT planted UNIQUE (name)", "lacks district_id"),
    ("CREATE VIEW planted AS SELECT * FROM zones", "security_invoker"),
    (
        "CREATE FUNCTION planted() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "runs as the owner",
    ),
]


@pytest.fixture
def rolled_back(owner: Engine, app: Flask):
    with owner.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.mark.parametrize(("statement", "lesson"), PLANTED_SQL)
def test_a_planted_hole_in_the_database_is_seen(
    rolled_back: Connection, statement: str, lesson: str
):
    for part in statement.split("; "):
        rolled_back.exec_driver_sql(part)
    assert any(lesson in problem for problem in database.catalogue_problems(rolled_back))
