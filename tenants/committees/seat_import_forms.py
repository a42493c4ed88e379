# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField

from core.web.fields import Required
from core.web.forms import RecordForm


class SeatImportForm(RecordForm):
    file = FileField(
        _("File"),
        description=_("Excel (.xlsx) or CSV, at most 20 megabytes and 600 names"),
        validators=[Required(_("Choose a file."))],
        render_kw={"accept": ".csv,.xlsx"},
    )
