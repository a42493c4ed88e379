"""`make bench`: ratios of ours to a reference, interleaved in one run, as JSON lines on standard output.

A benchmark that misses its goal makes the run end with 1. Absolute times are printed beside the
ratio for orientation only; machines are never compared.
"""

import json
import shutil
import sys

from city.features import FEATURES as CITY
from core.app import create_app
from core.config import Config
from core.extensions import db
from core.tenancy import provision
from tenants.features import FEATURES as TENANTS
from tests.bench import check_in, freshness, isolation, pages, papers, seeding
from workers.local import EmbeddedPostgres, EmbeddedValkey, disposable_state
from workers.publishing import publish, publishing_app


def main() -> int:
    state = disposable_state()
    # Both tables of a pair must fit into memory, or each would evict the other.
    postgres = EmbeddedPostgres(state, fast=True, settings={"shared_buffers": "1GB", "jit": "off"})
    valkey = EmbeddedValkey(state)
    try:
        postgres.start()
        provision.migrate(postgres.owner_url(), postgres.app_url())
        valkey.start()
        config = Config(
            database_url=postgres.app_url(),
            redis_url=valkey.url(),
            secret_key="bench",
            files_url=str(state / "files"),
        )
        sender = publishing_app(config)
        app = create_app([*TENANTS, *CITY], config, publish=lambda job: publish(sender, job))
        app.config["WTF_CSRF_ENABLED"] = False
        superuser = postgres.superuser_url("community_networks")
        seeding.fill(superuser)
        results = [
            *isolation.results(postgres.app_url()),
            *pages.results(app, postgres.app_url()),
            *freshness.results(app),
            *papers.results(app),
            *check_in.results(app),
        ]
        with app.app_context():
            db.engine.dispose()
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(state, ignore_errors=True)
    for result in results:
        sys.stdout.write(json.dumps(result.as_json(), ensure_ascii=False) + "\n")
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
