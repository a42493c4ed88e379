"""The page of an election, its counting, its result and the objections, on the blueprint of `routes`."""

from urllib.parse import quote
from uuid import UUID

from flask import Response, current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from core.errors import NotFound, Refused
from core.evidence.models import FileKind
from core.evidence.queries import files_of
from core.extensions import db
from core.files.current import current_store
from core.files.service import content_of
from core.i18n.dates import bangkok_today
from core.i18n.messages import translate
from core.web.addresses import public_address
from core.web.forms import submit
from core.web.guard import confirmation, current_actor, current_reach, may, requires
from tenants.elections import counting, declaring, planning, queries, service
from tenants.elections.counting import Counting, Tally, Verdict, counting_of
from tenants.elections.declaring import Evidence, Lot
from tenants.elections.forms import (
    CountForm,
    DeclarationForm,
    ObjectionForm,
    RulingForm,
    SeatingForm,
    form_of_count,
)
from tenants.elections.models import BallotMethod, ElectionState, Electorate
from tenants.elections.permissions import ElectionPermission
from tenants.elections.queries import ElectionView
from tenants.elections.routes import blueprint
from tenants.elections.sealing import BallotSeal
from ui.charts import BarChart, Datum, bar_chart

__all__ = ["blueprint"]


def ballot_seal() -> BallotSeal:
    """The seal of this installation's ballots."""
    return BallotSeal(current_app.extensions["config"].secret_key)


@blueprint.get("/elections/<uuid:election_id>")
@requires(ElectionPermission.READ)
def show_election(election_id: UUID) -> ResponseReturnValue:
    return _page(election_id, SeatingForm())


@blueprint.get("/elections/<uuid:election_id>/counts/new")
@requires(ElectionPermission.CONDUCT)
def new_count(election_id: UUID) -> ResponseReturnValue:
    view = _view(election_id)
    state = _counting(view)
    form = form_of_count(view.candidates)(pass_number=str(state.pass_number))
    return _count_page(view, form)


@blueprint.post("/elections/<uuid:election_id>/counts")
@requires(ElectionPermission.CONDUCT)
def create_count(election_id: UUID) -> ResponseReturnValue:
    candidates = _view(election_id).candidates
    form = form_of_count(candidates)()

    def enter() -> str:
        counting.enter_count(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            election_id=election_id,
            record_id=form.id_of_record,
            pass_number=form.pass_seen,
            tally=Tally(form.votes(candidates), form.blank.data, form.spoilt.data),
        )
        flash(gettext("Your count is entered."), "success")
        return url_for(".show_election", election_id=election_id)

    return submit(form, enter, lambda: _count_page(_view(election_id), form))


@blueprint.get("/elections/<uuid:election_id>/declaration/new")
@requires(ElectionPermission.DECLARE)
def new_declaration(election_id: UUID) -> ResponseReturnValue:
    return _declaration_page(election_id, DeclarationForm())


@blueprint.post("/elections/<uuid:election_id>/declaration")
@requires(ElectionPermission.DECLARE, confirmed=True)
def create_declaration(election_id: UUID) -> ResponseReturnValue:
    form = DeclarationForm()

    def declare() -> str:
        confirmation().require()
        drawn = form.drawn_id
        declaring.declare_result(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            election_id=election_id,
            evidence=Evidence(
                seal=ballot_seal(),
                lot=Lot(drawn, form.witnesses.data) if drawn else None,
                address_of=lambda code: public_address(f"/papers/{code}"),
            ),
        )
        flash(gettext("The result is declared."), "success")
        return url_for(".show_election", election_id=election_id)

    return submit(form, declare, lambda: _declaration_page(election_id, form))


@blueprint.post("/elections/<uuid:election_id>/seat")
@requires(ElectionPermission.CONDUCT)
def create_seat(election_id: UUID) -> ResponseReturnValue:
    form = SeatingForm()

    def seat() -> str:
        declaring.seat_winner(
            db.session(), actor=current_actor(), within=current_reach(), election_id=election_id
        )
        flash(gettext("Who was elected sits on the seat now."), "success")
        return url_for(".show_election", election_id=election_id)

    return submit(form, seat, lambda: _page(election_id, form))


@blueprint.get("/elections/<uuid:election_id>/document.pdf")
@requires(ElectionPermission.READ)
def show_document(election_id: UUID) -> ResponseReturnValue:
    view = _view(election_id)
    file_id = files_of(db.session(), [election_id]).get((election_id, FileKind.PDF))
    if file_id is None:
        raise NotFound("This file does not exist.")
    entry, content = content_of(db.session(), current_store(), view.election.district_id, file_id)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = (
        f"inline; filename=\"election-result.pdf\"; filename*=UTF-8''{quote(entry.name)}"
    )
    return response


@blueprint.get("/elections/<uuid:election_id>/document-state")
@requires(ElectionPermission.READ, poll=True)
def show_document_state(election_id: UUID) -> ResponseReturnValue:
    """Whether the paper is there: its mark changes once, when a worker has made it."""
    _view(election_id)
    response = Response(status=200)
    response.set_etag(_document_mark(election_id))
    return response.make_conditional(request)


