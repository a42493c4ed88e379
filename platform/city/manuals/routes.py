"""Editions: the list, one edition, its comparison, its publication. Writing a draft is in `draft_routes`."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from city.manuals import editing, queries, service
from city.manuals.forms import BLOCK_TITLES, SOURCE_TITLES, PublicationForm, RemovalForm
from city.manuals.permissions import ManualPermission
from city.manuals.queries import Shown
from core.extensions import db
from core.marks import mark
from core.web.forms import submit
from core.web.guard import city_blueprint, current_actor, requires

blueprint = city_blueprint("manuals", __name__)

SEAT_WORDS = {source.value: title for source, title in SOURCE_TITLES.items()} | {
    block.value: title for block, title in BLOCK_TITLES.items()
}

PART_NAMES = {
    "name_pattern": mark("Name of a zone"),
    "minimum": mark("Fewest zones of a district"),
    "maximum": mark("Most zones of a district"),
    "suggested": mark("Suggested number of zones"),
    "criteria": mark("Criteria for dividing zones"),
    "activities_per_month": mark("Activities that each network holds in a month, at least"),
    "subject": mark("Subject"),
    "reason": mark("Reason"),
    "authority": mark("Authority"),
    "duties": mark("Duties of the committee"),
    "effect": mark("Words on the effect"),
}


@blueprint.get("/manuals")
@requires(ManualPermission.READ)
def list_editions() -> ResponseReturnValue:
    found = queries.editions(db.session())
    return render_template(
        "manuals/editions.html",
        editions=found,
        draft=next((each for each in found if each.published_at is None), None),
        sources=service,
    )


@blueprint.post("/manuals")
@requires(ManualPermission.EDIT)
def create_draft() -> ResponseReturnValue:
    draft = service.create_draft(
        db.session(), actor=current_actor(), source=request.form.get("source", service.NEWEST)
    )
    return redirect(url_for(".show_edition", number=draft.number), code=303)


@blueprint.get("/manuals/<int(max=9999):number>")
@requires(ManualPermission.READ)
def show_edition(number: int) -> ResponseReturnValue:
    shown = queries.edition(db.session(), number)
    return render_template(
        "manuals/edition.html",
        shown=shown,
        lacks=editing.missing_parts(shown.content) if shown.is_draft else [],
        source_titles=SOURCE_TITLES,
        block_titles=BLOCK_TITLES,
    )


@blueprint.get("/manuals/<int(max=9999):number>/comparison")
@requires(ManualPermission.READ)
def show_comparison(number: int) -> ResponseReturnValue:
    return render_template("manuals/comparison.html", **_compared(number))


@blueprint.get("/manuals/<int(max=9999):number>/publication/new")
@requires(ManualPermission.PUBLISH)
def new_publication(number: int) -> ResponseReturnValue:
    shown = queries.edition(db.session(), number)
    if not shown.is_draft:
        return redirect(url_for(".show_edition", number=number))
    return _publication_page(number, PublicationForm(version=str(shown.edition.version)))


@blueprint.post("/manuals/<int(max=9999):number>/publication")
@requires(ManualPermission.PUBLISH)
def create_publication(number: int) -> ResponseReturnValue:
    form = PublicationForm()

    def publish() -> str:
        service.publish(
            db.session(),
            actor=current_actor(),
            number=number,
            seen_version=form.seen_version,
            change_summary=form.change_summary.data,
        )
        flash(gettext("The edition is published. Districts can adopt it now."), "success")
        return url_for(".show_edition", number=number)

    return submit(form, publish, lambda: _publication_page(number, form))


@blueprint.get("/manuals/<int(max=9999):number>/removal/new")
@requires(ManualPermission.EDIT)
def new_removal(number: int) -> ResponseReturnValue:
    shown = queries.edition(db.session(), number)
    if not shown.is_draft:
        return redirect(url_for(".show_edition", number=number))
    return _removal_page(shown, RemovalForm())


@blueprint.post("/manuals/<int(max=9999):number>/removal")
@requires(ManualPermission.EDIT)
def create_removal(number: int) -> ResponseReturnValue:
    form = RemovalForm()

    def discard() -> str:
        service.discard_draft(db.session(), actor=current_actor(), number=number)
        flash(gettext("The draft has been discarded."), "success")
        return url_for(".list_editions")

    return submit(form, discard, lambda: _removal_page(queries.edition(db.session(), number), form))


def _removal_page(shown: Shown, form: RemovalForm) -> str:
    return render_template(
        "manuals/removal.html",
        shown=shown,
        form=form,
        name=shown.edition.title,
        question=gettext("Discard this draft?"),
        verb=gettext("Discard the draft"),
        consequences=[
            gettext("Everything written in it is lost to this list; the history keeps it.")
        ],
        action=url_for(".create_removal", number=shown.edition.number),
        back_url=url_for(".show_edition", number=shown.edition.number),
    )


def _publication_page(number: int, form: PublicationForm) -> str:
    return render_template("manuals/publication.html", form=form, **_compared(number))


def _compared(number: int) -> dict[str, Any]:
    shown = queries.edition(db.session(), number)
    base = queries.published_before(db.session(), number)
    return {
        "shown": shown,
        "base": base,
        "changes": queries.differences(shown, base),
        "part_names": PART_NAMES,
        "seat_words": SEAT_WORDS,
        "lacks": editing.missing_parts(shown.content),
    }
