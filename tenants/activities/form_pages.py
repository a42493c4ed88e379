"""The form of an activity: what it offers to this person, and what it says as a report."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request

from core.access.permissions import WHOLE_DISTRICT
from core.errors import FieldError
from core.extensions import db
from core.i18n.digits import to_arabic_digits
from core.tenancy.queries import districts
from core.web.guard import current_actor, current_reach
from tenants.activities import queries, service
from tenants.activities.forms import (
    FEWEST_GIFTS,
    FURTHER_GIFTS,
    ActivityForm,
    Choices,
    form_with_gifts,
)
from tenants.activities.models import ActivityKind, ParticipationStage, Principle
from tenants.activities.photos import ReadPhoto
from tenants.partners.models import Sector
from tenants.partners.queries import contributions_of_activity
from tenants.problems.queries import problem_choices
from tenants.zones.queries import open_zones


def blank_form(**values: Any) -> ActivityForm:
    """The form of a new report."""
    rows = max(FEWEST_GIFTS, _rows_sent())
    return form_with_gifts(rows)(choices=_choices(None), **values)


def form_of(line: queries.ActivityLine, *, filled: bool = False) -> ActivityForm:
    """The form of a report that exists; `filled` with what is stored."""
    given = len(contributions_of_activity(db.session(), line.activity.id))
    rows = max(FEWEST_GIFTS, given + FURTHER_GIFTS, _rows_sent())
    values: dict[str, Any] = {}
    if filled:
        stored = service.stored(db.session(), line.activity)
        values = {"data": stored, "version": str(line.activity.version)}
    return form_with_gifts(rows)(choices=_choices(line), **values)


def report_of(form: ActivityForm) -> service.Report:
    """What the person says; call it on a form that was found good."""
    said: Mapping[str, Any] = form.data
    stage = said["stage"]
    return service.Report(
        title=said["title"],
        held_on=said["held_on"],
        holder=said["holder"] or "",
        kind=ActivityKind(said["kind"]).value,
        stage=ParticipationStage(stage).value if stage else None,
        participants=said["participants"],
        female=said["female"],
        male=said["male"],
        note=said["note"],
        place=said["place"],
        lat=float(said["lat"]) if said["lat"] is not None else None,
        lon=float(said["lon"]) if said["lon"] is not None else None,
        cost=said["cost"],
        sectors={
            sector.value: said[f"sector_{sector.value}"]
            for sector in Sector
            if said[f"sector_{sector.value}"] is not None
        },
        principles=tuple(one.value for one in Principle if one.value in said["principles"]),
        problem_id=said["problem_id"],
        faces_consented=bool(said["faces_consented"]),
        further_zones=_further_zones(form),
        gifts=form.gifts(),
        partner_district_id=said["partner_district_id"],
    )


def sent_photos(form: ActivityForm) -> list[ReadPhoto]:
    """What was sent as photos, each still on the disk until it is read."""
    return [sent.stream.read for sent in request.files.getlist(form.photos.name) if sent.filename]


def _choices(line: queries.ActivityLine | None) -> Choices:
    session, within = db.session(), current_reach()
    entry = line.activity if line else None
    problems = problem_choices(session, within)
    served = queries.problem_of(session, entry) if entry else None
    if served and served.id not in dict(problems):
        # It may have been solved since, or be beyond this person's reach: it stays as it is.
        problems = [(served.id, served.title), *problems]
    return Choices(
        holders=_holders(line),
        staff=within.whole_district,
        zones=[(zone.id, zone.name) for zone in open_zones(session, within)],
        problems=problems,
        offices=_offices() if within.whole_district else (),
        partners=queries.partner_names(session, within),
    )


def _holders(line: queries.ActivityLine | None) -> list[queries.Holder]:
    holders = queries.holders(db.session(), current_reach())
    present = queries.Holder(line.zone, line.community) if line else None
    if present and present.key not in {holder.key for holder in holders}:
        # A community may have been closed, or its leader have moved on, since the report was sent.
        holders = [present, *holders]
    return holders


def _offices() -> list[tuple[int, str]]:
    own = current_actor().district_id
    return [(each.code, each.title_th) for each in districts(db.session()) if each.code != own]


def _rows_sent() -> int:
    """How many rows for partners the sent form has."""
    sent = [name.split("_")[1] for name in request.form if name.startswith("gift_")]
    return max((int(row) + 1 for row in sent if row.isdecimal() and len(row) < 3), default=0)  # noqa: PLR2004 - two digits


def _further_zones(form: ActivityForm) -> tuple[UUID, ...]:
    """The other networks: chosen by the staff, by their numbers where a leader typed them."""
    if form.choices.staff:
        return _ids(form.further_zones.data)
    numbers = re.findall(r"\d+", to_arabic_digits(form.further_numbers.data))
    known = {zone.number: zone.id for zone in open_zones(db.session(), WHOLE_DISTRICT)}
    for number in numbers:
        if int(number[:4]) not in known:
            raise FieldError("There is no zone %(number)s.", field="further_numbers", number=number)
    return tuple(known[int(number[:4])] for number in numbers)


def _ids(typed: list[str]) -> tuple[UUID, ...]:
    found = []
    for each in typed:
        try:
            found.append(UUID(each))
        except ValueError:
            # Nothing has this id, so that the service finds nothing either.
            found.append(UUID(int=0))
    return tuple(found)


def offline_owner() -> str:
    """Whose phone keeps what is typed: nobody else sees it there."""
    actor = current_actor()
    return f"{actor.account_id}/{actor.slug}"
