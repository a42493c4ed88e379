from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from core.errors import EditConflict
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, district_blueprint, requires
from tenants.adoption.queries import edition_in_force
from tenants.alliances import queries, service
from tenants.alliances.forms import (
    EXTENT_TITLES,
    FORMALITY_TITLES,
    KIND_TITLES,
    TIE_TITLES,
    AllianceForm,
    ClosureForm,
    Extent,
    Formality,
    JoiningForm,
    LeavingForm,
    NewAllianceForm,
    places_of,
    shown_values,
)
from tenants.alliances.models import Alliance, AllianceKind, Tie
from tenants.alliances.permissions import AlliancePermission
from tenants.registry.queries import communities_to_choose

blueprint = district_blueprint("alliances", __name__)


@blueprint.app_template_filter("formality")
def formality_title(formal: bool) -> str:  # noqa: FBT001 - a filter takes the value alone
    return str(FORMALITY_TITLES[Formality.FORMAL if formal else Formality.INFORMAL])


@blueprint.get("/alliances")
@requires(AlliancePermission.READ)
def list_alliances() -> ResponseReturnValue:
    day = bangkok_today()
    return render_template(
        "alliances/alliances.html",
        forest=queries.forest(db.session(), current_reach(), day),
        kinds=KIND_TITLES,
        whole_district=current_reach().whole_district,
    )


@blueprint.get("/alliances/new")
@requires(AlliancePermission.EDIT)
def new_alliance() -> ResponseReturnValue:
    return _new_page(NewAllianceForm(places=_places()))


@blueprint.post("/alliances")
@requires(AlliancePermission.EDIT)
def create_alliance() -> ResponseReturnValue:
    form = NewAllianceForm(places=_places())

    def create() -> str:
        entry = service.create_alliance(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            particulars=form.particulars,
            valid_from=form.valid_from.data,
        )
        return url_for(".show_alliance", alliance_id=entry.id)

    return submit(form, create, lambda: _new_page(form))


@blueprint.get("/alliances/<uuid:alliance_id>")
@requires(AlliancePermission.READ)
def show_alliance(alliance_id: UUID) -> ResponseReturnValue:
    session, within, day = db.session(), current_reach(), bangkok_today()
    entry = queries.alliance(session, within, alliance_id)
    lines = queries.lines_of(session, alliance_id, day)
    return render_template(
        "alliances/alliance.html",
        entry=entry,
        kind=KIND_TITLES[AllianceKind(entry.kind)],
        tie=TIE_TITLES[Tie(entry.tie)],
        formality=formality_title(entry.formal),
        extent=EXTENT_TITLES[Extent.OUTSIDE if entry.outside else Extent.INSIDE],
        way=queries.way_up(session, within, entry),
        inside=queries.inside_of(session, within, alliance_id),
        present=[line for line in lines if line.ends_on is None or line.ends_on > day],
        former=[line for line in lines if line.ends_on is not None and line.ends_on <= day],
    )


@blueprint.get("/alliances/<uuid:alliance_id>/edit")
@requires(AlliancePermission.EDIT)
def edit_alliance(alliance_id: UUID) -> ResponseReturnValue:
    entry = queries.alliance(db.session(), current_reach(), alliance_id)
    shown = shown_values({name: getattr(entry, name) for name in service.EDITED})
    form = AllianceForm(places=_places(entry), version=str(entry.version), **shown)
    return _edit_page(alliance_id, form)


@blueprint.post("/alliances/<uuid:alliance_id>")
@requires(AlliancePermission.EDIT)
def update_alliance(alliance_id: UUID) -> ResponseReturnValue:
    form = AllianceForm(
        places=_places(queries.alliance(db.session(), current_reach(), alliance_id))
    )

    def change() -> str:
        try:
            service.change_alliance(
                db.session(),
                actor=current_actor(),
                within=current_reach(),
                alliance_id=alliance_id,
                seen_version=form.seen_version,
                particulars=form.particulars,
            )
        except EditConflict as problem:
            version = problem.current["version"]
            problem.current = shown_values(problem.current) | {"version": version}
            raise
        return url_for(".show_alliance", alliance_id=alliance_id)

    return submit(form, change, lambda: _edit_page(alliance_id, form))


