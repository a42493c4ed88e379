"""Every route as every role: allowed where the matrix says so, 403 where it does not."""

from uuid import UUID

import pytest
from flask import Flask

from core.access.roles import Role, Tier
from core.tenancy.scope import DEPARTMENT
from core.web.guard import access_of, grants
from tests.architecture.guards.routes import rules
from tests.architecture.test_foreign_district import addresses
from tests.support.world import BANG_NA, World

NOBODY = {"any": [UUID("01920000-0000-7000-8000-00000000dead")]}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.key)
def test_a_role_meets_403_exactly_where_the_matrix_grants_nothing(
    world: World, app: Flask, role: Role
):
    city = role.value.tier is Tier.CITY
    client = world.sign_in(role, DEPARTMENT if city else BANG_NA)
    with app.app_context():
        table = grants()
    for rule in rules(app):
        access = access_of(app.view_functions[rule.endpoint])
        if access is None or access.permission is None:
            continue
        if ("office_slug" in rule.arguments) == city:
            continue
        granted = table.reach([role], access.permission) is not None
        for address in addresses(rule, "bangna", NOBODY):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                answer = client.open(address, method=method)
                assert answer.status_code < 500, f"{role.key} {method} {address}"
                assert (answer.status_code == 403) is not granted, (
                    f"{role.key} {method} {address} answered {answer.status_code}, "
                    f"although the matrix {'grants' if granted else 'does not grant'} it"
                )
