"""A full run fails when a route was requested by no test; the workers' sets are merged.

A plug-in of pytest: `requested` is filled by the application that the tests use.
"""

from typing import Any

import pytest
from flask import Flask, request

requested: set[str] = set()
known: set[str] = set()


def watch(app: Flask) -> None:
    known.update(rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint != "ui.static")

    @app.before_request
    def note() -> None:
        if request.endpoint:
            requested.add(request.endpoint)


class RouteCoverage:
    """Collects on every worker, judges on the controller."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_testnodedown(self, node: Any, error: object) -> None:
        output = getattr(node, "workeroutput", {})
        requested.update(output.get("requested_routes", ()))
        known.update(output.get("known_routes", ()))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        output = getattr(self.config, "workeroutput", None)
        if output is not None:
            output["requested_routes"] = sorted(requested)
            output["known_routes"] = sorted(known)
            return
        if _is_full_run(self.config) and session.exitstatus == 0 and known - requested:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        for endpoint in sorted(known - requested) if _is_full_run(self.config) else ():
            terminalreporter.write_line(
                f"No test requests the route {endpoint}: add one.", red=True
            )


def _is_full_run(config: pytest.Config) -> bool:
    option = config.option
    chosen = option.keyword or option.markexpr or getattr(option, "lf", False)
    return not chosen and config.args == list(config.getini("testpaths"))
