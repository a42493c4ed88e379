"""Pages of the committee, the network and the centres above the districts, on the blueprint of `routes`."""

from typing import Any
from uuid import UUID

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from city.programme import queries, service
from city.programme.forms import BodyForm, MemberForm
from city.programme.models import SEVERAL, UPPER, Body, BodyKind, MemberRole
from city.programme.permissions import ProgrammePermission
from city.programme.routes import blueprint, steps_of_history
from city.programme.words import KINDS, OFFICIAL_NAMES, ROLES
from core.audit.queries import changes
from core.errors import NotFound
from core.extensions import db
from core.files.current import current_store
from core.i18n.dates import bangkok_today
from core.tenancy.queries import districts
from core.web.downloads import send_stored
from core.web.forms import submit
from core.web.guard import current_actor, requires
from core.web.step_forms import EndingForm, ReasonForm
from core.web.uploads import sent_scan

__all__ = ["blueprint"]


@blueprint.get("/programme/bodies")
@requires(ProgrammePermission.READ)
def list_bodies() -> ResponseReturnValue:
    session, today = db.session(), bangkok_today()
    choice = queries.upper_level_choice(session)
    has_upper = choice is not None and choice.is_on
    bodies = queries.bodies(session, today, with_upper=has_upper)
    return render_template(
        "programme/bodies.html",
        bodies=bodies,
        choice=choice,
        kinds=_kinds_to_set_up(bodies, has_upper=has_upper),
        offices={office.code: office for office in districts(session)},
        titles={kind.value: title for kind, title in KINDS.items()},
    )


@blueprint.get("/programme/body-kinds/<string:kind>/bodies/new")
@requires(ProgrammePermission.EDIT)
def new_body(kind: str) -> ResponseReturnValue:
    named = _named(kind)
    return _new_body_page(named, _body_form(named, name=OFFICIAL_NAMES[named]))


@blueprint.post("/programme/body-kinds/<string:kind>/bodies")
@requires(ProgrammePermission.EDIT)
def create_body(kind: str) -> ResponseReturnValue:
    named = _named(kind)
    form = _body_form(named)

    def set_up() -> str:
        entry = service.set_up_body(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            kind=named,
            terms=form.said,
            scan=sent_scan(form.scan),
            store=current_store(),
        )
        return url_for(".show_body", body_id=entry.id)

    return submit(form, set_up, lambda: _new_body_page(named, form))


@blueprint.get("/programme/bodies/<uuid:body_id>")
@requires(ProgrammePermission.READ)
def show_body(body_id: UUID) -> ResponseReturnValue:
    session, today = db.session(), bangkok_today()
    entry = queries.body(session, body_id)
    seats = queries.members(session, body_id)
    return render_template(
        "programme/body.html",
        entry=entry,
        kind=KINDS[BodyKind(entry.kind)],
        parent=queries.parent_of(session, entry),
        office=next((one for one in districts(session) if one.code == entry.office_code), None),
        present=[seat for seat in seats if not queries.is_over(seat, today)],
        past=[seat for seat in seats if queries.is_over(seat, today)],
        roles={role.value: title for role, title in ROLES.items()},
        today=today,
        history=changes(session, table="upper_bodies", row_id=str(body_id)),
        steps=steps_of_history(),
    )


@blueprint.get("/programme/bodies/<uuid:body_id>/order")
@requires(ProgrammePermission.READ)
def show_order(body_id: UUID) -> Response:
    """The scan of the order that set a body up."""
    entry = queries.body(db.session(), body_id)
    if entry.file_id is None:
        raise NotFound("This file does not exist.")
    return send_stored(db.session(), entry.file_id, inline=True)


@blueprint.get("/programme/bodies/<uuid:body_id>/edit")
@requires(ProgrammePermission.EDIT)
def edit_body(body_id: UUID) -> ResponseReturnValue:
    entry = service.working_body(db.session(), body_id)
    return _edit_body_page(body_id, _body_form(BodyKind(entry.kind), obj=entry))


@blueprint.post("/programme/bodies/<uuid:body_id>")
@requires(ProgrammePermission.EDIT)
def update_body(body_id: UUID) -> ResponseReturnValue:
    form = _body_form(BodyKind(queries.body(db.session(), body_id).kind))

    def change() -> str:
        service.change_body(
            db.session(),
            actor=current_actor(),
            body_id=body_id,
            seen_version=form.seen_version,
            terms=form.said,
            scan=sent_scan(form.scan),
            store=current_store(),
        )
        flash(gettext("What you changed is saved."), "success")
        return url_for(".show_body", body_id=body_id)

    return submit(form, change, lambda: _edit_body_page(body_id, form))


@blueprint.get("/programme/bodies/<uuid:body_id>/ending/new")
@requires(ProgrammePermission.EDIT)
def new_body_ending(body_id: UUID) -> ResponseReturnValue:
    return _ending_page(body_id, EndingForm(ended_on=bangkok_today()))


