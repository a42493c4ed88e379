"""The one way by which somebody of the department reads pages of a district: while an own look is open there.

Every answer but a page is 404, as for anybody who does not belong to the office: without a look, after
its end, in another browser, for another method than reading, and for every page that the rules do
not open. After the end of the own look the answer says so, and leads to where a new one begins.
"""

import re
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import unquote
from uuid import UUID

from flask import Flask, Response, current_app, g, request, url_for
from flask_babel import get_locale, gettext

from core.access.looking import Look, LookRules
from core.access.permissions import Permission
from core.extensions import db
from core.i18n.dates import Language, show_time
from core.identity.actor import Actor, Person
from core.oversight import queries, service
from core.tenancy import scope

READING = frozenset({"GET", "HEAD"})

_TITLE = re.compile(r'<meta property="og:title" content="([^"]*)">')
_FILE_NAME = re.compile(r"filename\*=UTF-8''([^;]+)")


@dataclass(frozen=True)
class LookOver:
    """What somebody is told who asks for a page after the own look has ended."""

    heading: str
    advice: str
    url: str


def init_looking(app: Flask) -> None:
    @app.after_request
    def name_page(response: Response) -> Response:
        """Keep beside the view what the page or file calls itself, so that the director reads no addresses."""
        noted: tuple[UUID, int] | None = g.get("noted_view")
        title = _title_of(response) if noted else ""
        if noted and title:
            view_id, code = noted
            with scope.work(db.session, scope.tenant_scope(code)):
                service.name_view(db.session(), view_id, title)
        return response


def look_opens(endpoint: str, permission: Permission) -> bool:
    rules: LookRules | None = current_app.extensions["composition"].look_rules
    return rules is not None and rules.open_page(endpoint, permission)


def reader_of(person: Person, permission: Permission, *, poll: bool) -> Actor | None:
    """Who reads this page of the address's district by a look, or None where there is no such right.

    The page is written down first, in a transaction of its own, and only then opened.
    """
    rules: LookRules | None = current_app.extensions["composition"].look_rules
    department = person.acting_in()
    slug = g.get("office_slug")
    if (
        rules is None
        or department is None
        or not slug
        or request.method not in READING
        or department.within(current_app.extensions["grants"], rules.held) is None
        or not rules.open_page(request.endpoint, permission)
    ):
        return None
    return _look_of(department, slug, rules, poll=poll)


def _look_of(department: Actor, slug: str, rules: LookRules, *, poll: bool) -> Actor | None:
    person = department.person
    request_id = g.get("request_id", "")
    with scope.work(db.session, scope.city_scope(read_only=True, request_id=request_id)):
        found = queries.look_into(
            db.session(), slug=slug, account_id=person.account_id, session_id=person.session_id
        )
        if found is None:
            return None
        if not found.is_open:
            g.look_over = _told_of_end(found, rules)
            return None
        stored, office = found.look, found.office
        look = Look(
            id=stored.id,
            district_id=stored.district_id,
            reason=stored.reason,
            ends_at=stored.ends_at,
            closing=rules.closing,
            reads=rules.reads,
        )
        reader = department.looking_into(
            look, slug=slug, office_th=office.title_th, office_en=office.title_en
        )
    noting = scope.tenant_scope(look.district_id, stamp=department.stamp, request_id=request_id)
    with scope.work(db.session, noting):
        noted = service.note_view(
            db.session(),
            look_id=look.id,
            account_id=person.account_id,
            session_id=person.session_id,
            path=request.path,
            once=poll,
        )
    if noted is None:
        return None
    if noted.id is not None:
        g.noted_view = noted.id, look.district_id
    return replace(reader, look=replace(look, pages_left=noted.pages_left))


def _told_of_end(found: queries.Listed, rules: LookRules) -> LookOver:
    """Why the last look into this district is over."""
    look = found.look
    language: Language = "en" if str(get_locale()) == "en" else "th"
    name = found.office.title_th if language == "th" else found.office.title_en
    at = show_time(found.ended_at, language=language)
    if look.reached_limit:
        advice = gettext(
            "%(number)s pages were opened in it, the most that one look allows, and it closed at %(time)s.",
            number=service.MOST_PAGES,
            time=at,
        )
    elif look.closed_at is not None:
        advice = gettext("It was closed at %(time)s.", time=at)
    else:
        advice = gettext("Its time was over at %(time)s.", time=at)
    url = url_for(rules.showing, code=look.district_id, look_id=look.id)
    return LookOver(gettext("Your look into %(office)s is over", office=name), advice, url)


def _title_of(response: Response) -> str:
    """The heading of a page, or the name of a file; empty for what was refused and for what has none."""
    if response.status_code != 200 or response.is_streamed:  # noqa: PLR2004 - a page that was opened
        return ""
    named = _FILE_NAME.search(response.headers.get("Content-Disposition", ""))
    if named:
        return unquote(named.group(1))
    if response.mimetype != "text/html":
        return ""
    heading = _TITLE.search(response.get_data(as_text=True))
    return unescape(heading.group(1)).strip() if heading else ""
