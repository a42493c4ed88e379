"""Choosing the pilot network: scores of every zone, the decision, and what was decided before."""

from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.extensions import db
from core.i18n.digits import to_arabic_digits
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, requires
from tenants.networks import pilots
from tenants.networks.duty_routes import blueprint
from tenants.networks.forms import NOBODY
from tenants.networks.paper_forms import PilotForm
from tenants.networks.permissions import NetworkPermission
from tenants.zones.models import Zone
from tenants.zones.queries import open_zones

__all__ = ["blueprint"]


@blueprint.get("/zones/pilot")
@requires(NetworkPermission.BOARD)
def show_pilot() -> ResponseReturnValue:
    choice = pilots.pilot(db.session())
    zones = open_zones(db.session(), current_reach())
    return render_template(
        "networks/pilot.html",
        choice=choice,
        names={zone.id: zone.name for zone in zones},
        ranking=pilots.ranking(
            zones, pilots.scores_of(choice), pilots.criteria_in_force(db.session())
        )
        if choice
        else [],
        criteria=pilots.criteria_in_force(db.session()),
        best=pilots.BEST,
        earlier=pilots.choices(db.session())[1:],
    )


@blueprint.get("/zones/pilot/new")
@requires(NetworkPermission.PLACE)
def new_pilot() -> ResponseReturnValue:
    return _page(PilotForm())


@blueprint.post("/zones/pilot")
@requires(NetworkPermission.PLACE)
def create_pilot() -> ResponseReturnValue:
    form = PilotForm()
    zones = _offer(form)

    def record() -> str:
        pilots.record_pilot(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            scores=_scores(zones),
            decision=pilots.Decision(
                _zone_id(form.zone.data),
                form.reason.data,
                form.meeting.data,
                form.decided_on.data,
            ),
        )
        flash(_("The choice of the pilot network has been recorded."), "success")
        return url_for(".show_pilot")

    return submit(form, record, lambda: _page(form))


def _page(form: PilotForm) -> str:
    zones = _offer(form)
    return render_template(
        "networks/pilot_new.html",
        form=form,
        zones=zones,
        criteria=pilots.criteria_in_force(db.session()),
        best=pilots.BEST,
        typed=request.form,
    )


def _offer(form: PilotForm) -> list[Zone]:
    zones = open_zones(db.session(), current_reach())
    form.zone.choices = [("", _("Choose the zone")), *((str(zone.id), zone.name) for zone in zones)]
    return zones


def _scores(zones: list[Zone]) -> pilots.Scores:
    """The table as it was typed; what is no number counts as not scored."""
    return {
        zone.id: {
            criterion.key: _number(request.form.get(f"score-{zone.id}-{criterion.key}", ""))
            for criterion in pilots.criteria_in_force(db.session())
        }
        for zone in zones
    }


def _number(text: str) -> int:
    plain = to_arabic_digits(text.strip())
    return int(plain) if plain.isdecimal() and len(plain) == 1 else 0


def _zone_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return NOBODY