@blueprint.post("/programme/bodies/<uuid:body_id>/ending")
@requires(ProgrammePermission.EDIT)
def create_body_ending(body_id: UUID) -> ResponseReturnValue:
    form = EndingForm()

    def end() -> str:
        entry = service.end_body(
            db.session(),
            actor=current_actor(),
            body_id=body_id,
            ended_on=form.ended_on.data,
            reason=form.reason.data,
        )
        flash(gettext("“%(name)s” works no more.", name=entry.name), "success")
        return url_for(".list_bodies")

    return submit(form, end, lambda: _ending_page(body_id, form))


@blueprint.get("/programme/bodies/<uuid:body_id>/members/new")
@requires(ProgrammePermission.EDIT)
def new_member(body_id: UUID) -> ResponseReturnValue:
    return _member_page(body_id, MemberForm(valid_from=bangkok_today()))


@blueprint.post("/programme/bodies/<uuid:body_id>/members")
@requires(ProgrammePermission.EDIT)
def create_member(body_id: UUID) -> ResponseReturnValue:
    form = MemberForm()

    def seat() -> str:
        service.seat_member(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            body_id=body_id,
            name=form.name.data,
            role=form.role.data,
            position=form.position.data,
            valid_from=form.valid_from.data,
        )
        return url_for(".show_body", body_id=body_id)

    return submit(form, seat, lambda: _member_page(body_id, form))


@blueprint.get("/programme/members/<uuid:member_id>/ending/new")
@requires(ProgrammePermission.EDIT)
def new_seat_ending(member_id: UUID) -> ResponseReturnValue:
    return _seat_ending_page(member_id, EndingForm(ended_on=bangkok_today()))


@blueprint.post("/programme/members/<uuid:member_id>/ending")
@requires(ProgrammePermission.EDIT)
def create_seat_ending(member_id: UUID) -> ResponseReturnValue:
    form = EndingForm()

    def end() -> str:
        seat = service.end_seat(
            db.session(),
            actor=current_actor(),
            member_id=member_id,
            valid_to=form.ended_on.data,
            reason=form.reason.data,
        )
        return url_for(".show_body", body_id=seat.body_id)

    return submit(form, end, lambda: _seat_ending_page(member_id, form))


@blueprint.get("/programme/levels/new")
@requires(ProgrammePermission.EDIT)
def new_levels() -> ResponseReturnValue:
    return _levels_page(ReasonForm())


@blueprint.post("/programme/levels/<any(on, off):choice>")
@requires(ProgrammePermission.EDIT)
def create_levels(choice: str) -> ResponseReturnValue:
    form = ReasonForm()

    def choose() -> str:
        service.choose_upper_levels(
            db.session(), actor=current_actor(), is_on=choice == "on", reason=form.reason.data
        )
        flash(gettext("What you changed is saved."), "success")
        return url_for(".list_bodies", _anchor="levels")

    return submit(form, choose, lambda: _levels_page(form))


def _named(kind: str) -> BodyKind:
    try:
        named = BodyKind(kind)
    except ValueError as problem:
        raise NotFound("This page does not exist") from problem
    if named in UPPER and not queries.has_upper_levels(db.session()):
        raise NotFound("This page does not exist")
    return named


def _kinds_to_set_up(bodies: queries.Bodies, *, has_upper: bool) -> list[tuple[str, str]]:
    """What can be set up beside the bodies that work."""
    working = {BodyKind(each.body.kind) for each in bodies.placed}
    return [
        (kind.value, title)
        for kind, title in KINDS.items()
        if (has_upper or kind not in UPPER) and (kind in SEVERAL or kind not in working)
    ]


def _body_form(kind: BodyKind, **values: Any) -> BodyForm:
    session = db.session()
    form = BodyForm(**values)
    parents = queries.possible_parents(session, kind, bangkok_today())
    offices = [(one.code, one.name_th) for one in districts(session)]
    form.offer(
        [(each.id, each.name) for each in parents],
        offices if kind is BodyKind.DISTRICT_CENTRE else (),
    )
    return form


def _new_body_page(kind: BodyKind, form: BodyForm) -> str:
    return render_template("programme/body_new.html", form=form, kind=kind, title=KINDS[kind])


def _edit_body_page(body_id: UUID, form: BodyForm) -> str:
    entry = queries.body(db.session(), body_id)
    return render_template("programme/body_edit.html", form=form, entry=entry)


def _ending_page(body_id: UUID, form: EndingForm) -> str:
    entry: Body = service.working_body(db.session(), body_id)
    return render_template("programme/ending.html", form=form, entry=entry)


def _member_page(body_id: UUID, form: MemberForm) -> str:
    entry = service.working_body(db.session(), body_id)
    return render_template("programme/member_new.html", form=form, entry=entry)


def _seat_ending_page(member_id: UUID, form: EndingForm) -> str:
    session = db.session()
    seat = queries.member(session, member_id)
    return render_template(
        "programme/seat_ending.html",
        form=form,
        seat=seat,
        role=ROLES[MemberRole(seat.role)],
        entry=queries.body(session, seat.body_id),
    )


def _levels_page(form: ReasonForm) -> str:
    return render_template(
        "programme/levels.html", form=form, is_on=queries.has_upper_levels(db.session())
    )
