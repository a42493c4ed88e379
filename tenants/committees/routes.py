from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.manual.structure import SeatSource
from core.tenancy.queries import office
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, district_blueprint, requires
from tenants.committees import queries, service
from tenants.committees.forms import SeatForm, VacancyForm
from tenants.committees.permissions import CommitteePermission
from tenants.committees.queries import CommitteeView, Group, Place

blueprint = district_blueprint("committees", __name__)


@blueprint.get("/committees")
@requires(CommitteePermission.READ)
def list_committees() -> ResponseReturnValue:
    return render_template(
        "committees/committees.html",
        committees=queries.committees_of(db.session(), current_reach()),
    )


@blueprint.get("/zones/<uuid:zone_id>/committee")
@requires(CommitteePermission.READ)
def show_committee(zone_id: UUID) -> ResponseReturnValue:
    view = queries.committee_of(db.session(), current_reach(), zone_id)
    if view is None:
        return render_template("committees/no_manual.html")
    return render_template("committees/committee.html", committee=view, sources=SeatSource)


@blueprint.get("/zones/<uuid:zone_id>/committee/seats/new")
@requires(CommitteePermission.EDIT)
def new_seat(zone_id: UUID) -> ResponseReturnValue:
    view, group, place = _seat_of_address(
        zone_id, request.args.get("rule", ""), request.args.get("community", "")
    )
    form = SeatForm(
        rule_key=group.rule.key,
        community_id=str(place.id) if place else "",
        person_position=_usual_position(group, place),
        valid_from=bangkok_today(),
    )
    return _new_page(form, view, group, place)


@blueprint.post("/zones/<uuid:zone_id>/committee/seats")
@requires(CommitteePermission.EDIT)
def create_seat(zone_id: UUID) -> ResponseReturnValue:
    form = SeatForm()

    def fill() -> str:
        service.fill_seat(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            zone_id=zone_id,
            record_id=form.id_of_record,
            rule_key=form.rule_key.data or "",
            community_id=_uuid(form.community_id.data or ""),
            occupant=_occupant(form),
        )
        return _address_of(zone_id, form.rule_key.data or "")

    def again() -> str:
        view, group, place = _seat_of_address(
            zone_id, form.rule_key.data or "", form.community_id.data or ""
        )
        return _new_page(form, view, group, place)

    return submit(form, fill, again)


@blueprint.get("/seats/<uuid:seat_id>/edit")
@requires(CommitteePermission.EDIT)
def edit_seat(seat_id: UUID) -> ResponseReturnValue:
    seat, _zone, _view = queries.seat(db.session(), current_reach(), seat_id)
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
        )
        return _address_of_seat(seat.id)

    return submit(form, change, lambda: _edit_page(seat_id, form))


@blueprint.get("/seats/<uuid:seat_id>/vacancy/new")
@requires(CommitteePermission.EDIT)
def new_vacancy(seat_id: UUID) -> ResponseReturnValue:
    return _vacancy_page(seat_id, VacancyForm(vacated_on=bangkok_today()))


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
    )


def _seat_of_address(
    zone_id: UUID, rule_key: str, community: str
) -> tuple[CommitteeView, Group, Place | None]:
    """The committee, the rule and the community that an address names; 404 where they do not fit."""
    view = queries.committee_of(db.session(), current_reach(), zone_id)
    group = view.group(rule_key) if view else None
    if view is None or group is None:
        raise NotFound("This seat does not exist.")
    if group.rule.source is not SeatSource.COMMUNITY_CHAIR:
        return view, group, None
    wanted = _uuid(community)
    places = [line.community for line in group.lines if line.community and not line.outside]
    place = next((place for place in places if place.id == wanted), None)
    if place is None:
        raise NotFound("This seat does not exist.")
    return view, group, place


def _usual_position(group: Group, place: Place | None) -> str:
    """The position that people on such a seat hold, offered as a start; "" where it is not known."""
    if place is not None:
        return place.chair
    district = office(db.session(), current_actor().district_id).name_th
    return {
        SeatSource.SECTION_HEAD: "หัวหน้าฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
        SeatSource.DIRECTOR: f"ผู้อำนวยการเขต{district}",
        SeatSource.ASSISTANT_DIRECTOR: f"ผู้ช่วยผู้อำนวยการเขต{district}",
    }.get(group.rule.source, "")


def _new_page(form: SeatForm, view: CommitteeView, group: Group, place: Place | None) -> str:
    return render_template(
        "committees/new_seat.html",
        form=form,
        committee=view,
        group=group,
        place=place,
        is_elected=group.rule.source is SeatSource.ELECTED_CHAIR,
    )


def _edit_page(seat_id: UUID, form: SeatForm) -> str:
    seat, zone, view = queries.seat(db.session(), current_reach(), seat_id)
    if seat.valid_to is not None and request.method == "GET":
        raise NotFound("This seat does not exist.")
    return render_template(
        "committees/edit_seat.html",
        form=form,
        seat=seat,
        zone=zone,
        group=view.group(seat.rule_key),
    )


def _vacancy_page(seat_id: UUID, form: VacancyForm) -> str:
    seat, zone, view = queries.seat(db.session(), current_reach(), seat_id)
    return render_template(
        "committees/vacancy.html", form=form, seat=seat, zone=zone, group=view.group(seat.rule_key)
    )


def _address_of(zone_id: UUID, rule_key: str) -> str:
    return url_for(".show_committee", zone_id=zone_id, _anchor=f"rule-{rule_key}")


def _address_of_seat(seat_id: UUID) -> str:
    seat, zone, _view = queries.seat(db.session(), current_reach(), seat_id)
    return _address_of(zone.id, seat.rule_key)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
