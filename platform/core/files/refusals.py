"""Why a scan is refused: sentences that say what to do."""

from core.marks import mark

TOO_LARGE = mark("The largest file that can be sent is 20 megabytes.")
DAMAGED = mark(
    "Send the scan as PDF, PNG or JPEG. This file is none of them, or it is damaged: scan the page again."
)
MORE_INSIDE = mark(
    "This file holds more than the page itself. Scan the page again, or print it to a new PDF."
)
LOCKED = mark(
    "This PDF is locked. Save it without a password and without restrictions, and send it again."
)
ACTIVE = mark(
    "This PDF holds programs or other files (%(found)s). Print it to a new PDF, or scan the page again."
)


class ScanProblem(Exception):  # noqa: N818 - a person's slip, not an error of the program
    """What is wrong with a scan: the id of a sentence and its parameters."""

    def __init__(self, message_id: str, /, **parameters: object) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.parameters = parameters
