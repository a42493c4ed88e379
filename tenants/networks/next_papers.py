"""The next missing paper of a network in words: what it is, who does it, until when, and where."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext, ngettext

from core.i18n.dates import show_date
from core.web.shell import language
from tenants.networks.queries import Standing
from tenants.networks.status import OF_COMMITTEE, OF_ORDER, Evidence, Missing, NextPaper
from tenants.zones.models import Zone


@dataclass(frozen=True)
class Step:
    """A step as `ui/todo.html` draws it."""

    what: str
    action: str
    url: str
    where: str = ""
    who: str = ""
    by_when: str = ""
    tone: str = ""


def step_of(standing: Standing, today: date) -> Step | None:
    """The next step of a zone's network; None where every paper is on file."""
    if standing.next is None:
        return None
    return paper_step(standing.zone, standing.evidence, standing.next, today)


def paper_step(zone: Zone, evidence: Evidence, found: NextPaper, today: date) -> Step:
    day = show_date(found.due_on, style="short", language=language())
    late = found.is_late(today)
    what, action = _words(found)
    return Step(
        what=what,
        action=action,
        url=_address(zone, evidence, found.missing),
        where=zone.name,
        who=gettext(found.role.title),
        by_when=gettext("Was due by %(day)s", day=day) if late else gettext("By %(day)s", day=day),
        tone="warning" if late else "",
    )


def _words(found: NextPaper) -> tuple[str, str]:
    if found.missing is Missing.SEATS:
        return (
            ngettext(
                "%(num)s seat of the committee is empty",
                "%(num)s seats of the committee are empty",
                found.seats,
            ),
            gettext("Fill the seats"),
        )
    return {
        Missing.COMMUNITIES: (gettext("No community is in the zone"), gettext("Place communities")),
        Missing.ELECTION: (
            gettext("The network has no chair"),
            gettext("Prepare the election of the chair"),
        ),
        Missing.CANDIDATES: (
            gettext("The election of the chair is being prepared"),
            gettext("Open the election"),
        ),
        Missing.BALLOTS: (
            gettext("The chair is being elected"),
            gettext("See the election"),
        ),
        Missing.RESULT: (
            gettext("The result of the election is not signed"),
            gettext("Count and sign the result"),
        ),
        Missing.ORDER_DRAFT: (
            gettext("No draft of the appointment order"),
            gettext("Draft the order"),
        ),
        Missing.ORDER_PROPOSAL: (
            gettext("The draft of the order has not been proposed"),
            gettext("Check and propose the order"),
        ),
        Missing.ORDER_SIGNATURE: (
            gettext("The order waits for the director's signature"),
            gettext("Sign the order"),
        ),
        Missing.BY_LAW_DRAFT: (gettext("There is no by-law"), gettext("Draft the by-law")),
        Missing.BY_LAW_ADOPTION: (
            gettext("The by-law has not been adopted"),
            gettext("Record the meeting that adopts it"),
        ),
    }[found.missing]


def _address(zone: Zone, evidence: Evidence, missing: Missing) -> str:
    """Where the step is taken; the list of its kind where the paper does not exist yet."""
    if missing in OF_COMMITTEE:
        return _address_of_committee(zone, evidence, missing)
    if missing in OF_ORDER:
        if evidence.draft is None:
            return url_for("orders.list_orders")
        return url_for("orders.show_order", order_id=evidence.draft.id)
    if evidence.by_laws.draft is None:
        return url_for("bylaws.list_by_laws")
    return url_for("bylaws.show_by_law", by_law_id=evidence.by_laws.draft.id)


def _address_of_committee(zone: Zone, evidence: Evidence, missing: Missing) -> str:
    if missing is Missing.COMMUNITIES:
        return url_for("networks.list_zones")
    if missing is Missing.SEATS:
        return url_for("committees.show_committee", zone_id=zone.id)
    if evidence.election is None:
        return url_for("elections.new_election", chair=zone.id)
    return url_for("elections.show_election", election_id=evidence.election.id)
