"""The charts of `ui` for paper: the drawing as SVG without its letters, and the letters beside it.

Typst sets the letters itself, in Sarabun: text inside an SVG file is cut into clusters that pdfium
reads twice (T29).
"""

import html
import re
from dataclasses import asdict, dataclass
from typing import Any

from flask import current_app

from core.i18n.digits import to_thai_digits

_SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_TEXT = re.compile(r"<text([^>]*)>([^<]*)</text>")
_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_NAMED = re.compile(r'([a-z-]+)="([^"]*)"')
_NOT_FOR_PAPER = re.compile(r' (?:class|role|aria-label|tabindex)="[^"]*"')
_ROOM = 24.0
"""Units on both sides of a drawing, where its labels may reach: on a page nothing cuts them off."""


@dataclass(frozen=True)
class Label:
    """Letters of a drawing: `y` is the line that they stand on, `anchor` what `x` is of them."""

    words: str
    x: float
    y: float
    size: float
    anchor: str
    bold: bool
    fill: str


def drawing_of(macro: str, chart: Any) -> dict[str, Any]:
    """What a macro of `ui/charts.html` draws of a chart, as the Typst templates take it."""
    charts = current_app.jinja_env.get_template("ui/charts.html").make_module()
    drawn = _SVG.search(str(getattr(charts, macro)(chart, title="")))
    box = _BOX.search(drawn[0]) if drawn else None
    if drawn is None or box is None:
        raise ValueError(f"the macro {macro} drew nothing")
    svg = _TITLE.sub("", drawn[0])
    width, height = float(box[1]) + 2 * _ROOM, float(box[2])
    bare = _NOT_FOR_PAPER.sub("", _TEXT.sub("", svg))
    roomy = _BOX.sub(f'viewBox="{-_ROOM:g} 0 {width:g} {height:g}"', bare, count=1)
    return {
        "svg": '<svg xmlns="http://www.w3.org/2000/svg" ' + roomy.removeprefix("<svg "),
        "width": width,
        "height": height,
        "labels": [asdict(_label(found)) for found in _TEXT.finditer(svg) if found[2].strip()],
    }


def _label(found: re.Match[str]) -> Label:
    said = dict(_NAMED.findall(found[1]))
    return Label(
        words=to_thai_digits(html.unescape(found[2])),
        x=float(said["x"]) + _ROOM,
        y=float(said["y"]),
        size=float(said.get("font-size", 14)),
        anchor=said.get("text-anchor", "start"),
        bold="strong-text" in said.get("class", ""),
        fill=said.get("fill", "#1f2421"),
    )
