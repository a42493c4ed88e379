"""Editions: the list, one edition, its comparison, its publication. Writing a draft is in `draft_routes`."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from city.manuals import checks, contents, editing, queries, service
from city.manuals.comparison import pieces
from city.manuals.forms import PublicationForm, RemovalForm, label_of, words_of
from city.manuals.parts import all_parts, list_part, single_part, single_parts
from city.manuals.permissions import ManualPermission
from city.manuals.queries import Shown
from city.manuals.titles import ADDING, name_of_entry, title_of
from core.extensions import db
from core.manual.queries import content_of
from core.manual.structure import Article
from core.web.forms import submit
from core.web.guard import city_blueprint, current_actor, requires

blueprint = city_blueprint("manuals", __name__)

_WORDS = {
    "label_of": label_of,
    "words_of": words_of,
    "title_of": title_of,
    "name_of_entry": name_of_entry,
}
"""What the pages that show parts need to name them and their values."""


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
        groups=contents.table_of_contents(shown),
        lacks=_lacks(shown) if shown.is_draft else [],
    )


@blueprint.get("/manuals/<int(max=9999):number>/lists/<string:name>")
@requires(ManualPermission.READ)
def show_list(number: int, name: str) -> ResponseReturnValue:
    """A list of the edition with its entries: a chapter, a committee, the by-law, the meetings."""
    shown = queries.edition(db.session(), number)
    part = list_part(shown.content, name)
    entries = part.read(shown.content)
    return render_template(
        "manuals/list.html",
        shown=shown,
        part=part,
        entries=entries,
        headed=_headed(entries) if part.family == "articles" else [],
        order_version=editing.version_of(editing.order_of(entries)),
        beside=[(each, each.read(shown.draft)) for each in single_parts() if each.beside == name],
        adding=ADDING[part.family],
        neighbours=contents.neighbours(shown, name),
        **_WORDS,
    )


@blueprint.get("/manuals/<int(max=9999):number>/parts/<string:name>")
@requires(ManualPermission.READ)
def show_part(number: int, name: str) -> ResponseReturnValue:
    """A single part: a wording, the rules of elections. One that stands beside a list leads there."""
    shown = queries.edition(db.session(), number)
    part = single_part(name)
    if part.beside:
        return redirect(contents.address_of(number, part))
    return render_template(
        "manuals/part.html",
        shown=shown,
        part=part,
        value=part.read(shown.draft),
        neighbours=contents.neighbours(shown, name),
        **_WORDS,
    )


@blueprint.get("/manuals/<int(max=9999):number>/comparison")
@requires(ManualPermission.READ)
def show_comparison(number: int) -> ResponseReturnValue:
    return render_template(
        "manuals/comparison.html", **_compared(number, request.args.get("base", ""))
    )


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


def _compared(number: int, chosen: str = "") -> dict[str, Any]:
    """An edition beside the one that was chosen, or the last that was published before it."""
    shown = queries.edition(db.session(), number)
    bases = queries.published_before(db.session(), number)
    picked = [each for each in bases if str(each.number) == chosen] or bases[:1]
    base = Shown(picked[0], content_of(picked[0])) if picked else None
    changes = queries.differences(shown, base)
    return {
        "shown": shown,
        "base": base,
        "bases": bases,
        "changes": changes,
        "changed_parts": [
            (name, list(group)) for name, group in groupby(changes, lambda each: each.name)
        ],
        "pieces": pieces,
        "lacks": _lacks(shown),
        **_WORDS,
    }


def _headed(articles: Sequence[Article]) -> list[tuple[str, list[tuple[int, Article]]]]:
    """The articles of the by-law under their headings, each with the number that it is printed with."""
    numbered = enumerate(articles, start=1)
    return [
        (heading, list(group)) for heading, group in groupby(numbered, lambda each: each[1].heading)
    ]


def _lacks(shown: Shown) -> list[tuple[str, str]]:
    """The sentences on what is missing, each with the page where it is written."""
    parts = {part.name: part for part in all_parts(shown.content)}
    return [
        (lack.sentence, contents.address_of(shown.edition.number, parts[lack.part]))
        for lack in checks.missing_parts(shown.content)
    ]
