"""Guards over what beat starts."""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workers.queues import Queue


def declared_tasks(root: Path) -> set[str]:
    """The names that `@app.task(name="...")` gives in workers/tasks, read without starting Celery."""
    return {
        keyword.value.value
        for path in (root / "workers" / "tasks").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant)
    }


def schedule_problems(schedule: Mapping[str, Mapping[str, Any]], tasks: set[str]) -> list[str]:
    """Beat sends a name to a queue; where either does not exist the work is never done."""
    queues = {queue.value for queue in Queue}
    return [
        f"“{entry}” starts {planned['task']}, which no file of workers/tasks declares."
        for entry, planned in schedule.items()
        if planned["task"] not in tasks
    ] + [
        f"“{entry}” goes to a queue that no worker listens to: name one of workers/queues.py."
        for entry, planned in schedule.items()
        if planned.get("options", {}).get("queue") not in queues
    ]
