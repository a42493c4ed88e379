from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.access.permissions import Within
from core.db import uuid7
from core.documents.qr import qr_svg
from core.documents.rendering import render
from core.documents.wording import outline_of
from core.errors import NotFound
from core.evidence.models import FileKind
from core.evidence.queries import card_of, files_of
from core.extensions import db
from core.files.current import current_store
from core.files.service import content_of
from core.i18n.dates import bangkok_today
from core.tenancy.queries import office
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, district_blueprint, may, requires
from tenants.adoption.queries import edition_in_force
from tenants.bylaws import queries, service
from tenants.bylaws.articles import ByLawText, Kind, differences
from tenants.bylaws.papers import adopted_document, document_of, file_name
from tenants.bylaws.permissions import ByLawPermission
from tenants.bylaws.queries import Reading
from tenants.committees.queries import Body
from tenants.orders.queries import order_in_force

blueprint = district_blueprint("bylaws", __name__)


@blueprint.get("/by-laws")
@requires(ByLawPermission.READ)
def list_by_laws() -> ResponseReturnValue:
    return _list_page(RecordForm())


@blueprint.post("/zones/<uuid:zone_id>/by-laws")
@requires(ByLawPermission.EDIT)
def create_zone_by_law(zone_id: UUID) -> ResponseReturnValue:
    return _create(Body.zone(zone_id))


@blueprint.post("/alliances/<uuid:alliance_id>/by-laws")
@requires(ByLawPermission.EDIT)
def create_alliance_by_law(alliance_id: UUID) -> ResponseReturnValue:
    return _create(Body.alliance(alliance_id))


@blueprint.get("/by-laws/<uuid:by_law_id>")
@requires(ByLawPermission.READ)
def show_by_law(by_law_id: UUID) -> ResponseReturnValue:
    found = queries.reading(db.session(), current_reach(), by_law_id)
    return by_law_page(found, RecordForm())


@blueprint.get("/by-laws/<uuid:by_law_id>/pulse")
@requires(ByLawPermission.READ, poll=True)
def show_pulse(by_law_id: UUID) -> ResponseReturnValue:
    """Only whether the files of a by-law are there now: 304, or a new ETag."""
    found = queries.reading(db.session(), current_reach(), by_law_id)
    response = Response()
    response.set_etag(mark_of(_files(found)))
    return response.make_conditional(request)


@blueprint.get("/by-laws/<uuid:by_law_id>/files/<any(pdf, docx, scan):kind>")
@requires(ByLawPermission.READ)
def show_document(by_law_id: UUID, kind: str) -> ResponseReturnValue:
    """The kept file of an adopted by-law; the PDF of a draft is made on request."""
    found = queries.reading(db.session(), current_reach(), by_law_id)
    file_kind = FileKind(kind)
    if found.is_draft and file_kind is FileKind.PDF:
        pdf = render(paper_of(found))
        return _file_answer(pdf, "application/pdf", f"ร่าง{file_name(found.by_law, 'pdf')}")
    file_id = _files(found).get(file_kind)
    if file_id is None:
        raise NotFound("This file is not there yet. It is made within a minute.")
    entry, content = content_of(db.session(), current_store(), found.by_law.district_id, file_id)
    name = file_name(found.by_law, entry.name.rpartition(".")[2])
    if file_kind is FileKind.SCAN:
        name = entry.name
    return _file_answer(content, entry.content_type, name, attached=file_kind is FileKind.DOCX)


@blueprint.get("/by-laws/<uuid:by_law_id>/comparison")
@requires(ByLawPermission.READ)
def show_comparison(by_law_id: UUID) -> ResponseReturnValue:
    """This version beside an older one (`with`, its number), article by article."""
    found = queries.reading(db.session(), current_reach(), by_law_id)
    versions = queries.versions(db.session(), found.by_law.committee_id)
    older = [each for each in versions if each.number < found.by_law.number]
    asked = request.args.get("with", type=int)
    before = next((each for each in older if asked is None or each.number == asked), None)
    if before is None:
        raise NotFound("There is no older version to compare with.")
    rows = differences(ByLawText.from_json(before.content), found.text)
    return render_template(
        "bylaws/comparison.html",
        found=found,
        before=before,
        older=older,
        rows=rows,
        changed=[row for row in rows if row.kind is not Kind.SAME],
        Kind=Kind,
    )


