"""Commands of the kernel: the database, the facts, accounts, and what `make run` asks for."""

import json
import os
import re
import sys
from functools import partial

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from core import demo
from core.access.roles import Role, Tier
from core.composition import current_composition
from core.config import ConfigurationError
from core.db import uuid7
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.identity import secrets, service
from core.identity.models import Account, Membership
from core.identity.sessions import now, settings
from core.indicators import nightly
from core.jobs import running
from core.tenancy import provision, scope
from core.tenancy.queries import districts

_USERNAME = re.compile(r"[a-z0-9][a-z0-9.-]{2,39}")

database = AppGroup("database", help="The database's version and roles.")
indicators = AppGroup("indicators", help="Facts and their proof.")
accounts = AppGroup("accounts", help="Ways in, for operators.")
demo_commands = AppGroup("demo", help="Example data, only in a database that is marked as a demo.")
local = AppGroup("local", help="What `make run` calls.")


@database.command("migrate")
def migrate() -> None:
    """Bring MIGRATION_DATABASE_URL to the newest version and let DATABASE_URL's login in."""
    owner = os.environ.get("MIGRATION_DATABASE_URL", "")
    if not owner:
        raise click.ClickException(
            "MIGRATION_DATABASE_URL is not set. It names the owner of the database, a login with CREATEROLE."
        )
    _migrate(owner)
    if settings().demo and provision.mark_as_demo(owner):
        click.echo("Nobody uses it yet: it is marked as a demo, as DEMO=1 asks.")
    click.echo("The database is at the newest version.")


@database.command("revision")
@click.argument("title")
def revision(title: str) -> None:
    """Write the next numbered migration, empty, and move the head file."""
    click.echo(provision.new_revision(title))


@indicators.command("verify")
@click.option("--district", type=int, help="One district's code instead of all.")
def verify(district: int | None) -> None:
    """Compare every fact with a full count; leave with 1 where one differs."""
    found = 0
    for code in _codes(district):
        with scope.work(db.session, scope.tenant_scope(code, read_only=True)):
            for drift in current_composition().drifts(db.session()):
                found += 1
                click.echo(
                    f"{code} {drift.month:%Y-%m} {drift.measure} zone={drift.zone_id} "
                    f"{drift.state}: fact {drift.fact}, counted {drift.counted}"
                )
    click.echo(f"{found} facts differ from a full count.")
    sys.exit(1 if found else 0)


@indicators.command("refresh")
@click.option("--district", type=int, help="One district's code instead of all.")
def refresh(district: int | None) -> None:
    """Mark the months that have facts, and count them here and now."""
    for code in _codes(district):
        transactions = nightly.recount(db.session, current_composition(), code)
        click.echo(f"{code}: counted in {transactions} transactions")


@accounts.command("open")
@click.argument("username")
@click.option(
    "--office", type=int, default=scope.DEPARTMENT, help="Code; the department when not given."
)
@click.option("--role", "role_key", required=True, help="For example platform_admin, office_admin.")
@click.option("--name", required=True, help="The person's name with its prefix.")
@click.option("--position", default="", help="The person's position, as on paper.")
def open_account(username: str, office: int, role_key: str, name: str, position: str) -> None:
    """Open the first account of an office and print its password once.

    Offices add their other people themselves; nobody in an empty office could.
    """
    role = _role_for(role_key, office)
    if not _USERNAME.fullmatch(username):
        raise click.ClickException("A user name has 3 to 40 letters a-z, digits, dots or hyphens.")
    password = secrets.new_spoken_code()
    second_factor = secrets.new_totp_secret() if role.value.second_factor else None
    with scope.work(db.session, scope.platform_scope()):
        if db.session.scalars(select(Account.id).where(Account.username == username)).first():
            raise click.ClickException(f"There is an account {username} already.")
        account_id = uuid7()
        db.session.add(
            Account(
                id=account_id,
                username=username,
                password_hash=secrets.hash_password(password),
                totp_secret=second_factor,
            )
        )
    opened = scope.city_scope if office == scope.DEPARTMENT else partial(scope.tenant_scope, office)
    with scope.work(db.session, opened(action="person:added")):
        db.session.add(
            Membership(
                district_id=office,
                account_id=account_id,
                role=role.key,
                name=name,
                position=position,
                valid_from=bangkok_today(),
            )
        )
    if second_factor:
        click.echo(f"Second factor: {second_factor}")
    click.echo(f"Password: {password}")


