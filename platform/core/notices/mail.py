"""SMTP, cut in two: everything up to the last dot, and the dot.

A server delivers nothing before the line with the single dot (RFC 5321, 4.1.1.4): a worker that dies
before it has sent nothing.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

from core.config import Config
from core.notices.transport import (
    LAST_ANSWER_SECONDS,
    TIMEOUT_SECONDS,
    Answer,
    NotBegunError,
    Reply,
)

_LEADING_DOT = re.compile(rb"(?m)^\.")
_GOOD = 2
_PERMANENT = 5
_GO_ON = 354


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over: `smtp://user:password@host:587?starttls=1`, or `smtps://` for TLS at once."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False

    @classmethod
    def of(cls, config: Config) -> "MailServer | None":
        """The server of the settings, or None where mail is not switched on."""
        if not config.smtp_url:
            return None
        parts = urlsplit(config.smtp_url)
        tls = parts.scheme == "smtps"
        return cls(
            host=parts.hostname or "",
            port=parts.port or (465 if tls else 25),
            sender=config.mail_from,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            starttls=parse_qs(parts.query).get("starttls") == ["1"],
            tls=tls,
        )


@dataclass(frozen=True)
class Mail:
    """A mail as plain text. `message_id` is the same however often the mail is made."""

    sender_name: str
    to: str
    subject: str
    text: str
    message_id: str
    at: datetime
    settings_url: str = ""


class OpenMail:
    """A mail that lies with the server, its last dot not yet sent."""

    def __init__(self, connection: smtplib.SMTP, to: str) -> None:
        self._connection = connection
        self._to = to

    def finish(self) -> Reply:
        """Send the dot and read the answer. Without an answer nobody knows what became of it."""
        try:
            if self._connection.sock is not None:
                self._connection.sock.settimeout(LAST_ANSWER_SECONDS)
            self._connection.send(b".\r\n")
            code, words = self._connection.getreply()
        except (OSError, smtplib.SMTPException) as problem:
            return Reply(Answer.UNKNOWN, type(problem).__name__)
        else:
            return _reply(code, words).without(self._to)
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Close the line. Before the dot this takes everything back."""
        self._connection.close()


def begin(server: MailServer, mail: Mail) -> OpenMail:
    """Bring a mail to its last dot; NotBegunError where the server does not let it come so far."""
    try:
        connection = _connect(server)
    except ssl.SSLError as problem:
        raise NotBegunError(Reply(Answer.LATER, str(problem)[:200])) from None
    except (OSError, smtplib.SMTPException) as problem:
        raise NotBegunError(_of_exception(problem)) from None
    try:
        _greet(connection, server)
        # A server that does not take our sender is to be put right; the letter waits for it.
        _expect(connection.mail(server.sender), mail.to, otherwise=Answer.LATER)
        _expect(connection.rcpt(mail.to), mail.to)
        _expect(connection.docmd("DATA"), mail.to, good=lambda code: code == _GO_ON)
        connection.send(_payload(server, mail))
    except NotBegunError:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()
        raise
    except (OSError, smtplib.SMTPException) as problem:
        connection.close()
        raise NotBegunError(_of_exception(problem).without(mail.to)) from None
    except BaseException:
        connection.close()
        raise
    return OpenMail(connection, mail.to)


def message(server: MailServer, mail: Mail) -> bytes:
    """The mail as it travels: UTF-8, the office's name before the sender's address.

    The headers are encoded by `email.header`, which splits long Thai words where RFC 2047 allows it.
    """
    made = MIMEText(mail.text, "plain", "utf-8")
    made["From"] = f"{_encoded(mail.sender_name, 'From')} <{server.sender}>"
    made["To"] = mail.to
    made["Subject"] = _encoded(" ".join(mail.subject.split()), "Subject")
    made["Date"] = format_datetime(mail.at)
    made["Message-ID"] = f"<{mail.message_id}@{server.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    if mail.settings_url:
        made["List-Unsubscribe"] = f"<{mail.settings_url}>"
    return made.as_bytes(policy=compat32.clone(linesep="\r\n"))


def _encoded(words: str, header: str) -> str:
    """Encoded words of at most 75 letters each, never split inside a Thai letter (RFC 2047)."""
    return Header(words, "utf-8", header_name=header).encode(linesep="")


def _connect(server: MailServer) -> smtplib.SMTP:
    name = server.sender.rpartition("@")[2]
    if server.tls:
        return smtplib.SMTP_SSL(
            server.host,
            server.port,
            local_hostname=name,
            timeout=TIMEOUT_SECONDS,
            context=ssl.create_default_context(),
        )
    return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=TIMEOUT_SECONDS)


def _greet(connection: smtplib.SMTP, server: MailServer) -> None:
    connection.ehlo_or_helo_if_needed()
    if server.starttls:
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
    if server.user:
        connection.login(server.user, server.password)


def _payload(server: MailServer, mail: Mail) -> bytes:
    content = message(server, mail)
    return _LEADING_DOT.sub(b"..", content if content.endswith(b"\r\n") else content + b"\r\n")


def _expect(
    answer: tuple[int, bytes],
    address: str,
    *,
    good: Callable[[int], bool] = lambda code: code // 100 == _GOOD,
    otherwise: Answer | None = None,
) -> None:
    code, words = answer
    if not good(code):
        reply = _reply(code, words).without(address)
        raise NotBegunError(Reply(otherwise or reply.answer, reply.words))


def _reply(code: int, words: bytes | str) -> Reply:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    kind = {_GOOD: Answer.ACCEPTED, _PERMANENT: Answer.REFUSED}.get(code // 100, Answer.LATER)
    return Reply(kind, f"{code} {text}")


def _of_exception(problem: Exception) -> Reply:
    """A server that is not there, or whose door is closed to us, is tried again: that is not the letter's fault."""
    if isinstance(problem, smtplib.SMTPResponseException):
        words = problem.smtp_error
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        return Reply(Answer.LATER, f"{problem.smtp_code} {text}")
    return Reply(Answer.LATER, type(problem).__name__)
