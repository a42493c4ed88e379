"""Recording the meeting that adopted a draft."""

from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import Refused
from core.extensions import db
from core.files.current import current_store
from core.i18n.dates import bangkok_today
from core.web.addresses import public_address
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, requires
from core.web.uploads import sent_scan
from tenants.bylaws import adopting, queries
from tenants.bylaws.forms import MeetingForm
from tenants.bylaws.permissions import ByLawPermission
from tenants.bylaws.queries import Reading
from tenants.bylaws.routes import blueprint, newer_edition
from tenants.orders.queries import order_in_force

__all__ = ["blueprint"]


@blueprint.get("/by-laws/<uuid:by_law_id>/adoption/new")
@requires(ByLawPermission.ADOPT)
def new_adoption(by_law_id: UUID) -> ResponseReturnValue:
    found = _draft(by_law_id)
    chair = found.committee.chair
    form = MeetingForm(
        version=str(found.by_law.version), chaired_by=chair.person_name if chair else ""
    )
    return _page(found, form)


@blueprint.post("/by-laws/<uuid:by_law_id>/adoption")
@requires(ByLawPermission.ADOPT)
def create_adoption(by_law_id: UUID) -> ResponseReturnValue:
    form = MeetingForm()

    def adopt() -> str:
        adopting.adopt(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            by_law_id=by_law_id,
            seen_version=form.seen_version,
            meeting=form.meeting,
            store=current_store(),
            address_of=lambda code: public_address(f"/papers/{code}"),
            scan=sent_scan(form.scan),
        )
        flash(gettext("The by-law is adopted. Its document is being prepared."), "success")
        return url_for(".show_by_law", by_law_id=by_law_id)

    return submit(form, adopt, lambda: _page(_draft(by_law_id), form))


def _draft(by_law_id: UUID) -> Reading:
    found = queries.reading(db.session(), current_reach(), by_law_id)
    if not found.is_draft:
        raise Refused("This by-law has been adopted. It never changes: begin a new version.")
    return found


def _page(found: Reading, form: MeetingForm) -> str:
    session, today = db.session(), bangkok_today()
    return render_template(
        "bylaws/adoption.html",
        found=found,
        form=form,
        order=order_in_force(session, found.by_law.committee_id),
        quorum=adopting.quorum_on(session, found.committee, today),
        edition=newer_edition(found),
        before=queries.newest_adopted(session, found.by_law.committee_id),
    )
