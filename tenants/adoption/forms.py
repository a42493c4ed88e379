from core.web.fields import WholeNumberField
from core.web.forms import RecordForm


class AdoptionForm(RecordForm):
    """The number stands in the page; the person confirms it."""

    edition = WholeNumberField(minimum=1, maximum=9999)
