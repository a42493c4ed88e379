"""The proof that meeting pay was handed out: its list of those who came."""

from datetime import datetime

from core.documents.content import PayListDocument
from core.documents.content.sheets import PayRow
from core.i18n.dates import show_date, to_bangkok
from core.i18n.numbers import show_number
from tenants.meetings.pay import PayView


def pay_list_of(view: PayView, *, office_title: str, moment: datetime) -> PayListDocument:
    """The list of a closed meeting whose pay was approved: members who came and are paid."""
    meeting = view.meeting
    approved_at = meeting.pay_approved_at
    return PayListDocument(
        payer=office_title,
        heading=(
            f"การประชุม{view.line.label} ครั้งที่ {view.line.count}",
            f"วันที่ {show_date(meeting.held_on, style='long')} ณ {meeting.place}",
        ),
        rows=tuple(
            PayRow(name=line.attendance.name, amount=line.amount, role=line.attendance.role)
            for line in view.paid
        ),
        rate=f"อัตราคนละ {show_number(meeting.pay_rate or 0)} บาทต่อครั้ง",
        rate_source=meeting.pay_source,
        approved_by=" ".join((meeting.pay_approved_by_position or "").splitlines()),
        approved_on=to_bangkok(approved_at).date() if approved_at else None,
        draft=False,
        is_example=meeting.is_example,
        edition_note="",
        prepared_at=moment,
    )
