# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from core.web.fields import Required, ThaiTextAreaField
from core.web.forms import RecordForm


class ExplanationForm(RecordForm):
    """`fingerprint` is of the values that the person saw."""

    fingerprint = HiddenField()
    explanation = ThaiTextAreaField(
        _("Why the values are right"),
        max_length=2000,
        hint=_(
            "For example: 40 houses stand empty after the move in 2568. Name no person: others read it too."
        ),
        validators=[Required(_("Say why the values are right."))],
    )
