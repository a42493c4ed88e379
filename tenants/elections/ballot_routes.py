"""The voter's pages, made for a phone, on the blueprint of `routes`.

The choice is only ever in the body of a POST. The page that asks for confirmation holds all candidates
and hides all but the chosen one, so that its length, which servers log, tells nothing; a little chance
is added because the page is compressed on its way.
"""

import secrets
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from core.errors import Refused
from core.extensions import db
from core.i18n.messages import translate
from core.web.forms import UNPROCESSABLE, submit
from core.web.guard import current_actor, current_reach, requires
from tenants.elections import queries, voting
from tenants.elections.forms import BallotForm
from tenants.elections.permissions import ElectionPermission
from tenants.elections.queries import ElectionView
from tenants.elections.result_routes import ballot_seal
from tenants.elections.routes import blueprint

__all__ = ["blueprint"]

_MOST_PADDING = 256


@blueprint.get("/elections/<uuid:election_id>/ballot")
@requires(ElectionPermission.VOTE)
def show_ballot(election_id: UUID) -> ResponseReturnValue:
    return _ballot_page(election_id, BallotForm())


@blueprint.post("/elections/<uuid:election_id>/ballot/confirmation")
@requires(ElectionPermission.VOTE)
def create_ballot_confirmation(election_id: UUID) -> ResponseReturnValue:
    """Show the choice once more before it is sent; nothing is written."""
    form = BallotForm()
    view, problem, voted = _of_voter(election_id)
    choices = {one.id for one in view.standing} | {voting.NO_CHOICE}
    if problem or voted:
        return _ballot_page(election_id, form), UNPROCESSABLE
    if not form.validate_on_submit() or form.chosen not in choices:
        form.choice.errors = (gettext("Choose a candidate, or that you vote for nobody."),)
        return _ballot_page(election_id, form), UNPROCESSABLE
    return render_template(
        "elections/ballot_confirmation.html",
        form=form,
        view=view,
        chosen=form.chosen,
        no_choice=voting.NO_CHOICE,
        padding=secrets.token_hex(secrets.randbelow(_MOST_PADDING)),
    )


@blueprint.post("/elections/<uuid:election_id>/ballot")
@requires(ElectionPermission.VOTE)
def create_ballot(election_id: UUID) -> ResponseReturnValue:
    form = BallotForm()

    def cast() -> str:
        voting.cast_ballot(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            election_id=election_id,
            choice=form.chosen,
            seal=ballot_seal(),
        )
        flash(gettext("Your vote was taken."), "success")
        return url_for(".show_ballot", election_id=election_id)

    return submit(form, cast, lambda: _ballot_page(election_id, form))


def _ballot_page(election_id: UUID, form: BallotForm) -> str:
    view, problem, voted = _of_voter(election_id)
    form.choice.choices = [
        *(
            SelectChoice(
                str(one.id),
                gettext(
                    "Number %(number)s %(name)s: %(position)s",
                    number=one.number,
                    name=one.person_name,
                    position=one.person_position,
                ),
            )
            for one in view.standing
        ),
        SelectChoice(str(voting.NO_CHOICE), gettext("I vote for nobody")),
    ]
    return render_template(
        "elections/ballot.html", form=form, view=view, problem=problem, voted=voted
    )


def _of_voter(election_id: UUID) -> tuple[ElectionView, str, bool]:
    """The election, why this person cannot vote now, as a sentence, and whether they have voted."""
    view, voter = queries.ballot_view(db.session(), current_actor(), current_reach(), election_id)
    if voter is not None and voter.has_voted:
        return view, "", True
    try:
        voting.refuse_unless_voting(view.election)
    except Refused as refusal:
        return view, translate(refusal.message), False
    return view, "" if voter else gettext(voting.NOT_ON_ROLL), False
