"""Looks of the department into one district (การเข้าดูโดยสำนักพัฒนาสังคม): what one opens, and what stays closed."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from core.access.permissions import Permission


@dataclass(frozen=True)
class LookRules:
    """Which pages of a district somebody of the department may read while a look is open there.

    `held` is what the person needs in the department. `reads` are keys of the districts' permissions
    whose pages open; `closed` are endpoints that stay closed all the same: bulk lists and what is
    about one person. `closing` is the endpoint that ends a look and `showing` the one that tells of it,
    both given `code` and `look_id`.
    """

    held: Permission
    reads: frozenset[str]
    closed: frozenset[str]
    closing: str
    showing: str

    def open_page(self, endpoint: str | None, permission: Permission) -> bool:
        """Whether a page of a district opens in a look; every page that is not named stays closed."""
        return permission.key in self.reads and endpoint not in self.closed


@dataclass(frozen=True)
class Look:
    """An open look as the request carries it: plain values, read once.

    `pages_left` may be opened after this one; with none the look is over when this page is read.
    """

    id: UUID
    district_id: int
    reason: str
    ends_at: datetime
    closing: str = ""
    reads: frozenset[str] = field(default_factory=frozenset)
    pages_left: int = 0
