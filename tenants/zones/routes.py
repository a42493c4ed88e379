from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.extensions import db
from core.i18n.dates import bangkok_today
from core.manual.queries import content_of
from core.manual.structure import ZoneSettings
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, district_blueprint, requires
from tenants.adoption.queries import edition_in_force
from tenants.zones import queries, service
from tenants.zones.forms import ZoneClosureForm, ZoneForm, ZonesForm
from tenants.zones.permissions import ZonePermission

blueprint = district_blueprint("zones", __name__)


@blueprint.get("/zones/setup")
@requires(ZonePermission.SET_UP)
def show_setup() -> ResponseReturnValue:
    return _setup_page()


@blueprint.post("/zones")
@requires(ZonePermission.SET_UP)
def create_zones() -> ResponseReturnValue:
    form = ZonesForm()

    def create() -> str:
        service.create_zones(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            names=form.names.data,
            valid_from=form.valid_from.data,
        )
        return url_for(".show_setup")

    return submit(form, create, lambda: _setup_page(form))


@blueprint.get("/zones/<uuid:zone_id>/edit")
@requires(ZonePermission.SET_UP)
def edit_zone(zone_id: UUID) -> ResponseReturnValue:
    zone = queries.zone(db.session(), current_reach(), zone_id)
    return render_template("zones/edit.html", zone=zone, form=ZoneForm(obj=zone))


@blueprint.post("/zones/<uuid:zone_id>")
@requires(ZonePermission.SET_UP)
def update_zone(zone_id: UUID) -> ResponseReturnValue:
    form = ZoneForm()

    def rename() -> str:
        service.rename_zone(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            zone_id=zone_id,
            seen_version=form.seen_version,
            name=form.name.data,
        )
        return url_for(".show_setup")

    def again() -> str:
        zone = queries.zone(db.session(), current_reach(), zone_id)
        return render_template("zones/edit.html", zone=zone, form=form)

    return submit(form, rename, again)


@blueprint.get("/zones/<uuid:zone_id>/closure/new")
@requires(ZonePermission.SET_UP)
def new_closure(zone_id: UUID) -> ResponseReturnValue:
    return _closure_page(zone_id, ZoneClosureForm(closed_on=bangkok_today()))


@blueprint.post("/zones/<uuid:zone_id>/closure")
@requires(ZonePermission.SET_UP)
def create_closure(zone_id: UUID) -> ResponseReturnValue:
    form = ZoneClosureForm()

    def close() -> str:
        service.close_zone(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            zone_id=zone_id,
            closed_on=form.closed_on.data,
            reason=form.reason.data,
        )
        return url_for(".show_setup")

    return submit(form, close, lambda: _closure_page(zone_id, form))


def _setup_page(form: ZonesForm | None = None) -> str:
    """The zones of the office, and the form for the first ones or for one more."""
    lines = queries.zones_with_members(db.session(), current_reach())
    in_force = edition_in_force(db.session(), bangkok_today())
    rules = content_of(in_force[1]).zones if in_force else None
    open_lines = [line for line in lines if line[0].closed_on is None]
    room = rules.maximum - len(open_lines) if rules else 0
    number = _number_asked(rules, room, begun=bool(open_lines)) if rules else 0
    if rules and form is None:
        first = max((zone.number for zone, _members in lines), default=0) + 1
        form = ZonesForm(
            names=[
                rules.name_pattern.replace("{number}", str(first + place))
                for place in range(number)
            ]
        )
    return render_template(
        "zones/setup.html",
        lines=lines,
        begun=bool(open_lines),
        edition=in_force[1] if in_force else None,
        rules=rules,
        room=room,
        form=form,
        asked=request.args.get("count", ""),
        number=len(form.names) if form else 0,
    )


def _number_asked(rules: ZoneSettings, room: int, *, begun: bool) -> int:
    """How many names the form offers: what was asked for, else the manual's suggestion or one more."""
    asked = request.args.get("count", type=int)
    least = 1 if begun else rules.minimum
    usual = 1 if begun else rules.suggested
    return min(max(asked if asked is not None else usual, least), max(room, 1))


def _closure_page(zone_id: UUID, form: ZoneClosureForm) -> str:
    zone = queries.zone(db.session(), current_reach(), zone_id)
    return render_template("zones/closure.html", zone=zone, form=form)
