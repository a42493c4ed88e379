"""Commands of the kernel: the database, the facts, accounts, and what `make run` asks for."""

import json
import os
import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from core import demo
from core.composition import current_composition
from core.config import ConfigurationError
from core.extensions import db
from core.identity import secrets, service
from core.identity.models import Account
from core.identity.sessions import now, settings
from core.indicators import nightly
from core.tenancy import provision, scope
from core.tenancy.queries import districts

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
    try:
        provision.migrate(owner, settings().database_url)
    except ConfigurationError as problem:
        raise click.ClickException(str(problem)) from problem
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
        months = nightly.recount(db.session, current_composition(), code)
        click.echo(f"{code}: counted in {months} transactions")


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
    _load_demo()


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
    """Migrate, load the example data and print the accounts, in one process."""
    provision.migrate(os.environ["MIGRATION_DATABASE_URL"], settings().database_url)
    if settings().demo:
        provision.mark_as_demo(os.environ["MIGRATION_DATABASE_URL"])
        _load_demo()
        click.echo(demo.as_table(demo.accounts(db.session)))


def _load_demo() -> None:
    try:
        loaded = demo.load(db.session, current_composition())
    except demo.NotADemoError as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo("The example data is loaded." if loaded else "The example data was loaded before.")


def _codes(district: int | None) -> list[int]:
    with scope.work(db.session, scope.platform_scope(read_only=True)):
        codes = [office.code for office in districts(db.session())]
    if district is not None and district not in codes:
        raise click.ClickException(f"{district} is not the code of a district (1001-1050).")
    return [district] if district is not None else codes


COMMANDS = (database, indicators, accounts, demo_commands, local)
