from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.extensions import db
from core.i18n.dates import bangkok_now, bangkok_today, show_month
from core.tenancy.queries import boundary_of
from core.web.guard import current_actor, current_reach, district_blueprint, may, requires
from core.web.shell import language
from tenants.networks.pictures import zone_maps
from tenants.networks.queries import board
from tenants.orders.permissions import OrderPermission
from tenants.overview import queries
from tenants.overview.next_steps import next_steps
from tenants.overview.permissions import OverviewPermission
from ui.charts import sparkline

blueprint = district_blueprint("overview", __name__)

TARGET = 70
"""Per cent of communities with an activity: the city's own target (DOMAIN 7.2)."""


@blueprint.get("/")
@requires(OverviewPermission.READ)
def show_home() -> ResponseReturnValue:
    if not current_reach().whole_district:
        return render_template(
            "overview/own_home.html",
            home=queries.own_home(
                db.session(), current_reach(), current_actor(), moment=bangkok_now()
            ),
            today=bangkok_today(),
        )
    district_id = current_actor().district_id
    home = queries.home(db.session(), district_id)
    trend = home.figures.trend(queries.ACTIVE, queries.COMMUNITIES)
    return render_template(
        "overview/home.html",
        home=home,
        today=bangkok_today(),
        steps=next_steps(
            home,
            queries.waiting_papers(
                db.session(),
                current_actor(),
                proposes=may(OrderPermission.PROPOSE),
                signs=may(OrderPermission.SIGN),
            ),
        ),
        maps=zone_maps(board(db.session(), current_reach()), boundary_of(db.session(), district_id))
        if home.zones
        else [],
        keys=queries,
        target=TARGET,
        spark=sparkline(trend, _in_words(home.figures.months, trend), target=TARGET),
    )


def _in_words(months: tuple[date, ...], trend: list[float | None]) -> str:
    shown = [
        f"{show_month(month, style='short', language=language())} {value:.1f} %"
        for month, value in zip(months, trend, strict=True)
        if value is not None
    ]
    return gettext("Share of communities with an activity: ") + ", ".join(shown)
