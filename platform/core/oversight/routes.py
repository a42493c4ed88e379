from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.extensions import db
from core.oversight import queries
from core.oversight.permissions import OversightPermission
from core.web.guard import district_blueprint, requires

blueprint = district_blueprint("oversight", __name__)


@blueprint.get("/oversight")
@requires(OversightPermission.READ)
def list_looks() -> ResponseReturnValue:
    number = max(1, min(request.args.get("page", 1, type=int), 10_000))
    found = queries.looks_here(db.session(), page=number)
    shown = found[: queries.PAGE]
    return render_template(
        "oversight/looks.html",
        looks=shown,
        page={
            "first": (number - 1) * queries.PAGE + 1,
            "last": (number - 1) * queries.PAGE + len(shown),
            "previous_url": url_for(".list_looks", page=number - 1) if number > 1 else None,
            "next_url": url_for(".list_looks", page=number + 1)
            if len(found) > len(shown)
            else None,
        },
    )


@blueprint.get("/oversight/<uuid:look_id>")
@requires(OversightPermission.READ)
def show_look(look_id: UUID) -> ResponseReturnValue:
    listed, pages = queries.look_here(db.session(), look_id)
    return render_template("oversight/look.html", listed=listed, pages=pages)
