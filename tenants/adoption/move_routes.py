"""Pages of the move to a newer edition, on the blueprint of `routes`: the feature takes it from here."""

from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.extensions import db
from core.i18n.dates import bangkok_today
from core.manual.differences import differences
from core.manual.merge import CHOICES, Choice, Decision, Outcome
from core.manual.parts import PartId, PartKind
from core.web.forms import submit
from core.web.guard import current_actor, requires
from tenants.adoption import moves, moving, queries
from tenants.adoption.forms import (
    CHOICE_TITLES,
    CHOICE_VERBS,
    AbandonmentForm,
    AdoptionForm,
    CompletionForm,
    DecisionForm,
)
from tenants.adoption.permissions import AdoptionPermission
from tenants.adoption.routes import CHANGED_BY_CITY, comparison
from tenants.adoption.text_routes import blueprint
from tenants.adoption.words import OUTCOME_WORDS, SETTING_TITLES, STATE_WORDS

__all__ = ["blueprint"]


@blueprint.get("/manual/moves")
@requires(AdoptionPermission.READ)
def list_moves() -> ResponseReturnValue:
    return render_template(
        "adoption/moves.html", moves=moves.moves(db.session()), states=STATE_WORDS
    )


@blueprint.get("/manual/moves/new")
@requires(AdoptionPermission.ADOPT)
def new_move() -> ResponseReturnValue:
    return _beginning(AdoptionForm(edition=request.args.get("edition", type=int)))


@blueprint.post("/manual/moves")
@requires(AdoptionPermission.ADOPT)
def create_move() -> ResponseReturnValue:
    form = AdoptionForm()

    def begin() -> str:
        move = moving.begin_move(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            number=form.edition.data or 0,
        )
        return url_for(".show_move", move_id=move.id)

    return submit(form, begin, lambda: _beginning(form))


@blueprint.get("/manual/moves/<uuid:move_id>")
@requires(AdoptionPermission.READ)
def show_move(move_id: UUID) -> ResponseReturnValue:
    move = moves.move(db.session(), move_id)
    if not moves.is_open(move):
        return render_template(
            "adoption/move_ended.html",
            move=move,
            decisions=moves.decisions_of(move),
            states=STATE_WORDS,
            choices=CHOICE_TITLES,
        )
    view = moves.view_of(db.session(), move)
    return render_template(
        "adoption/move.html",
        view=view,
        changes=[part for part in view.parts if part.outcome in CHANGED_BY_CITY],
        settings=[SETTING_TITLES[name] for name in view.settings],
        outcomes=Outcome,
        **_words(),
    )


@blueprint.get(
    "/manual/moves/<uuid:move_id>/decisions/<any(clause, article, annex):part>/<string:key>/edit"
)
@requires(AdoptionPermission.ADOPT)
def edit_decision(move_id: UUID, part: str, key: str) -> ResponseReturnValue:
    view, question = _question(move_id, part, key)
    stored = question.stored
    form = _decision_form(
        question,
        version=str(question.version),
        choice=stored.decision.choice
        if stored
        else (Choice.EDITED if request.args.get("write") else None),
        **_text_to_begin_with(question),
    )
    return _decision_page(view, question, form)


@blueprint.post(
    "/manual/moves/<uuid:move_id>/decisions/<any(clause, article, annex):part>/<string:key>"
)
@requires(AdoptionPermission.ADOPT)
def update_decision(move_id: UUID, part: str, key: str) -> ResponseReturnValue:
    question = _question(move_id, part, key)[1]
    form = _decision_form(question)

    def decide() -> str:
        moving.decide(
            db.session(),
            actor=current_actor(),
            move_id=move_id,
            part_id=question.part.id,
            seen_version=form.seen_version,
            decision=Decision(
                form.choice.data,
                form.title.data if "title" in form else "",
                form.body.data if "body" in form else "",
            ),
        )
        return url_for(".show_move", move_id=move_id, _anchor=f"question-{part}-{key}")

    def again() -> str:
        return _decision_page(*_question(move_id, part, key), form)

    return submit(form, decide, again)