@blueprint.post("/by-laws/<uuid:by_law_id>/edition")
@requires(ByLawPermission.EDIT)
def update_edition(by_law_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def follow() -> str:
        service.follow_edition(
            db.session(), actor=current_actor(), within=current_reach(), by_law_id=by_law_id
        )
        flash(gettext("The draft follows the manual in force now."), "success")
        return url_for(".show_by_law", by_law_id=by_law_id)

    def again() -> str:
        return by_law_page(queries.reading(db.session(), current_reach(), by_law_id), form)

    return submit(form, follow, again)


@blueprint.get("/by-laws/<uuid:by_law_id>/deletion/new")
@requires(ByLawPermission.ADOPT)
def new_deletion(by_law_id: UUID) -> ResponseReturnValue:
    return _deletion_page(by_law_id, RecordForm())


@blueprint.post("/by-laws/<uuid:by_law_id>/deletion")
@requires(ByLawPermission.ADOPT)
def create_deletion(by_law_id: UUID) -> ResponseReturnValue:
    form = RecordForm()

    def delete() -> str:
        service.delete_draft(db.session(), within=current_reach(), by_law_id=by_law_id)
        flash(gettext("The draft of the by-law was deleted."), "success")
        return url_for(".list_by_laws")

    return submit(form, delete, lambda: _deletion_page(by_law_id, form))


def by_law_page(found: Reading, form: RecordForm) -> str:
    """A by-law as its paper, with its meeting, its files and its versions; `form` says what was refused."""
    session, by_law = db.session(), found.by_law
    files = _files(found)
    outline = outline_of(paper_of(found))
    address = (by_law.meeting or {}).get("verification_url", "")
    in_force = queries.by_law_in_force(session, by_law.committee_id)
    return render_template(
        "bylaws/by_law.html",
        form=form,
        found=found,
        by_law=by_law,
        outline=outline,
        parts=[(type(part).__name__, part) for part in outline.parts],
        versions=queries.versions(session, by_law.committee_id),
        in_force=in_force,
        order=order_in_force(session, by_law.committee_id),
        edition=newer_edition(found),
        files=files,
        mark=mark_of(files),
        card=card_of(session, by_law.id),
        code=qr_svg(address) if address else "",
        address=address,
        today=bangkok_today(),
        new_id=uuid7,
        writes=may_write(found.body, current_reach()),
        FileKind=FileKind,
    )


def paper_of(found: Reading) -> Any:
    """The paper as it stands: of a draft as it would print now, of an adopted one as it was hashed."""
    if not found.is_draft:
        return adopted_document(found.by_law)
    return document_of(
        found.by_law,
        found.text,
        committee_title=found.committee.title,
        district_name=office(db.session(), found.by_law.district_id).name_th,
    )


def newer_edition(found: Reading) -> int | None:
    """The edition in force where a draft was made under an older one."""
    current = edition_in_force(db.session(), bangkok_today())
    if current is None or not found.is_draft or current[1].number <= found.by_law.edition:
        return None
    return current[1].number


def may_write(body: Body, within: Within) -> bool:
    """Whether to show the way to the articles: to leaders for the own zone alone."""
    return may(ByLawPermission.EDIT) and service.writes(body, within)


def mark_of(files: dict[FileKind, UUID]) -> str:
    return "-".join(sorted(kind.value for kind in files)) or "none"


def _files(found: Reading) -> dict[FileKind, UUID]:
    kept = files_of(db.session(), [found.by_law.id])
    return {kind: file_id for (_, kind), file_id in kept.items()}


def _create(body: Body) -> ResponseReturnValue:
    form = RecordForm()

    def draft() -> str:
        entry = service.draft_by_law(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            body=body,
            record_id=form.id_of_record,
        )
        if entry.id != form.id_of_record:
            flash(gettext("This network has a draft already. Here it is."), "info")
        return url_for(".list_articles", by_law_id=entry.id)

    return submit(form, draft, lambda: _list_page(form))


def _list_page(form: RecordForm) -> str:
    return render_template(
        "bylaws/by_laws.html",
        form=form,
        lines=queries.networks(db.session(), current_reach()),
        may_write=lambda body: may_write(body, current_reach()),
        new_id=uuid7,
    )


def _deletion_page(by_law_id: UUID, form: RecordForm) -> str:
    found = queries.reading(db.session(), current_reach(), by_law_id)
    return render_template("bylaws/deletion.html", form=form, found=found)


def _file_answer(
    content: bytes, content_type: str, name: str, *, attached: bool = False
) -> Response:
    response = Response(content, mimetype=content_type)
    way, ending = ("attachment" if attached else "inline"), name.rpartition(".")[2]
    response.headers["Content-Disposition"] = (
        f"{way}; filename=\"by-law.{ending}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
