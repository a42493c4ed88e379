from typing import cast

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from core.oversight.service import LONGEST_REASON, MINUTES
from core.web.fields import Required, ThaiTextAreaField
from core.web.forms import ConfirmedForm


class LookForm(ConfirmedForm):
    """Why, and for how long. `next` is the district's page from which the person came."""

    next = HiddenField()
    reason = ThaiTextAreaField(
        _("Why you need to look"),
        max_length=LONGEST_REASON,
        hint=_(
            "The district reads it beside your name, for example: checking the order behind figure P1"
        ),
        validators=[Required(_("Type why you need to look."))],
    )
    minutes = RadioField(
        _("How long"),
        choices=[
            SelectChoice(str(each), cast("str", _("%(number)s minutes", number=each)))
            for each in MINUTES
        ],
        default=str(MINUTES[0]),
        validators=[DataRequired(_("Choose how long the look lasts."))],
    )
