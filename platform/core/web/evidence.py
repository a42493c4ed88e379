"""What the pages behind a figure share in both tiers: the address's choices, and words for parts and papers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask import request
from flask_babel import gettext

from core.composition import current_composition
from core.errors import InputProblem, NotFound
from core.evidence.models import EvidenceKind, EvidenceState
from core.i18n.numbers import NOTHING, show_number
from core.indicators.definitions import Catalogue, Definition, Target
from core.indicators.evidence import CountOfUnits, Evidence, Part, Role, Values
from core.indicators.formula_words import node_words
from core.indicators.formulas import How, Over
from core.indicators.spans import Span, month_span, parse_span
from core.marks import mark

KINDS = {
    EvidenceKind.ADOPTION: mark("Adoption of the manual"),
    EvidenceKind.ORDER: mark("Order"),
    EvidenceKind.ANNOUNCEMENT: mark("Announcement"),
    EvidenceKind.MEMO: mark("Memo"),
    EvidenceKind.BY_LAW: mark("By-law"),
    EvidenceKind.ELECTION: mark("Result of an election"),
    EvidenceKind.MINUTES: mark("Minutes of a meeting"),
    EvidenceKind.CERTIFICATE: mark("Certificate"),
}
STATES = {
    EvidenceState.VALID.value: (mark("In force"), "done"),
    EvidenceState.REPLACED.value: (mark("A later paper took its place"), "neutral"),
    EvidenceState.REVOKED.value: (mark("Revoked"), "cancelled"),
}
ROLES = {
    Role.NUMERATOR: mark("Numerator"),
    Role.DENOMINATOR: mark("Denominator"),
    Role.BESIDE: mark("Shown apart, in no part of the figure"),
}
_HOW = {
    How.SUM: mark("added up over the months"),
    How.LATEST: mark("at the end of the latest counted month"),
    How.CUMULATIVE: mark("all months up to the end"),
}


@dataclass(frozen=True)
class Choice:
    """What an address of an evidence page asks for."""

    definition: Definition
    span: Span


def chosen(catalogue: Catalogue, indicator: str, *, today: date) -> Choice:
    """The indicator and the period of the address (without one: this month); NotFound for what does not exist."""
    asked = request.args.get("period", "")
    try:
        span = parse_span(asked) if asked else month_span(today)
    except InputProblem as problem:
        raise NotFound("This period does not exist.") from problem
    definition = catalogue.beginning(span.first).get(indicator)
    if definition is None:
        raise NotFound("This indicator does not exist.")
    return Choice(definition, span)


def zone_asked() -> UUID | None:
    """The zone of the address; NotFound for what is none."""
    asked = request.args.get("zone", "")
    try:
        return UUID(asked) if asked else None
    except ValueError as problem:
        raise NotFound("This zone does not exist.") from problem


def how_words(part: Part) -> str:
    return gettext(_HOW[part.how])


def count_title(count: CountOfUnits) -> str:
    """Communities with at least 1 of (“Activities held”)."""
    words = node_words(count.node, current_composition().measures)
    return words[:1].upper() + words[1:]


def count_note(found: Evidence, count: CountOfUnits) -> str:
    """26 communities, each counted once, out of 48 of “Activities held”; the sum alone is not said of several."""
    inner = [part for part in found.parts if part.within == count.node]
    number, whole = count.values.counted, inner[0].whole.counted if inner else None
    if len(inner) != 1 or number is None or whole is None:
        return gettext("each counted once, however often it reaches")
    values = {
        "number": number_words(number),
        "total": number_words(whole),
        "measure": part_title(inner[0]),
    }
    if count.node.over is Over.COMMUNITIES:
        return gettext(
            "%(number)s communities, each counted once, out of %(total)s (%(measure)s)", **values
        )
    return gettext("%(number)s zones, each counted once, out of %(total)s (%(measure)s)", **values)


def part_title(part: Part) -> str:
    return gettext(part.measure.title) if part.measure else part.key


def value_words(values: Values, state: str) -> str:
    """A value of one state; a dash where there is none."""
    return number_words(getattr(values, state))


def number_words(value: Decimal | int | None) -> str:
    """A whole number as it is, any other with two decimals; a dash where there is none."""
    if value is None:
        return NOTHING
    return show_number(value, 0 if value == int(value) else 2)


def target_words(target: Target | None, definition: Definition) -> str:
    """What should be reached; empty where nothing was set."""
    if target is None or target.value is None:
        return ""
    value = number_words(target.value)
    return gettext("Target %(value)s", value=f"{value} %" if definition.is_share else value)
