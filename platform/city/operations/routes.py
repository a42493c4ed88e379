from datetime import datetime, timedelta
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from city.operations import queries, service, vitals
from city.operations.forms import RebuildForm, StepForm, words_of_tally
from city.operations.permissions import OperationsPermission
from core.composition import current_composition
from core.errors import DomainError, NotFound
from core.extensions import db
from core.i18n.messages import translate
from core.identity.sessions import now, settings
from core.indicators.models import Rebuild
from core.indicators.service import MONTHS_A_JOB
from core.jobs.vitals import CLOCK, read, worker_of
from core.tenancy import scope
from core.tenancy.models import Office
from core.web.forms import submit
from core.web.guard import city_blueprint, current_actor, requires
from core.web.shell import language

blueprint = city_blueprint("operations", __name__)


@blueprint.get("/operations")
@requires(OperationsPermission.READ, across=True)
def show_operations() -> ResponseReturnValue:
    state, moment = queries.machinery(db.session()), now()
    signs = read(settings().redis_url)

    def ago(at: datetime) -> str:
        return str(format_timedelta(min(at - moment, timedelta(seconds=-1)), add_direction=True))

    return render_template(
        "operations/operations.html",
        state=state,
        form=StepForm(),
        late_before=moment - queries.LATE,
        jobs=current_composition().jobs,
        office_name_of=_office_name,
        title_of=vitals.title_of,
        alarms=vitals.alarms_of(state, signs, moment, ago),
        ago=ago,
        clock=signs.of_clock(moment),
        clock_at=signs.at.get(CLOCK),
        worker=lambda queue: signs.of_worker(queue, moment),
        worker_at=lambda queue: signs.at.get(worker_of(queue)),
    )


@blueprint.post("/operations/offices/<int(max=9999):code>/jobs/<uuid:job_id>/retries")
@requires(OperationsPermission.RUN)
def create_retry(code: int, job_id: UUID) -> ResponseReturnValue:
    form = StepForm()

    def ask() -> str:
        # A second session, since the request's own one sees the work of the department alone.
        with (
            Session(db.engine) as sweeper,
            scope.work(sweeper, scope.jobs_scope(read_only=True)),
        ):
            is_asked = service.retry_job(
                db.session(),
                sweeper,
                current_composition().jobs,
                code=code,
                job_id=job_id,
                asked=form.id_of_record,
            )
        if is_asked:
            flash(_("The work will be tried again within a minute."), "success")
        else:
            flash(
                _(
                    "Nothing was changed: this work waits for its next try already, "
                    "or cannot be tried again here."
                ),
                "info",
            )
        return url_for(".show_operations")

    return submit(form, ask, _refused)


@blueprint.get("/operations/rebuilds")
@requires(OperationsPermission.PROGRESS, across=True)
def list_rebuilds() -> ResponseReturnValue:
    found = queries.rebuilds(db.session())
    current = queries.progress(db.session(), found[0]) if found else None
    return render_template(
        "operations/rebuilds.html",
        rebuilds=found,
        current=current,
        form=StepForm(),
        what_of=_what,
        office_name_of=_office_name,
    )


@blueprint.get("/operations/rebuilds/new")
@requires(OperationsPermission.RUN)
def new_rebuild() -> ResponseReturnValue:
    return _new_page(RebuildForm().offer(current_composition().tallies))


@blueprint.post("/operations/rebuilds")
@requires(OperationsPermission.RUN)
def create_rebuild() -> ResponseReturnValue:
    form = RebuildForm().offer(current_composition().tallies)

    def start() -> str:
        rebuild = service.start_rebuild(
            db.session(),
            actor=current_actor(),
            rebuild_id=form.id_of_record,
            tally=form.tally.data or None,
            reason=form.reason.data,
        )
        if rebuild.id == form.id_of_record:
            flash(_("The districts have been asked to count again."), "success")
        else:
            flash(_("A counting is running already; this is how far it is."), "info")
        return url_for(".list_rebuilds")

    return submit(form, start, lambda: _new_page(form))


@blueprint.post("/operations/rebuilds/<uuid:rebuild_id>/stoppages")
@requires(OperationsPermission.RUN)
def create_stoppage(rebuild_id: UUID) -> ResponseReturnValue:
    def stop() -> str:
        service.stop_rebuild(db.session(), rebuild_id=rebuild_id)
        flash(_("The counting is being stopped. What was counted stays counted."), "success")
        return url_for(".list_rebuilds")

    return submit(StepForm(), stop, _refused)


@blueprint.post("/operations/rebuilds/<uuid:rebuild_id>/resumptions")
@requires(OperationsPermission.RUN)
def create_resumption(rebuild_id: UUID) -> ResponseReturnValue:
    def resume() -> str:
        try:
            service.resume_rebuild(db.session(), rebuild_id=rebuild_id)
            flash(_("The counting goes on with what was left."), "success")
        except DomainError as problem:
            flash(translate(problem.message), "warning")
        return url_for(".list_rebuilds")

    return submit(StepForm(), resume, _refused)


def _new_page(form: RebuildForm) -> str:
    months = queries.months_to_count(db.session())
    return render_template(
        "operations/rebuild.html", form=form, months=months, months_a_job=MONTHS_A_JOB
    )


def _office_name(office: Office) -> str:
    return office.name_th if language() == "th" else office.name_en


def _refused() -> str:
    raise NotFound("This page does not exist")


def _what(rebuild: Rebuild) -> str:
    """What a rebuild counts, in words; the bare name of figures that nobody counts any more."""
    if rebuild.tally is None:
        return _("All figures")
    tallies = {tally.name: tally for tally in current_composition().tallies}
    return words_of_tally(tallies[rebuild.tally]) if rebuild.tally in tallies else rebuild.tally
