"""The house rules, held against the real tree, the real application and the real database."""

import os
import subprocess
import sys
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine

from city.operations.queries import QUEUE_TITLES
from core.composition import composition_of
from core.config import Config
from core.i18n.catalogues import check_catalogues
from tests.architecture.guards import database, routes, schedules, tree
from workers.queues import Queue
from workers.schedule import schedule_of

ROOT = Path(__file__).resolve().parents[2]
MATRIX = ROOT / "tests" / "contracts" / "access_matrix.txt"


def test_the_standard_library_keeps_its_platform():
    assert tree.shadowed_platform(ROOT) == []
    run = subprocess.run(
        [sys.executable, "-c", "import platform; print(platform.__file__)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(ROOT) not in run.stdout


def test_imports_follow_the_layers():
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_imports_stand_on_top_of_their_file():
    assert tree.imports_inside_functions(ROOT) == []


def test_the_scope_is_set_in_one_file():
    assert tree.scopes_set_elsewhere(ROOT) == []


def test_files_stay_readable():
    assert tree.too_long(ROOT) == []


def test_features_meet_behind_their_pages():
    assert tree.doors_between_features(ROOT) == []


def test_functions_stay_simple_and_sql_is_never_glued_together():
    assert tree.style_problems(ROOT) == []


def test_every_scheduled_task_exists_on_a_queue_of_ours():
    config = Config(database_url="", redis_url="", secret_key="", files_url="")
    assert schedules.schedule_problems(schedule_of(config), schedules.declared_tasks(ROOT)) == []


def test_templates_hold_no_bare_sentence():
    assert tree.bare_sentences(ROOT) == []


def test_templates_hold_no_inline_code():
    assert tree.inline_code(ROOT) == []


def test_the_thai_catalogues_are_complete():
    assert [str(problem) for problem in check_catalogues()] == []


def test_every_queue_has_its_worker():
    assert tree.queue_differences(ROOT, {queue.value for queue in Queue}) == []


def test_every_job_goes_to_a_queue_that_has_a_worker_and_words_for_its_end(app: Flask):
    jobs = composition_of(app).jobs.values()
    assert {job.queue for job in jobs} == {*Queue} == {*QUEUE_TITLES}
    assert [job.name for job in jobs if (job.give_up is None) != (job.instead == "")] == []


def test_every_route_says_who_may_come_in(app: Flask):
    assert routes.route_problems(app) == []


def test_every_permission_is_explained_and_granted(app: Flask):
    composition = composition_of(app)
    assert routes.permission_problems(list(composition.features), composition.grants) == []


def test_the_access_matrix_is_the_reviewed_one(app: Flask):
    composition = composition_of(app)
    now = routes.matrix(list(composition.features), composition.grants) + routes.look_pages(app)
    if os.environ.get("REVIEWED"):
        MATRIX.write_text(now, encoding="utf-8")
    assert now == MATRIX.read_text(encoding="utf-8"), (
        "Who may do what has changed. Read the difference; if it is meant, run the test with REVIEWED=1 "
        "and commit tests/contracts/access_matrix.txt."
    )


def test_every_table_is_as_its_class_says(owner: Engine, app: Flask):
    with owner.connect() as connection:
        assert database.catalogue_problems(connection) == []
