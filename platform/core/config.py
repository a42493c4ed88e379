"""Settings, read from the environment once; every interval is one, so that no test has to wait."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

SECRET_LENGTH = 32
"""Characters that a key needs where people are served: it signs their sign-in."""


class ConfigurationError(RuntimeError):
    """A setting is missing or makes no sense; the sentence says which and what to do."""


@dataclass(frozen=True)
class SignInLimits:
    """Failed attempts in `window`: `per_user` for a name, `per_address` for an office behind one address."""

    window: timedelta = timedelta(minutes=15)
    per_user: int = 5
    per_address: int = 50
    staff_idle: timedelta = timedelta(minutes=30)
    staff_absolute: timedelta = timedelta(hours=12)
    field_absolute: timedelta = timedelta(days=30)
    slip_lifetime: timedelta = timedelta(days=7)
    code_lifetime: timedelta = timedelta(hours=24)
    second_factor_lifetime: timedelta = timedelta(minutes=10)
    last_seen_every: timedelta = timedelta(minutes=1)


@dataclass(frozen=True)
class JobSettings:
    """Times of the outbox, in seconds."""

    publish_timeout: float = 0.2
    lease_seconds: int = 30
    sweep_every: float = 5.0
    attempts: int = 8


@dataclass(frozen=True)
class Config:
    database_url: str
    redis_url: str
    secret_key: str
    files_url: str
    public_url: str = "http://localhost:8000"
    demo: bool = False
    trusted_proxies: int = 0
    metrics_token: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    line_channel_token: str = ""
    line_channel_secret: str = ""
    line_api_url: str = "https://api.line.me"
    secure_cookies: bool = False
    poll_seconds: int = 20
    sign_in: SignInLimits = SignInLimits()
    jobs: JobSettings = JobSettings()

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ, *, serving: bool = True
    ) -> "Config":
        """Read DATABASE_URL, REDIS_URL, SECRET_KEY, FILES_URL and the optional rest.

        An operator's command (`serving=False`) needs DATABASE_URL alone: it signs no cookie, and
        the work that it writes down is found by the sweeper.
        """

        def demanded(name: str) -> str:
            value = environment.get(name, "")
            if not value:
                raise ConfigurationError(
                    f"{name} is not set. `make run` sets everything; deploy/README.md lists it for servers."
                )
            return value

        def served(name: str) -> str:
            return demanded(name) if serving else environment.get(name, "")

        public_url = environment.get("PUBLIC_URL") or "http://localhost:8000"
        if (
            serving
            and public_url.startswith("https://")
            and len(demanded("SECRET_KEY")) < SECRET_LENGTH
        ):
            raise ConfigurationError(
                f"SECRET_KEY is shorter than {SECRET_LENGTH} characters: openssl rand -hex 48 makes a good one."
            )
        smtp_url, mail_from = _mail_settings(environment)
        return cls(
            database_url=demanded("DATABASE_URL"),
            redis_url=served("REDIS_URL"),
            secret_key=served("SECRET_KEY") or secrets.token_urlsafe(48),
            files_url=served("FILES_URL"),
            public_url=public_url,
            demo=environment.get("DEMO", "") == "1",
            trusted_proxies=int(_number(environment, "TRUSTED_PROXIES", 0)),
            metrics_token=environment.get("METRICS_TOKEN", ""),
            smtp_url=smtp_url,
            mail_from=mail_from,
            line_channel_token=environment.get("LINE_CHANNEL_TOKEN", ""),
            line_channel_secret=environment.get("LINE_CHANNEL_SECRET", ""),
            line_api_url=environment.get("LINE_API_URL") or "https://api.line.me",
            secure_cookies=public_url.startswith("https://"),
            poll_seconds=int(_number(environment, "POLL_SECONDS", 20)),
            jobs=JobSettings(sweep_every=_number(environment, "SWEEP_SECONDS", 5)),
        )

    @property
    def celery_broker_url(self) -> str:
        """The broker in Celery's spelling: a Unix socket is `redis+socket://` there."""
        if self.redis_url.startswith("unix://"):
            return "redis+socket://" + self.redis_url.removeprefix("unix://").partition("?")[0]
        return self.redis_url


def _mail_settings(environment: Mapping[str, str]) -> tuple[str, str]:
    """SMTP_URL and MAIL_FROM; mail is off without the first, and half a setting is refused."""
    smtp_url, mail_from = environment.get("SMTP_URL", ""), environment.get("MAIL_FROM", "")
    if smtp_url and "@" not in mail_from:
        raise ConfigurationError(
            "SMTP_URL is set without MAIL_FROM: the address that the notices come from."
        )
    if smtp_url and not _is_mail_server(smtp_url):
        raise ConfigurationError(
            "SMTP_URL must look like smtp://user:password@host:587?starttls=1 or smtps://…"
        )
    return smtp_url, mail_from


def _is_mail_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _number(environment: Mapping[str, str], name: str, otherwise: float) -> float:
    """A setting that is a number, not below zero; an empty one counts as not set."""
    given = environment.get(name)
    if not given:
        return otherwise
    try:
        value = float(given)
    except ValueError:
        value = -1
    if not value >= 0:
        raise ConfigurationError(f"{name} must be a number, not {given!r}.")
    return value
