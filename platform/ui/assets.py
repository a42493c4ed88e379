"""Names of built files and icons, without any web framework."""

import json
import logging
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

HERE = Path(__file__).parent
BUILT = HERE / "static" / "dist"
ASSET_PATH = "/assets"

log = logging.getLogger(__name__)


def asset_path(name: str) -> str:
    """Address of a built file by its plain name, such as ``app.css``."""
    return f"{ASSET_PATH}/{read_manifest(_manifest_time()).get(name, name)}"


def built_file(name: str) -> Path | None:
    """The built file of a plain name, or None where nothing was built yet."""
    hashed = read_manifest(_manifest_time()).get(name)
    return BUILT / hashed if hashed else None


def icon_markup(name: str, css_class: str = "") -> Markup:
    """One icon of the sprite, hidden from screen readers because a word always stands beside it.

    :raises LookupError: when ``icons.json`` does not list the name.
    """
    if name not in icon_names():
        raise LookupError(f"Icon {name!r} is not in ui/icons.json: add it there and build again.")
    return Markup(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    ).format(Markup(" {}").format(css_class) if css_class else "", escape(_sprite()), name)


@cache
def icon_names() -> frozenset[str]:
    names = json.loads((HERE / "icons.json").read_text(encoding="utf-8"))
    return frozenset([*names, "network"])


@cache
def read_manifest(modified: float) -> dict[str, str]:
    """Plain name to hashed name; empty when nothing was built yet (``modified`` is 0)."""
    if not modified:
        log.warning("ui/static/dist is not built: run npm ci && node build.mjs in platform/ui")
        return {}
    found: dict[str, str] = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    return found


def _sprite() -> str:
    return asset_path("icons.svg")


def _manifest_time() -> float:
    try:
        return (BUILT / "manifest.json").stat().st_mtime
    except FileNotFoundError:
        return 0.0
