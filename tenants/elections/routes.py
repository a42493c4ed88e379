"""Preparing and conducting elections; counting, results and ballots register on the same blueprint."""

from datetime import datetime
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from core.extensions import db
from core.i18n.dates import BANGKOK, bangkok_today, to_bangkok
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, district_blueprint, requires
from tenants.elections import planning, queries, service
from tenants.elections.forms import (
    ASSEMBLY,
    CancellationForm,
    CandidateForm,
    ElectionForm,
    MarkForm,
    OnlineOpeningForm,
    OpeningForm,
    PlanForm,
    WithdrawalForm,
)
from tenants.elections.models import BallotMethod, Election, ElectionReason, Electorate
from tenants.elections.permissions import ElectionPermission
from tenants.elections.planning import Plan
from tenants.elections.queries import ElectionView
from tenants.zones.queries import open_zones

blueprint = district_blueprint("elections", __name__)


@blueprint.get("/elections")
@requires(ElectionPermission.READ)
def list_elections() -> ResponseReturnValue:
    return render_template(
        "elections/elections.html",
        lines=queries.elections(db.session(), current_reach()),
        today=bangkok_today(),
    )


@blueprint.get("/elections/new")
@requires(ElectionPermission.CONDUCT)
def new_election() -> ResponseReturnValue:
    today = bangkok_today()
    form = ElectionForm(
        chair=request.args.get("chair", ""),
        held_on=today,
        method=BallotMethod.PAPER,
        reason=ElectionReason.REGULAR,
        term_from=today,
    )
    return _new_page(form)


@blueprint.post("/elections")
@requires(ElectionPermission.CONDUCT)
def create_election() -> ResponseReturnValue:
    form = ElectionForm()

    def begin() -> str:
        zone_id = form.zone_id
        election = planning.begin_election(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            electorate=Electorate.ASSEMBLY_CHAIR if zone_id is None else Electorate.ZONE_CHAIR,
            zone_id=zone_id,
            plan=_plan(form),
        )
        return url_for(".show_election", election_id=election.id)

    return submit(form, begin, lambda: _new_page(form))


@blueprint.get("/elections/<uuid:election_id>/edit")
@requires(ElectionPermission.CONDUCT)
def edit_election(election_id: UUID) -> ResponseReturnValue:
    view = _view(election_id)
    form = PlanForm(
        version=str(view.election.version),
        held_on=view.election.held_on,
        method=BallotMethod(view.election.method),
        reason=ElectionReason(view.election.reason),
        term_from=view.election.term_from,
    )
    return _edit_page(election_id, form)


@blueprint.post("/elections/<uuid:election_id>")
@requires(ElectionPermission.CONDUCT)
def update_election(election_id: UUID) -> ResponseReturnValue:
    form = PlanForm()

    def change() -> str:
        planning.change_election(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            election_id=election_id,
            seen_version=form.seen_version,
            plan=_plan(form),
        )
        return url_for(".show_election", election_id=election_id)

    return submit(form, change, lambda: _edit_page(election_id, form))


@blueprint.get("/elections/<uuid:election_id>/repetition/new")
@requires(ElectionPermission.CONDUCT)
def new_repetition(election_id: UUID) -> ResponseReturnValue:
    today = bangkok_today()
    view = _view(election_id)
    form = PlanForm(
        held_on=today,
        method=BallotMethod(view.election.method),
        reason=planning.reason_to_repeat(view) or ElectionReason.REPEAT,
        term_from=max(today, view.election.term_from),
    )
    return _repetition_page(election_id, form)


@blueprint.post("/elections/<uuid:election_id>/repetition")
@requires(ElectionPermission.CONDUCT)
def create_repetition(election_id: UUID) -> ResponseReturnValue:
    form = PlanForm()

    def repeat() -> str:
        election = planning.repeat_election(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            election_id=election_id,
            record_id=form.id_of_record,
            plan=_plan(form),
        )
        return url_for(".show_election", election_id=election.id)

    return submit(form, repeat, lambda: _repetition_page(election_id, form))


