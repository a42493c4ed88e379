"""`flask geo import FILE`: the outlines of the districts, for the real map."""

from pathlib import Path

import click
from flask.cli import AppGroup

from city.districts import service
from city.districts.boundaries import LARGEST_FILE, BoundaryProblem, read_outlines
from core.extensions import db
from core.identity.sessions import now
from core.tenancy import scope
from core.tenancy.queries import districts
from core.web.logs import log

geo = AppGroup("geo", help="Boundaries of the districts.")


@geo.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Take over the districts' outlines from a GeoJSON FILE (WGS84, property `code`)."""
    with scope.work(db.session(), scope.platform_scope(read_only=True)):
        codes = {office.code for office in districts(db.session())}
    try:
        outlines = read_outlines(_content(file), codes)
    except BoundaryProblem as problem:
        raise click.ClickException(str(problem)) from problem
    with scope.work(db.session(), scope.city_scope()):
        changed = service.import_boundaries(db.session(), outlines=outlines, now=now())
    log.info("boundaries imported", file=file.name, changed=changed)
    click.echo(f"{changed} of {len(outlines)} outlines changed.")


def _content(file: Path) -> bytes:
    """The file, but one byte more than is allowed at most: enough to refuse it."""
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)
