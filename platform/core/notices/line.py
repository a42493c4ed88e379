"""LINE's Messaging API: one message to one person, and whether a call to us really comes from LINE.

The retry key makes a repeated call harmless for 24 hours: LINE answers 409 to what it has accepted
before (developers.line.biz, "Retry failed API requests").
"""

import base64
import hashlib
import hmac
import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from core.config import Config
from core.notices.transport import TIMEOUT_SECONDS, Answer, Reply

RETRY_KEY_LIFETIME = timedelta(hours=23)
"""LINE keeps a retry key for 24 hours; an hour is left for clocks and slow lines."""

LONGEST_TEXT = 4900
"""Characters of a text message; LINE takes 5,000 counted in UTF-16."""

_SERVER_ERROR = 500


@dataclass(frozen=True)
class LineAccount:
    """The LINE official account that speaks for the platform."""

    url: str
    token: str

    @classmethod
    def of(cls, config: Config) -> "LineAccount | None":
        """The account of the settings, or None where LINE is not switched on."""
        if not config.line_channel_token:
            return None
        return cls(config.line_api_url.rstrip("/"), config.line_channel_token)


def push(account: LineAccount, *, to: str, text: str, retry_key: UUID) -> Reply:
    """Send a text; called again with the same key it is still one message."""
    request = urllib.request.Request(  # noqa: S310 - the address is the operator's setting
        f"{account.url}/v2/bot/message/push",
        data=json.dumps(
            {"to": to, "messages": [{"type": "text", "text": text[:LONGEST_TEXT]}]}
        ).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {account.token}",
            "X-Line-Retry-Key": str(retry_key),
        },
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - as above
            return Reply(Answer.ACCEPTED, str(answer.status))
    except urllib.error.HTTPError as problem:
        with problem:
            return _of_status(problem.code)
    except (OSError, http.client.HTTPException) as problem:
        return Reply(Answer.UNKNOWN, type(problem).__name__)


def is_from_line(body: bytes, signature: str, secret: str) -> bool:
    """Whether the signature over the body was made with the channel's secret (HMAC-SHA256, base64)."""
    made = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
    return hmac.compare_digest(made, signature.encode())


def _of_status(code: int) -> Reply:
    if code == HTTPStatus.CONFLICT:
        return Reply(Answer.ACCEPTED, "409")
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return Reply(Answer.LATER, "429")
    return Reply(Answer.UNKNOWN if code >= _SERVER_ERROR else Answer.REFUSED, str(code))
