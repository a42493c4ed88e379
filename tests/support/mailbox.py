"""A mail server of our own: takes mail as RFC 5321 says, and can pause, refuse or die at a named step."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import cast


@dataclass
class Mailbox:
    """What has arrived, and how the server behaves. Steps: CONNECT, MAIL, RCPT, DATA and END (the last dot).

    `answers` replaces a step's answer; an empty one hangs up without a word. `hold` names the step at
    which the server does its work and then keeps its answer back until `go_on` is set.
    """

    url: str = ""
    messages: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hold: str = ""
    held: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    begun: int = 0

    def answer(self, step: str, usual: str) -> str:
        if step == self.hold:
            self.held.set()
            self.go_on.wait(60)
        return self.answers.get(step, usual)

    def take(self, content: bytes) -> None:
        made = email.message_from_bytes(content, policy=email.policy.default)
        self.messages.append(cast("EmailMessage", made))

    @property
    def subjects(self) -> list[str]:
        return [str(each["Subject"]) for each in self.messages]


def header(mail: EmailMessage, name: str) -> str:
    """A header as people read it.

    `EmailMessage` of Python 3.11 keeps the space between two encoded words of an address, which
    RFC 2047 (6.2) says to leave out.
    """
    return str(make_header(decode_header(dict(mail.raw_items())[name])))


class _Talk(socketserver.StreamRequestHandler):
    """One connection. A line that breaks before the last dot delivers nothing."""

    @property
    def box(self) -> Mailbox:
        return cast("_Server", self.server).box

    def handle(self) -> None:
        try:
            if not self._say("CONNECT", "220 mailbox ready"):
                return
            for line in self.rfile:
                if not self._obey(line.strip().decode("ascii")):
                    return
        except OSError:
            return

    def _obey(self, command: str) -> bool:
        word = command[:4].upper()
        if word == "QUIT":
            self._write("221 bye")
            return False
        if word == "DATA":
            return self._data()
        if word in ("MAIL", "RCPT"):
            return self._say(word, "250 ok")
        self._write("250 mailbox")
        return True

    def _data(self) -> bool:
        self.box.begun += 1
        if not self._say("DATA", "354 go on"):
            return False
        lines: list[bytes] = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b".") else line)
        else:
            return False
        if self.box.answers.get("END", "250")[:1] in ("2", ""):
            self.box.take(b"".join(lines))
        return self._say("END", "250 accepted")

    def _say(self, step: str, usual: str) -> bool:
        words = self.box.answer(step, usual)
        if not words:
            return False
        self._write(words)
        return True

    def _write(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    box: Mailbox


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A running server on a free port of this machine."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.box = Mailbox(url=f"smtp://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.box
        finally:
            server.box.go_on.set()
            server.shutdown()
            thread.join(5)
