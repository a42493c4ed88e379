"""The one way by which somebody of the department reads pages of a district: while an own look is open there.

Every answer but a page is 404, as for anybody who does not belong to the office: without a look, after
its end, in another browser, for another method than reading, and for every page that the rules do
not open.
"""

from flask import current_app, g, request

from core.access.looking import Look, LookRules
from core.access.permissions import Permission
from core.extensions import db
from core.identity.actor import Actor, Person
from core.oversight import queries, service
from core.tenancy import scope

READING = frozenset({"GET", "HEAD"})


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
        stored, office = found
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
        is_noted = service.note_view(
            db.session(),
            look_id=look.id,
            account_id=person.account_id,
            session_id=person.session_id,
            path=request.path,
            once=poll,
        )
    return reader if is_noted else None
