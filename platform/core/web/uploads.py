"""Files that come with a form."""

from typing import Any

from core.files.scans import Scan, check_scan
from core.files.service import LARGEST_FILE


def sent_scan(field: Any) -> Scan | None:
    """The scan that a file field holds, checked; None where none was sent. FieldError(field="scan") for no scan."""
    sent = field.data
    if not sent or not sent.filename:
        return None
    content = sent.stream.read(LARGEST_FILE + 1)
    return Scan(sent.filename, content, check_scan(content))
