"""Filling, correcting and vacating one seat."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today, show_date
from core.manual.structure import CommitteeKind, SeatSource
from core.tenancy.queries import office
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, requires
from tenants.committees import queries, service
from tenants.committees.bodies import Body, Place
from tenants.committees.forms import SeatForm, VacancyForm, uuid_of
from tenants.committees.models import Seat
from tenants.committees.permissions import CommitteePermission
from tenants.committees.routes import BODIES, at, blueprint, body_at
from tenants.committees.view import CommitteeView, Group, SeatLine
from tenants.people.queries import duplicates_of, names_to_choose

__all__ = ["blueprint"]


@at(BODIES, "/seats/new")
@requires(CommitteePermission.EDIT)
def new_seat(**names: Any) -> ResponseReturnValue:
    arguments = request.args
    view, group, line = _seat_of_address(
        body_at(names),
        arguments.get("rule", ""),
        arguments.get("community", ""),
        arguments.get("replaces", ""),
    )
    form = SeatForm(
        rule_key=group.rule.key,
        community_id=str(line.community.id) if line.community else "",
        replaces_seat_id=str(line.vacated.id) if line.vacated else "",
        person_position=_usual_position(view, group, line.community),
        valid_from=bangkok_today(),
    )
    return _new_page(form, view, group, line)


@at(BODIES, "/seats", method="POST")
@requires(CommitteePermission.EDIT)
def create_seat(**names: Any) -> ResponseReturnValue:
    body, form = body_at(names), SeatForm()

    def fill() -> str:
        service.fill_seat(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            body=body,
            record_id=form.id_of_record,
            rule_key=form.rule_key.data or "",
            community_id=uuid_of(form.community_id.data),
            occupant=_occupant(form),
            replaces_seat_id=uuid_of(form.replaces_seat_id.data),
            reason=form.reason.data,
        )
        return _address_of(body, form.rule_key.data or "")

    def again() -> str:
        view, group, line = _seat_of_address(
            body,
            form.rule_key.data or "",
            form.community_id.data or "",
            form.replaces_seat_id.data or "",
        )
        return _new_page(form, view, group, line)

    return submit(form, fill, again)


@blueprint.get("/seats/<uuid:seat_id>/edit")
@requires(CommitteePermission.EDIT)
def edit_seat(seat_id: UUID) -> ResponseReturnValue:
    seat, _view = queries.seat(db.session(), current_reach(), seat_id)
    return _edit_page(seat_id, SeatForm(obj=seat))


@blueprint.post("/seats/<uuid:seat_id>")
@requires(CommitteePermission.EDIT)
def update_seat(seat_id: UUID) -> ResponseReturnValue:
    form = SeatForm()

    def change() -> str:
        seat = service.change_seat(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            seat_id=seat_id,
            seen_version=form.seen_version,
            occupant=_occupant(form),
            reason=form.reason.data,
        )
        return _address_of_seat(seat.id)

    return submit(form, change, lambda: _edit_page(seat_id, form))


@blueprint.get("/seats/<uuid:seat_id>/vacancy/new")
@requires(CommitteePermission.EDIT)
def new_vacancy(seat_id: UUID) -> ResponseReturnValue:
    form = VacancyForm(vacated_on=bangkok_today(), reason=request.args.get("reason", ""))
    return _vacancy_page(seat_id, form)


@blueprint.post("/seats/<uuid:seat_id>/vacancy")
@requires(CommitteePermission.EDIT)
def create_vacancy(seat_id: UUID) -> ResponseReturnValue:
    form = VacancyForm()

    def vacate() -> str:
        seat = service.vacate_seat(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            seat_id=seat_id,
            vacated_on=form.vacated_on.data,
            reason=form.reason.data,
        )
        return _address_of_seat(seat.id)

    return submit(form, vacate, lambda: _vacancy_page(seat_id, form))


def _occupant(form: SeatForm) -> service.Occupant:
    return service.Occupant(
        person_name=form.person_name.data,
        person_position=form.person_position.data,
        valid_from=form.valid_from.data,
        term_ends_on=form.term_ends_on.data,
        person_id=form.chosen_person,
        another=form.is_another,
    )


def _seat_of_address(
    body: Body, rule_key: str, community: str, replaces: str
) -> tuple[CommitteeView, Group, SeatLine]:
    """The committee, the rule and the place that an address names; 404 where they do not fit."""
    try:
        view = queries.view_of(db.session(), current_reach(), body, history=True)
    except queries.NoEdition as problem:
        raise NotFound("This seat does not exist.") from problem
    group = view.group(rule_key)
    if group is None:
        raise NotFound("This seat does not exist.")
    vacated = uuid_of(replaces)
    lines = [line for line in group.lines if line.vacated and line.vacated.id == vacated]
    if group.rule.source is SeatSource.COMMUNITY_CHAIR:
        wanted = uuid_of(community)
        lines = [
            line
            for line in group.lines
            if line.community and not line.outside and line.community.id == wanted
        ]
        if not lines:
            raise NotFound("This seat does not exist.")
        if vacated is None:
            return view, group, SeatLine(lines[0].seat, lines[0].community)
    return view, group, lines[0] if lines else SeatLine(None)


def _usual_position(view: CommitteeView, group: Group, place: Place | None) -> str:
    """The position that people on such a seat hold, offered as a start; "" where it is not known."""
    if place is not None:
        return place.chair if _stand_ins(view, place) is None else f"กรรมการ{place.title}"
    if view.body.kind is CommitteeKind.COMMUNITY:
        of = Place(view.body.id, view.name).title if view.body.id else ""
        return f"{group.rule.title.removesuffix('ชุมชน').replace('ประธานกรรมการ', 'ประธาน')}{of}"
    district = office(db.session(), current_actor().district_id).name_th
    return {
        SeatSource.SECTION_HEAD: "หัวหน้าฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
        SeatSource.DIRECTOR: f"ผู้อำนวยการเขต{district}",
        SeatSource.ASSISTANT_DIRECTOR: f"ผู้ช่วยผู้อำนวยการเขต{district}",
    }.get(group.rule.source, "")


def _term_hint(view: CommitteeView, group: Group, replaced: Seat | None, begin: date) -> str:
    """What the rules say about the end of a term, for the reader of the form."""
    if replaced is not None and replaced.term_ends_on is not None:
        return gettext(
            "Empty: the rest of the term of %(name)s, until %(day)s",
            name=replaced.person_name,
            day=show_date(replaced.term_ends_on, style="numeric"),
        )
    if not group.has_term:
        return gettext("Empty: this seat comes with an office and has no term of its own")
    end = queries.term_end(db.session(), view, begin)
    if end is None:
        return gettext("Empty: the length of this term is not known yet")
    return gettext(
        "Empty: a whole term of %(years)s years from the first day",
        years=end.year - begin.year,
    )


def _stand_ins(view: CommitteeView, place: Place) -> list[Seat] | None:
    return queries.stand_ins(db.session(), view, place.id, bangkok_today())


def _new_page(form: SeatForm, view: CommitteeView, group: Group, line: SeatLine) -> str:
    form.offer(duplicates_of(db.session(), form.person_name.data or ""))
    members = _stand_ins(view, line.community) if line.community else None
    return render_template(
        "committees/new_seat.html",
        form=form,
        committee=view,
        group=group,
        place=line.community,
        vacated=line.vacated,
        is_elected=group.rule.source is SeatSource.ELECTED_CHAIR,
        names=[member.person_name for member in members or ()] or names_to_choose(db.session()),
        members=members,
        term_hint=_term_hint(view, group, line.vacated, bangkok_today()),
    )


def _edit_page(seat_id: UUID, form: SeatForm) -> str:
    seat, view = queries.seat(db.session(), current_reach(), seat_id)
    group = view.group(seat.rule_key)
    if group is None or (seat.valid_to is not None and request.method == "GET"):
        raise NotFound("This seat does not exist.")
    if form.person_id.errors:
        form.offer(duplicates_of(db.session(), form.person_name.data or ""))
    replaced = next((old for old, _ in view.former if old.id == seat.replaces_seat_id), None)
    return render_template(
        "committees/edit_seat.html",
        form=form,
        seat=seat,
        committee=view,
        group=group,
        names=names_to_choose(db.session()),
        term_hint=_term_hint(view, group, replaced, seat.valid_from),
    )


def _vacancy_page(seat_id: UUID, form: VacancyForm) -> str:
    seat, view = queries.seat(db.session(), current_reach(), seat_id)
    return render_template(
        "committees/vacancy.html",
        form=form,
        seat=seat,
        committee=view,
        group=view.group(seat.rule_key),
    )


def _address_of(body: Body, rule_key: str) -> str:
    return url_for(".show_committee", **body.address, _anchor=f"rule-{rule_key}")


def _address_of_seat(seat_id: UUID) -> str:
    seat, view = queries.seat(db.session(), current_reach(), seat_id)
    return _address_of(view.body, seat.rule_key)
