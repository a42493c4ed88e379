"""Guards over the routes of the application."""

import re
from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from core.access.permissions import GrantTable, Permission
from core.access.roles import Role
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
    lines = [
        "# Who may do what. Generated; reviewed by people. Role: reach, for each permission.",
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
        lines.append("")
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
