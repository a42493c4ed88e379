from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from city.regulations import queries, service
from city.regulations.forms import ValueForm, form_of
from city.regulations.permissions import RegulationPermission
from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.regulations.keys import RegulationKey
from core.web.forms import submit
from core.web.guard import city_blueprint, current_actor, requires

blueprint = city_blueprint("regulations", __name__)


@blueprint.get("/regulations")
@requires(RegulationPermission.READ)
def list_values() -> ResponseReturnValue:
    values = queries.regulated_values(db.session(), bangkok_today())
    return render_template("regulations/values.html", values=values, today=bangkok_today())


@blueprint.get("/regulations/<string:key>/values/new")
@requires(RegulationPermission.RECORD)
def new_value(key: str) -> ResponseReturnValue:
    named = _named(key)
    return _page(named, form_of(named)())


@blueprint.post("/regulations/<string:key>/values")
@requires(RegulationPermission.RECORD)
def create_value(key: str) -> ResponseReturnValue:
    named = _named(key)
    form = form_of(named)()

    def record() -> str:
        service.record_value(
            db.session(),
            actor=current_actor(),
            key=named,
            valid_from=form.valid_from.data,
            value={part.key: form[part.key].data for part in named.value.parts},
            source=form.source.data,
        )
        flash(_("The value has been recorded."), "success")
        return url_for(".list_values", _anchor=named.key)

    return submit(form, record, lambda: _page(named, form))


def _named(key: str) -> RegulationKey:
    try:
        return RegulationKey.of(key)
    except KeyError as problem:
        raise NotFound("This value does not exist.") from problem


def _page(key: RegulationKey, form: ValueForm) -> str:
    return render_template("regulations/value.html", key=key, form=form)
