"""The words that pages use for kinds, states and steps of papers."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from tenants.orders.models import OrderKind, OrderState, Step

KIND_TITLES: Mapping[OrderKind, Any] = {
    OrderKind.APPOINTMENT: _("Appointment order"),
    OrderKind.REPLACEMENT: _("Replacement order"),
    OrderKind.REVOCATION: _("Revocation order"),
    OrderKind.ANNOUNCEMENT: _("Announcement"),
    OrderKind.MEMO: _("Memo"),
}
SIGN_WORDS: Mapping[OrderKind, Any] = {
    OrderKind.ANNOUNCEMENT: _("Sign the announcement"),
    OrderKind.MEMO: _("Sign the memo"),
}
SIGN_ORDER = _("Sign the order")

STATE_TITLES: Mapping[OrderState, Any] = {
    OrderState.DRAFT: _("Draft"),
    OrderState.PROPOSED: _("Waiting for signature"),
    OrderState.SIGNED: _("Signed"),
}
TONES: Mapping[OrderState, str] = {
    OrderState.DRAFT: "draft",
    OrderState.PROPOSED: "waiting",
    OrderState.SIGNED: "done",
}
STEP_TITLES: Mapping[Step, Any] = {
    Step.SUBMITTED: _("Handed to the section head"),
    Step.PROPOSED: _("Proposed for signature"),
    Step.RETURNED: _("Returned to the drafter"),
    Step.SENT_BACK: _("Sent back to the section"),
    Step.SIGNED: _("Signed"),
}


def sign_words(kind: OrderKind) -> Any:
    return SIGN_WORDS.get(kind, SIGN_ORDER)


def kind_options() -> list[tuple[str, Any]]:
    return [(kind.value, title) for kind, title in KIND_TITLES.items()]


def state_options() -> list[tuple[str, Any]]:
    return [(state.value, title) for state, title in STATE_TITLES.items()]


def year_options(years: list[int]) -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in years]
