"""In a look a way to a page that stays closed is shown as words, not as a link that ends at a wall.

Templates write their links as for the people of the office. Which of them a look of the department
opens is one rule (`core.access.looking`), and it is applied to the finished page here, once for all
templates, those of tomorrow included. Only links are taken away, never words.
"""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from flask import Flask, Response, current_app, g, request
from flask_babel import gettext
from markupsafe import escape
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from core.identity.actor import Actor
from core.web.guard import access_of, grants, may_open
from ui.assets import icon_markup

_PART = re.compile(
    r"(?P<into><svg\b[^>]*>)|(?P<out></svg>)|<a\b(?P<attributes>[^>]*)>(?P<words>.*?)</a>",
    re.DOTALL,
)
_ADDRESS = re.compile(r"""\bhref=(?:"([^"]*)"|'([^']*)')""")


def init_closed_links(app: Flask) -> None:
    @app.after_request
    def close_links(response: Response) -> Response:
        actor: Actor | None = g.get("actor")
        if actor is not None and actor.look is not None and response.mimetype == "text/html":
            response.set_data(without_walls(response.get_data(as_text=True), actor))
        return response


def without_walls(page: str, actor: Actor) -> str:
    """The page with every link to a closed page as plain words that say so."""
    why = gettext("Cannot be opened in a look")
    drawn = 0

    def shown(part: re.Match[str]) -> str:
        nonlocal drawn
        if part["into"] or part["out"]:
            drawn += 1 if part["into"] else -1
            return part[0]
        found = _ADDRESS.search(part["attributes"])
        if found is None or _opens(unescape(found[1] or found[2] or ""), actor):
            return part[0]
        if drawn > 0:
            return f"<g>{part['words']}</g>"
        return (
            f'<span class="closed-link" title="{escape(why)}">{icon_markup("lock")} {part["words"]}'
            f'<span class="visually-hidden"> ({escape(why)})</span></span>'
        )

    return _PART.sub(shown, page)


def _opens(address: str, actor: Actor) -> bool:
    """Whether this person, in this look, gets more than an error at an address."""
    asked = urlsplit(urljoin(request.url, address))
    if asked.scheme not in {"http", "https"} or asked.netloc != request.host:
        return True
    try:
        endpoint, values = current_app.create_url_adapter(request).match(asked.path, method="GET")  # type: ignore[union-attr]
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    access = access_of(current_app.view_functions[endpoint])
    if access is None or access.permission is None:
        return True
    if "office_slug" in values:
        return values["office_slug"] == actor.slug and may_open(endpoint)
    own = actor.person.acting_in()
    return own is not None and own.within(grants(), access.permission) is not None