@blueprint.get("/alliances/<uuid:alliance_id>/closure/new")
@requires(AlliancePermission.EDIT)
def new_closure(alliance_id: UUID) -> ResponseReturnValue:
    return _closure_page(alliance_id, ClosureForm(closed_on=bangkok_today()))


@blueprint.post("/alliances/<uuid:alliance_id>/closure")
@requires(AlliancePermission.EDIT)
def create_closure(alliance_id: UUID) -> ResponseReturnValue:
    form = ClosureForm()

    def close() -> str:
        service.close_alliance(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            alliance_id=alliance_id,
            closed_on=form.closed_on.data,
            reason=form.reason.data,
        )
        return url_for(".show_alliance", alliance_id=alliance_id)

    return submit(form, close, lambda: _closure_page(alliance_id, form))


@blueprint.get("/alliances/<uuid:alliance_id>/memberships/new")
@requires(AlliancePermission.EDIT)
def new_memberships(alliance_id: UUID) -> ResponseReturnValue:
    return _joining_page(alliance_id, JoiningForm())


@blueprint.post("/alliances/<uuid:alliance_id>/memberships")
@requires(AlliancePermission.EDIT)
def create_memberships(alliance_id: UUID) -> ResponseReturnValue:
    form = JoiningForm()

    def join() -> str:
        number = service.join_communities(
            db.session(),
            within=current_reach(),
            alliance_id=alliance_id,
            community_ids=form.chosen,
            from_day=form.from_day.data,
        )
        flash(
            ngettext(
                "%(num)s community joined the network.",
                "%(num)s communities joined the network.",
                number,
            ),
            "success",
        )
        return url_for(".show_alliance", alliance_id=alliance_id)

    return submit(form, join, lambda: _joining_page(alliance_id, form))


@blueprint.get("/alliance-memberships/<uuid:membership_id>/end/new")
@requires(AlliancePermission.EDIT)
def new_leaving(membership_id: UUID) -> ResponseReturnValue:
    return _leaving_page(membership_id, LeavingForm(from_day=bangkok_today()))


@blueprint.post("/alliance-memberships/<uuid:membership_id>/end")
@requires(AlliancePermission.EDIT)
def create_leaving(membership_id: UUID) -> ResponseReturnValue:
    form = LeavingForm()

    def leave() -> str:
        ended = service.leave_alliance(
            db.session(),
            within=current_reach(),
            membership_id=membership_id,
            from_day=form.from_day.data,
        )
        return url_for(".show_alliance", alliance_id=ended.alliance_id)

    return submit(form, leave, lambda: _leaving_page(membership_id, form))


def _places(entry: Alliance | None = None) -> list[tuple[str, str]]:
    """Where a network may belong: never inside itself; where it belongs now is always among them."""
    zones, alliances = queries.places(db.session(), current_reach(), entry)
    return places_of(zones, alliances)


def _new_page(form: NewAllianceForm) -> str:
    in_force = edition_in_force(db.session(), bangkok_today())
    return render_template(
        "alliances/new.html", form=form, edition=in_force[1] if in_force else None
    )


def _edit_page(alliance_id: UUID, form: AllianceForm) -> str:
    entry = queries.alliance(db.session(), current_reach(), alliance_id)
    return render_template("alliances/edit.html", form=form, entry=entry)


def _closure_page(alliance_id: UUID, form: ClosureForm) -> str:
    entry = queries.alliance(db.session(), current_reach(), alliance_id)
    return render_template("alliances/closure.html", form=form, entry=entry)


def _joining_page(alliance_id: UUID, form: JoiningForm) -> str:
    session = db.session()
    entry = queries.alliance(session, current_reach(), alliance_id)
    present = {
        each.id for each in queries.member_communities(session, alliance_id, bangkok_today())
    }
    choices: list[Any] = [
        (str(community_id), name)
        for community_id, name in communities_to_choose(session, current_reach())
        if community_id not in present
    ]
    form.communities.choices = choices
    return render_template("alliances/joining.html", form=form, entry=entry)


def _leaving_page(membership_id: UUID, form: LeavingForm) -> str:
    line = queries.membership(db.session(), current_reach(), membership_id)
    entry = queries.alliance(db.session(), current_reach(), line.membership.alliance_id)
    question = gettext(
        "Take %(community)s out of “%(network)s”?",
        community=line.community.name,
        network=entry.name,
    )
    return render_template(
        "alliances/leaving.html", form=form, entry=entry, line=line, question=question
    )
