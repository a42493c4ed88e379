"""Drafting a network's by-law from the manual, and changing it article by article (F41)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core.access.permissions import Within
from core.errors import EditConflict, FieldError, NotFound, Refused
from core.i18n.dates import bangkok_now, bangkok_today
from core.i18n.text import normalise, normalise_lines
from core.identity.actor import Actor
from core.manual.structure import CommitteeKind
from core.records import lock, sign
from core.tenancy import scope
from core.tenancy.queries import office
from tenants.adoption.queries import content_in_force
from tenants.bylaws import articles, queries
from tenants.bylaws.articles import ArticleText, ByLawText
from tenants.bylaws.models import ByLaw, ByLawState
from tenants.committees.queries import Body, CommitteeView
from tenants.committees.service import ensure_committee

MOST_ARTICLES = 200

_NETWORK = "เครือข่าย"


def draft_by_law(
    session: Session, *, actor: Actor, within: Within, body: Body, record_id: UUID
) -> ByLaw:
    """Draft a network's by-law from the manual in force, or its next version from the one adopted last.

    A network has one draft: asked for again, under the same `record_id` or another, it is that draft.
    """
    scope.name_change(session, "by_law:drafted")
    refuse_foreign(body, within)
    view = queries.network(session, within, body)
    committee = ensure_committee(session, actor=actor, within=within, body=body)
    existing = queries.draft_of(session, committee.id)
    existing = existing or session.get(ByLaw, (actor.district_id, record_id))
    if existing is not None:
        return existing
    return new_draft(
        session,
        view=view,
        district_id=actor.district_id,
        committee_id=committee.id,
        record_id=record_id,
        drafted_by=actor.name,
    )


def new_draft(
    session: Session,
    *,
    view: CommitteeView,
    district_id: int,
    committee_id: UUID,
    record_id: UUID,
    drafted_by: str,
) -> ByLaw:
    """Write the draft of a committee that exists: its last version's text, or the manual's own."""
    edition, text = _manual_text(session, view, district_id)
    before = queries.newest_adopted(session, committee_id)
    if before is not None:
        text = articles.continued(ByLawText.from_json(before.content), text)
    entry = ByLaw(
        district_id=district_id,
        id=record_id,
        committee_id=committee_id,
        number=before.number + 1 if before else 1,
        edition=edition,
        content=text.as_json(),
        drafted_by=drafted_by,
        is_example=view.is_example,
        changed_by=drafted_by,
    )
    session.add(entry)
    session.flush()
    return entry


def follow_edition(session: Session, *, actor: Actor, within: Within, by_law_id: UUID) -> ByLaw:
    """Take over what the manual in force says into a draft that was made under an older edition.

    The network's own articles and wordings stay. Done once more it changes nothing.
    """
    scope.name_change(session, "by_law:edition_followed")
    entry, view = _locked_draft(session, within, by_law_id)
    edition, manual = _manual_text(session, view, entry.district_id)
    if edition > entry.edition:
        text = articles.continued(ByLawText.from_json(entry.content), manual)
        entry.content, entry.edition = text.as_json(), edition
        sign(entry, actor)
    return entry


def change_article(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    by_law_id: UUID,
    key: str,
    seen_version: int,
    body: str,
) -> ByLaw:
    """Change the text of an open article; EditConflict where somebody else changed this very article.

    Two people at different articles do not meet.
    """
    scope.name_change(session, "by_law:article_changed")
    entry, text, article = _open_article(session, within, by_law_id, key)
    said = _checked_body(body)
    if article.version != seen_version:
        raise EditConflict(
            "%(name)s changed this article while you were editing.",
            name=article.changed_by or entry.changed_by,
            current={"version": article.version, "body": article.body},
            changed_by=article.changed_by or entry.changed_by,
            changed_at=datetime.fromisoformat(article.changed_at)
            if article.changed_at
            else entry.changed_at,
        )
    changed = articles.with_body(text, key, said, by=actor.name, at=bangkok_now())
    return _store(entry, actor, changed)


def add_article(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    by_law_id: UUID,
    record_id: UUID,
    after: str,
    body: str,
    chapter: str = "",
) -> ByLaw:
    """Put an article of the network's own behind another one; `chapter` begins a new หมวด with it.

    Sent twice with one `record_id` it is one article.
    """
    scope.name_change(session, "by_law:article_added")
    entry, _view = _locked_draft(session, within, by_law_id)
    text = ByLawText.from_json(entry.content)
    if any(each.key == str(record_id) for each in text.articles):
        return entry
    if len(text.articles) >= MOST_ARTICLES:
        raise Refused("A by-law has at most %(most)s articles.", most=MOST_ARTICLES)
    added = ArticleText(
        key=str(record_id),
        heading=normalise(chapter),
        body=_checked_body(body),
        own=True,
        changed_by=actor.name,
        changed_at=bangkok_now().isoformat(),
    )
    try:
        return _store(entry, actor, articles.with_new_article(text, added, after=after))
    except Refused as problem:
        raise FieldError(problem.message, field="chapter") from problem


def remove_article(
    session: Session,
    *,
    actor: Actor,
    within: Within,
    by_law_id: UUID,
    key: str,
    seen_version: int,
) -> ByLaw:
    """Take an open article out of the draft; Refused where somebody changed it since it was read."""
    scope.name_change(session, "by_law:article_removed")
    entry, text, article = _open_article(session, within, by_law_id, key)
    if article.version != seen_version:
        raise Refused(
            "%(name)s changed this article after you opened this page. Read it again first.",
            name=article.changed_by or entry.changed_by,
        )
    return _store(entry, actor, articles.without_article(text, key))


def delete_draft(session: Session, *, within: Within, by_law_id: UUID) -> None:
    """Delete a draft. The audit trail keeps what it said, and who deleted it."""
    scope.name_change(session, "by_law:deleted")
    entry, _view = _locked_draft(session, within, by_law_id)
    session.delete(entry)


def names_of(session: Session, view: CommitteeView, district_id: int) -> dict[str, str]:
    """What the manual's placeholders stand for: {network}, {office}, {district}."""
    place = office(session, district_id)
    network = view.name
    if view.body.kind is CommitteeKind.ALLIANCE:
        network = network.removeprefix(_NETWORK).strip() or network
    return {"network": network, "office": place.title_th, "district": place.name_th}


