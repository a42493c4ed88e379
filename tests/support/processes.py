"""Celery's real processes, started for one test and ended after it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from flask import Flask

from workers.queues import Queue

ROOT = Path(__file__).resolve().parents[2]

Process = subprocess.Popen[bytes]


@contextmanager
def celery(app: Flask, *command: str) -> Iterator[Process]:
    config = app.extensions["config"]
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "--app", "workers.celery_app", *command],
        cwd=ROOT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ
        | {
            "DATABASE_URL": config.database_url,
            "REDIS_URL": config.redis_url,
            "SECRET_KEY": config.secret_key,
            "FILES_URL": config.files_url,
            "SMTP_URL": config.smtp_url,
            "MAIL_FROM": config.mail_from,
            "LINE_CHANNEL_TOKEN": config.line_channel_token,
            "LINE_CHANNEL_SECRET": config.line_channel_secret,
            "LINE_API_URL": config.line_api_url,
            "SWEEP_SECONDS": "0.5",
        },
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(5)


def worker(app: Flask) -> AbstractContextManager[Process]:
    return celery(
        app,
        *("worker", "--queues", ",".join(Queue), "--pool", "prefork"),
        *("--concurrency", "1", "--without-gossip", "--without-mingle"),
    )


def beat(app: Flask, state: Path) -> AbstractContextManager[Process]:
    return celery(app, "beat", "--schedule", str(state / "beat"), "--pidfile", "")
