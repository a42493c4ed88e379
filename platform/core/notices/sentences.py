"""What will happen to a person's notices, said in sentences."""

from flask_babel import gettext

from core.notices.forms import show_hour
from core.notices.models import MailMode, NoticeSettings


def what_will_happen(
    settings: NoticeSettings | None, *, mail_is_on: bool, line_is_on: bool
) -> list[str]:
    """Sentences for the settings as they are stored: in the system, by mail, by LINE."""
    return [
        gettext("Every notice stands in this system at once."),
        _of_mail(settings) if mail_is_on else gettext("Mail is not switched on for this system."),
        _of_line(settings) if line_is_on else gettext("LINE is not switched on for this system."),
        *_of_quiet_hours(settings, mail_is_on=mail_is_on, line_is_on=line_is_on),
    ]


def _of_mail(settings: NoticeSettings | None) -> str:
    if settings is None or not settings.mail_address or settings.mail_mode == MailMode.OFF.value:
        return gettext("You get no mail.")
    if settings.mail_mode == MailMode.DAILY.value:
        return gettext(
            "What you have not read yet comes in one mail a day, at %(hour)s, to %(address)s.",
            hour=show_hour(settings.digest_hour),
            address=settings.mail_address,
        )
    return gettext("Each notice comes by mail to %(address)s.", address=settings.mail_address)


def _of_line(settings: NoticeSettings | None) -> str:
    if settings is None or not settings.line_user_id:
        return gettext("Your LINE is not linked.")
    return (
        gettext("Each notice comes to your LINE.")
        if settings.line_on
        else gettext("Your LINE is linked, and nothing is sent there.")
    )


def _of_quiet_hours(
    settings: NoticeSettings | None, *, mail_is_on: bool, line_is_on: bool
) -> list[str]:
    if settings is None or settings.quiet_from == settings.quiet_to:
        return []
    by_mail = (
        mail_is_on and bool(settings.mail_address) and settings.mail_mode == MailMode.EACH.value
    )
    by_line = line_is_on and bool(settings.line_user_id) and settings.line_on
    if not (by_mail or by_line):
        return []
    return [
        gettext(
            "Between %(from)s and %(to)s nothing is sent; it follows at %(to)s.",
            **{"from": show_hour(settings.quiet_from), "to": show_hour(settings.quiet_to)},
        )
    ]
