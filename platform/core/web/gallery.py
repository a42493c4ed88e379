"""The design system on one page, for those who build screens and those who judge them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from core.web.guard import public
from ui.gallery import gallery_context

blueprint = Blueprint("gallery", __name__)


@blueprint.get("/gallery")
@public(reason="sample parts only, no data of any office")
def show_gallery() -> ResponseReturnValue:
    # The switch of the sample leads nowhere: here the real one takes its place.
    sample = {name: part for name, part in gallery_context().items() if name != "language"}
    return render_template("ui/gallery.html", **sample)
