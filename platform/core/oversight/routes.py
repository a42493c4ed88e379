from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from core.access.roles import Tier
from core.composition import current_composition
from core.extensions import db
from core.feature import NavigationItem
from core.oversight import queries
from core.oversight.permissions import OversightPermission
from core.oversight.queries import Seen
from core.oversight.service import KEEP_VIEWS, MOST_PAGES
from core.web.guard import access_of, district_blueprint, requires

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
        most=MOST_PAGES,
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
    return render_template(
        "oversight/look.html",
        listed=listed,
        parts=parts_of(pages),
        different=len(pages),
        most=MOST_PAGES,
        kept_days=KEEP_VIEWS.days,
    )


@dataclass(frozen=True)
class Read:
    """A page that was asked for, under the words by which the office knows it."""

    title: str
    seen: Seen


@dataclass(frozen=True)
class PartRead:
    """What was asked for in one part of the office: a line of its menu."""

    label: str
    pages: tuple[Read, ...]

    @property
    def times(self) -> int:
        return sum(each.seen.times for each in self.pages)

    @property
    def first(self) -> datetime:
        return min(each.seen.first for each in self.pages)

    @property
    def last(self) -> datetime:
        return max(each.seen.last for each in self.pages)


def parts_of(pages: Iterable[Seen]) -> list[PartRead]:
    """The pages by the part of the office where they lie, in the order in which the parts were entered."""
    menu = [
        item
        for feature in current_composition().features
        if feature.tier is Tier.DISTRICT
        for item in feature.navigation
    ]
    addresses = [(url_for(item.endpoint), item) for item in menu]
    parts: dict[str, list[Read]] = {}
    for seen in pages:
        endpoint = _endpoint_of(seen.path)
        label = _part_of(seen.path, endpoint, addresses)
        parts.setdefault(label, []).append(Read(_title_of(seen, endpoint), seen))
    return [PartRead(label, tuple(found)) for label, found in parts.items()]


def _endpoint_of(path: str) -> str:
    adapter = current_app.create_url_adapter(request)
    try:
        return str(adapter.match(path, method="GET")[0]) if adapter else ""
    except HTTPException:
        return ""


def _part_of(path: str, endpoint: str, addresses: list[tuple[str, NavigationItem]]) -> str:
    """The menu's entry of the same feature whose address is nearest above the page."""
    feature = endpoint.partition(".")[0]
    near = [
        (path.startswith(address), len(address), gettext(item.label))
        for address, item in addresses
        if item.endpoint.partition(".")[0] == feature or feature in item.covers
    ]
    return max(near)[2] if near else gettext("Other pages")


def _title_of(seen: Seen, endpoint: str) -> str:
    if seen.title:
        return seen.title
    access = access_of(current_app.view_functions[endpoint]) if endpoint else None
    if access is not None and access.poll:
        return gettext("A page asked by itself whether something is new")
    return gettext("Asked for, without an answer")
