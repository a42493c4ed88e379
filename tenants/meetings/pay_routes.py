"""The pay for a meeting: its approval before the meeting, and its list after it."""

from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.documents.rendering import render
from core.extensions import db
from core.i18n.dates import bangkok_now, bangkok_today
from core.tenancy.queries import office
from core.web.forms import ConfirmedForm, submit
from core.web.guard import confirmation, current_actor, current_reach, may, requires
from tenants.meetings import pay
from tenants.meetings.minutes_pages import file_answer
from tenants.meetings.pay_papers import pay_list_of
from tenants.meetings.permissions import MeetingPermission
from tenants.meetings.routes import blueprint
from tenants.office.queries import SigningRight, signing_right

__all__ = ["blueprint"]


@blueprint.get("/meetings/<uuid:meeting_id>/pay")
@requires(MeetingPermission.PAY)
def show_pay(meeting_id: UUID) -> ResponseReturnValue:
    return _page(meeting_id, ConfirmedForm())


@blueprint.post("/meetings/<uuid:meeting_id>/pay-approval")
@requires(MeetingPermission.APPROVE_PAY, confirmed=True)
def create_pay_approval(meeting_id: UUID) -> ResponseReturnValue:
    form = ConfirmedForm()
    was_approved = pay.pay_view(db.session(), current_reach(), meeting_id).is_approved

    def approve() -> str:
        if not was_approved:
            confirmation().require()
            pay.approve_pay(
                db.session(), actor=current_actor(), within=current_reach(), meeting_id=meeting_id
            )
            flash(gettext("The pay for this meeting is approved."), "success")
        return url_for(".show_pay", meeting_id=meeting_id)

    return submit(form, approve, lambda: _page(meeting_id, form))


@blueprint.get("/meetings/<uuid:meeting_id>/pay/list")
@requires(MeetingPermission.PAY)
def show_pay_list(meeting_id: UUID) -> ResponseReturnValue:
    """The proof of the handing out, as PDF."""
    view = pay.pay_view(db.session(), current_reach(), meeting_id)
    pay.demand_list(view)
    title = office(db.session(), view.meeting.district_id).title_th
    document = pay_list_of(view, office_title=title, moment=bangkok_now())
    name = f"หลักฐานการจ่ายเบี้ยประชุม {view.line.label} {view.line.count}.pdf".replace("/", "-")
    return file_answer(render(document), "application/pdf", name)


def _page(meeting_id: UUID, form: ConfirmedForm) -> str:
    view = pay.pay_view(db.session(), current_reach(), meeting_id)
    return render_template(
        "meetings/pay.html",
        view=view,
        meeting=view.meeting,
        form=form,
        right=_right() if view.may_be_approved else None,
    )


def _right() -> SigningRight | None:
    """As what this person approves today; None for everybody who may not."""
    if not may(MeetingPermission.APPROVE_PAY):
        return None
    return signing_right(db.session(), actor=current_actor(), day=bangkok_today())
