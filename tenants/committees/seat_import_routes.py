"""Pages of the import of seats, on the blueprint of the committees."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from core.errors import Refused
from core.extensions import db
from core.files.current import current_store
from core.files.service import LARGEST_FILE
from core.i18n.dates import bangkok_today
from core.i18n.messages import translate
from core.web.downloads import send_bytes
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, requires
from tenants.committees import seat_import_batches
from tenants.committees.permissions import CommitteePermission
from tenants.committees.seat_import_checking import Fate
from tenants.committees.seat_import_directory import Directory
from tenants.committees.seat_import_forms import SeatImportForm
from tenants.committees.seat_import_models import ImportState
from tenants.committees.seat_import_rows import HEADINGS
from tenants.committees.seat_import_workbook import seat_workbook
from tenants.committees.seat_routes import blueprint

__all__ = ["blueprint"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FATE_TITLES = {
    Fate.NEW: _("Will be filled"),
    Fate.UNCHANGED: _("Sits there already"),
    Fate.REJECTED: _("Rejected"),
}
STATE_TITLES = {
    ImportState.CHECKED: _("Waiting for confirmation"),
    ImportState.DONE: _("Taken over"),
    ImportState.DISCARDED: _("Discarded"),
}


@blueprint.get("/committees/seat-imports")
@requires(CommitteePermission.EDIT)
def list_seat_imports() -> ResponseReturnValue:
    return render_template(
        "committees/seat_imports.html",
        batches=seat_import_batches.earlier_imports(db.session()),
        states=STATE_TITLES,
    )


@blueprint.get("/committees/seat-imports/new")
@requires(CommitteePermission.EDIT)
def new_seat_import() -> ResponseReturnValue:
    return _new_page(SeatImportForm())


@blueprint.post("/committees/seat-imports")
@requires(CommitteePermission.EDIT)
def create_seat_import() -> ResponseReturnValue:
    form = SeatImportForm()

    def check() -> str:
        batch = seat_import_batches.check_file(
            db.session(),
            current_store(),
            actor=current_actor(),
            within=current_reach(),
            record_id=form.id_of_record,
            file_name=form.file.data.filename or "",
            content=form.file.data.stream.read(LARGEST_FILE + 1),
        )
        return url_for(".show_seat_import", batch_id=batch.id)

    return submit(form, check, lambda: _new_page(form))


@blueprint.get("/committees/seat-imports/template")
@requires(CommitteePermission.EDIT)
def show_seat_import_template() -> ResponseReturnValue:
    """The workbook of the office; without a manual nothing says which seats there are."""
    views = Directory.of(db.session(), current_reach()).views
    if not views:
        flash(gettext("The manual says which seats there are. Adopt an edition first."), "warning")
        return redirect(url_for(".new_seat_import"), code=303)
    name = gettext("Seats of the committees")
    return send_bytes(
        seat_workbook(views, bangkok_today()),
        name=f"{name}.xlsx",
        content_type=XLSX,
    )


@blueprint.get("/committees/seat-imports/<uuid:batch_id>")
@requires(CommitteePermission.EDIT)
def show_seat_import(batch_id: UUID) -> ResponseReturnValue:
    batch = seat_import_batches.seat_import(db.session(), current_actor().district_id, batch_id)
    asked = request.args.get("fate", "")
    fate = asked if asked in {*Fate, seat_import_batches.WARNINGS} else ""
    if not asked and batch.report["totals"]["rejected"]:
        fate = Fate.REJECTED.value
    return render_template(
        "committees/seat_import.html",
        batch=batch,
        totals=batch.report["totals"],
        fate=fate,
        page=seat_import_batches.rows_of(batch, fate, request.args.get("page", 1, type=int)),
        fates=FATE_TITLES,
        states=STATE_TITLES,
        translate=translate,
    )


@blueprint.post("/committees/seat-imports/<uuid:batch_id>/confirmation")
@requires(CommitteePermission.EDIT)
def create_seat_import_confirmation(batch_id: UUID) -> ResponseReturnValue:
    try:
        seat_import_batches.confirm_import(
            db.session(),
            current_store(),
            actor=current_actor(),
            within=current_reach(),
            batch_id=batch_id,
        )
    except Refused as problem:
        db.session.rollback()
        flash(translate(problem.message), "danger")
    return redirect(url_for(".show_seat_import", batch_id=batch_id), code=303)


@blueprint.post("/committees/seat-imports/<uuid:batch_id>/discarding")
@requires(CommitteePermission.EDIT)
def create_seat_import_discarding(batch_id: UUID) -> ResponseReturnValue:
    try:
        seat_import_batches.discard_import(db.session(), actor=current_actor(), batch_id=batch_id)
    except Refused as problem:
        db.session.rollback()
        flash(translate(problem.message), "danger")
    return redirect(url_for(".show_seat_import", batch_id=batch_id), code=303)


def _new_page(form: SeatImportForm) -> str:
    return render_template(
        "committees/seat_import_new.html",
        form=form,
        headings=[words[0] for words in HEADINGS.values()],
    )
