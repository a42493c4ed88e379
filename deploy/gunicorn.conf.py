"""The web server's settings, for `make run` and for production alike.

Read by gunicorn itself; everything that differs between machines comes from the environment.
Requests are logged by the application, so gunicorn keeps no access log.
"""  # noqa: INP001 - gunicorn reads a file, not a package

import os
import socket
import tempfile
from typing import Any

METRICS_PORT = int(os.environ.get("METRICS_PORT") or "0")
if METRICS_PORT:
    # Several processes write their counters as files, in a folder that the library reads from
    # the environment once: when it is imported.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="cn-metrics-"))

from prometheus_client import (  # noqa: E402 - see above
    CollectorRegistry,
    multiprocess,
    start_http_server,
)

from core.jobs.vitals import VitalsCollector  # noqa: E402 - it imports the library as well


def _addresses(host: str, port: str) -> list[str]:
    """HOST and PORT; without HOST both meanings of "localhost" and nothing else."""
    if host:
        return [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    addresses = [f"127.0.0.1:{port}"]
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("::1", int(port)))
    except OSError:
        return addresses
    return [*addresses, f"[::1]:{port}"]


bind = _addresses(os.environ.get("HOST", ""), os.environ.get("PORT") or "8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES") or "1")
threads = int(os.environ.get("WEB_THREADS") or "8")
# Engines and their connections are made after the fork.
preload_app = False
timeout = 60
graceful_timeout = 10
keepalive = 5
# Only a proxy on this machine or in this network of containers may speak for a client.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"
accesslog = None
errorlog = "-"
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112


def when_ready(server: Any) -> None:
    """Serve the sum of all processes' metrics on a port that no visitor reaches."""
    if METRICS_PORT:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
        registry.register(VitalsCollector(os.environ.get("REDIS_URL", "")))
        start_http_server(METRICS_PORT, os.environ.get("METRICS_HOST") or "127.0.0.1", registry)
        server.log.info("Metrics on port %d", METRICS_PORT)


def child_exit(server: Any, worker: Any) -> None:  # noqa: ARG001 - gunicorn calls it so
    """Take a dead process's gauges out of the sums."""
    if METRICS_PORT:
        multiprocess.mark_process_dead(worker.pid)
