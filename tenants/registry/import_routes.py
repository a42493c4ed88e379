"""Pages of the import, on the blueprint of `routes`: the feature takes it from here, so that both register."""

import csv
import io
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from core.errors import Refused
from core.extensions import db
from core.files.current import current_store
from core.files.service import LARGEST_FILE
from core.i18n.dates import bangkok_today
from core.i18n.messages import translate
from core.web.forms import submit
from core.web.guard import current_actor, requires
from tenants.registry import import_batches
from tenants.registry.forms import ImportForm
from tenants.registry.import_comparison import Fate
from tenants.registry.import_rows import TEMPLATE
from tenants.registry.models import ImportState
from tenants.registry.permissions import RegistryPermission
from tenants.registry.routes import blueprint

__all__ = ["blueprint"]

FATE_TITLES = {
    Fate.NEW: _("New"),
    Fate.CHANGED: _("Differs"),
    Fate.UNCHANGED: _("As it is"),
    Fate.REJECTED: _("Rejected"),
}
STATE_TITLES = {
    ImportState.CHECKED: _("Waiting for confirmation"),
    ImportState.DONE: _("Taken over"),
    ImportState.DISCARDED: _("Discarded"),
}
FIELD_TITLES = {
    "name": _("Name"),
    "kind": _("Type"),
    "subdistrict_code": _("Subdistrict"),
    "lat": _("Latitude"),
    "lon": _("Longitude"),
    "source_key": _("Reference in the source"),
    "figures": _("Figures"),
}


@blueprint.get("/communities/imports")
@requires(RegistryPermission.IMPORT)
def list_imports() -> ResponseReturnValue:
    return render_template(
        "registry/imports.html",
        batches=import_batches.earlier_imports(db.session()),
        states=STATE_TITLES,
    )


@blueprint.get("/communities/imports/new")
@requires(RegistryPermission.IMPORT)
def new_import() -> ResponseReturnValue:
    return _new_page(ImportForm(as_of=bangkok_today()))


@blueprint.post("/communities/imports")
@requires(RegistryPermission.IMPORT)
def create_import() -> ResponseReturnValue:
    form = ImportForm()

    def check() -> str:
        batch = import_batches.check_file(
            db.session(),
            current_store(),
            actor=current_actor(),
            record_id=form.id_of_record,
            file_name=form.file.data.filename or "",
            content=form.file.data.stream.read(LARGEST_FILE + 1),
            as_of=form.as_of.data,
            source=form.source.data,
        )
        return url_for(".show_import", batch_id=batch.id)

    return submit(form, check, lambda: _new_page(form))


@blueprint.get("/communities/imports/template")
@requires(RegistryPermission.IMPORT)
def show_import_template() -> ResponseReturnValue:
    """Only the headings, as UTF-8 with a mark: Excel then reads the Thai letters (DOMAIN 6.3)."""
    lines = io.StringIO()
    csv.writer(lines).writerow(TEMPLATE)
    return Response(
        lines.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="communities.csv"'},
    )


@blueprint.get("/communities/imports/<uuid:batch_id>")
@requires(RegistryPermission.IMPORT)
def show_import(batch_id: UUID) -> ResponseReturnValue:
    batch = import_batches.import_batch(db.session(), current_actor().district_id, batch_id)
    asked = request.args.get("fate", "")
    fate = asked if asked in {*Fate, import_batches.WARNINGS} else ""
    return render_template(
        "registry/import.html",
        batch=batch,
        totals=batch.report["totals"],
        fate=fate,
        page=import_batches.rows_of(batch, fate, request.args.get("page", 1, type=int)),
        fates=FATE_TITLES,
        states=STATE_TITLES,
        fields=FIELD_TITLES,
        translate=translate,
    )


@blueprint.post("/communities/imports/<uuid:batch_id>/confirmation")
@requires(RegistryPermission.IMPORT)
def create_import_confirmation(batch_id: UUID) -> ResponseReturnValue:
    try:
        taken = import_batches.confirm_import(
            db.session(), current_store(), actor=current_actor(), batch_id=batch_id
        )
    except Refused as problem:
        db.session.rollback()
        flash(translate(problem.message), "danger")
    else:
        if not taken:
            flash(
                gettext(
                    "The register has changed since the file was checked. Look at the new result and confirm again."
                ),
                "warning",
            )
    return redirect(url_for(".show_import", batch_id=batch_id), code=303)


@blueprint.post("/communities/imports/<uuid:batch_id>/discarding")
@requires(RegistryPermission.IMPORT)
def create_import_discarding(batch_id: UUID) -> ResponseReturnValue:
    try:
        import_batches.discard_import(db.session(), actor=current_actor(), batch_id=batch_id)
    except Refused as problem:
        db.session.rollback()
        flash(translate(problem.message), "danger")
    return redirect(url_for(".show_import", batch_id=batch_id), code=303)


def _new_page(form: ImportForm) -> str:
    return render_template("registry/import_new.html", form=form, headings=TEMPLATE)
