from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSlip:
    """What a person needs to open the platform for the first time, on one A5 page.

    `url` is printed as a QR code and as text; `valid_until` is the last day on which it works.
    """

    office_name: str
    holder_name: str
    role: str
    url: str
    valid_until: date
    issued_by: str
