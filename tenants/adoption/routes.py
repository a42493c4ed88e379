from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.extensions import db
from core.i18n.dates import bangkok_today
from core.manual.queries import content_of, published_editions
from core.web.forms import submit
from core.web.guard import current_actor, district_blueprint, requires
from tenants.adoption import queries, service
from tenants.adoption.forms import AdoptionForm
from tenants.adoption.permissions import AdoptionPermission

blueprint = district_blueprint("adoption", __name__)


@blueprint.get("/manual")
@requires(AdoptionPermission.READ)
def show_manual() -> ResponseReturnValue:
    history = queries.adoptions(db.session())
    current = queries.edition_in_force(db.session(), bangkok_today())
    return render_template(
        "adoption/manual.html",
        adoption=current[0] if current else None,
        edition=current[1] if current else None,
        content=content_of(current[1]) if current else None,
        history=history,
        editions=published_editions(db.session()),
    )


@blueprint.get("/manual/editions/<int(max=9999):number>")
@requires(AdoptionPermission.READ)
def show_edition(number: int) -> ResponseReturnValue:
    edition = queries.edition(db.session(), number)
    current = queries.edition_in_force(db.session(), bangkok_today())
    return render_template(
        "adoption/edition.html",
        edition=edition,
        content=content_of(edition),
        adoption=current[0] if current else None,
    )


@blueprint.get("/manual/adoption/new")
@requires(AdoptionPermission.ADOPT)
def new_adoption() -> ResponseReturnValue:
    return _confirmation(AdoptionForm(edition=request.args.get("edition", type=int)))


@blueprint.post("/manual/adoption")
@requires(AdoptionPermission.ADOPT)
def create_adoption() -> ResponseReturnValue:
    form = AdoptionForm()

    def adopt() -> str:
        adoption = service.adopt_edition(
            db.session(), actor=current_actor(), number=form.edition.data or 0
        )
        flash(_("Edition %(number)s is in force here.", number=adoption.edition), "success")
        return url_for(".show_manual")

    return submit(form, adopt, lambda: _confirmation(form))


def _confirmation(form: AdoptionForm) -> str:
    """The question; where the number names no published edition, the ones that may be chosen."""
    editions = published_editions(db.session())
    current = queries.edition_in_force(db.session(), bangkok_today())
    return render_template(
        "adoption/confirmation.html",
        form=form,
        edition=next((each for each in editions if each.number == form.edition.data), None),
        editions=editions,
        current=current[1] if current else None,
        today=bangkok_today(),
    )
