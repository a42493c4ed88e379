"""The import from the command line: the same engine as in the browser, for one district or the city."""

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext
from sqlalchemy import select

from core.errors import DomainError, InputProblem, Message
from core.extensions import db
from core.files.service import LARGEST_FILE
from core.i18n.dates import bangkok_today, parse_date, show_date
from core.i18n.messages import translate
from core.tenancy import scope
from core.tenancy.models import Subdistrict
from core.tenancy.queries import districts
from tenants.registry.import_comparison import Comparison, Fate, compare, take_over
from tenants.registry.import_lines import read_lines, too_large
from tenants.registry.import_rows import Catalogue, Reading, read_table

_YEAR_FIRST = re.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")

communities = AppGroup("communities", help="The register of communities.")


@communities.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--district", type=int, help="Take only the rows of one district (1001-1050).")
@click.option("--as-of", default="", help="The day of the data (B.E.), as 1/8/2568 or 2568-08-01.")
@click.option("--source", default="", help="Where the data comes from; the file's name by default.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def import_communities(
    file: Path, district: int | None, as_of: str, source: str, *, dry_run: bool
) -> None:
    """Take communities over from a CSV or XLSX file, one transaction a district."""
    day = _day(as_of)
    catalogue = _catalogue()
    if district is not None and district not in catalogue.districts:
        raise click.ClickException(f"{district} is not the code of a district (1001-1050).")
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise too_large()
        table = read_table(read_lines(file.read_bytes(), file.name), catalogue)
    except OSError as problem:
        raise click.ClickException(str(problem)) from problem
    except DomainError as problem:
        raise click.ClickException(translate(problem.message)) from problem
    if table.unused:
        click.echo(gettext("Columns that are not used: %(names)s", names=", ".join(table.unused)))
    by_district: dict[int | None, list[Reading]] = defaultdict(list)
    for reading in table.readings:
        by_district[reading.district_id].append(reading)
    lost = by_district.pop(None, [])
    for reading in lost:
        _say_rejected(reading, reading.refusal)
    chosen = sorted(code for code in by_district if code and district in (None, code))
    left_out = sum(len(rows) for code, rows in by_district.items() if code not in chosen)
    if left_out:
        click.echo(gettext("Rows of other districts, left out: %(rows)s", rows=left_out))
    _take_over_all(
        {code: by_district[code] for code in chosen},
        catalogue,
        lost=len(lost),
        as_of=day,
        source=source or file.name,
        dry_run=dry_run,
    )


def _day(typed: str) -> date:
    """The day as typed; today where none was. It is read here, because sentences need the application."""
    if not typed:
        return bangkok_today()
    try:
        day = parse_date(_YEAR_FIRST.sub(r"\3/\2/\1", typed))
    except InputProblem as problem:
        raise click.BadParameter(translate(problem), param_hint="--as-of") from problem
    if day > bangkok_today():
        raise click.BadParameter(gettext("The day cannot be in the future."), param_hint="--as-of")
    return day


def _take_over_all(
    readings: dict[int, list[Reading]],
    catalogue: Catalogue,
    *,
    lost: int,
    as_of: date,
    source: str,
    dry_run: bool,
) -> None:
    sums: dict[str, int] = defaultdict(int, rejected=lost)
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


def _report_rows(comparison: Comparison) -> None:
    for outcome in comparison.outcomes:
        if outcome.fate is Fate.REJECTED and outcome.refusal:
            _say_rejected(outcome.reading, outcome.refusal)
        elif outcome.warning:
            _say_row(outcome.reading, gettext("To check"), translate(outcome.warning))


def _say_rejected(reading: Reading, refusal: Message | None) -> None:
    _say_row(reading, gettext("Rejected"), translate(refusal or ""))


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
