"""The pages of reports, the same for the department and for a district: hung on the blueprint of either tier."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.access.permissions import Permission
from core.audit.queries import beginning_of
from core.errors import FieldError, NotFound
from core.extensions import db
from core.reporting import page_words, queries, service
from core.reporting.content import Content, canonical, read
from core.reporting.drawing import Sources
from core.reporting.forms import PeriodForm, PublicationForm, RemarksForm, VersionForm
from core.reporting.models import Report, ReportState
from core.reporting.pictures import pictures
from core.reporting.queries import FileKind
from core.web.downloads import send_bytes, send_stored
from core.web.forms import RecordForm, submit
from core.web.guard import confirmation, current_actor, may, requires
from core.web.shell import language

COLUMNS = 4
"""Indicators beside the name of a place in one table of the page."""

SourcesOf = Callable[[Session], Sources]


@dataclass(frozen=True)
class Rights:
    """The permissions of the tier: who sees, draws up, publishes, and releases open data."""

    read: Permission
    draw_up: Permission
    publish: Permission
    release: Permission


def add_report_pages(blueprint: Blueprint, rights: Rights, sources: SourcesOf) -> None:
    """Reports of the office: the list, drawing up, one report, its remarks, publication and files."""
    _add_list(blueprint, rights, sources)
    _add_report(blueprint, rights)
    _add_changes(blueprint, rights, sources)
    _add_publication(blueprint, rights)
    _add_files(blueprint, rights)


def _add_list(blueprint: Blueprint, rights: Rights, sources: SourcesOf) -> None:
    @blueprint.get("/reports")
    @requires(rights.read)
    def list_reports() -> ResponseReturnValue:
        return render_template(
            "reporting/list.html",
            reports=queries.reports(db.session()),
            may_draw_up=may(rights.draw_up),
        )

    @blueprint.get("/reports/new")
    @requires(rights.draw_up)
    def new_report() -> ResponseReturnValue:
        return _period_page(_period_form())

    @blueprint.post("/reports")
    @requires(rights.draw_up)
    def create_report() -> ResponseReturnValue:
        form = _period_form()

        def draw_up() -> str:
            report = service.draw_up(
                db.session(),
                actor=current_actor(),
                record_id=form.id_of_record,
                span=form.span(),
                sources=sources(db.session()),
            )
            flash(gettext("The draft is drawn up. Its files are being made."), "success")
            return url_for(".show_report", report_id=report.id)

        return submit(form, draw_up, lambda: _period_page(form))


def _add_report(blueprint: Blueprint, rights: Rights) -> None:
    @blueprint.get("/reports/<uuid:report_id>")
    @requires(rights.read)
    def show_report(report_id: UUID) -> ResponseReturnValue:
        report = queries.report(db.session(), report_id)
        content = read(report.content)
        return render_template(
            "reporting/report.html",
            report=report,
            content=content,
            files=queries.files_of(db.session(), report),
            kinds=FileKind,
            pictures=pictures(content, language()),
            groups=_groups(content),
            words=page_words,
            printing=request.args.get("view") == "print",
            form=VersionForm(version=str(report.version)),
            may_draw_up=may(rights.draw_up) and report.state == ReportState.DRAFT,
            may_publish=may(rights.publish) and report.state == ReportState.DRAFT,
        )

    @blueprint.get("/reports/<uuid:report_id>/state")
    @requires(rights.read, poll=True)
    def show_report_state(report_id: UUID) -> ResponseReturnValue:
        """Only whether the report or its files have changed since: 304, or a new ETag."""
        report = queries.report(db.session(), report_id)
        files = queries.files_of(db.session(), report)
        response = Response(status=200)
        response.set_etag(f"{report.version}-{len(files.ids)}-{files.failed:d}")
        return response.make_conditional(request)

    @blueprint.get("/reports/<uuid:report_id>/data.json")
    @requires(rights.read)
    def show_data(report_id: UUID) -> ResponseReturnValue:
        """The very bytes whose SHA-256 is printed on the report."""
        report = queries.report(db.session(), report_id)
        text = canonical(service.sealed_values(report))
        return send_bytes(
            text.encode(), name=f"{report.title}.json", content_type="application/json"
        )


def _add_changes(blueprint: Blueprint, rights: Rights, sources: SourcesOf) -> None:
    @blueprint.post("/reports/<uuid:report_id>/renewal")
    @requires(rights.draw_up)
    def create_renewal(report_id: UUID) -> ResponseReturnValue:
        form = VersionForm()

        def renew() -> str:
            service.draw_up_anew(
                db.session(),
                actor=current_actor(),
                report_id=report_id,
                seen_version=form.seen_version,
                sources=sources(db.session()),
            )
            flash(gettext("The draft shows the figures of now."), "success")
            return url_for(".show_report", report_id=report_id)

        return submit(form, renew, lambda: _refused_page(report_id, form))

    @blueprint.get("/reports/<uuid:report_id>/remarks/edit")
    @requires(rights.draw_up)
    def edit_remarks(report_id: UUID) -> ResponseReturnValue:
        report = queries.report(db.session(), report_id)
        form = RemarksForm(version=str(report.version), remarks=report.remarks)
        return _remarks_page(report, form)

    @blueprint.post("/reports/<uuid:report_id>/remarks")
    @requires(rights.draw_up)
    def update_remarks(report_id: UUID) -> ResponseReturnValue:
        form = RemarksForm()

        def write() -> str:
            service.write_remarks(
                db.session(),
                actor=current_actor(),
                report_id=report_id,
                seen_version=form.seen_version,
                remarks=form.remarks.data or "",
            )
            flash(gettext("The remarks are saved."), "success")
            return url_for(".show_report", report_id=report_id)

        return submit(
            form, write, lambda: _remarks_page(queries.report(db.session(), report_id), form)
        )

    @blueprint.get("/reports/<uuid:report_id>/removal/new")
    @requires(rights.draw_up)
    def new_removal(report_id: UUID) -> ResponseReturnValue:
        report = queries.report(db.session(), report_id)
        return _removal_page(report, VersionForm(version=str(report.version)))

    @blueprint.post("/reports/<uuid:report_id>/removal")
    @requires(rights.draw_up)
    def create_removal(report_id: UUID) -> ResponseReturnValue:
        form = VersionForm()

        def remove() -> str:
            service.discard(db.session(), report_id=report_id, seen_version=form.seen_version)
            flash(gettext("The draft is thrown away."), "success")
            return url_for(".list_reports")

        return submit(
            form, remove, lambda: _removal_page(queries.report(db.session(), report_id), form)
        )


def _add_publication(blueprint: Blueprint, rights: Rights) -> None:
    @blueprint.get("/reports/<uuid:report_id>/publication/new")
    @requires(rights.publish)
    def new_publication(report_id: UUID) -> ResponseReturnValue:
        report = queries.report(db.session(), report_id)
        return _publication_page(report, PublicationForm(version=str(report.version)))

    @blueprint.post("/reports/<uuid:report_id>/publication")
    @requires(rights.publish, confirmed=True)
    def create_publication(report_id: UUID) -> ResponseReturnValue:
        form = PublicationForm()

        def publish() -> str:
            if queries.report(db.session(), report_id).state == ReportState.DRAFT:
                confirmation().require()
                service.publish(
                    db.session(),
                    actor=current_actor(),
                    report_id=report_id,
                    seen_version=form.seen_version,
                )
                flash(gettext("The report is published and does not change any more."), "success")
            return url_for(".show_report", report_id=report_id)

        return submit(
            form, publish, lambda: _publication_page(queries.report(db.session(), report_id), form)
        )


def _add_files(blueprint: Blueprint, rights: Rights) -> None:
    @blueprint.post("/reports/<uuid:report_id>/files")
    @requires(rights.read)
    def create_files(report_id: UUID) -> ResponseReturnValue:
        """Ask the worker once more, where it had given up."""
        form = RecordForm()

        def ask() -> str:
            report = queries.report(db.session(), report_id)
            if queries.files_of(db.session(), report).failed:
                service.ask_for_files(db.session(), report)
            return url_for(".show_report", report_id=report_id, _anchor="files")

        return submit(form, ask, lambda: _refused_page(report_id, form))

    @blueprint.get("/reports/<uuid:report_id>/files/<string:kind>")
    @requires(rights.read)
    def show_file(report_id: UUID, kind: str) -> ResponseReturnValue:
        report = queries.report(db.session(), report_id)
        found = {
            str(key): value for key, value in queries.files_of(db.session(), report).ids.items()
        }
        if kind not in found:
            raise NotFound("This file does not exist.")
        return send_stored(db.session(), found[kind], inline=True)


def _groups(content: Content) -> list[Any]:
    """The indicators, a few at a time: so many columns fit a page."""
    starts = range(0, len(content.definitions), COLUMNS)
    return [content.definitions[start : start + COLUMNS] for start in starts]


def _period_form() -> PeriodForm:
    form = PeriodForm()
    form.offer_periods()
    return form


def _period_page(form: PeriodForm) -> str:
    """Where there is a draft of the period already, with the way to it and who began it."""
    found = _draft_in_the_way(form)
    beginning = found and beginning_of(db.session(), "reports", str(found.id))
    return render_template("reporting/new.html", form=form, draft=found, beginning=beginning)


def _draft_in_the_way(form: PeriodForm) -> Report | None:
    if not form.period.errors:
        return None
    try:
        return queries.draft_of(db.session(), form.span())
    except FieldError:
        return None


def _remarks_page(report: Report, form: RemarksForm) -> str:
    return render_template("reporting/remarks.html", report=report, form=form)


def _publication_page(report: Report, form: PublicationForm) -> str:
    content = read(report.content)
    return render_template("reporting/publication.html", report=report, content=content, form=form)


def _removal_page(report: Report, form: VersionForm) -> str:
    return render_template("reporting/removal.html", report=report, form=form)


def _refused_page(report_id: UUID, form: RecordForm) -> str:
    report = queries.report(db.session(), report_id)
    return render_template("reporting/refused.html", report=report, form=form)
