from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.access.permissions import Reach
from core.errors import InputProblem
from core.extensions import db
from core.i18n.dates import bangkok_today, parse_iso_date
from core.quality.models import FindingState
from core.quality.rules import RULE_OF, RULES
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, district_blueprint, requires
from tenants.quality import queries, service
from tenants.quality.forms import ExplanationForm
from tenants.quality.permissions import QualityPermission
from tenants.quality.pictures import findings_by_month
from tenants.quality.words import STATE_TITLES, STATE_TONES, sentence
from tenants.zones.queries import open_zones

blueprint = district_blueprint("quality", __name__)


@blueprint.get("/quality/findings")
@requires(QualityPermission.READ)
def list_findings() -> ResponseReturnValue:
    session, within, filters = db.session(), current_reach(), _filters()
    found = queries.summary(session, within)
    return render_template(
        "quality/findings.html",
        page=queries.findings(
            session, within, filters, number=request.args.get("page", 1, type=int)
        ),
        filters=filters,
        summary=found,
        states=STATE_TITLES,
        tones=STATE_TONES,
        rules=RULES,
        rule_of=RULE_OF,
        zones=open_zones(session, within) if within.reach > Reach.OWN_ZONE else [],
        last_check=queries.last_check(session),
        chart=findings_by_month(found, queries.chart_months(bangkok_today())),
        sentence=sentence,
    )


@blueprint.post("/quality/checks")
@requires(QualityPermission.CHECK)
def create_check() -> ResponseReturnValue:
    if service.ask_for_check(db.session()):
        flash(gettext("The records are being checked. This takes less than a minute."), "success")
    else:
        flash(gettext("A check is waiting already."), "info")
    return redirect(url_for(".list_findings"), code=303)


@blueprint.get("/quality/findings/<uuid:finding_id>")
@requires(QualityPermission.READ)
def show_finding(finding_id: UUID) -> ResponseReturnValue:
    line = queries.finding(db.session(), current_reach(), finding_id)
    return render_template("quality/finding.html", **_details(line))


@blueprint.get("/quality/findings/<uuid:finding_id>/explanations/new")
@requires(QualityPermission.EXPLAIN)
def new_explanation(finding_id: UUID) -> ResponseReturnValue:
    return _explanation_page(finding_id, ExplanationForm())


@blueprint.post("/quality/findings/<uuid:finding_id>/explanations")
@requires(QualityPermission.EXPLAIN)
def create_explanation(finding_id: UUID) -> ResponseReturnValue:
    form = ExplanationForm()

    def explain() -> str:
        service.explain(
            db.session(),
            actor=current_actor(),
            within=current_reach(),
            finding_id=finding_id,
            record_id=form.id_of_record,
            seen_fingerprint=form.fingerprint.data or "",
            seen_version=form.seen_version,
            explanation=form.explanation.data,
        )
        return url_for(".show_finding", finding_id=finding_id)

    return submit(form, explain, lambda: _explanation_page(finding_id, form))


def _explanation_page(finding_id: UUID, form: ExplanationForm) -> str:
    line = queries.finding(db.session(), current_reach(), finding_id)
    details = _details(line)
    if request.method == "GET":
        form.version.data = str(len(details["explanations"]))
        form.fingerprint.data = line.finding.fingerprint
    return render_template("quality/explanation.html", form=form, **details)


def _details(line: queries.FindingLine) -> dict[str, Any]:
    return {
        "line": line,
        "rule": RULE_OF[line.rule],
        "states": STATE_TITLES,
        "tones": STATE_TONES,
        "sentence": sentence,
        "explanations": queries.explanations_of(db.session(), line.finding.id),
    }


def _filters() -> queries.Filters:
    """What the address asks for; anything that it does not know asks for nothing."""
    typed, state = request.args.get("month", ""), request.args.get("state", "")
    try:
        month = parse_iso_date(typed) if typed else None
    except InputProblem:
        month = None
    rule = request.args.get("rule", "")
    known = {each.value for each in FindingState}
    return queries.Filters(
        state=None if state == "all" else FindingState(state if state in known else "open"),
        rule=rule if rule in RULE_OF else "",
        month=month,
        zone=request.args.get("zone", type=UUID),
    )