@blueprint.get("/elections/<uuid:election_id>/candidates/new")
@requires(ElectionPermission.CONDUCT)
def new_candidate(election_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    form = CandidateForm(
        attested_on=bangkok_today(), attested_before=f"{actor.name} {actor.position}"
    )
    return _candidate_page(election_id, form)


@blueprint.post("/elections/<uuid:election_id>/candidates")
@requires(ElectionPermission.CONDUCT)
def create_candidate(election_id: UUID) -> ResponseReturnValue:
    form = CandidateForm()

    def name() -> str:
        service.add_candidate(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            election_id=election_id,
            record_id=form.id_of_record,
            person_id=form.person,
            attested_on=form.attested_on.data,
            attested_before=form.attested_before.data,
        )
        return url_for(".show_election", election_id=election_id)

    return submit(form, name, lambda: _candidate_page(election_id, form))


@blueprint.get("/candidates/<uuid:candidate_id>/withdrawal/new")
@requires(ElectionPermission.CONDUCT)
def new_withdrawal(candidate_id: UUID) -> ResponseReturnValue:
    return _withdrawal_page(candidate_id, WithdrawalForm(withdrawn_on=bangkok_today()))


@blueprint.post("/candidates/<uuid:candidate_id>/withdrawal")
@requires(ElectionPermission.CONDUCT)
def create_withdrawal(candidate_id: UUID) -> ResponseReturnValue:
    form = WithdrawalForm()

    def withdraw() -> str:
        candidate = service.withdraw_candidate(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            candidate_id=candidate_id,
            withdrawn_on=form.withdrawn_on.data,
        )
        return url_for(".show_election", election_id=candidate.election_id)

    return submit(form, withdraw, lambda: _withdrawal_page(candidate_id, form))


@blueprint.get("/elections/<uuid:election_id>/opening/new")
@requires(ElectionPermission.CONDUCT)
def new_opening(election_id: UUID) -> ResponseReturnValue:
    view = _view(election_id)
    form = (
        OnlineOpeningForm(
            opens=datetime(2000, 1, 1, 9, tzinfo=BANGKOK).time(),
            closes_on=view.election.held_on,
            closes=datetime(2000, 1, 1, 16, tzinfo=BANGKOK).time(),
        )
        if view.election.method == BallotMethod.ONLINE
        else OpeningForm()
    )
    return _opening_page(view, form)


@blueprint.post("/elections/<uuid:election_id>/opening")
@requires(ElectionPermission.CONDUCT)
def create_opening(election_id: UUID) -> ResponseReturnValue:
    election = _view(election_id).election
    online = election.method == BallotMethod.ONLINE
    form = OnlineOpeningForm() if online else OpeningForm()
    held_on = election.held_on

    def opening() -> str:
        hours = (
            {
                "opens_at": datetime.combine(held_on, form.opens.data, BANGKOK),
                "closes_at": datetime.combine(form.closes_on.data, form.closes.data, BANGKOK),
            }
            if isinstance(form, OnlineOpeningForm)
            else {}
        )
        service.open_election(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            election_id=election_id,
            **hours,
        )
        flash(gettext("The roll is frozen and the voting is open."), "success")
        return url_for(".show_election", election_id=election_id)

    return submit(form, opening, lambda: _opening_page(_view(election_id), form))


@blueprint.post("/elections/<uuid:election_id>/voters/<uuid:voter_id>")
@requires(ElectionPermission.CONDUCT)
def update_voter(election_id: UUID, voter_id: UUID) -> ResponseReturnValue:
    form = MarkForm()

    def mark() -> str:
        service.mark_voter(
            db.session(),
            within=current_reach(),
            election_id=election_id,
            voter_id=voter_id,
            received=form.received.data == "yes",
        )
        return url_for(".show_election", election_id=election_id, _anchor=f"voter-{voter_id}")

    return submit(form, mark, lambda: _closing_page(election_id, form))


@blueprint.get("/elections/<uuid:election_id>/closing/new")
@requires(ElectionPermission.CONDUCT)
def new_closing(election_id: UUID) -> ResponseReturnValue:
    return _closing_page(election_id, RecordForm())


@blueprint.post("/elections/<uuid:election_id>/closing")
@requires(ElectionPermission.CONDUCT)
def create_closing(election_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def close() -> str:
        service.close_election(
            db.session(), actor=current_actor(), within=current_reach(), election_id=election_id
        )
        return url_for(".show_election", election_id=election_id)

    return submit(form, close, lambda: _closing_page(election_id, form))


@blueprint.get("/elections/<uuid:election_id>/cancellation/new")
@requires(ElectionPermission.CONDUCT)
def new_cancellation(election_id: UUID) -> ResponseReturnValue:
    return _cancellation_page(election_id, CancellationForm())


@blueprint.post("/elections/<uuid:election_id>/cancellation")
@requires(ElectionPermission.CONDUCT)
def create_cancellation(election_id: UUID) -> ResponseReturnValue:
    form = CancellationForm()

    def cancel() -> str:
        service.cancel_election(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            election_id=election_id,
            reason=form.reason.data,
        )
        return url_for(".show_election", election_id=election_id)

    return submit(form, cancel, lambda: _cancellation_page(election_id, form))


def _view(election_id: UUID) -> ElectionView:
    return queries.election_view(db.session(), current_reach(), election_id)


def _plan(form: PlanForm) -> Plan:
    return Plan(form.held_on.data, form.method.data, form.reason.data, form.term_from.data)


def _new_page(form: ElectionForm) -> str:
    zones = open_zones(db.session(), current_reach())
    form.chair.choices = [
        *(SelectChoice(str(zone.id), f"ประธานเครือข่ายชุมชน {zone.name}") for zone in zones),
        SelectChoice(ASSEMBLY, gettext("Chair of the district assembly")),
    ]
    _offer(form, ElectionReason.REGULAR, ElectionReason.BY_ELECTION)
    return render_template("elections/new.html", form=form)


def _edit_page(election_id: UUID, form: PlanForm) -> str:
    view = _view(election_id)
    if view.election.repeats_id is None:
        _offer(form, ElectionReason.REGULAR, ElectionReason.BY_ELECTION)
    else:
        _offer(form, ElectionReason(view.election.reason))
    return render_template("elections/edit.html", form=form, view=view)


def _repetition_page(election_id: UUID, form: PlanForm) -> str:
    view = _view(election_id)
    reason = planning.reason_to_repeat(view)
    _offer(form, reason or ElectionReason.REPEAT)
    return render_template("elections/repetition.html", form=form, view=view, reason=reason)


def _offer(form: PlanForm, *reasons: ElectionReason) -> None:
    """Show these reasons alone: the others follow from an older election."""
    wanted = {one.value for one in reasons}
    form.reason.choices = [one for one in form.reason.choices if one.value in wanted]


def _candidate_page(election_id: UUID, form: CandidateForm) -> str:
    view = _view(election_id)
    named = {one.person_id for one in view.candidates}
    roll = service.roll_of(db.session(), view.election)
    form.person_id.choices = [
        SelectChoice(str(entry.person_id), f"{entry.person_name} {entry.person_position}")
        for entry in roll.entries
        if entry.person_id not in named
    ]
    return render_template(
        "elections/new_candidate.html", form=form, view=view, statement=service.STATEMENT
    )


def _withdrawal_page(candidate_id: UUID, form: WithdrawalForm) -> str:
    candidate, election = queries.candidate(db.session(), current_reach(), candidate_id)
    return render_template(
        "elections/withdrawal.html", form=form, candidate=candidate, election=election
    )


def _opening_page(view: ElectionView, form: OpeningForm) -> str:
    roll = service.roll_of(db.session(), view.election)
    return render_template("elections/opening.html", form=form, view=view, roll=roll)


def _closing_page(election_id: UUID, form: RecordForm) -> str:
    view = _view(election_id)
    return render_template(
        "elections/closing.html", form=form, view=view, over=_is_over(view.election)
    )


def _is_over(election: Election) -> bool:
    return election.closes_at is None or to_bangkok(election.closes_at) <= datetime.now(BANGKOK)


def _cancellation_page(election_id: UUID, form: CancellationForm) -> str:
    return render_template("elections/cancellation.html", form=form, view=_view(election_id))