def _role_for(key: str, office: int) -> Role:
    """The role of this key, where the office has such a role."""
    tier = Tier.CITY if office == scope.DEPARTMENT else Tier.DISTRICT
    usable = {role.key: role for role in Role if role.value.tier is tier and not role.value.field}
    if key not in usable:
        raise click.ClickException(f"{key} is no role there. There are: {', '.join(usable)}")
    if office != scope.DEPARTMENT:
        _codes(office)
    return usable[key]


@accounts.command("recover")
@click.argument("username")
@click.option(
    "--new-second-factor", is_flag=True, help="Make a new secret for the authenticator too."
)
def recover(username: str, *, new_second_factor: bool) -> None:
    """Give an account a new password, print it once, and end all its sessions."""
    password = secrets.new_spoken_code()
    with scope.work(db.session, scope.platform_scope()):
        account = db.session.scalars(
            select(Account).where(Account.username == username)
        ).one_or_none()
        if account is None:
            raise click.ClickException(f"There is no account {username}.")
        account.password_hash = secrets.hash_password(password)
        account.disabled_at = None
        if new_second_factor:
            account.totp_secret, account.totp_last_step = secrets.new_totp_secret(), None
            click.echo(f"Second factor: {account.totp_secret}")
        service.sign_out_everywhere(db.session(), account.id, now())
    click.echo(f"New password: {password}")


@demo_commands.command("load")
def demo_load() -> None:
    """Load the example data, once."""
    try:
        _load_demo()
    except demo.NotADemoError as problem:
        raise click.ClickException(str(problem)) from problem


@demo_commands.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def demo_accounts(*, as_json: bool) -> None:
    """Print the accounts of the example data."""
    found = demo.accounts(db.session)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    click.echo(demo.as_table(found))


@local.command("prepare")
def prepare() -> None:
    """Migrate, load the example data and print the accounts, in one process.

    A server of the person's own without its owner's login is only looked at: `make migrate` is
    its operator's step.
    """
    owner = os.environ.get("MIGRATION_DATABASE_URL", "")
    if owner:
        _migrate(owner)
    else:
        _require_newest()
    if not settings().demo:
        return
    if owner:
        provision.mark_as_demo(owner)
    try:
        _load_demo()
    except demo.NotADemoError as problem:
        click.echo(
            f"{problem}\n`flask --app wsgi accounts open` opens the first account. For trying out, "
            "an unused database is marked by\n"
            "DEMO=1 MIGRATION_DATABASE_URL=… DATABASE_URL=… make migrate"
        )
        return
    click.echo(demo.as_table(demo.accounts(db.session)))


def _migrate(owner: str) -> None:
    """Migrate, and open the running month of every district: a new installation does not wait for midnight.

    What goes wrong on the way in is a sentence; what goes wrong inside a migration is not.
    """
    try:
        provision.migrate(owner, settings().database_url)
    except ConfigurationError as problem:
        raise click.ClickException(str(problem)) from problem
    except OperationalError as problem:
        raise click.ClickException(
            f"The database of MIGRATION_DATABASE_URL does not let us in: {problem.orig}"
        ) from problem
    nightly.open_months(db.session, current_composition())


def _require_newest() -> None:
    try:
        missing = provision.missing_parts(settings().database_url)
    except OperationalError as problem:
        raise click.ClickException(
            f"The database of DATABASE_URL does not let us in: {problem.orig}"
        ) from problem
    if missing:
        raise click.ClickException(
            f"The database is not at the newest version: it lacks {', '.join(missing[:5])}"
            f"{' and more' if len(missing) > 5 else ''}. "  # noqa: PLR2004 - enough to see what it is
            "Run `make migrate` with MIGRATION_DATABASE_URL, the owner's login, first."
        )


def _load_demo() -> None:
    if not settings().files_url:
        raise click.ClickException("FILES_URL is not set; the example data has files.")
    loaded = demo.load(db.session, current_composition())
    publisher = current_app.extensions["publisher"]
    if loaded and publisher:
        running.sweep(lambda job: publisher.offer([job]))
        publisher.wait_until_idle()
    click.echo("The example data is loaded." if loaded else "The example data was loaded before.")


def _codes(district: int | None) -> list[int]:
    with scope.work(db.session, scope.platform_scope(read_only=True)):
        codes = [office.code for office in districts(db.session())]
    if district is not None and district not in codes:
        raise click.ClickException(f"{district} is not the code of a district (1001-1050).")
    return [district] if district is not None else codes


COMMANDS = (database, indicators, accounts, demo_commands, local)
