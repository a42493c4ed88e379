from flask import render_template, request
from flask.typing import ResponseReturnValue

from core.audit import queries
from core.audit.permissions import AuditPermission
from core.composition import current_composition
from core.extensions import db
from core.web.guard import district_blueprint, requires

blueprint = district_blueprint("audit", __name__)


@blueprint.get("/changes")
@requires(AuditPermission.READ)
def list_changes() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    found = queries.changes(
        db.session(),
        before=before,
        table=request.args.get("table", ""),
        row_id=request.args.get("row", ""),
    )
    composition = current_composition()
    return render_template(
        "audit/changes.html",
        changes=found[: queries.PAGE],
        more=found[queries.PAGE - 1].id if len(found) > queries.PAGE else None,
        actions={key: text for f in composition.features for key, text in f.actions.items()},
        labels={key: text for f in composition.features for key, text in f.field_labels.items()},
        filtered=bool(request.args.get("row")),
    )
