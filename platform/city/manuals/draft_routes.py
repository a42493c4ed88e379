"""Writing a draft: one pattern for the single parts, one for the entries of all lists."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from city.manuals import checks, editing, queries, service
from city.manuals.forms import FORMS, PositionForm, RemovalForm
from city.manuals.parts import ListPart, SinglePart, list_part, single_part
from city.manuals.permissions import ManualPermission
from city.manuals.queries import Shown
from city.manuals.routes import blueprint
from city.manuals.titles import ADDING, PLACEHOLDER_TITLES, name_of_entry, title_of
from core.extensions import db
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/manuals/<int(max=9999):number>/parts/<string:name>/edit")
@requires(ManualPermission.EDIT)
def edit_part(number: int, name: str) -> ResponseReturnValue:
    shown = _draft(number)
    part = single_part(name)
    stored = part.read(shown.draft)
    form = FORMS[part.family](obj=stored, version=str(editing.version_of(stored)))
    return _part_page(shown, part, form)


@blueprint.post("/manuals/<int(max=9999):number>/parts/<string:name>")
@requires(ManualPermission.EDIT)
def update_part(number: int, name: str) -> ResponseReturnValue:
    part = single_part(name)
    form = FORMS[part.family]()

    def change() -> str:
        service.change_part(
            db.session(),
            actor=current_actor(),
            number=number,
            name=name,
            seen_version=form.seen_version,
            values=_values(form, part),
        )
        return _address_of_part(number, part)

    return submit(form, change, lambda: _part_page(_edition(number), part, form))


@blueprint.get("/manuals/<int(max=9999):number>/lists/<string:name>/entries/new")
@requires(ManualPermission.EDIT)
def new_entry(number: int, name: str) -> ResponseReturnValue:
    shown = _draft(number)
    part = list_part(shown.content, name)
    last = len(part.read(shown.content)) + 1
    return _entry_page(shown, part, FORMS[part.family](position=last))


@blueprint.post("/manuals/<int(max=9999):number>/lists/<string:name>/entries")
@requires(ManualPermission.EDIT)
def create_entry(number: int, name: str) -> ResponseReturnValue:
    shown = _edition(number)
    part = list_part(shown.content, name)
    form = FORMS[part.family]()

    def add() -> str:
        key = service.add_entry(
            db.session(),
            actor=current_actor(),
            number=number,
            name=name,
            values=_values(form, part),
            position=form["position"].data,
        )
        return _address_of_list(number, name, key)

    return submit(form, add, lambda: _entry_page(_edition(number), part, form))


@blueprint.get("/manuals/<int(max=9999):number>/lists/<string:name>/entries/<string:key>/edit")
@requires(ManualPermission.EDIT)
def edit_entry(number: int, name: str, key: str) -> ResponseReturnValue:
    shown = _draft(number)
    part, entry = _entry(shown, name, key)
    version = editing.version_of(part.shown(entry))
    form = FORMS[part.family](obj=entry, version=str(version))
    return _entry_page(shown, part, form, entry)


@blueprint.post("/manuals/<int(max=9999):number>/lists/<string:name>/entries/<string:key>")
@requires(ManualPermission.EDIT)
def update_entry(number: int, name: str, key: str) -> ResponseReturnValue:
    part, entry = _entry(_edition(number), name, key)
    form = FORMS[part.family]()

    def change() -> str:
        service.change_entry(
            db.session(),
            actor=current_actor(),
            number=number,
            name=name,
            key=key,
            seen_version=form.seen_version,
            values=_values(form, part),
        )
        return _address_of_list(number, name, key)

    return submit(form, change, lambda: _entry_page(_edition(number), part, form, entry))


@blueprint.get(
    "/manuals/<int(max=9999):number>/lists/<string:name>/entries/<string:key>/position/edit"
)
@requires(ManualPermission.EDIT)
def edit_entry_position(number: int, name: str, key: str) -> ResponseReturnValue:
    shown = _draft(number)
    part, _ = _entry(shown, name, key)
    entries = part.read(shown.content)
    form = PositionForm(
        position=editing.position_of(entries, key),
        version=str(editing.version_of(editing.order_of(entries))),
    )
    return _position_page(number, name, key, form)


@blueprint.post("/manuals/<int(max=9999):number>/lists/<string:name>/entries/<string:key>/position")
@requires(ManualPermission.EDIT)
def update_entry_position(number: int, name: str, key: str) -> ResponseReturnValue:
    form = PositionForm()

    def move() -> str:
        service.move_entry(
            db.session(),
            actor=current_actor(),
            number=number,
            name=name,
            key=key,
            seen_version=form.seen_version,
            position=form.position.data,
        )
        return _address_of_list(number, name, key)

    return submit(form, move, lambda: _position_page(number, name, key, form))


@blueprint.get(
    "/manuals/<int(max=9999):number>/lists/<string:name>/entries/<string:key>/removal/new"
)
@requires(ManualPermission.EDIT)
def new_entry_removal(number: int, name: str, key: str) -> ResponseReturnValue:
    _draft(number)
    return _entry_removal_page(number, name, key, RemovalForm())


@blueprint.post("/manuals/<int(max=9999):number>/lists/<string:name>/entries/<string:key>/removal")
@requires(ManualPermission.EDIT)
def create_entry_removal(number: int, name: str, key: str) -> ResponseReturnValue:
    form = RemovalForm()

    def remove() -> str:
        service.remove_entry(db.session(), actor=current_actor(), number=number, name=name, key=key)
        return _address_of_list(number, name)

    return submit(form, remove, lambda: _entry_removal_page(number, name, key, form))


def _edition(number: int) -> Shown:
    return queries.edition(db.session(), number)


def _draft(number: int) -> Shown:
    """The draft; a published edition has nothing to edit, and its page says what to do instead."""
    shown = _edition(number)
    if not shown.is_draft:
        abort(redirect(url_for(".show_edition", number=number)))
    return shown


def _entry(shown: Shown, name: str, key: str) -> tuple[ListPart, Any]:
    part = list_part(shown.content, name)
    return part, editing.entry_of(part.read(shown.content), key)


def _values(form: RecordForm, part: SinglePart | ListPart) -> dict[str, Any]:
    """What was typed, by the names of the part's fields."""
    return {name: form[name].data for name in part.fields}


