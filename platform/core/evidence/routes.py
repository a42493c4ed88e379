import re
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.evidence.published import published_paper
from core.extensions import db
from core.i18n.digits import to_arabic_digits
from core.tenancy.queries import office as office_of
from core.web.guard import public, public_of_office

blueprint = Blueprint("evidence", __name__, template_folder="templates")

_CODE = re.compile(r"(\d{4})\W*([0-9A-Z]{4})\W*([0-9A-Z]{4})\W*([0-9A-Z]{4})", re.ASCII)


@blueprint.get("/papers")
@public(reason="whoever holds a paper may ask whether it is genuine")
def find_paper() -> ResponseReturnValue:
    """The code as somebody typed it leads to its paper; without one, a form to type it."""
    typed = request.args.get("code", "")[:60]
    found = _CODE.fullmatch(to_arabic_digits(typed.strip()).upper())
    if found is not None:
        office, *letters = found.groups()
        return redirect(url_for(".show_paper", office=int(office), letters="-".join(letters)))
    return render_template("evidence/find.html", typed=typed)


@blueprint.get("/papers/<int(fixed_digits=4):office>-<string(maxlength=20):letters>")
@public_of_office(
    reason="a paper's QR code leads here; it says that the paper is genuine, and its subject"
)
def show_paper(office: int, letters: str) -> ResponseReturnValue:
    paper = published_paper(db.session(), office, letters)
    if paper is None:
        page = render_template("evidence/find.html", typed=f"{office}-{letters}")
        return page, HTTPStatus.NOT_FOUND
    return render_template(
        "evidence/paper.html",
        paper=paper,
        office=office_of(db.session(), office),
        code=f"{office}-{letters.upper()}",
    )
