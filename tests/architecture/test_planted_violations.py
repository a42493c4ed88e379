"""Each guard is shown a violation and must see it: a guard that cannot fail guards nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine

from core.access.permissions import Grant, GrantTable, Permission, Reach
from core.access.roles import Role, Tier
from core.composition import composition_of
from core.feature import Feature
from core.i18n import catalogues
from core.i18n.catalogues import check_catalogues
from tests.architecture.guards import database, routes, schedules, tree

LONG = "x = 1\n" * 401
TANGLED = "def f(a):\n" + "    if a:\n        a += 1\n" * 11
GLUED = 'def f(a):\n    return "SELECT * FROM zones WHERE name = \'" + a + "\'"\n'

TREES = [
    (tree.shadowed_platform, {"platform/__init__.py": ""}, "shadows"),
    (tree.shadowed_platform, {"platform.py": ""}, "shadows"),
    (tree.shadowed_platform, {"tests/platform/test_a.py": ""}, "shadows"),
    (tree.scopes_set_elsewhere, {"tenants/a.py": "sql = 'SET ROLE app_city'"}, "scope.py"),
    (
        tree.doors_between_features,
        {"tenants/a/service.py": "from tenants.zones.forms import ZoneForm"},
        "the pages of zones",
    ),
    (tree.doors_between_features, {"platform/ui/a.py": "import sqlalchemy"}, "no database"),
    (tree.style_problems, {"tenants/a.py": TANGLED}, "too complex"),
    (tree.style_problems, {"tenants/a.py": GLUED}, "SQL injection"),
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


def test_a_scheduled_task_that_does_not_exist_is_seen():
    planted = {"x": {"task": "jobs.forgotten", "options": {"queue": "nowhere"}}}
    problems = schedules.schedule_problems(planted, {"jobs.sweep"})
    assert any("jobs.forgotten" in each for each in problems)
    assert any("no worker listens" in each for each in problems)


def test_a_worker_of_a_queue_that_the_code_lost_is_seen(tmp_path: Path):
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "entrypoint").write_text("    facts | lost) ;;\n", encoding="utf-8")
    (tmp_path / "deploy" / "compose.yaml").write_text(
        "    command: [worker, facts]\n    command: [worker, gone]\n", encoding="utf-8"
    )
    (tmp_path / "deploy" / "README.md").write_text("networks-worker@facts", encoding="utf-8")
    problems = tree.queue_differences(tmp_path, {"facts"})
    assert [word in "".join(problems) for word in ("lost", "gone", "facts")] == [True, True, False]


def test_a_queue_without_a_worker_is_seen(tmp_path: Path):
    (tmp_path / "deploy").mkdir()
    for name in ("entrypoint", "compose.yaml", "README.md"):
        (tmp_path / "deploy" / name).write_text("# default\n    a | facts) ;;\n", encoding="utf-8")
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
    ("CREATE UNIQUE INDEX planted ON zones (name)", "does not begin with district_id"),
    ("ALTER TABLE zones DISABLE ROW LEVEL SECURITY", "not enabled and forced"),
    (
        (
            "ALTER TABLE zones ADD CONSTRAINT by_id UNIQUE (id); ALTER TABLE zone_memberships "
            "ADD CONSTRAINT planted_key FOREIGN KEY (zone_id) REFERENCES zones (id)"
        ),
        "planted_key lacks district_id",
    ),
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


def test_an_import_against_the_layers_is_seen(tmp_path: Path):
    for package in ("lower", "upper"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "lower" / "service.py").write_text("import upper\n", encoding="utf-8")
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_packages =\n  lower\n  upper\n"
        "[importlinter:contract:1]\nname = layers\ntype = layers\nlayers =\n  upper\n  lower\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "lower.service -> upper" in run.stdout


CROSSINGS = [
    ("ui/planted.py", "import core.db", "ui.planted -> core.db"),
    ("city/planted.py", "import tenants.zones", "city.planted -> tenants.zones"),
    (
        "tenants/zones/planted.py",
        "import tenants.orders",
        "tenants.zones.planted -> tenants.orders",
    ),
    ("tenants/zones/service.py", "import flask", "tenants.zones.service -> flask"),
    ("city/planted.py", "import core.documents.order", "city.planted -> core.documents.order"),
]


@pytest.mark.parametrize(("place", "line", "lesson"), CROSSINGS)
def test_each_contract_of_the_product_sees_its_crossing(
    tmp_path: Path, place: str, line: str, lesson: str
):
    root = Path(__file__).resolve().parents[2]
    for name in ("platform/core", "platform/ui", "platform/city", "tenants", "workers"):
        skipped = shutil.ignore_patterns(
            "node_modules", "static", "templates", "seed", "*.po", "*.mo"
        )
        shutil.copytree(root / name, tmp_path / Path(name).name, ignore=skipped)
    shutil.copy(root / "pyproject.toml", tmp_path)
    with (tmp_path / place).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert lesson in run.stdout


def test_a_new_grant_changes_the_access_matrix(app: Flask):
    composition = composition_of(app)
    features, held = list(composition.features), composition.grants.entries()
    permission = held[0].permission
    newcomer = next(
        role for role in Role if all((e.role, e.permission) != (role, permission) for e in held)
    )
    wider = GrantTable([*held, Grant(newcomer, permission, Reach.DISTRICT)])
    assert routes.matrix(features, wider) != routes.matrix(features, composition.grants)


def test_a_route_that_no_test_requests_fails_a_full_run(tmp_path: Path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_one.py").write_text(
        "from tests import route_coverage\n"
        "def test_one():\n    route_coverage.known.update({'a.seen', 'a.forgotten'})\n"
        "    route_coverage.requested.add('a.seen')\n",
        encoding="utf-8",
    )
    (tmp_path / "conftest.py").write_text(
        "from tests import route_coverage\n"
        "def pytest_configure(config):\n"
        "    config.pluginmanager.register(route_coverage.RouteCoverage(config))\n",
        encoding="utf-8",
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\ntestpaths = tests\n", encoding="utf-8")
    source = Path(__file__).resolve().parents[1] / "route_coverage.py"
    (tmp_path / "tests" / "route_coverage.py").write_text(
        source.read_text(encoding="utf-8"), encoding="utf-8"
    )
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "No test requests the route a.forgotten" in run.stdout


def test_a_message_without_thai_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    package = tmp_path / "planted"
    (package / "translations" / "th" / "LC_MESSAGES").mkdir(parents=True)
    (package / "translations" / "th" / "LC_MESSAGES" / "messages.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n', encoding="utf-8"
    )
    (package / "__init__.py").write_text(
        'from flask_babel import gettext as _\n_("Only in English")\n', encoding="utf-8"
    )
    monkeypatch.setattr(catalogues, "_PACKAGES", ("planted",))
    monkeypatch.syspath_prepend(str(tmp_path))
    assert any("Only in English" in str(problem) for problem in check_catalogues())
