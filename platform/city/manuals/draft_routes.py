"""Writing a draft: one page for each clause, for the settings, the order and each seat."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from city.manuals import editing, queries, service
from city.manuals.editing import Settings
from city.manuals.forms import (
    ChapterForm,
    ClauseForm,
    OrderForm,
    RemovalForm,
    SeatForm,
    SettingsForm,
)
from city.manuals.permissions import ManualPermission
from city.manuals.queries import Shown
from city.manuals.routes import blueprint
from core.extensions import db
from core.manual.structure import Clause, OrderWording, SeatRule, ZoneSettings
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, requires

__all__ = ["blueprint"]


@blueprint.get("/manuals/<int(max=9999):number>/settings/edit")
@requires(ManualPermission.EDIT)
def edit_settings(number: int) -> ResponseReturnValue:
    shown = _draft(number)
    settings = service.settings_of(shown.edition, shown.content)
    form = SettingsForm(
        version=str(editing.version_of(settings)), **service.settings_values(settings)
    )
    return _settings_page(number, form)


@blueprint.post("/manuals/<int(max=9999):number>/settings")
@requires(ManualPermission.EDIT)
def update_settings(number: int) -> ResponseReturnValue:
    form = SettingsForm()

    def change() -> str:
        zones = ZoneSettings(
            **{
                name: form[name].data
                for name in ("name_pattern", "minimum", "maximum", "suggested", "criteria")
            }
        )
        service.change_settings(
            db.session(),
            actor=current_actor(),
            number=number,
            seen_version=form.seen_version,
            settings=Settings(form.title.data, zones, form.activities_per_month.data),
        )
        return _address(number, "settings")

    return submit(form, change, lambda: _settings_page(number, form))


@blueprint.get("/manuals/<int(max=9999):number>/order/edit")
@requires(ManualPermission.EDIT)
def edit_order(number: int) -> ResponseReturnValue:
    wording = _draft(number).content.zone_order
    form = OrderForm(version=str(editing.version_of(wording)), **service.order_values(wording))
    return _order_page(number, form)


@blueprint.post("/manuals/<int(max=9999):number>/order")
@requires(ManualPermission.EDIT)
def update_order(number: int) -> ResponseReturnValue:
    form = OrderForm()

    def change() -> str:
        texts = {name: form[name].data for name in ("subject", "reason", "authority", "effect")}
        duties = tuple(line for line in form.duties.data.splitlines() if line.strip())
        service.change_order(
            db.session(),
            actor=current_actor(),
            number=number,
            seen_version=form.seen_version,
            wording=OrderWording(duties=duties, **texts),
        )
        return _address(number, "order")

    return submit(form, change, lambda: _order_page(number, form))


@blueprint.get("/manuals/<int(max=9999):number>/chapters/new")
@requires(ManualPermission.EDIT)
def new_chapter(number: int) -> ResponseReturnValue:
    _draft(number)
    return _chapter_page(number, ChapterForm(), "")


@blueprint.post("/manuals/<int(max=9999):number>/chapters")
@requires(ManualPermission.EDIT)
def create_chapter(number: int) -> ResponseReturnValue:
    form = ChapterForm()

    def add() -> str:
        key = service.add_chapter(
            db.session(), actor=current_actor(), number=number, title=form.title.data
        )
        return _address(number, f"chapter-{key}")

    return submit(form, add, lambda: _chapter_page(number, form, ""))


@blueprint.get("/manuals/<int(max=9999):number>/chapters/<string:key>/edit")
@requires(ManualPermission.EDIT)
def edit_chapter(number: int, key: str) -> ResponseReturnValue:
    title = editing.chapter_of(_draft(number).content, key).title
    form = ChapterForm(version=str(service.chapter_version(title)), title=title)
    return _chapter_page(number, form, key)


@blueprint.post("/manuals/<int(max=9999):number>/chapters/<string:key>")
@requires(ManualPermission.EDIT)
def update_chapter(number: int, key: str) -> ResponseReturnValue:
    form = ChapterForm()

    def change() -> str:
        service.change_chapter(
            db.session(),
            actor=current_actor(),
            number=number,
            key=key,
            seen_version=form.seen_version,
            title=form.title.data,
        )
        return _address(number, f"chapter-{key}")

    return submit(form, change, lambda: _chapter_page(number, form, key))


@blueprint.get("/manuals/<int(max=9999):number>/chapters/<string:key>/clauses/new")
@requires(ManualPermission.EDIT)
def new_clause(number: int, key: str) -> ResponseReturnValue:
    editing.chapter_of(_draft(number).content, key)
    return _clause_page(number, ClauseForm(), chapter=key)


@blueprint.post("/manuals/<int(max=9999):number>/chapters/<string:key>/clauses")
@requires(ManualPermission.EDIT)
def create_clause(number: int, key: str) -> ResponseReturnValue:
    form = ClauseForm()

    def add() -> str:
        clause = service.add_clause(
            db.session(),
            actor=current_actor(),
            number=number,
            chapter_key=key,
            title=form.title.data,
            body=form.body.data,
            locked=form.locked.data,
        )
        return _address(number, f"clause-{clause}")

    return submit(form, add, lambda: _clause_page(number, form, chapter=key))


@blueprint.get("/manuals/<int(max=9999):number>/clauses/<string:key>/edit")
@requires(ManualPermission.EDIT)
def edit_clause(number: int, key: str) -> ResponseReturnValue:
    clause = editing.clause_of(_draft(number).content, key)
    form = ClauseForm(
        version=str(editing.version_of(clause)),
        title=clause.title,
        body=clause.body,
        locked=clause.locked,
    )
    return _clause_page(number, form, key=key)


@blueprint.post("/manuals/<int(max=9999):number>/clauses/<string:key>")
@requires(ManualPermission.EDIT)
def update_clause(number: int, key: str) -> ResponseReturnValue:
    form = ClauseForm()

    def change() -> str:
        service.change_clause(
            db.session(),
            actor=current_actor(),
            number=number,
            seen_version=form.seen_version,
            clause=Clause(key, form.title.data, form.body.data, form.locked.data),
        )
        return _address(number, f"clause-{key}")

    return submit(form, change, lambda: _clause_page(number, form, key=key))


@blueprint.get("/manuals/<int(max=9999):number>/seats/new")
@requires(ManualPermission.EDIT)
def new_seat(number: int) -> ResponseReturnValue:
    last = len(_draft(number).content.zone_committee) + 1
    return _seat_page(number, SeatForm(position=last), "")


@blueprint.post("/manuals/<int(max=9999):number>/seats")
@requires(ManualPermission.EDIT)
def create_seat(number: int) -> ResponseReturnValue:
    form = SeatForm()

    def add() -> str:
        service.add_seat(
            db.session(),
            actor=current_actor(),
            number=number,
            rule=_rule(form, ""),
            position=form.position.data,
        )
        return _address(number, "committee")

    return submit(form, add, lambda: _seat_page(number, form, ""))


@blueprint.get("/manuals/<int(max=9999):number>/seats/<string:key>/edit")
@requires(ManualPermission.EDIT)
def edit_seat(number: int, key: str) -> ResponseReturnValue:
    content = _draft(number).content
    rule = editing.seat_of(content, key)
    form = SeatForm(
        obj=rule,
        version=str(editing.version_of(rule)),
        position=editing.seat_position(content, key),
    )
    return _seat_page(number, form, key)


@blueprint.post("/manuals/<int(max=9999):number>/seats/<string:key>")
@requires(ManualPermission.EDIT)
def update_seat(number: int, key: str) -> ResponseReturnValue:
    form = SeatForm()

    def change() -> str:
        service.change_seat(
            db.session(),
            actor=current_actor(),
            number=number,
            seen_version=form.seen_version,
            rule=_rule(form, key),
            position=form.position.data,
        )
        return _address(number, "committee")

    return submit(form, change, lambda: _seat_page(number, form, key))


REMOVERS: dict[str, Callable[..., None]] = {
    "chapters": service.remove_chapter,
    "clauses": service.remove_clause,
    "seats": service.remove_seat,
}


@blueprint.get(
    "/manuals/<int(max=9999):number>/<any(chapters, clauses, seats):kind>/<string:key>/removal/new"
)
@requires(ManualPermission.EDIT)
def new_part_removal(number: int, kind: str, key: str) -> ResponseReturnValue:
    return _part_removal_page(number, kind, key, RemovalForm())


@blueprint.post(
    "/manuals/<int(max=9999):number>/<any(chapters, clauses, seats):kind>/<string:key>/removal"
)
@requires(ManualPermission.EDIT)
def create_part_removal(number: int, kind: str, key: str) -> ResponseReturnValue:
    form = RemovalForm()

    def remove() -> str:
        REMOVERS[kind](db.session(), actor=current_actor(), number=number, key=key)
        return _address(number, "")

    return submit(form, remove, lambda: _part_removal_page(number, kind, key, form))


def _draft(number: int) -> Shown:
    """The draft; a published edition has nothing to edit, and its page says what to do instead."""
    shown = queries.edition(db.session(), number)
    if not shown.is_draft:
        abort(redirect(url_for(".show_edition", number=number)))
    return shown


def _address(number: int, anchor: str) -> str:
    return url_for(".show_edition", number=number, _anchor=anchor or None)


def _rule(form: SeatForm, key: str) -> SeatRule:
    return SeatRule(
        key=key,
        title=form.title.data,
        source=form.source.data,
        order_role=form.order_role.data,
        block=form.block.data,
        minimum=form.minimum.data,
        maximum=form.maximum.data,
    )


def _page(number: int, form: RecordForm, **shown: Any) -> str:
    return render_template(
        "manuals/part.html",
        form=form,
        edition=queries.edition(db.session(), number).edition,
        **shown,
    )


def _settings_page(number: int, form: SettingsForm) -> str:
    return _page(
        number,
        form,
        heading=gettext("Settings of the edition"),
        action=url_for(".update_settings", number=number),
        back_url=_address(number, "settings"),
    )


def _order_page(number: int, form: OrderForm) -> str:
    return _page(
        number,
        form,
        heading=gettext("Wording of the appointment order"),
        action=url_for(".update_order", number=number),
        back_url=_address(number, "order"),
    )


def _chapter_page(number: int, form: ChapterForm, key: str) -> str:
    update = url_for(".update_chapter", number=number, key=key) if key else ""
    return _page(
        number,
        form,
        heading=gettext("Chapter %(key)s", key=key) if key else gettext("New chapter"),
        action=update or url_for(".create_chapter", number=number),
        back_url=_address(number, f"chapter-{key}" if key else ""),
    )


def _clause_page(number: int, form: ClauseForm, *, key: str = "", chapter: str = "") -> str:
    update = url_for(".update_clause", number=number, key=key) if key else ""
    return _page(
        number,
        form,
        heading=gettext("Clause %(key)s", key=key) if key else gettext("New clause"),
        action=update or url_for(".create_clause", number=number, key=chapter),
        back_url=_address(number, f"clause-{key}" if key else f"chapter-{chapter}"),
    )


def _seat_page(number: int, form: SeatForm, key: str) -> str:
    update = url_for(".update_seat", number=number, key=key) if key else ""
    return _page(
        number,
        form,
        heading=gettext("Seat of the committee"),
        action=update or url_for(".create_seat", number=number),
        back_url=_address(number, "committee"),
    )


def _part_removal_page(number: int, kind: str, key: str, form: RemovalForm) -> str:
    shown = _draft(number)
    find: dict[str, Callable[..., Any]] = {
        "chapters": editing.chapter_of,
        "clauses": editing.clause_of,
        "seats": editing.seat_of,
    }
    part = find[kind](shown.content, key)
    whole_chapter = gettext("All clauses of the chapter are removed with it.")
    return render_template(
        "manuals/removal.html",
        shown=shown,
        form=form,
        name=part.title,
        question=gettext("Remove “%(name)s” from the draft?", name=part.title),
        verb=gettext("Remove it"),
        consequences=[
            gettext("Published editions stay as they are."),
            *([whole_chapter] if kind == "chapters" else []),
        ],
        action=url_for(".create_part_removal", number=number, kind=kind, key=key),
        back_url=_address(number, ""),
    )
