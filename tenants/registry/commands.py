"""The import from the command line: the same engine as in the browser, for one district or the city."""

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext
from sqlalchemy import select

from core.errors import DomainError, InputProblem
from core.extensions import db
from core.i18n.dates import bangkok_today, parse_date, show_date
from core.i18n.messages import translate
from core.tenancy import scope
from core.tenancy.models import Subdistrict
from core.tenancy.queries import districts
from tenants.registry.import_service import Comparison, Fate, compare, take_over
from tenants.registry.imports import Catalogue, Reading, read_table
from tenants.registry.reading import read_lines

_ISO_BUDDHIST = re.compile("(2[4-7][0-9]{2})-([0-9]{1,2})-([0-9]{1,2})")

communities = AppGroup("communities", help="The register of communities.")


class BuddhistDate(click.ParamType):
    """A day of the Buddhist era: 1/8/2568 or 2568-08-01; never in the future."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        typed = _ISO_BUDDHIST.sub(r"\3/\2/\1", str(value))
        try:
            day = parse_date(typed)
        except InputProblem as problem:
            self.fail(translate(problem), param, ctx)
        if day > bangkok_today():
            self.fail(gettext("The day cannot be in the future."), param, ctx)
        return day


@communities.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--district", type=int, help="Take only the rows of one district (1001-1050).")
@click.option("--as-of", type=BuddhistDate(), default=bangkok_today, help="The day of the data.")
@click.option("--source", default="", help="Where the data comes from; the file's name by default.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def import_communities(
    file: Path, district: int | None, as_of: date, source: str, *, dry_run: bool
) -> None:
    """Take communities over from a CSV or XLSX file, one transaction a district."""
    catalogue = _catalogue()
    if district is not None and district not in catalogue.districts:
        raise click.ClickException(f"{district} is not the code of a district (1001-1050).")
    try:
        table = read_table(read_lines(file.read_bytes(), file.name), catalogue)
    except DomainError as problem:
        raise click.ClickException(translate(problem.message)) from problem
    if table.unused:
        click.echo(gettext("Columns that are not used: %(names)s", names=", ".join(table.unused)))
    by_district: dict[int | None, list[Reading]] = defaultdict(list)
    for reading in table.readings:
        by_district[reading.district_id].append(reading)
    _report_lost(by_district.pop(None, []))
    chosen = sorted(code for code in by_district if code and district in (None, code))
    left_out = sum(len(rows) for code, rows in by_district.items() if code not in chosen)
    if left_out:
        click.echo(gettext("Rows of other districts, left out: %(rows)s", rows=left_out))
    _take_over_all(
        {code: by_district[code] for code in chosen},
        catalogue,
        as_of=as_of,
        source=source or file.name,
        dry_run=dry_run,
    )


def _take_over_all(
    readings: dict[int, list[Reading]],
    catalogue: Catalogue,
    *,
    as_of: date,
    source: str,
    dry_run: bool,
) -> None:
    sums: dict[str, int] = defaultdict(int)
    for code, rows in readings.items():
        comparison = _one_district(code, rows, as_of=as_of, source=source, dry_run=dry_run)
        _report_rows(comparison)
        click.echo(f"{code} {catalogue.districts[code]}: {_words(comparison.totals)}")
        if comparison.ends_example:
            click.echo("  " + gettext("The example data leaves the city's figures."))
        for name, number in comparison.totals.items():
            sums[name] += number
    click.echo(
        gettext(
            "%(districts)s districts, data of %(day)s: %(totals)s",
            districts=len(readings),
            day=show_date(as_of, style="numeric"),
            totals=_words(sums),
        )
    )
    if dry_run:
        click.echo(gettext("This was a rehearsal. Nothing was written."))


def _one_district(
    code: int, rows: list[Reading], *, as_of: date, source: str, dry_run: bool
) -> Comparison:
    opened = scope.tenant_scope(
        code, action="communities:imported", reason=source, read_only=dry_run
    )
    with scope.work(db.session, opened):
        comparison = compare(db.session(), rows, as_of=as_of, source=source, lock=not dry_run)
        if not dry_run:
            take_over(db.session(), comparison, changed_by=scope.SYSTEM.name)
    return comparison


def _catalogue() -> Catalogue:
    with scope.work(db.session, scope.platform_scope(read_only=True)):
        session = db.session()
        return Catalogue.of(districts(session), list(session.scalars(select(Subdistrict))))


def _report_lost(readings: list[Reading]) -> None:
    for reading in readings:
        if reading.refusal:
            _say_row(reading, gettext("Rejected"), translate(reading.refusal))


def _report_rows(comparison: Comparison) -> None:
    for outcome in comparison.outcomes:
        if outcome.fate is Fate.REJECTED and outcome.refusal:
            _say_row(outcome.reading, gettext("Rejected"), translate(outcome.refusal))
        elif outcome.warning:
            _say_row(outcome.reading, gettext("To check"), translate(outcome.warning))


def _say_row(reading: Reading, state: str, sentence: str) -> None:
    click.echo(
        gettext(
            "Line %(line)s “%(name)s”: %(state)s. %(sentence)s",
            line=reading.line,
            name=reading.name,
            state=state,
            sentence=sentence,
        )
    )


def _words(totals: dict[str, int]) -> str:
    return gettext(
        "%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(rejected)s rejected, %(figures)s with figures",
        **{name: totals.get(name, 0) for name in (*Fate, "figures")},
    )
