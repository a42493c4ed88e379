"""The Flask side of the design system."""

import gzip
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Response, request

from ui.assets import ASSET_PATH, BUILT, asset_path, icon_markup
from ui.field_errors import (
    field_attributes,
    field_kind,
    is_optional,
    listed_errors,
    own_errors,
)
from ui.palettes import amount_colour, kind_colour

A_YEAR = 365 * 24 * 60 * 60
TEXTS = (".css", ".js", ".svg")


class BuiltFiles(Blueprint):
    """Serves built files, whose names carry a hash of their content, to be kept for a year."""

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        return 0 if filename == "manifest.json" else A_YEAR

    def send_static_file(self, filename: str) -> Response:
        response = super().send_static_file(filename)
        if filename != "manifest.json":
            response.cache_control.public = True
            response.cache_control.immutable = True
        if filename.endswith(TEXTS):
            response.vary.add("Accept-Encoding")
            if response.status_code == HTTPStatus.OK and request.accept_encodings.quality("gzip"):
                _compress(response)
        return response


def _compress(response: Response) -> None:
    """A phone that reaches the product without a proxy pays for compressed texts too."""
    response.direct_passthrough = False
    response.set_data(_compressed(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    response.set_etag(f"{response.get_etag()[0]}-gzip")


@lru_cache(maxsize=16)
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def init_ui(app: Flask) -> None:
    """Register templates, built files and what every template may call."""
    app.register_blueprint(
        BuiltFiles(
            "ui",
            "ui",
            template_folder="templates",
            static_folder=str(BUILT),
            static_url_path=ASSET_PATH,
        )
    )
    app.jinja_env.globals.update(template_globals())


def template_globals() -> Mapping[str, Any]:
    return {
        "amount_colour": amount_colour,
        "asset": asset_path,
        "icon": icon_markup,
        "field_attributes": field_attributes,
        "field_kind": field_kind,
        "is_optional": is_optional,
        "kind_colour": kind_colour,
        "language_labels": {"th": "ไทย", "en": "EN"},
        "listed_errors": listed_errors,
        "own_errors": own_errors,
    }
