"""A proposal as its page shows it: every group with what holds it together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tenants.networks.grouping import Nearness, Site, nearness_of
from tenants.networks.models import ZoneProposal
from tenants.networks.proposals import OUTSIDE, members_of


@dataclass(frozen=True)
class GroupView:
    """A group with its communities; `problems` are those that at least two share, with how many have them."""

    place: int
    name: str
    reason: str
    sites: tuple[Site, ...]
    nearness: Nearness
    problems: tuple[tuple[str, int], ...]

    @property
    def residents(self) -> int:
        return sum(site.residents or 0 for site in self.sites)


@dataclass(frozen=True)
class ProposalView:
    groups: tuple[GroupView, ...]
    outside: tuple[Site, ...]

    @property
    def communities(self) -> int:
        return sum(len(group.sites) for group in self.groups)


def proposal_view(
    entry: ZoneProposal, sites: Sequence[Site], problem_titles: Mapping[str, str]
) -> ProposalView:
    """Communities that were closed meanwhile are left out; new ones stand outside."""
    known = {site.id: site for site in sites}
    groups = tuple(
        _group(place, group["name"], group["reason"], _sites(entry, place, known), problem_titles)
        for place, group in enumerate(entry.plan["groups"])
    )
    placed = {site.id for group in groups for site in group.sites}
    outside = _sites(entry, OUTSIDE, known)
    new = [site for site in sites if site.id not in placed | {each.id for each in outside}]
    return ProposalView(groups, (*outside, *new))


def _sites(entry: ZoneProposal, place: int, known: Mapping[UUID, Site]) -> tuple[Site, ...]:
    return tuple(known[key] for key in members_of(entry.plan, place) if key in known)


def _group(
    place: int, name: str, reason: str, sites: tuple[Site, ...], titles: Mapping[str, str]
) -> GroupView:
    nearness = nearness_of(sites)
    problems = tuple((titles.get(key, key), number) for key, number in nearness.shared_problems)
    return GroupView(place, name, reason, sites, nearness, problems)
