"""Writing a draft: a page with all articles, and one for each that may be changed."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.errors import Refused
from core.extensions import db
from core.web.forms import RecordForm, submit
from core.web.guard import current_actor, current_reach, requires
from tenants.bylaws import queries, service
from tenants.bylaws.articles import ArticleText, sections
from tenants.bylaws.forms import ArticleForm, NewArticleForm
from tenants.bylaws.permissions import ByLawPermission
from tenants.bylaws.queries import Reading
from tenants.bylaws.routes import blueprint, newer_edition

__all__ = ["blueprint"]


@blueprint.get("/by-laws/<uuid:by_law_id>/articles")
@requires(ByLawPermission.EDIT)
def list_articles(by_law_id: UUID) -> ResponseReturnValue:
    found = _draft(by_law_id)
    return render_template(
        "bylaws/articles.html",
        found=found,
        sections=sections(found.text),
        edition=newer_edition(found),
        form=RecordForm(),
    )


@blueprint.get("/by-laws/<uuid:by_law_id>/articles/new")
@requires(ByLawPermission.EDIT)
def new_article(by_law_id: UUID) -> ResponseReturnValue:
    """The article `after` which the new one stands is named in the address."""
    return _new_page(by_law_id, NewArticleForm())


@blueprint.post("/by-laws/<uuid:by_law_id>/articles")
@requires(ByLawPermission.EDIT)
def create_article(by_law_id: UUID) -> ResponseReturnValue:
    form = NewArticleForm()

    def add() -> str:
        service.add_article(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            by_law_id=by_law_id,
            record_id=form.id_of_record,
            after=_after(),
            body=form.body.data,
            chapter=form.chapter.data,
        )
        return _address(by_law_id, str(form.id_of_record))

    return submit(form, add, lambda: _new_page(by_law_id, form))


@blueprint.get("/by-laws/<uuid:by_law_id>/articles/<string:key>/edit")
@requires(ByLawPermission.EDIT)
def edit_article(by_law_id: UUID, key: str) -> ResponseReturnValue:
    article = _open(_draft(by_law_id), key)
    form = ArticleForm(version=str(article.version), body=article.body)
    return _edit_page(by_law_id, key, form)


@blueprint.post("/by-laws/<uuid:by_law_id>/articles/<string:key>")
@requires(ByLawPermission.EDIT)
def update_article(by_law_id: UUID, key: str) -> ResponseReturnValue:
    form = ArticleForm()

    def change() -> str:
        service.change_article(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            by_law_id=by_law_id,
            key=key,
            seen_version=form.seen_version,
            body=form.body.data,
        )
        return _address(by_law_id, key)

    return submit(form, change, lambda: _edit_page(by_law_id, key, form))


@blueprint.get("/by-laws/<uuid:by_law_id>/articles/<string:key>/removal/new")
@requires(ByLawPermission.EDIT)
def new_removal(by_law_id: UUID, key: str) -> ResponseReturnValue:
    article = _open(_draft(by_law_id), key)
    return _removal_page(by_law_id, key, RecordForm(version=str(article.version)))


@blueprint.post("/by-laws/<uuid:by_law_id>/articles/<string:key>/removal")
@requires(ByLawPermission.EDIT)
def create_removal(by_law_id: UUID, key: str) -> ResponseReturnValue:
    form = RecordForm()

    def remove() -> str:
        service.remove_article(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            by_law_id=by_law_id,
            key=key,
            seen_version=form.seen_version,
        )
        return _address(by_law_id, "")

    return submit(form, remove, lambda: _removal_page(by_law_id, key, form))


def _draft(by_law_id: UUID) -> Reading:
    """A draft that the reader may write; Refused for one that was adopted."""
    found = queries.reading(db.session(), current_reach(), by_law_id)
    service.refuse_foreign(found.body, current_reach())
    if not found.is_draft:
        raise Refused("This by-law has been adopted. It never changes: begin a new version.")
    return found


def _open(found: Reading, key: str) -> ArticleText:
    article = found.text.article(key)
    if article.locked:
        raise Refused("This article stands as the city wrote it. It is not changed here.")
    return article


def _after() -> str:
    return request.args.get("after", "")


def _address(by_law_id: UUID, key: str) -> str:
    return url_for(".list_articles", by_law_id=by_law_id, _anchor=f"article-{key}" if key else None)


def _new_page(by_law_id: UUID, form: NewArticleForm) -> str:
    found = _draft(by_law_id)
    before = found.text.article(_after())
    number = found.text.numbers()[before.key]
    return render_template(
        "bylaws/article.html",
        found=found,
        form=form,
        heading=gettext("New article after article %(number)s", number=number),
        before=before,
        action=url_for(".create_article", by_law_id=by_law_id, after=before.key),
        back_url=_address(by_law_id, before.key),
    )


def _edit_page(by_law_id: UUID, key: str, form: ArticleForm) -> str:
    found = _draft(by_law_id)
    article = _open(found, key)
    return render_template(
        "bylaws/article.html",
        found=found,
        form=form,
        heading=gettext("Article %(number)s", number=found.text.numbers()[key]),
        before=None,
        article=article,
        action=url_for(".update_article", by_law_id=by_law_id, key=key),
        back_url=_address(by_law_id, key),
    )


def _removal_page(by_law_id: UUID, key: str, form: RecordForm) -> str:
    found = _draft(by_law_id)
    article = _open(found, key)
    return render_template(
        "bylaws/removal.html",
        found=found,
        form=form,
        article=article,
        number=found.text.numbers()[key],
        back_url=_address(by_law_id, key),
    )
