"""The city's programme (M84), the committee that guides it (M85), and the levels above (M86)."""

from city.programme import body_routes, demo
from city.programme.permissions import GRANTS, ProgrammePermission
from city.programme.routes import blueprint
from city.programme.words import KINDS, ROLES, STATES
from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from core.tenancy.scope import DEPARTMENT

__all__ = ["FEATURE", "body_routes"]

FEATURE = Feature(
    name="programme",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=ProgrammePermission,
    grants=GRANTS,
    demo=(DemoStep(92, DEPARTMENT, demo.load),),
    navigation=(
        NavigationItem(
            mark("Programme of the city"),
            "programme.show_programme",
            ProgrammePermission.READ,
            "users-group",
            30,
            group=NavigationGroup.OFFICE,
        ),
    ),
    actions={
        "programme:entered": mark("Programme of the city entered"),
        "programme:changed": mark("Programme of the city changed"),
        "upper_body:set_up": mark("Committee, network or centre above the districts set up"),
        "upper_body:changed": mark("Committee, network or centre above the districts changed"),
        "upper_body:ended": mark("Committee, network or centre above the districts ended"),
        "upper_body_member:seated": mark("Member of a body above the districts added"),
        "upper_body_member:ended": mark("Seat in a body above the districts ended"),
        "upper_levels:chosen": mark("Levels above the city turned on or off"),
    },
    value_words={
        "programmes.state": {state.value: title for state, title in STATES.items()},
        "upper_bodies.kind": {kind.value: title for kind, title in KINDS.items()},
        "upper_body_members.role": {role.value: title for role, title in ROLES.items()},
    },
    field_labels={
        "programmes.title": mark("Name of the programme"),
        "programmes.plan": mark("Plan"),
        "programmes.purpose": mark("Mission and result that it serves"),
        "programmes.lead": mark("Lead agency"),
        "programmes.fiscal_from": mark("First fiscal year"),
        "programmes.fiscal_to": mark("Last fiscal year"),
        "programmes.state": mark("State in the plan"),
        "programmes.paper_number": mark("Number of the paper"),
        "programmes.paper_date": mark("Date of the paper"),
        "programmes.indicators": mark("Indicators that measure it"),
        "upper_bodies.kind": mark("Body"),
        "upper_bodies.name": mark("Name"),
        "upper_bodies.duty": mark("Duties and powers"),
        "upper_bodies.parent_id": mark("Stands under"),
        "upper_bodies.office_code": mark("District"),
        "upper_bodies.order_number": mark("Number of the order"),
        "upper_bodies.order_date": mark("Day of the order"),
        "upper_bodies.file_id": mark("Scan of the signed paper"),
        "upper_bodies.ended_on": mark("First day after the end"),
        "upper_bodies.ending_reason": mark("Reason"),
        "upper_body_members.name": mark("Name"),
        "upper_body_members.role": mark("Role in the body"),
        "upper_body_members.position": mark("Position and agency"),
        "upper_body_members.valid_from": mark("From"),
        "upper_body_members.valid_to": mark("First day after the end"),
        "upper_body_members.ending_reason": mark("Reason"),
        "upper_level_choices.is_on": mark("Levels above the city turned on"),
        "upper_level_choices.reason": mark("Reason"),
        "upper_level_choices.chosen_by": mark("Decided by"),
    },
)
