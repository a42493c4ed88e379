"""The pictures of a district's page: the line, the small lines, the peers, the zones."""

from flask_babel import gettext

from city.districts.addresses import district_address, evidence_address
from city.districts.district_page import DistrictPage
from core.web.figures.standings import matrix_cell, matrix_column
from core.web.figures.versions import comparable_value, with_version
from core.web.figures.words import (
    SHARE,
    maximum_of,
    note_of,
    target_value,
    trend_chart,
)
from core.web.offices import office_name
from ui.charts import Datum, LineChart
from ui.comparisons import (
    Matrix,
    MatrixRow,
    Strip,
    matrix,
    peer_strip,
)


def trend(page: DistrictPage) -> LineChart:
    """The chosen indicator over time."""
    chosen = page.chosen
    return trend_chart(
        chosen.definition, page.choice.series, chosen.line, office_name(page.office), chosen.target
    )


def peers(page: DistrictPage) -> Strip:
    """The districts of the same group by the chosen indicator, this one named.

    A district that another version counts is not on the axis: it stands below with its own number.
    """
    chosen = page.chosen
    definition = chosen.definition
    values = [comparable_value(figure, definition) for figure in chosen.peers.values()]
    return peer_strip(
        [
            Datum(
                label=office_name(office),
                value=comparable_value(chosen.peers[office.code], definition),
                note=with_version(
                    chosen.peers[office.code], definition, note_of(chosen.peers[office.code])
                ),
                url="" if office is page.office else district_address(page.choice, office),
                strong=office is page.office,
            )
            for office in page.peers
        ],
        target=target_value(chosen.target),
        unit=SHARE if definition.is_share else "",
        decimals=definition.decimals,
        maximum=maximum_of(definition, values),
    )


def zones(page: DistrictPage) -> Matrix:
    """Zones by those indicators that have a value for zones."""
    return matrix(
        [matrix_column(each) for each in page.zone_columns],
        [
            MatrixRow(
                label=gettext("Zone %(number)s", number=zone.number)
                if zone.number
                else gettext("Zone without a number"),
                cells=[
                    matrix_cell(
                        figure,
                        evidence_address(
                            page.office.code, each.key, page.choice.span, zone.zone_id
                        ),
                    )
                    for each, figure in zip(page.zone_columns, zone.figures, strict=True)
                ],
            )
            for zone in page.zones
        ],
    )