@blueprint.get("/manual/moves/<uuid:move_id>/completion/new")
@requires(AdoptionPermission.ADOPT)
def new_completion(move_id: UUID) -> ResponseReturnValue:
    return _completion_page(move_id, CompletionForm())


@blueprint.post("/manual/moves/<uuid:move_id>/completion")
@requires(AdoptionPermission.ADOPT)
def create_completion(move_id: UUID) -> ResponseReturnValue:
    form = CompletionForm()

    def finish() -> str:
        move = moving.finish_move(db.session(), actor=current_actor(), move_id=move_id)
        flash(_("Edition %(number)s is in force here.", number=move.to_edition), "success")
        return url_for(".show_manual")

    return submit(form, finish, lambda: _completion_page(move_id, form))


@blueprint.get("/manual/moves/<uuid:move_id>/abandonment/new")
@requires(AdoptionPermission.ADOPT)
def new_abandonment(move_id: UUID) -> ResponseReturnValue:
    return _abandonment_page(move_id, AbandonmentForm())


@blueprint.post("/manual/moves/<uuid:move_id>/abandonment")
@requires(AdoptionPermission.ADOPT)
def create_abandonment(move_id: UUID) -> ResponseReturnValue:
    form = AbandonmentForm()

    def abandon() -> str:
        moving.abandon_move(
            db.session(), actor=current_actor(), move_id=move_id, reason=form.reason.data
        )
        flash(_("The move is given up. The edition in force stays."), "success")
        return url_for(".show_manual")

    return submit(form, abandon, lambda: _abandonment_page(move_id, form))


def _words() -> dict[str, object]:
    return {
        "outcome_words": OUTCOME_WORDS,
        "choices": CHOICE_TITLES,
        "uses": CHOICE_VERBS,
        "differences": differences,
        "offered": CHOICES,
    }


def _question(move_id: UUID, part: str, key: str) -> tuple[moves.MoveView, moves.Question]:
    """The question of an address, in a move that is still open."""
    move = moves.move(db.session(), move_id)
    moves.refuse_ended(move)
    view = moves.view_of(db.session(), move)
    return view, moves.question_of(view, PartId(PartKind(part), key))


def _decision_form(question: moves.Question, **values: object) -> DecisionForm:
    part = question.part
    return DecisionForm(kind=part.id.kind, choices=CHOICES[part.outcome], **values)


def _text_to_begin_with(question: moves.Question) -> dict[str, str]:
    """The text that was written anew before, else the office's own."""
    stored = question.stored
    if stored is not None and stored.decision.choice is Choice.EDITED:
        return {"title": stored.decision.title, "body": stored.decision.body}
    ours = question.part.ours
    return {"title": ours.title, "body": ours.body} if ours else {}


def _decision_page(view: moves.MoveView, question: moves.Question, form: DecisionForm) -> str:
    return render_template(
        "adoption/decision.html", view=view, question=question, form=form, **_words()
    )


def _beginning(form: AdoptionForm) -> str:
    """The question; where the number names no newer edition, it says so."""
    today = bangkok_today()
    current = queries.edition_in_force(db.session(), today)
    edition = queries.newer_edition(db.session(), form.edition.data or 0, current)
    return render_template(
        "adoption/move_new.html",
        form=form,
        edition=edition,
        current=current[1] if current else None,
        own_texts=len(queries.local_clauses(db.session(), today)),
        move=queries.open_move(db.session()),
        **(comparison(current[1], edition) if current and edition else {}),
    )


def _completion_page(move_id: UUID, form: CompletionForm) -> str:
    move = moves.move(db.session(), move_id)
    return render_template(
        "adoption/completion.html",
        form=form,
        move=move,
        view=moves.view_of(db.session(), move) if moves.is_open(move) else None,
        outcomes=Outcome,
        today=bangkok_today(),
    )


def _abandonment_page(move_id: UUID, form: AbandonmentForm) -> str:
    return render_template(
        "adoption/abandonment.html", form=form, move=moves.move(db.session(), move_id)
    )
