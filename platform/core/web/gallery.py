"""The design system on one page, for those who build screens and those who judge them."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.web.guard import public
from core.web.offline import account_key
from ui.gallery import gallery_context, offline_context
from ui.gallery_form import SampleReport

blueprint = Blueprint("gallery", __name__)


@blueprint.get("/gallery")
@public(reason="sample parts only, no data of any office")
def show_gallery() -> ResponseReturnValue:
    # The switch of the sample leads nowhere: here the real one takes its place.
    sample = {name: part for name, part in gallery_context().items() if name != "language"}
    return render_template(
        "ui/gallery.html", **sample, offline_url=url_for(".show_offline_gallery")
    )


@blueprint.get("/gallery/offline")
@public(reason="a sample form, no data of any office")
def show_offline_gallery() -> ResponseReturnValue:
    return _offline_page(SampleReport())


@blueprint.post("/gallery/offline")
@public(reason="a sample form that keeps nothing")
def create_sample_report() -> ResponseReturnValue:
    form = SampleReport(request.form)
    if not form.validate():
        return _offline_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".show_offline_gallery"), code=HTTPStatus.SEE_OTHER)


def _offline_page(form: SampleReport) -> str:
    parts = offline_context(form, owner=f"{account_key()}/gallery").items()
    sample = {name: part for name, part in parts if name != "language"}
    return render_template("ui/gallery_offline.html", **sample)
