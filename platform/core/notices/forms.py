# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from datetime import time
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields import SelectChoice

from core.i18n.dates import show_time
from core.notices.models import MailMode
from core.notices.preferences import Wishes
from core.web.fields import ChoiceField, Optional, ThaiStringField
from core.web.forms import RecordForm
from core.web.shell import language

MODE_TITLES = {
    MailMode.DAILY: _("One mail a day with everything that is new"),
    MailMode.EACH: _("A mail for each notice, as it happens"),
    MailMode.OFF: _("No mail"),
}


class ModeField(ChoiceField, RadioField):
    """All three ways in sight, one tap each."""

    kind = "radio"


def show_hour(hour: int) -> str:
    """08.00 น., in English 08:00."""
    return show_time(time(hour), language=language())


class SettingsForm(RecordForm):
    words: ClassVar[dict[str, Any]] = {
        "mail_mode": lambda value: str(MODE_TITLES[MailMode(value)]),
        **{
            name: lambda value: show_hour(int(value))
            for name in ("digest_hour", "quiet_from", "quiet_to")
        },
    }

    mail_address = ThaiStringField(
        _("Mail address"),
        max_length=254,
        hint=_("Nobody else sees it. Leave it empty if you want no mail."),
        validators=[Optional()],
    )
    mail_mode = ModeField(_("How often"), choices=MailMode, titles=MODE_TITLES)
    digest_hour = SelectField(_("The daily mail comes at"))
    quiet_from = SelectField(_("Quiet from"))
    quiet_to = SelectField(_("Quiet until"))
    line_on = BooleanField(_("Send my notices to LINE"))
    duty_phone = ThaiStringField(
        _("Telephone of work that leaders may call"),
        max_length=40,
        hint=_(
            "Leaders of your office's communities see it beside your name. Leave it empty if they are not to call you."
        ),
        validators=[Optional()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [SelectChoice(str(hour), show_hour(hour)) for hour in range(24)]
        for field in (self.digest_hour, self.quiet_from, self.quiet_to):
            field.choices = hours

    @property
    def wishes(self) -> Wishes:
        return Wishes(
            mail_address=self.mail_address.data or "",
            mail_mode=self.mail_mode.data or MailMode.DAILY,
            digest_hour=int(self.digest_hour.data),
            quiet_from=int(self.quiet_from.data),
            quiet_to=int(self.quiet_to.data),
            line_on=bool(self.line_on.data),
            duty_phone=self.duty_phone.data or "",
        )
