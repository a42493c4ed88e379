from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from city.oversight.forms import LookForm
from city.oversight.permissions import LookPermission
from city.oversight.rules import RULES
from core.access.roles import Tier
from core.composition import current_composition
from core.errors import NotFound
from core.extensions import db
from core.feature import NavigationGroup, NavigationItem
from core.oversight import queries, service
from core.oversight.queries import Listed
from core.tenancy.queries import is_district, office
from core.web.forms import submit
from core.web.guard import city_blueprint, confirmation, current_actor, may, requires
from core.web.offices import office_name

blueprint = city_blueprint("looks", __name__)


@blueprint.get("/looks")
@requires(LookPermission.OPEN)
def list_looks() -> ResponseReturnValue:
    """The own looks; for those who check the department, everybody's."""
    session, own = db.session(), current_actor().account_id
    if not may(LookPermission.AUDIT):
        found = queries.own_looks(session, own)
        return _list_page(found, page=None)
    number = max(1, min(request.args.get("page", 1, type=int), 10_000))
    found = queries.all_looks(session, page=number)
    shown = found[: queries.PAGE]
    return _list_page(
        shown,
        page={
            "first": (number - 1) * queries.PAGE + 1,
            "last": (number - 1) * queries.PAGE + len(shown),
            "previous_url": url_for(".list_looks", page=number - 1) if number > 1 else None,
            "next_url": url_for(".list_looks", page=number + 1)
            if len(found) > len(shown)
            else None,
        },
    )


@blueprint.get("/districts/<int(max=9999):code>/looks/new")
@requires(LookPermission.OPEN)
def new_look(code: int) -> ResponseReturnValue:
    """The form; where a look is open already, straight to the page that was wanted."""
    if not is_district(db.session(), code):
        raise NotFound("This district does not exist.")
    actor = current_actor()
    wanted = request.args.get("next", "")
    standing = queries.open_into(
        db.session(), code=code, account_id=actor.account_id, session_id=actor.person.session_id
    )
    if standing is not None:
        return redirect(_after(code, standing.id, wanted))
    return _form_page(code, LookForm(formdata=None, next=wanted))


@blueprint.post("/districts/<int(max=9999):code>/looks")
@requires(LookPermission.OPEN, confirmed=True, in_office="code")
def create_look(code: int) -> ResponseReturnValue:
    form = LookForm()

    def begin() -> str:
        confirmation().require()
        look = service.open_look(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            reason=form.reason.data,
            minutes=int(form.minutes.data),
        )
        flash(_("The look is open. The district has been told."), "success")
        return _after(code, look.id, form.next.data or "")

    return submit(form, begin, lambda: _form_page(code, form))


@blueprint.get("/districts/<int(max=9999):code>/looks/<uuid:look_id>")
@requires(LookPermission.OPEN)
def show_look(code: int, look_id: UUID) -> ResponseReturnValue:
    own = current_actor().account_id
    found = (
        queries.any_look(db.session(), code, look_id)
        if may(LookPermission.AUDIT)
        else queries.own_look(db.session(), own, code, look_id)
    )
    return render_template(
        "looks/look.html",
        listed=found,
        is_own=found.look.account_id == own,
        name=office_name(found.office),
        most=service.MOST_PAGES,
        is_usable=found.is_open and found.look.session_id == _here(),
        pages=[(item, url_for(item.endpoint, office_slug=found.office.slug)) for item in _opened()],
    )


@blueprint.post("/districts/<int(max=9999):code>/looks/<uuid:look_id>/closure")
@requires(LookPermission.OPEN, in_office="code")
def create_closure(code: int, look_id: UUID) -> ResponseReturnValue:  # noqa: ARG001 - the guard opens that district's scope
    service.close_look(db.session(), actor=current_actor(), look_id=look_id)
    flash(_("The look is closed."), "success")
    answer = redirect(url_for(".list_looks"), code=303)
    # What the browser still holds of the district's pages must not come back by its back button.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _list_page(found: Sequence[Listed], *, page: dict[str, Any] | None) -> str:
    """`page` says where in everybody's looks this is; None for the own ones."""
    return render_template(
        "looks/looks.html",
        looks=found,
        page=page,
        own=current_actor().account_id,
        name_of=office_name,
        here=_here(),
    )


def _form_page(code: int, form: LookForm) -> str:
    district = office(db.session(), code)
    return render_template(
        "looks/new.html",
        form=form,
        district=district,
        name=office_name(district),
        most=service.MOST_PAGES,
    )


def _after(code: int, look_id: UUID, wanted: str) -> str:
    """The district's page that was wanted, else the look's own; an address elsewhere is never followed."""
    inside = f"/d/{office(db.session(), code).slug}/"
    if wanted.startswith(inside) and "\\" not in wanted and wanted.isprintable():
        return wanted
    return url_for(".show_look", code=code, look_id=look_id)


def _opened() -> Iterator[NavigationItem]:
    """The entries of a district's menu that a look opens, in the menu's order."""
    items = [
        item
        for feature in current_composition().features
        if feature.tier is Tier.DISTRICT
        for item in feature.navigation
        if RULES.open_page(item.endpoint, item.permission)
    ]
    groups = list(NavigationGroup)
    yield from sorted(items, key=lambda item: (groups.index(item.group), item.order))


def _here() -> UUID:
    return current_actor().person.session_id
