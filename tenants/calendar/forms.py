from flask_babel import lazy_gettext as _

from core.web.fields import Optional, ThaiStringField
from core.web.forms import RecordForm


class FeedForm(RecordForm):
    label = ThaiStringField(
        _("Where it will be used"),
        max_length=60,
        hint=_("For example: my phone"),
        validators=[Optional()],
    )
