"""Guards over the routes of the application."""

import re
from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from core.access.permissions import GrantTable, Permission
from core.access.roles import Role
from core.composition import composition_of
from core.feature import Feature
from core.web.guard import access_of

_SEGMENT = re.compile(r"[a-z0-9_-]*(\.[a-z]+)?")
_TYPED = re.compile(r"<(?:uuid|int|string|path|[a-z]+\([^)]*\)):[a-z_]+>")
_PARAMETER = re.compile(r"<[^>]+>")
_WRITING_NAMES = ("create_", "update_", "delete_", "redeem_")


def rules(app: Flask) -> Iterator[Rule]:
    """The product's own rules, static files apart."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "ui.static":
            yield rule


def route_problems(app: Flask) -> list[str]:
    """Access rule, typed parameters, plain addresses, and no writing by a safe method."""
    problems = []
    for rule in rules(app):
        where = f"{rule.endpoint} ({rule.rule})"
        if access_of(app.view_functions[rule.endpoint]) is None:
            problems.append(
                f"{where} says nothing about who may come in: add @requires(...), "
                "@requires_sign_in or @public(reason=...)."
            )
        problems += [
            f"{where} has an untyped parameter {parameter}: write <uuid:...> or the like."
            for parameter in _PARAMETER.findall(rule.rule)
            if not _TYPED.fullmatch(parameter)
        ]
        problems += [
            f"{where}: “{segment}” is not lower case with hyphens."
            for segment in _PARAMETER.sub("", rule.rule).split("/")
            if not _SEGMENT.fullmatch(segment) or "_" in segment.lstrip("_")
        ]
        name = rule.endpoint.rpartition(".")[2]
        if name.startswith(_WRITING_NAMES) and "GET" in (rule.methods or set()):
            problems.append(f"{where} writes by GET: a link or a crawler would do it. Use POST.")
    return problems


def matrix(features: list[Feature], grants: GrantTable) -> str:
    """Who may do what, how far: the table that people review."""
    reads = {key for feature in features if feature.look_rules for key in feature.look_rules.reads}
    lines = [
        "# Who may do what. Generated; reviewed by people. Role: reach, for each permission.",
        "# “in a look”: somebody of the department may read it while an own look into the district is open.",
        "",
    ]
    order = list(Role)
    for permission in sorted(_permissions(features), key=lambda each: each.key):
        lines.append(f"{permission.key}  -  {permission.meaning}")
        held = sorted(
            (entry for entry in grants.entries() if entry.permission is permission),
            key=lambda entry: order.index(entry.role),
        )
        lines += [f"    {entry.role.key:24}{entry.reach.name.lower()}" for entry in held]
        if permission.key in reads:
            lines.append(f"    {'in a look':24}only reading")
        lines.append("")
    return "\n".join(lines)


def look_endpoints(app: Flask) -> set[str]:
    """The districts' endpoints that a look of the department opens."""
    rules_of_looks = composition_of(app).look_rules
    return {
        rule.endpoint
        for rule in rules(app)
        if "office_slug" in rule.arguments
        and "GET" in (rule.methods or set())
        and (access := access_of(app.view_functions[rule.endpoint])) is not None
        and access.permission is not None
        and rules_of_looks is not None
        and rules_of_looks.open_page(rule.endpoint, access.permission)
    }


def look_pages(app: Flask) -> str:
    """The pages that a look of the department opens, for the same table."""
    opened = look_endpoints(app)
    pages = sorted({rule.rule for rule in rules(app) if rule.endpoint in opened})
    writing = sorted(
        rule.rule
        for rule in rules(app)
        if (access := access_of(app.view_functions[rule.endpoint])) is not None and access.in_office
    )
    lines = [
        "",
        "# The pages that a look of the department opens. Reading only; every other page of a district: 404.",
        "",
        *(f"    {page.replace('<string:office_slug>', '…')}" for page in pages),
        "",
        "# Where somebody of the department writes into a district: opening and closing an own look.",
        "",
        *(f"    {address}" for address in writing),
        "",
    ]
    return "\n".join(lines)


def permission_problems(features: list[Feature], grants: GrantTable) -> list[str]:
    granted = {entry.permission for entry in grants.entries()}
    problems = []
    for permission in _permissions(features):
        if permission not in granted:
            problems.append(f"{permission.key} is granted to nobody: grant it or delete it.")
        if len(permission.meaning.split()) < 2:
            problems.append(f"{permission.key} does not say what it allows.")
    return problems


def _permissions(features: list[Feature]) -> list[Permission]:
    return [each for feature in features if feature.permissions for each in feature.permissions]
