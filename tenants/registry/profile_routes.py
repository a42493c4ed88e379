"""Pages of a community's profile and of its participation, on the blueprint of `routes`."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from core.extensions import db
from core.i18n.dates import bangkok_today
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, requires
from tenants.registry import profiles, queries
from tenants.registry.import_routes import blueprint
from tenants.registry.permissions import RegistryPermission
from tenants.registry.profile_forms import (
    NOTE_TITLES,
    JoiningForm,
    ProfileForm,
    WithdrawalForm,
)

__all__ = ["blueprint"]


@blueprint.get("/communities/<uuid:community_id>/profile")
@requires(RegistryPermission.READ)
def show_profile(community_id: UUID) -> ResponseReturnValue:
    session = db.session()
    community = queries.community(session, current_reach(), community_id)
    return render_template(
        "registry/profile.html",
        community=community,
        profile=profiles.profile_of(session, community.id),
        titles=NOTE_TITLES,
        participations=profiles.participations_of(session, community.id),
    )


@blueprint.get("/communities/<uuid:community_id>/profile/edit")
@requires(RegistryPermission.EDIT)
def edit_profile(community_id: UUID) -> ResponseReturnValue:
    session = db.session()
    community = queries.community(session, current_reach(), community_id)
    found = profiles.profile_of(session, community.id)
    return _edit_page(community_id, ProfileForm(obj=found) if found else ProfileForm())


@blueprint.post("/communities/<uuid:community_id>/profile")
@requires(RegistryPermission.EDIT)
def update_profile(community_id: UUID) -> ResponseReturnValue:
    form = ProfileForm()

    def write() -> str:
        profiles.write_profile(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            community_id=community_id,
            seen_version=form.seen_version,
            notes=form.notes,
        )
        return url_for(".show_profile", community_id=community_id)

    return submit(form, write, lambda: _edit_page(community_id, form))


@blueprint.get("/communities/<uuid:community_id>/participation/new")
@requires(RegistryPermission.EDIT)
def new_participation(community_id: UUID) -> ResponseReturnValue:
    return _joining_page(community_id, JoiningForm(joined_on=bangkok_today()))


@blueprint.post("/communities/<uuid:community_id>/participation")
@requires(RegistryPermission.EDIT)
def create_participation(community_id: UUID) -> ResponseReturnValue:
    form = JoiningForm()

    def join() -> str:
        profiles.join_network(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            community_id=community_id,
            record_id=form.id_of_record,
            joined_on=form.joined_on.data,
            basis=form.basis.data,
        )
        return url_for(".show_profile", community_id=community_id)

    return submit(form, join, lambda: _joining_page(community_id, form))


@blueprint.get("/participations/<uuid:participation_id>/withdrawal/new")
@requires(RegistryPermission.EDIT)
def new_withdrawal(participation_id: UUID) -> ResponseReturnValue:
    return _withdrawal_page(participation_id, WithdrawalForm(withdrew_on=bangkok_today()))


@blueprint.post("/participations/<uuid:participation_id>/withdrawal")
@requires(RegistryPermission.EDIT)
def create_withdrawal(participation_id: UUID) -> ResponseReturnValue:
    form = WithdrawalForm()

    def leave() -> str:
        entry = profiles.withdraw(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            participation_id=participation_id,
            withdrew_on=form.withdrew_on.data,
            reason=form.reason.data,
        )
        return url_for(".show_profile", community_id=entry.community_id)

    return submit(form, leave, lambda: _withdrawal_page(participation_id, form))


def _edit_page(community_id: UUID, form: ProfileForm) -> str:
    community = queries.community(db.session(), current_reach(), community_id)
    return render_template("registry/profile_edit.html", form=form, community=community)


def _joining_page(community_id: UUID, form: JoiningForm) -> str:
    community = queries.community(db.session(), current_reach(), community_id)
    return render_template("registry/profile_joining.html", form=form, community=community)


def _withdrawal_page(participation_id: UUID, form: WithdrawalForm) -> str:
    entry = profiles.participation(db.session(), current_reach(), participation_id)
    community = queries.community(db.session(), current_reach(), entry.community_id)
    return render_template(
        "registry/profile_withdrawal.html", form=form, entry=entry, community=community
    )
