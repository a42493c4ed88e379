from flask import render_template
from flask.typing import ResponseReturnValue

from city.papers import queries
from city.papers.permissions import PaperPermission
from core.extensions import db
from core.web.guard import city_blueprint, requires
from core.web.offices import office_name

blueprint = city_blueprint("papers", __name__)


@blueprint.get("/papers")
@requires(PaperPermission.READ)
def list_districts() -> ResponseReturnValue:
    return render_template("papers/districts.html", board=queries.board(db.session()))


@blueprint.get("/districts/<int(max=9999):code>/papers")
@requires(PaperPermission.READ)
def list_cards(code: int) -> ResponseReturnValue:
    office, cards = queries.cards(db.session(), code)
    name = office_name(office)
    return render_template("papers/cards.html", office=office, name=name, cards=cards)
