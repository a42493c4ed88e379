"""A stand-in for LINE's Messaging API: takes pushes, knows retry keys, and can fail as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

TOKEN = "a token only for tests"


@dataclass
class LineApi:
    """What was accepted. `statuses` are answered first, one a call.

    `swallow` accepts once and hangs up without an answer.
    """

    url: str = ""
    accepted: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    swallow: bool = False

    def take(self, key: str, body: dict[str, Any]) -> int:
        self.keys.append(key)
        if self.statuses:
            return self.statuses.pop(0)
        if key in self.keys[:-1] and any(each["key"] == key for each in self.accepted):
            return 409
        self.accepted.append({"key": key, **body})
        return 200


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        api = cast("_Server", self.server).api
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v2/bot/message/push":
            self.send_error(404)
            return
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self.send_error(401)
            return
        status = api.take(self.headers["X-Line-Retry-Key"], body)
        if api.swallow:
            api.swallow = False
            self.close_connection = True
            return
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_words: Any) -> None:
        """Nothing of it belongs on the test's screen."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    api: LineApi


@contextmanager
def line_api() -> Iterator[LineApi]:
    """A running stand-in on a free port of this machine."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.api = LineApi(url=f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.api
        finally:
            server.shutdown()
            thread.join(5)
