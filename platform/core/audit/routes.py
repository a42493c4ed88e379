import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.audit import queries
from core.audit.permissions import AuditPermission
from core.composition import Composition, current_composition
from core.extensions import db
from core.i18n.dates import show_date, show_datetime
from core.i18n.numbers import show_number
from core.web.guard import district_blueprint, requires
from core.web.shell import language

blueprint = district_blueprint("audit", __name__)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOT_COUNTED = frozenset({"edition", "number", "subdistrict_code", "source_key"})


@blueprint.get("/changes")
@requires(AuditPermission.READ)
def list_changes() -> ResponseReturnValue:
    found = queries.changes(
        db.session(),
        before=request.args.get("before", type=int),
        table=request.args.get("table", ""),
        row_id=request.args.get("row", ""),
    )
    composition = current_composition()
    shown = found[: queries.PAGE]
    return render_template(
        "audit/changes.html",
        changes=shown,
        more=shown[-1].first_id if len(found) > queries.PAGE else None,
        actions={key: text for f in composition.features for key, text in f.actions.items()},
        labels={key: text for f in composition.features for key, text in f.field_labels.items()},
        show=_shower(composition),
        filter={key: request.args[key] for key in ("table", "row") if request.args.get(key)},
    )


def _shower(composition: Composition) -> Callable[[str, Any], str]:
    """How a stored value of a column `table.column` is written for people."""
    words = {key: text for f in composition.features for key, text in f.value_words.items()}

    def show(name: str, value: Any) -> str:
        if name in words and value in words[name]:
            return gettext(str(words[name][value]))
        if value is None or value == "":
            return "–"
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if isinstance(value, int) and name.partition(".")[2] not in _NOT_COUNTED:
            return show_number(value)
        return _show_text(str(value)) if not isinstance(value, dict | list) else gettext("(a text)")

    return show


def _show_text(text: str) -> str:
    if _DAY.fullmatch(text):
        return show_date(date.fromisoformat(text), style="short", language=language())
    if _MOMENT.match(text):
        return show_datetime(datetime.fromisoformat(text), style="short", language=language())
    return gettext("(not named in this list)") if _ID.fullmatch(text) else text