def refuse_closed(view: CommitteeView) -> None:
    if view.closed_on is not None:
        raise Refused("This network is closed. Its by-law is not changed.")


def _manual_text(session: Session, view: CommitteeView, district_id: int) -> tuple[int, ByLawText]:
    in_force = content_in_force(session, bangkok_today())
    if in_force is None:
        raise Refused("The office follows no edition of the manual yet. Adopt one first.")
    if not in_force.content.by_law.articles:
        raise Refused("The edition of the manual that is in force drafts no by-law.")
    names = names_of(session, view, district_id)
    return in_force.edition, articles.drafted(in_force.content.by_law, names)


def writes(body: Body, within: Within) -> bool:
    """A leader writes for the own zone alone; networks across the zones are the office's matter."""
    return within.whole_district or body.kind is CommitteeKind.ZONE


def refuse_foreign(body: Body, within: Within) -> None:
    if not writes(body, within):
        raise NotFound("This by-law does not exist.")


def _locked_draft(session: Session, within: Within, by_law_id: UUID) -> tuple[ByLaw, CommitteeView]:
    found = queries.reading(session, within, by_law_id)
    refuse_foreign(found.body, within)
    entry = lock(session, found.by_law)
    if entry.state != ByLawState.DRAFT:
        raise Refused("This by-law has been adopted. It never changes: begin a new version.")
    refuse_closed(found.committee)
    return entry, found.committee


def _open_article(
    session: Session, within: Within, by_law_id: UUID, key: str
) -> tuple[ByLaw, ByLawText, ArticleText]:
    entry, _view = _locked_draft(session, within, by_law_id)
    text = ByLawText.from_json(entry.content)
    article = text.article(key)
    if article.locked:
        raise Refused("This article stands as the city wrote it. It is not changed here.")
    return entry, text, article


def _checked_body(body: str) -> str:
    said = normalise_lines(body)
    if not said:
        raise FieldError("Type the text of the article.", field="body")
    return said


def _store(entry: ByLaw, actor: Actor, text: ByLawText) -> ByLaw:
    entry.content = text.as_json()
    sign(entry, actor)
    return entry
