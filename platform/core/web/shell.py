"""What surrounds every page: the office's name, the menu, the person, the language."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, has_request_context, request, session, url_for
from flask_babel import get_locale, gettext

from core.access.roles import Tier
from core.feature import Feature, NavigationGroup, NavigationItem
from core.i18n import dates, numbers
from core.i18n.dates import Language
from core.i18n.digits import to_thai_digits
from core.identity.actor import Actor
from core.identity.sessions import current_person
from core.indicators.words import code_words
from core.web.guard import may, may_open

LONGEST_PLAIN_MENU = 10
"""With more entries the menu shows the headings of its groups."""


FEW_PAGES = 20
"""With so many pages left somebody who looks into an office is told their number."""


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    label: str
    url: str
    icon: str
    current: bool
    group: str = ""


@dataclass(frozen=True)
class AccountMenu:
    name: str
    role: str
    account_url: str
    sign_out_url: str
    notices_url: str = ""
    unread_url: str = ""


@dataclass(frozen=True)
class LookBanner:
    """What stands on every page that is read in a look of the department.

    `pages_left` is told when few are left; 0: this was the last page.
    """

    office: str
    reason: str
    until: str
    close_url: str
    pages_left: int | None = None


@dataclass(frozen=True)
class LanguageSwitch:
    current: str
    other_label: str
    other_code: str
    url: str
    next: str


def choose_language() -> str:
    """What was chosen in this browser, where signing in notes the person's own language; else Thai."""
    if not has_request_context():
        return "th"
    if session.get("language"):
        return str(session["language"])
    return "th"


def language() -> Language:
    """`th` or `en`: the language that this page is drawn in."""
    return "en" if str(get_locale()) == "en" else "th"


def init_shell(app: Flask, features: list[Feature]) -> None:
    groups = list(NavigationGroup)
    items = sorted(
        (item for feature in features for item in feature.navigation),
        key=lambda item: (groups.index(item.group), item.order),
    )
    tiers = {id(item): feature.tier for feature in features for item in feature.navigation}

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        actor: Actor | None = g.get("actor")
        return {
            "navigation": _menu(
                actor, [item for item in items if _belongs(tiers[id(item)], actor)]
            ),
            "office_name": _office_name(actor),
            "product_name": gettext("Bangkok community networks"),
            "home_url": url_for("identity.home"),
            "account": _account(actor),
            "account_key": _account_key(actor),
            "language": _language_switch(),
            "actor": actor,
            "look_banner": _look_banner(actor),
            "may": may,
            "may_open": may_open,
        }

    app.jinja_env.filters.update(
        date=_date,
        month=_month,
        moment=_moment,
        clock=_clock,
        number=numbers.show_number,
        thai=to_thai_digits,
        indicator_code=code_words,
    )
    app.jinja_env.globals.update(
        percent=numbers.show_percent,
        page_language=language,
        poll_seconds=app.extensions["config"].poll_seconds,
    )
    app.jinja_env.globals.update(
        {f.permissions.__name__: f.permissions for f in features if f.permissions is not None}
    )


def _belongs(tier: Tier | None, actor: Actor | None) -> bool:
    return actor is not None and (tier is None or tier is actor.tier)


def _menu(actor: Actor | None, items: list[NavigationItem]) -> list[Entry]:
    if actor is None:
        return []
    shown = [(item, url_for(item.endpoint)) for item in items if _is_offered(item, actor)]
    current = _address_here(shown)
    headed = len(shown) > LONGEST_PLAIN_MENU
    return [
        Entry(
            gettext(item.label),
            url,
            item.icon,
            url == current,
            gettext(item.group.value) if headed and item.group.value else "",
        )
        for item, url in shown
    ]


def _is_offered(item: NavigationItem, actor: Actor) -> bool:
    return may(item.permission) and (actor.look is None or may_open(item.endpoint))


def _address_here(shown: list[tuple[NavigationItem, str]]) -> str:
    """The entry under which this page lies: of one feature's entries the one whose address it begins with."""
    here = (request.endpoint or "").partition(".")[0]
    near = [url for item, url in shown if _is_here(item, here)]
    above = [url for url in near if request.path.startswith(url)]
    return max(above, key=len, default=near[0] if near else "")


def _is_here(item: NavigationItem, here: str) -> bool:
    return here in (item.endpoint.partition(".")[0], *item.covers)


def _office_name(actor: Actor | None) -> str:
    if actor is None:
        return ""
    first = actor.memberships[0]
    return first.office_th if language() == "th" else first.office_en


def _account(actor: Actor | None) -> AccountMenu | None:
    if actor is not None:
        name, role = actor.name, actor.memberships[0].role.title
    elif "_login_user" in g and (person := current_person()) is not None:
        name, role = person.name, ""
    else:
        return None
    return AccountMenu(
        name=name,
        role=gettext(role) if role else "",
        account_url=url_for("identity.show_account"),
        sign_out_url=url_for("identity.delete_session"),
        **_bell(actor),
    )


def _bell(actor: Actor | None) -> dict[str, str]:
    """The ways to a person's notices. The page itself counts nothing: the number is fetched after it."""
    if actor is None or actor.look is not None:
        return {}
    if actor.tier is Tier.CITY:
        return {
            "notices_url": url_for("city_notices.list_notices"),
            "unread_url": url_for("city_notices.show_unread"),
        }
    return {
        "notices_url": url_for("notices.list_notices", office_slug=actor.slug),
        "unread_url": url_for("notices.show_unread", office_slug=actor.slug),
    }


def _look_banner(actor: Actor | None) -> LookBanner | None:
    if actor is None or actor.look is None:
        return None
    look = actor.look
    return LookBanner(
        office=_office_name(actor),
        reason=look.reason,
        until=dates.show_time(look.ends_at, language=language()),
        close_url=url_for(look.closing, code=look.district_id, look_id=look.id),
        pages_left=look.pages_left if look.pages_left <= FEW_PAGES else None,
    )


def _account_key(actor: Actor | None) -> str | None:
    """Whose page this is, "" where nobody is signed in, None where this page did not ask."""
    if actor is not None:
        return str(actor.account_id)
    if "_login_user" not in g or g.get("person_unknown"):
        return None
    person = current_person()
    return str(person.account_id) if person else ""


def _language_switch() -> LanguageSwitch:
    other = "en" if language() == "th" else "th"
    return LanguageSwitch(
        current=language(),
        other_label="EN" if other == "en" else "ไทย",
        other_code=other,
        url=url_for("identity.update_language"),
        next=request.full_path.rstrip("?") if request.method == "GET" else "",
    )


def _date(value: Any, style: str = "short") -> str:
    return dates.show_date(value, style=style, language=language()) if value else ""  # type: ignore[arg-type]


def _month(value: Any, style: str = "short") -> str:
    return dates.show_month(value, style=style, language=language()) if value else ""  # type: ignore[arg-type]


def _clock(value: Any) -> str:
    return dates.show_time(value, language=language()) if value else ""


def _moment(value: Any) -> str:
    return dates.show_datetime(value, language=language()) if value else ""