@blueprint.get("/elections/<uuid:election_id>/objections/new")
@requires(ElectionPermission.CONDUCT)
def new_objection(election_id: UUID) -> ResponseReturnValue:
    return _objection_page(election_id, ObjectionForm(raised_on=bangkok_today()))


@blueprint.post("/elections/<uuid:election_id>/objections")
@requires(ElectionPermission.CONDUCT)
def create_objection(election_id: UUID) -> ResponseReturnValue:
    form = ObjectionForm()

    def record() -> str:
        declaring.record_objection(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            election_id=election_id,
            record_id=form.id_of_record,
            raised_by=form.raised_by.data,
            raised_on=form.raised_on.data,
            grounds=form.grounds.data,
        )
        return url_for(".show_election", election_id=election_id, _anchor="objections")

    return submit(form, record, lambda: _objection_page(election_id, form))


@blueprint.get("/objections/<uuid:objection_id>/ruling/new")
@requires(ElectionPermission.DECLARE)
def new_ruling(objection_id: UUID) -> ResponseReturnValue:
    objection, _ = queries.objection(db.session(), current_reach(), objection_id)
    return _ruling_page(objection_id, RulingForm(version=str(objection.version)))


@blueprint.post("/objections/<uuid:objection_id>/ruling")
@requires(ElectionPermission.DECLARE)
def create_ruling(objection_id: UUID) -> ResponseReturnValue:
    form = RulingForm()

    def rule() -> str:
        objection = declaring.rule_on_objection(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            objection_id=objection_id,
            seen_version=form.seen_version,
            upheld=form.upheld.data == "yes",
            ruling=form.ruling.data,
        )
        return url_for(".show_election", election_id=objection.election_id, _anchor="objections")

    return submit(form, rule, lambda: _ruling_page(objection_id, form))


def _view(election_id: UUID) -> ElectionView:
    return queries.election_view(db.session(), current_reach(), election_id)


def _counting(view: ElectionView) -> Counting:
    return counting_of(queries.counts_of(db.session(), view.election.id))


def _page(election_id: UUID, form: SeatingForm) -> str:
    view = _view(election_id)
    election, state = view.election, ElectionState(view.election.state)
    office = current_reach().whole_district
    preparing = state is ElectionState.PREPARING and office
    counted = state is ElectionState.COUNTING and election.method == BallotMethod.PAPER
    winner = view.winner
    return render_template(
        "elections/election.html",
        form=form,
        view=view,
        election=election,
        state=state,
        whole_office=office,
        roll=service.roll_of(db.session(), election) if preparing else None,
        counting=_counting(view) if counted and office else None,
        chart=_chart(view),
        seated=declaring.seat_of_winner(db.session(), election, winner) if winner else None,
        repeat_reason=planning.reason_to_repeat(view),
        has_document=state is ElectionState.DECLARED and _document_id(election_id) is not None,
        document_mark=_document_mark(election_id) if state is ElectionState.DECLARED else "",
        today=bangkok_today(),
        body=queries.body_of(Electorate(election.electorate), election.zone_id),
        open_for_all=state in {ElectionState.PREPARING, ElectionState.OPEN},
        can_declare=may(ElectionPermission.DECLARE),
        actor_account=current_actor().account_id,
    )


def _chart(view: ElectionView) -> BarChart | None:
    """The votes of each candidate as bars; only a declared result has a picture."""
    result = view.election.result
    if result is None:
        return None
    return bar_chart(
        [
            Datum(
                gettext("%(number)s. %(name)s", number=one["number"], name=one["name"]),
                one["votes"],
                note=gettext("withdrawn") if one["withdrawn_on"] else "",
                strong=one["id"] == result["winner"],
            )
            for one in result["candidates"]
        ]
    )


def _document_id(election_id: UUID) -> UUID | None:
    return files_of(db.session(), [election_id]).get((election_id, FileKind.PDF))


def _document_mark(election_id: UUID) -> str:
    return "there" if _document_id(election_id) else "waiting"


def _count_page(view: ElectionView, form: CountForm) -> str:
    state = _counting(view)
    return render_template(
        "elections/count.html",
        form=form,
        view=view,
        counting=state,
        counted=state.counted_by(current_actor()),
    )


def _declaration_page(election_id: UUID, form: DeclarationForm) -> str:
    view = _view(election_id)
    problem, tally, finding = "", None, None
    if view.election.state == ElectionState.COUNTING:
        try:
            tally = counting.tally_of(db.session(), view.election, ballot_seal())
        except Refused as refusal:
            problem = translate(refusal.message)
    if tally is not None:
        finding = counting.finding_of(view.candidates, tally)
        form.drawn.choices = [
            SelectChoice(str(one.id), f"{one.number}. {one.person_name}") for one in finding.first
        ]
    return render_template(
        "elections/declaration.html",
        form=form,
        view=view,
        tally=tally,
        finding=finding,
        verdicts=Verdict,
        problem=problem,
    )


def _objection_page(election_id: UUID, form: ObjectionForm) -> str:
    return render_template("elections/objection.html", form=form, view=_view(election_id))


def _ruling_page(objection_id: UUID, form: RulingForm) -> str:
    objection, election = queries.objection(db.session(), current_reach(), objection_id)
    return render_template(
        "elections/ruling.html", form=form, objection=objection, election=election
    )
