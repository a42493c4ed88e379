"""The operator's settings of mail and LINE."""

import pytest

from core.config import Config, ConfigurationError
from core.notices.line import LineAccount
from core.notices.mail import MailServer

NEEDED = {"DATABASE_URL": "x", "REDIS_URL": "x", "SECRET_KEY": "x", "FILES_URL": "x"}


def config(**values: str) -> Config:
    return Config.from_environment(NEEDED | values)


def test_without_settings_both_ways_are_off():
    assert MailServer.of(config()) is None
    assert LineAccount.of(config(SMTP_URL="", LINE_API_URL="")) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25, "n@example.org")),
        (
            "smtp://notices:p%40ss@mail.example:587?starttls=1",
            MailServer("mail.example", 587, "n@example.org", "notices", "p@ss", starttls=True),
        ),
        ("smtps://mail.example", MailServer("mail.example", 465, "n@example.org", tls=True)),
    ],
)
def test_a_mail_server_is_named_by_its_address(url: str, expected: MailServer):
    assert MailServer.of(config(SMTP_URL=url, MAIL_FROM="n@example.org")) == expected


@pytest.mark.parametrize(
    "values",
    [
        {"SMTP_URL": "smtp://mail.example"},
        {"SMTP_URL": "smtp://mail.example", "MAIL_FROM": "nobody"},
        {"SMTP_URL": "mail.example:25", "MAIL_FROM": "n@example.org"},
        {"SMTP_URL": "smtp://", "MAIL_FROM": "n@example.org"},
        {"SMTP_URL": "smtp://mail.example:port", "MAIL_FROM": "n@example.org"},
    ],
)
def test_half_a_setting_of_mail_is_refused_at_the_start(values: dict[str, str]):
    with pytest.raises(ConfigurationError, match="SMTP_URL"):
        config(**values)


def test_the_line_account_is_named_by_its_token():
    account = LineAccount.of(config(LINE_CHANNEL_TOKEN="t", LINE_API_URL="https://line.example/"))
    assert account == LineAccount("https://line.example", "t")
