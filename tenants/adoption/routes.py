from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.extensions import db
from core.i18n.dates import bangkok_today
from core.manual.differences import differences
from core.manual.merge import Outcome, changed_settings, merge
from core.manual.models import ManualEdition
from core.manual.parts import PartKind
from core.manual.queries import content_of, published_editions
from core.web.forms import submit
from core.web.guard import current_actor, district_blueprint, requires
from tenants.adoption import queries, service
from tenants.adoption.forms import AdoptionForm
from tenants.adoption.permissions import AdoptionPermission
from tenants.adoption.words import SETTING_TITLES

blueprint = district_blueprint("adoption", __name__)

CHANGED_BY_CITY = (Outcome.CITY_CHANGED, Outcome.ADDED, Outcome.REMOVED)


@blueprint.get("/manual")
@requires(AdoptionPermission.READ)
def show_manual() -> ResponseReturnValue:
    today = bangkok_today()
    current = queries.edition_in_force(db.session(), today)
    own = queries.local_clauses(db.session(), today) if current else []
    editions = published_editions(db.session())
    return render_template(
        "adoption/manual.html",
        adoption=current[0] if current else None,
        edition=current[1] if current else None,
        content=content_of(current[1]) if current else None,
        own={f"{row.part}:{row.key}": row for row in own},
        annex=sorted(
            (row for row in own if row.part == PartKind.ANNEX), key=queries.place_in_annex
        ),
        move=queries.open_move(db.session()) if current else None,
        newer=next(
            (each for each in editions if current and each.number > current[0].edition), None
        ),
        history=queries.adoptions(db.session()),
        editions=editions,
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
        **comparison(current[1] if current else None, edition),
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


def comparison(base: ManualEdition | None, new: ManualEdition) -> dict[str, object]:
    """What the city changed from one edition to another, as `adoption/_city_changes.html` draws it."""
    if base is None or base.number == new.number:
        return {"changes": (), "settings": (), "compared": None}
    before, after = content_of(base), content_of(new)
    found = merge(before, after, ())
    return {
        "changes": [part for part in found if part.outcome in CHANGED_BY_CITY],
        "settings": [SETTING_TITLES[name] for name in changed_settings(before, after)],
        "compared": base,
        "differences": differences,
    }


def _confirmation(form: AdoptionForm) -> str:
    """The question; where the number names no published edition, the ones that may be chosen."""
    today = bangkok_today()
    editions = published_editions(db.session())
    current = queries.edition_in_force(db.session(), today)
    edition = next((each for each in editions if each.number == form.edition.data), None)
    return render_template(
        "adoption/confirmation.html",
        form=form,
        edition=edition,
        editions=editions,
        current=current[1] if current else None,
        own_texts=len(queries.local_clauses(db.session(), today)) if current else 0,
        move=queries.open_move(db.session()),
        today=today,
        **(comparison(current[1] if current else None, edition) if edition else {}),
    )
