"""Pages of the office's own texts, on the blueprint of `routes`."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.errors import Refused
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.manual.differences import differences
from core.manual.parts import PartId, PartKind
from core.web.forms import submit
from core.web.guard import current_actor, requires
from tenants.adoption import queries, texts
from tenants.adoption.forms import OwnTextForm, TakeBackForm
from tenants.adoption.permissions import AdoptionPermission
from tenants.adoption.routes import blueprint
from tenants.adoption.texts import Wording

__all__ = ["blueprint"]


@blueprint.get("/manual/own-texts")
@requires(AdoptionPermission.READ)
def list_texts() -> ResponseReturnValue:
    rows = queries.all_texts(db.session())
    return render_template(
        "adoption/texts.html",
        holding=[row for row in rows if row.removed_on is None],
        ended=[row for row in rows if row.removed_on is not None],
        current=queries.edition_in_force(db.session(), bangkok_today()),
    )


@blueprint.get("/manual/own-texts/<any(clause, article, annex):part>/<string:key>")
@requires(AdoptionPermission.READ)
def show_text(part: str, key: str) -> ResponseReturnValue:
    return render_template(
        "adoption/text.html",
        view=queries.part_view(db.session(), _id(part, key), bangkok_today()),
        differences=differences,
    )


@blueprint.get("/manual/own-texts/<any(clause, article, annex):part>/<string:key>/edit")
@requires(AdoptionPermission.EDIT)
def edit_text(part: str, key: str) -> ResponseReturnValue:
    part_id = _id(part, key)
    view = queries.part_view(db.session(), part_id, bangkok_today())
    _refuse_locked(view)
    return _edit_page(view, OwnTextForm(kind=part_id.kind, **_typed_first(view)))


@blueprint.post("/manual/own-texts/<any(clause, article, annex):part>/<string:key>")
@requires(AdoptionPermission.EDIT)
def update_text(part: str, key: str) -> ResponseReturnValue:
    part_id = _id(part, key)
    form = OwnTextForm(kind=part_id.kind)

    def write() -> str:
        if part_id.kind is PartKind.ANNEX:
            row = texts.change_annex_clause(
                db.session(),
                actor=current_actor(),
                key=key,
                seen_version=form.seen_version,
                wording=_wording(form),
            )
        else:
            row = texts.write_text(
                db.session(),
                actor=current_actor(),
                part_id=part_id,
                record_id=form.id_of_record,
                seen_version=form.seen_version,
                wording=_wording(form),
            )
        flash(_("The office's text is in force from today."), "success")
        return url_for(".show_text", part=row.part, key=row.key)

    def again() -> str:
        return _edit_page(queries.part_view(db.session(), part_id, bangkok_today()), form)

    return submit(form, write, again)


@blueprint.get("/manual/own-texts/<any(clause, article, annex):part>/<string:key>/withdrawal/new")
@requires(AdoptionPermission.EDIT)
def new_withdrawal(part: str, key: str) -> ResponseReturnValue:
    view = queries.part_view(db.session(), _id(part, key), bangkok_today())
    return _withdrawal_page(view, TakeBackForm(version=str(view.row.version if view.row else 0)))


@blueprint.post("/manual/own-texts/<any(clause, article, annex):part>/<string:key>/withdrawal")
@requires(AdoptionPermission.EDIT)
def create_withdrawal(part: str, key: str) -> ResponseReturnValue:
    form = TakeBackForm()
    part_id = _id(part, key)

    def take_back() -> str:
        texts.take_back(
            db.session(),
            actor=current_actor(),
            part_id=part_id,
            seen_version=form.seen_version,
            reason=form.reason.data,
        )
        flash(_("The office's text has ended. It stays in the history."), "success")
        return url_for(".list_texts")

    def again() -> str:
        return _withdrawal_page(queries.part_view(db.session(), part_id, bangkok_today()), form)

    return submit(form, take_back, again)


@blueprint.get("/manual/annex/new")
@requires(AdoptionPermission.EDIT)
def new_annex_clause() -> ResponseReturnValue:
    return _annex_page(OwnTextForm(kind=PartKind.ANNEX))


@blueprint.post("/manual/annex")
@requires(AdoptionPermission.EDIT)
def create_annex_clause() -> ResponseReturnValue:
    form = OwnTextForm(kind=PartKind.ANNEX)

    def add() -> str:
        row = texts.add_annex_clause(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            wording=_wording(form),
        )
        flash(_("The clause is in the annex from today."), "success")
        return url_for(".show_text", part=row.part, key=row.key)

    return submit(form, add, lambda: _annex_page(form))


def _id(part: str, key: str) -> PartId:
    return PartId(PartKind(part), key)


def _wording(form: OwnTextForm) -> Wording:
    title = form.title.data if "title" in form else ""
    return Wording(title, form.body.data, form.reason.data)


def _typed_first(view: queries.PartView) -> dict[str, str]:
    """What the form begins with: the own text, else the city's, to be changed."""
    row = view.row
    shown = row or view.city or view.rows[0]
    return {
        "version": str(row.version if row else 0),
        "title": shown.title,
        "body": shown.body,
        "reason": row.reason if row else "",
    }


def _refuse_locked(view: queries.PartView) -> None:
    if view.city is not None and view.city.locked:
        raise Refused("This belongs to the city's core: it is the same in all districts.")
    if view.city is None and view.row is None:
        raise Refused("%(name)s has removed this clause.", name=view.rows[0].changed_by)


def _edit_page(view: queries.PartView, form: OwnTextForm) -> str:
    return render_template("adoption/text_edit.html", view=view, form=form)


def _withdrawal_page(view: queries.PartView, form: TakeBackForm) -> str:
    return render_template("adoption/withdrawal.html", view=view, form=form)


def _annex_page(form: OwnTextForm) -> str:
    return render_template(
        "adoption/annex_new.html",
        form=form,
        current=queries.edition_in_force(db.session(), bangkok_today()),
    )
