"""What a feature declares about itself: the explicit list from which the application is composed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from core.access.looking import LookRules
from core.access.permissions import Grant, Permission
from core.access.roles import Tier
from core.evidence.models import EvidenceKind
from core.indicators.measures import Tally
from core.marks import mark

if TYPE_CHECKING:
    from uuid import UUID

    from click import Command
    from flask import Blueprint
    from sqlalchemy.orm import Session


class NavigationGroup(Enum):
    """The parts of a long menu, in their order; FIRST stands before all and has no heading."""

    FIRST = ""
    FIGURES = mark("Figures of the districts")
    WORK = mark("Daily work")
    REGISTERS = mark("Registers and networks")
    PAPERS = mark("Papers")
    OFFICE = mark("Office and settings")


@dataclass(frozen=True)
class NavigationItem:
    """An entry of the tier's menu, shown to those whose grants hold the permission.

    `order` places it inside its group. `covers` names further features whose pages belong under this
    entry: it is marked there as well.
    """

    label: str
    endpoint: str
    permission: Permission
    icon: str
    order: int = 50
    group: NavigationGroup = NavigationGroup.FIRST
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handover:
    """The last step of a job, which nothing can take back: the dot that ends a mail, a call of another service.

    `act` runs after the job's transaction has committed and outside of any other; what it answers
    goes to `note(session, answer)` in a second transaction of the same scope. Where the commit fails,
    `abandon` runs instead. Between the commit and the note a worker may die: what the job has
    committed must say so, and nobody repeats `act`.
    """

    act: Callable[[], Any]
    note: "Callable[[Session, Any], None]"
    abandon: Callable[[], None]


@dataclass(frozen=True)
class Job:
    """Work that a worker does: `run(session, **payload)` in the scope that the message carries.

    It may answer a `Handover`. `give_up(session, problem, **payload)` runs when the last try has failed:
    the office then has the rest in its own hands, so that nobody else tries the job again. `instead` is
    the sentence that says what the office can do.
    """

    name: str
    queue: str
    run: Callable[..., Any]
    give_up: Callable[..., None] | None = None
    instead: str = ""


@dataclass(frozen=True)
class PaperPage:
    """Where a district reads a paper of which there is an evidence card.

    `endpoint` takes the id of the card's record as `parameter`, or none; `find` answers another id that
    it takes instead. A look of the department goes to `in_look` where that is another page.
    """

    endpoint: str
    parameter: str = ""
    find: "Callable[[Session, UUID], UUID | None] | None" = None
    in_look: str = ""


@dataclass(frozen=True)
class DemoStep:
    """Example data of a feature, loaded in this order into one district of a demo database."""

    order: int
    district_id: int
    load: "Callable[[Session], None]"


@dataclass(frozen=True)
class Feature:
    """A feature's manifest.

    `actions` maps audit actions `subject:verb` to their sentence, `field_labels` columns
    `table.column` to their words, `value_words` those columns whose values have words of their own.
    `daily` jobs run once a day in every office of the tier, as `run(session, day="2026-11-22")`.
    One feature says whether a district still `lives_on_examples`, one what a look of the department opens.
    `papers` are the pages of the papers that a feature lays evidence cards for.
    """

    name: str
    tier: Tier | None
    blueprint: "Blueprint | None" = None
    permissions: type[Permission] | None = None
    grants: Sequence[Grant] = ()
    tallies: Sequence[Tally] = ()
    actions: dict[str, str] = field(default_factory=dict)
    navigation: Sequence[NavigationItem] = ()
    jobs: Sequence[Job] = ()
    daily: Sequence[Job] = ()
    demo: Sequence[DemoStep] = ()
    demo_accounts: Sequence[dict[str, Any]] = ()
    commands: "Sequence[Command]" = ()
    field_labels: dict[str, str] = field(default_factory=dict)
    value_words: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)
    lives_on_examples: "Callable[[Session], bool] | None" = None
    look_rules: LookRules | None = None
    papers: Mapping[EvidenceKind, PaperPage] = field(default_factory=dict)
