"""Pages of the partners: the list, one organisation with all that belongs to it, and the sums by sector."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.extensions import db
from core.i18n.dates import (
    bangkok_now,
    bangkok_today,
    fiscal_year,
    months_between,
    shift_month,
    show_month,
)
from core.web.forms import submit
from core.web.guard import current_actor, current_reach, district_blueprint, may, requires
from core.web.shell import language
from core.web.step_forms import EndingForm
from tenants.partners import engagement, queries, service
from tenants.partners.forms import GIFT_TITLES, KIND_TITLES, SECTOR_TITLES, OrganisationForm
from tenants.partners.models import ContributionKind, Organisation, OrganisationKind, Sector
from tenants.partners.permissions import PartnerPermission
from tenants.people.permissions import PeoplePermission
from tenants.zones.queries import open_zones
from ui.charts import BarChart, HeatMap, bar_chart, heat_map
from ui.drawings import Datum

blueprint = district_blueprint("partners", __name__)

MONTHS_IN_CHART = 12
YEARS_TO_CHOOSE = 6


@blueprint.get("/partners")
@requires(PartnerPermission.READ)
def list_organisations() -> ResponseReturnValue:
    session, within = db.session(), current_reach()
    filters = queries.Filters(
        text=request.args.get("q", "").strip(),
        sector=request.args.get("sector", ""),
        kind=request.args.get("kind", ""),
        zone=request.args.get("zone", ""),
        ended=request.args.get("ended") == "1",
    )
    number = request.args.get("page", 1, type=int)
    return render_template(
        "partners/organisations.html",
        page=queries.organisations(session, filters, number, within=within),
        filters=filters,
        zones=open_zones(session, within) if within.whole_district else [],
        ending=queries.memoranda_ending_soon(session, bangkok_today())
        if within.whole_district and number == 1
        else [],
        sectors=SECTOR_TITLES,
        kinds=KIND_TITLES,
        soon=bangkok_today() + queries.SOON,
        year=fiscal_year(bangkok_today()),
    )


@blueprint.get("/partners/sums")
@requires(PartnerPermission.READ)
def show_sums() -> ResponseReturnValue:
    """What the four sectors gave in one fiscal year."""
    today = bangkok_today()
    years = range(fiscal_year(today), fiscal_year(today) - YEARS_TO_CHOOSE, -1)
    asked = request.args.get("year", years[0], type=int)
    year = asked if asked in years else years[0]
    first, last = queries.fiscal_period(year)
    sums = engagement.by_sector(db.session(), first, last, within=current_reach())
    return render_template(
        "partners/sums.html",
        year=year,
        years=years,
        sums=sums,
        chart=_by_sector(sums),
        sectors=SECTOR_TITLES,
        first=first,
        last=min(last, today),
        now=bangkok_now(),
        whole_district=current_reach().whole_district,
    )


@blueprint.get("/partners/new")
@requires(PartnerPermission.EDIT)
def new_organisation() -> ResponseReturnValue:
    return _new_page(OrganisationForm(partner_since=bangkok_today()))


@blueprint.post("/partners")
@requires(PartnerPermission.EDIT)
def create_organisation() -> ResponseReturnValue:
    form = OrganisationForm()

    def enter() -> str:
        entry = service.enter_organisation(
            db.session(),
            actor=current_actor(),
            record_id=form.id_of_record,
            particulars=form.particulars,
            another=bool(form.another.data),
        )
        return url_for(".show_organisation", organisation_id=entry.id)

    return submit(form, enter, lambda: _new_page(form))


@blueprint.get("/partners/<uuid:organisation_id>")
@requires(PartnerPermission.READ)
def show_organisation(organisation_id: UUID) -> ResponseReturnValue:
    session, within, today = db.session(), current_reach(), bangkok_today()
    entry = queries.organisation(session, organisation_id, within=within)
    months = months_between(shift_month(today, 1 - MONTHS_IN_CHART), today)
    return render_template(
        "partners/organisation.html",
        entry=entry,
        sector=SECTOR_TITLES[Sector(entry.sector)],
        kind=KIND_TITLES[OrganisationKind(entry.kind)],
        gifts=GIFT_TITLES,
        gift_kinds=ContributionKind,
        totals=engagement.totals_of(session, entry.id, within=within),
        chart=_over_time(months, engagement.by_month(session, entry.id, months, within=within)),
        contributions=queries.contributions_by_organisation(session, entry.id, within=within),
        networks=queries.networks_of(session, entry.id, today),
        # Whoever may not read the register of people is not told who speaks for the organisation.
        contacts=queries.contacts_of(session, entry.id) if may(PeoplePermission.READ) else [],
        memoranda=queries.memoranda_of(session, entry.id) if within.whole_district else [],
        whole_district=within.whole_district,
        first=months[0],
        today=today,
        now=bangkok_now(),
        soon=today + queries.SOON,
    )


@blueprint.get("/partners/<uuid:organisation_id>/edit")
@requires(PartnerPermission.EDIT)
def edit_organisation(organisation_id: UUID) -> ResponseReturnValue:
    entry = queries.organisation(db.session(), organisation_id)
    service.refuse_ended(entry)
    return _edit_page(organisation_id, OrganisationForm(obj=entry))


@blueprint.post("/partners/<uuid:organisation_id>")
@requires(PartnerPermission.EDIT)
def update_organisation(organisation_id: UUID) -> ResponseReturnValue:
    form = OrganisationForm()

    def change() -> str:
        entry = service.change_organisation(
            db.session(),
            actor=current_actor(),
            organisation_id=organisation_id,
            seen_version=form.seen_version,
            particulars=form.particulars,
            another=bool(form.another.data),
        )
        return url_for(".show_organisation", organisation_id=entry.id)

    return submit(form, change, lambda: _edit_page(organisation_id, form))


@blueprint.get("/partners/<uuid:organisation_id>/ending/new")
@requires(PartnerPermission.EDIT)
def new_ending(organisation_id: UUID) -> ResponseReturnValue:
    return _ending_page(organisation_id, EndingForm(ended_on=bangkok_today()))


@blueprint.post("/partners/<uuid:organisation_id>/ending")
@requires(PartnerPermission.EDIT)
def create_ending(organisation_id: UUID) -> ResponseReturnValue:
    form = EndingForm()

    def end() -> str:
        entry = service.end_organisation(
            db.session(),
            actor=current_actor(),
            organisation_id=organisation_id,
            ended_on=form.ended_on.data,
            reason=form.reason.data,
        )
        flash(gettext("%(name)s is a partner no more.", name=entry.name), "success")
        return url_for(".show_organisation", organisation_id=entry.id)

    return submit(form, end, lambda: _ending_page(organisation_id, form))


def name_of_month(month: date) -> str:
    """A month without its year, for narrow columns: ม.ค., Jan."""
    shown = show_month(month, "short", language="en" if language() == "en" else "th")
    return shown.partition(" ")[0]


def _over_time(months: Sequence[date], found: Sequence[engagement.Engagement]) -> HeatMap:
    """Two rows of months with the number in each cell; the first colour is none at all."""
    return heat_map(
        [Datum(gettext("Contributions"), None), Datum(gettext("Activities that it joined"), None)],
        [name_of_month(month) for month in months],
        [[each.contributions for each in found], [each.activities for each in found]],
        (1, 2, 4),
    )


def _by_sector(sums: dict[Sector, engagement.Engagement]) -> BarChart:
    return bar_chart(
        [
            Datum(
                str(SECTOR_TITLES[sector]),
                float(found.value),
                url=url_for(".list_organisations", sector=sector.value),
            )
            for sector, found in sums.items()
        ],
        unit=gettext("baht"),
    )


def _new_page(form: OrganisationForm) -> str:
    return render_template("partners/new.html", form=form, known=_known(form))


def _edit_page(organisation_id: UUID, form: OrganisationForm) -> str:
    entry = queries.organisation(db.session(), organisation_id)
    return render_template(
        "partners/edit.html", form=form, entry=entry, known=_known(form, organisation_id)
    )


def _known(form: OrganisationForm, but: UUID | None = None) -> list[Organisation]:
    """Who has the name that was typed, once the service has refused it."""
    if not form.another.errors and not form.another.data:
        return []
    return queries.duplicates_of(db.session(), form.name.data or "", but=but)


def _ending_page(organisation_id: UUID, form: EndingForm) -> str:
    entry = queries.organisation(db.session(), organisation_id)
    return render_template("partners/ending.html", form=form, entry=entry)
