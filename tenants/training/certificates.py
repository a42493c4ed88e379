"""วุฒิบัตร: issued for those who came, numbered without a gap, checked by anybody, revoked with a reason (F68)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.db import uuid7
from core.errors import FieldError, NotFound, Refused
from core.evidence.models import EvidenceKind, EvidenceState, FileKind
from core.evidence.queries import files_of
from core.evidence.service import mark_card, new_verification_code, put_card
from core.i18n.dates import bangkok_now, bangkok_today, buddhist_year
from core.identity.actor import Actor
from core.jobs.service import enqueue
from core.notices.models import Topic
from core.notices.service import notify
from core.records import lock
from core.tenancy import scope
from core.tenancy.queries import office
from tenants.office.queries import SigningRight, signing_right
from tenants.people.models import Person
from tenants.training import queries
from tenants.training.following import recipient_of
from tenants.training.jobs import RENDER, RENDER_ALL
from tenants.training.models import (
    Certificate,
    CertificateSeries,
    Course,
    CourseState,
    Presence,
    Trainee,
    TraineeGroup,
)
from tenants.training.papers import certificate as paper_of
from tenants.training.papers import serial_of
from tenants.training.rendering import batch_of

CHUNK = 20
"""Certificates that one job renders: the page shows how far it has come."""


@dataclass(frozen=True)
class CertificateLine:
    """A certificate with whose it is and, once it is rendered, its file."""

    certificate: Certificate
    trainee: Trainee
    file_id: UUID | None


@dataclass(frozen=True)
class Rendering:
    """How far the files of a course have come; `all_file_id` is the one file with all that are valid."""

    issued: int
    rendered: int
    all_file_id: UUID | None

    @property
    def is_done(self) -> bool:
        return self.rendered == self.issued and self.all_file_id is not None


def may_receive(session: Session, course_id: UUID) -> list[Trainee]:
    """Those who came and hold no certificate of this course yet, in the order of the list."""
    return list(
        session.scalars(
            select(Trainee)
            .outerjoin(Certificate, Certificate.trainee_id == Trainee.id)
            .where(
                Trainee.course_id == course_id,
                Trainee.presence == Presence.PRESENT.value,
                Trainee.confirmed,
                Trainee.trainee_group != TraineeGroup.STAFF.value,
                Certificate.id.is_(None),
            )
            .order_by(Trainee.position, Trainee.id)
        )
    )


def certificates_of(session: Session, course_id: UUID) -> list[CertificateLine]:
    rows: Sequence[Any] = session.execute(
        select(Certificate, Trainee)
        .join(Trainee, Trainee.id == Certificate.trainee_id)
        .where(Certificate.course_id == course_id)
        .order_by(Certificate.year, Certificate.number)
    ).all()
    files = files_of(session, [row[0].id for row in rows])
    return [CertificateLine(row[0], row[1], files.get((row[0].id, FileKind.PDF))) for row in rows]


def rendering_of(session: Session, lines: Sequence[CertificateLine]) -> Rendering | None:
    """How far the files are; None where no certificate is valid."""
    valid = [line for line in lines if line.certificate.revoked_on is None]
    if not valid:
        return None
    batch = batch_of([line.certificate.id for line in valid])
    return Rendering(
        len(valid),
        sum(line.file_id is not None for line in valid),
        files_of(session, [batch]).get((batch, FileKind.PDF)),
    )


def certificate(session: Session, certificate_id: UUID) -> CertificateLine:
    row = session.execute(
        select(Certificate, Trainee)
        .join(Trainee, Trainee.id == Certificate.trainee_id)
        .where(Certificate.id == certificate_id)
    ).one_or_none()
    if row is None:
        raise NotFound("This certificate does not exist.")
    return CertificateLine(row[0], row[1], _file_of(session, row[0].id))


def certificate_of_trainee(session: Session, trainee_id: UUID) -> CertificateLine | None:
    """What the holder of a personal code gets: the own certificate, where there is one."""
    row = session.execute(
        select(Certificate, Trainee)
        .join(Trainee, Trainee.id == Certificate.trainee_id)
        .where(Certificate.trainee_id == trainee_id)
    ).one_or_none()
    return CertificateLine(row[0], row[1], _file_of(session, row[0].id)) if row else None


def signer_of(session: Session, actor: Actor) -> SigningRight:
    """Who this person is on a certificate of today; Refused where they may not sign it."""
    right = signing_right(session, actor=actor, day=bangkok_today())
    if right is None:
        raise Refused(
            "Only the director signs, or who acts for the director on that day. No delegation names you today."
        )
    return right


def issue(
    session: Session,
    *,
    actor: Actor,
    course_id: UUID,
    trainee_ids: Collection[UUID],
    address: str,
) -> int:
    """Issue certificates for those chosen among those who came; returns how many are new.

    `address` is what stands before a code where anybody can check it. Numbers follow one another in
    the office and year; two who issue at once come one after the other. Sent twice nobody gets two.
    """
    scope.name_change(session, "certificate:issued")
    course = lock(session, queries.course(session, course_id))
    if course.state != CourseState.CLOSED:
        raise Refused("Close the course first: certificates are for those who came.")
    signer = signer_of(session, actor)
    if not trainee_ids:
        raise FieldError("Choose at least one person.", field="trainees")
    chosen = [each for each in may_receive(session, course_id) if each.id in set(trainee_ids)]
    if not chosen:
        return 0
    made = seal_certificates(session, course, chosen, signer=signer, moment=bangkok_now())
    enqueue_rendering(session, course, made, address)
    _tell(session, course, chosen, actor)
    return len(made)


def enqueue_rendering(
    session: Session, course: Course, made: Sequence[Certificate], address: str
) -> None:
    """The jobs that make the files: in small parts, and one file of all at the end."""
    ids = [str(each.id) for each in made]
    for start in range(0, len(ids), CHUNK):
        enqueue(session, RENDER, certificate_ids=ids[start : start + CHUNK], address=address)
    enqueue(session, RENDER_ALL, course_id=str(course.id), address=address)


def revoke(session: Session, *, certificate_id: UUID, reason: str, address: str) -> Certificate:
    """Take a certificate back with a reason; its number stays used. Done twice it is done once."""
    scope.name_change(session, "certificate:revoked", reason)
    entry = lock(session, certificate(session, certificate_id).certificate)
    if entry.revoked_on is not None:
        return entry
    if not reason.strip():
        raise FieldError("Say why the certificate is revoked.", field="reason")
    entry.revoked_on, entry.revoked_reason = bangkok_today(), reason.strip()
    mark_card(session, record_id=entry.id, state=EvidenceState.REVOKED)
    enqueue(session, RENDER_ALL, course_id=str(entry.course_id), address=address)
    return entry


def seal_certificates(
    session: Session,
    course: Course,
    chosen: Sequence[Trainee],
    *,
    signer: SigningRight,
    moment: datetime,
) -> list[Certificate]:
    """Give the next numbers, and make each paper final with its text, its hash and its card."""
    year = buddhist_year(moment.date())
    first = take_numbers(session, course.district_id, year, len(chosen))
    name = office(session, course.district_id).title_th
    made = []
    for number, trainee in enumerate(chosen, first):
        document = paper_of(
            course, trainee, name, serial_of(number, year), (signer.name, signer.position), moment
        )
        entry = Certificate(
            district_id=course.district_id,
            course_id=course.id,
            trainee_id=trainee.id,
            number=number,
            year=year,
            name=trainee.name,
            issued_on=moment.date(),
            signed_by=signer.name,
            signed_by_position=signer.position,
            canonical=document.canonical_json(),
            sha256=document.sha256(),
            verification_code=new_verification_code(course.district_id),
            is_example=course.is_example,
        )
        made.append(entry)
    session.add_all(made)
    session.flush()
    for entry in made:
        put_card(
            session,
            kind=EvidenceKind.CERTIFICATE,
            record_id=entry.id,
            title=f"วุฒิบัตรการอบรม {course.title}",
            number=serial_of(entry.number, entry.year),
            dated_on=entry.issued_on,
            sha256=entry.sha256,
            edition=course.edition,
            verification_code=entry.verification_code,
            is_example=entry.is_example,
        )
    return made


def take_numbers(session: Session, district_id: int, year: int, count: int) -> int:
    """The first of `count` consecutive numbers; the series is held until the commit, so none is lost."""
    session.execute(
        insert(CertificateSeries)
        .values(district_id=district_id, id=uuid7(), year=year, last=0)
        .on_conflict_do_nothing(index_elements=["district_id", "year"])
    )
    series = session.scalars(
        select(CertificateSeries)
        .where(CertificateSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    first = series.last + 1
    series.last += count
    session.flush()
    return first


def _tell(session: Session, course: Course, chosen: Sequence[Trainee], actor: Actor) -> None:
    ids = [each.person_id for each in chosen if each.person_id]
    people = {each.id: each for each in session.scalars(select(Person).where(Person.id.in_(ids)))}
    found = (
        recipient_of(each, people.get(each.person_id) if each.person_id else None)
        for each in chosen
    )
    notify(
        session,
        topic=Topic.TRAINING,
        event_key=f"course:{course.id}:certificate",
        to=[who for who in found if who and who.account_id != actor.account_id],
        title=f"วุฒิบัตรการอบรม “{course.title}” ของท่านพร้อมแล้ว",
        body="เปิดดูและดาวน์โหลดได้ด้วยรหัสส่วนตัวของท่าน",
        url=f"/d/{actor.slug}/my-courses",
        is_example=course.is_example,
    )


def _file_of(session: Session, certificate_id: UUID) -> UUID | None:
    return files_of(session, [certificate_id]).get((certificate_id, FileKind.PDF))
