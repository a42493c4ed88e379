"""The map of zones: a point for each community, coloured and shaped by its zone."""

from flask import url_for
from flask_babel import gettext as _

from core.i18n.numbers import show_number
from core.tenancy.models import Boundary
from tenants.networks.proposal_views import ProposalView
from tenants.networks.queries import Board, Card, Column
from ui.maps import Place, PointMap, point_map
from ui.palettes import SHAPES

ZONES_A_MAP = len(SHAPES) - 1
"""One shape is kept for communities without a zone; more zones than that need a second map."""


def zone_maps(board: Board, boundary: Boundary | None) -> list[PointMap]:
    """As many maps as the shapes need; empty where no community has a point."""
    if board.without_point == len(board.cards):
        return []
    unplaced, zones = board.columns[0], board.columns[1:]
    parts = [
        zones[start : start + ZONES_A_MAP] for start in range(0, max(1, len(zones)), ZONES_A_MAP)
    ]
    return [
        _map((*part, unplaced) if part is parts[0] and unplaced.cards else part, boundary)
        for part in parts
    ]


def proposal_maps(view: ProposalView, boundary: Boundary | None) -> list[PointMap]:
    """The communities of a proposal, coloured and shaped by their group."""
    parts = [
        view.groups[start : start + ZONES_A_MAP]
        for start in range(0, len(view.groups), ZONES_A_MAP)
    ]
    return [
        point_map(
            [
                Place(
                    label=site.name,
                    longitude=site.point[1],
                    latitude=site.point[0],
                    kind=kind,
                    note=group.name,
                )
                for kind, group in enumerate(part, start=1)
                for site in group.sites
                if site.point
            ],
            [group.name for group in part],
            grounds=boundary.rings if boundary else (),
        )
        for part in parts
        if any(site.point for group in part for site in group.sites)
    ]


def _map(columns: tuple[Column, ...], boundary: Boundary | None) -> PointMap:
    places = [
        _place(card, kind)
        for kind, column in enumerate(columns, start=1)
        for card in column.cards
        if card.has_point
    ]
    return point_map(
        places,
        [column.zone.name if column.zone else _("Not in a zone") for column in columns],
        grounds=boundary.rings if boundary else (),
    )


def _place(card: Card, kind: int) -> Place:
    note = (
        "" if card.residents is None else _("%(number)s people", number=show_number(card.residents))
    )
    return Place(
        label=card.community.name,
        longitude=card.community.lon or 0.0,
        latitude=card.community.lat or 0.0,
        kind=kind,
        note=note,
        url=url_for("registry.show_community", community_id=card.community.id),
    )
