"""The committees of an office, the page of each, and whose term ends soon."""

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.manual.structure import CommitteeKind, SeatSource
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, district_blueprint, requires
from tenants.committees import listing, queries, service
from tenants.committees.bodies import Body
from tenants.committees.changes import changes_of_composition
from tenants.committees.forms import ChairsForm, EditionForm
from tenants.committees.permissions import CommitteePermission
from tenants.committees.problems import ProblemKind

blueprint = district_blueprint("committees", __name__)

NETWORKS = (
    "/zones/<uuid:zone_id>/committee",
    "/alliances/<uuid:alliance_id>/committee",
)
BODIES = (
    *NETWORKS,
    "/communities/<uuid:community_id>/committee",
    "/committees/<any(study,assembly):kind>",
)
"""The addresses of committees: each page below has one for every kind of body."""

Page = Callable[..., ResponseReturnValue]


def at(
    addresses: tuple[str, ...], suffix: str = "", *, method: str = "GET"
) -> Callable[[Page], Page]:
    """Serve a page at the addresses of several kinds of bodies."""

    def decorate(page: Page) -> Page:
        for address in addresses:
            blueprint.add_url_rule(address + suffix, page.__name__, page, methods=[method])
        return page

    return decorate


def body_at(names: dict[str, Any]) -> Body:
    """The body that an address names."""
    if "kind" in names:
        return Body(CommitteeKind(names["kind"]))
    name, value = next(iter(names.items()))
    return Body(CommitteeKind(name.removesuffix("_id")), value)


@blueprint.get("/committees")
@requires(CommitteePermission.READ)
def list_committees() -> ResponseReturnValue:
    return render_template(
        "committees/committees.html",
        overview=listing.overview(db.session(), current_reach()),
    )


@blueprint.get("/committees/communities")
@requires(CommitteePermission.READ)
def list_community_committees() -> ResponseReturnValue:
    return render_template(
        "committees/communities.html",
        committees=listing.community_committees(db.session(), current_reach()),
    )


@blueprint.get("/committees/terms")
@requires(CommitteePermission.READ)
def list_ending_terms() -> ResponseReturnValue:
    return render_template(
        "committees/terms.html",
        terms=queries.ending_terms(db.session(), current_reach(), bangkok_today()),
    )


@at(BODIES)
@requires(CommitteePermission.READ)
def show_committee(**names: Any) -> ResponseReturnValue:
    try:
        view = queries.view_of(db.session(), current_reach(), body_at(names), history=True)
    except queries.NoEdition:
        return render_template("committees/no_manual.html")
    return render_template(
        "committees/committee.html",
        committee=view,
        sources=SeatSource,
        kinds=CommitteeKind,
        red=[each for each in view.problems if each.kind in _SHOWN],
        seating=listing.chairs_to_seat(db.session(), view, bangkok_today())
        if view.body.kind in _NETWORK_KINDS and view.next_empty
        else None,
        changes=changes_of_composition(view),
        term_known=queries.term_end(db.session(), view, bangkok_today()) is not None,
    )


@at(NETWORKS, "/community-chairs/new")
@requires(CommitteePermission.EDIT)
def new_community_chairs(**names: Any) -> ResponseReturnValue:
    return _chairs_page(body_at(names), ChairsForm(valid_from=bangkok_today()))


@at(NETWORKS, "/community-chairs", method="POST")
@requires(CommitteePermission.EDIT)
def create_community_chairs(**names: Any) -> ResponseReturnValue:
    body, form = body_at(names), ChairsForm()

    def seat_them() -> str:
        seated = service.seat_community_chairs(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            body=body,
            valid_from=form.valid_from.data,
        )
        flash(gettext("Chairs of communities named: %(count)s", count=len(seated)), "success")
        return url_for(".show_committee", **body.address)

    return submit(form, seat_them, lambda: _chairs_page(body, form))


@at(BODIES, "/edition/new")
@requires(CommitteePermission.EDIT)
def new_edition(**names: Any) -> ResponseReturnValue:
    return _edition_page(body_at(names))


@at(BODIES, "/edition", method="POST")
@requires(CommitteePermission.EDIT)
def create_edition(**names: Any) -> ResponseReturnValue:
    body, form = body_at(names), EditionForm()

    def follow() -> str:
        service.follow_edition_in_force(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            body=body,
            edition=form.seen_edition,
        )
        return url_for(".show_committee", **body.address)

    return submit(form, follow, lambda: _edition_page(body, form))


def _chairs_page(body: Body, form: ChairsForm) -> str:
    view = _view(body)
    return render_template(
        "committees/community_chairs.html",
        form=form,
        committee=view,
        seating=listing.chairs_to_seat(db.session(), view, bangkok_today()),
    )


def _edition_page(body: Body, form: EditionForm | None = None) -> str:
    view = _view(body)
    if view.current is None or not (view.follows_an_older_edition or form):
        raise NotFound("This page does not exist")
    return render_template(
        "committees/edition.html",
        form=form or EditionForm(edition=view.current.number),
        committee=view,
        changes=changes_of_composition(view),
    )


def _view(body: Body) -> queries.CommitteeView:
    try:
        return queries.view_of(db.session(), current_reach(), body)
    except queries.NoEdition as problem:
        raise NotFound("This page does not exist") from problem


_SHOWN = frozenset(ProblemKind) - {ProblemKind.MISSING, ProblemKind.EXCLUDED_HERE}
"""Missing seats have a notice of their own, and so has a person on several seats."""

_NETWORK_KINDS = {CommitteeKind.ZONE, CommitteeKind.ALLIANCE}

__all__ = ["BODIES", "at", "blueprint", "body_at"]
