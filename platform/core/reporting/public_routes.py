"""Open data for everybody, without an account: the catalogue, a data set, its files, and a board (F95, F102)."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.errors import NotFound
from core.extensions import db
from core.reporting import board, metadata, page_words
from core.reporting.cells import Value, write_csv
from core.reporting.datasets import DatasetKey
from core.reporting.earlier import SUPPRESSED
from core.reporting.released import Released, catalogue_of_releases, numbers_of, released
from core.tenancy.queries import code_of_slug
from core.tenancy.scope import DEPARTMENT
from core.web.addresses import public_address
from core.web.guard import public_of_all
from core.web.shell import language

blueprint = Blueprint("open_data", __name__, url_prefix="/open-data", template_folder="templates")

SHOWN_ROWS = 100
KEPT = "public, max-age=300"
"""Programs may keep an answer for five minutes; a release that is taken back is gone by then."""

REASON = "what offices have released as open data is for everybody"


@blueprint.get("")
@public_of_all(reason=REASON)
def list_datasets() -> ResponseReturnValue:
    found = catalogue_of_releases(db.session())
    return render_template("reporting/catalogue.html", releases=found, licence=metadata.LICENCE)


@blueprint.get("/catalogue.jsonld")
@public_of_all(reason=REASON)
def show_catalogue() -> ResponseReturnValue:
    found = catalogue_of_releases(db.session())
    home = public_address(url_for(".list_datasets"))
    return _sent(metadata.dcat_catalogue(found, _address, home), "application/ld+json")


@blueprint.get("/board")
@public_of_all(reason=REASON)
def show_board() -> ResponseReturnValue:
    """The city's indicators as pictures, out of nothing but the newest release of the department."""
    found = released(db.session(), DEPARTMENT, DatasetKey.BY_DISTRICT.value)
    arguments = request.args
    shown = (
        board.board_of(
            found,
            board.frame_of(db.session()),
            arguments.get("month", ""),
            arguments.get("indicator", ""),
        )
        if found
        else None
    )
    return render_template("reporting/board.html", release=found, board=shown)


@blueprint.get("/<string:office_name>/<string:dataset>")
@public_of_all(reason=REASON)
def show_dataset(office_name: str, dataset: str) -> ResponseReturnValue:
    return _dataset_page(_found(office_name, dataset))


@blueprint.get("/<string:office_name>/<string:dataset>/<int(max=99999):number>")
@public_of_all(reason=REASON)
def show_numbered(office_name: str, dataset: str, number: int) -> ResponseReturnValue:
    return _dataset_page(_found(office_name, dataset, number))


@blueprint.get("/<string:office_name>/<string:dataset>/<int(max=99999):number>/data.csv")
@public_of_all(reason=REASON)
def show_csv(office_name: str, dataset: str, number: int) -> ResponseReturnValue:
    """UTF-8 with BOM, which Excel understands."""
    found = _found(office_name, dataset, number)
    content = write_csv([found.names, *(_texts(row) for row in found.rows)])
    response = Response(content, content_type="text/csv; charset=utf-8; header=present")
    name = f"{found.office.slug}-{found.dataset}-{found.number}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _kept(response)


@blueprint.get("/<string:office_name>/<string:dataset>/<int(max=99999):number>/data.json")
@public_of_all(reason=REASON)
def show_json(office_name: str, dataset: str, number: int) -> ResponseReturnValue:
    return _sent(_found(office_name, dataset, number).records(), "application/json")


@blueprint.get("/<string:office_name>/<string:dataset>/<int(max=99999):number>/datapackage.json")
@public_of_all(reason=REASON)
def show_data_package(office_name: str, dataset: str, number: int) -> ResponseReturnValue:
    package = metadata.data_package(_found(office_name, dataset, number), _address)
    return _sent(package, "application/json")


def _found(office_name: str, dataset: str, number: int | None = None) -> Released:
    """NotFound for what was never released, and for what was taken back."""
    code = code_of_slug(db.session(), office_name)
    found = None if code is None else released(db.session(), code, dataset, number)
    if found is None:
        raise NotFound("This data set has not been released.")
    return found


def _dataset_page(found: Released) -> str:
    return render_template(
        "reporting/dataset.html",
        release=found,
        numbers=numbers_of(db.session(), found.office.code, found.dataset),
        thai=metadata.thai_fields(found, _address),
        source=metadata.source_words(found, language()),
        coverage=metadata.coverage_words(found, language()),
        licence=metadata.LICENCE,
        licence_url=metadata.LICENCE_URL,
        most=SHOWN_ROWS,
        suppressed=SUPPRESSED,
        words=page_words,
        picture=board.picture_of(found, board.frame_of(db.session())),
    )


_ENDPOINTS = {
    "": ".show_numbered",
    "csv": ".show_csv",
    "json": ".show_json",
    "datapackage.json": ".show_data_package",
}


def _address(found: Released, kind: str) -> str:
    path = url_for(
        _ENDPOINTS[kind],
        office_name=found.office.slug,
        dataset=found.dataset,
        number=found.number,
    )
    return public_address(path)


def _texts(row: Sequence[Any]) -> list[Value]:
    """A row for CSV: numbers by their shortest digits, so that they stay numbers."""
    return [_text(cell) for cell in row]


def _text(cell: Any) -> Value:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return Decimal(repr(cell)) if isinstance(cell, float) else cell


def _sent(values: Any, content_type: str) -> Response:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return _kept(Response(text, content_type=f"{content_type}; charset=utf-8"))


def _kept(response: Response) -> Response:
    """Open to programs of every site, and answered with 304 where nothing has changed."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = KEPT
    response.add_etag()
    response.make_conditional(request)
    return response