def _address_of_part(number: int, part: SinglePart) -> str:
    if part.beside:
        return _address_of_list(number, part.beside)
    return url_for(".show_part", number=number, name=part.name)


def _address_of_list(number: int, name: str, key: str = "") -> str:
    anchor = f"entry-{key}" if key else None
    return url_for(".show_list", number=number, name=name, _anchor=anchor)


def _part_page(shown: Shown, part: SinglePart, form: RecordForm) -> str:
    number = shown.edition.number
    return render_template(
        "manuals/edit.html",
        shown=shown,
        form=form,
        heading=title_of(part),
        placeholders=_placeholders(part),
        action=url_for(".update_part", number=number, name=part.name),
        back_url=_address_of_part(number, part),
    )


def _entry_page(
    shown: Shown,
    part: ListPart,
    form: RecordForm,
    entry: Any = None,
) -> str:
    if entry:
        del form["position"]
    number, name = shown.edition.number, part.name
    create = url_for(".create_entry", number=number, name=name)
    update = url_for(".update_entry", number=number, name=name, key=entry.key) if entry else ""
    return render_template(
        "manuals/edit.html",
        shown=shown,
        form=form,
        heading=name_of_entry(part, entry) if entry else str(ADDING[part.family]),
        list_title=title_of(part),
        list_url=_address_of_list(number, name),
        placeholders=_placeholders(part),
        action=update or create,
        back_url=_address_of_list(number, name, entry.key if entry else ""),
    )


def _placeholders(part: SinglePart | ListPart) -> dict[str, Any]:
    """The words in braces that a part's texts may hold, and what each stands for."""
    allowed = {
        "wording": checks.WORDING_PLACEHOLDERS.get(part.owner, frozenset()),
        "by-law": checks.BY_LAW_PLACEHOLDERS,
        "articles": checks.BY_LAW_PLACEHOLDERS,
    }.get(part.family, frozenset())
    return {name: words for name, words in PLACEHOLDER_TITLES.items() if name in allowed}


def _position_page(number: int, name: str, key: str, form: PositionForm) -> str:
    shown = _edition(number)
    part, entry = _entry(shown, name, key)
    return render_template(
        "manuals/edit.html",
        shown=shown,
        form=form,
        heading=gettext("Move “%(name)s”", name=name_of_entry(part, entry)),
        list_title=title_of(part),
        list_url=_address_of_list(number, name),
        action=url_for(".update_entry_position", number=number, name=name, key=key),
        back_url=_address_of_list(number, name, key),
    )


def _entry_removal_page(number: int, name: str, key: str, form: RemovalForm) -> str:
    shown = _edition(number)
    part, entry = _entry(shown, name, key)
    whole_chapter = gettext("All clauses of the chapter are removed with it.")
    return render_template(
        "manuals/removal.html",
        shown=shown,
        form=form,
        name=name_of_entry(part, entry),
        question=gettext("Remove “%(name)s” from the draft?", name=name_of_entry(part, entry)),
        verb=gettext("Remove it"),
        consequences=[
            gettext("Published editions stay as they are."),
            *([whole_chapter] if part.family == "chapters" else []),
        ],
        action=url_for(".create_entry_removal", number=number, name=name, key=key),
        back_url=_address_of_list(number, name, key),
    )
