from uuid import UUID

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role, Tier
from core.documents.content import SignInSlip
from core.documents.slip import render_slip
from core.errors import DomainError, FieldError, NotFound
from core.extensions import db
from core.i18n.dates import bangkok_today, to_bangkok
from core.i18n.messages import translate
from core.identity.authenticator import enrolment, qr_picture
from core.identity.sessions import now, settings
from core.web.forms import UNPROCESSABLE, RecordForm, submit
from core.web.guard import confirmation, current_actor, district_blueprint, may, requires
from tenants.accounts import queries, service
from tenants.accounts.forms import PASS_TITLES, EndingForm, FactorCodeForm, PersonForm
from tenants.accounts.permissions import AccountPermission
from tenants.registry.queries import communities_to_choose

blueprint = district_blueprint("accounts", __name__)


@blueprint.get("/accounts")
@requires(AccountPermission.READ)
def list_accounts() -> ResponseReturnValue:
    filters = queries.Filters(
        text=request.args.get("q", "").strip(),
        role=request.args.get("role", ""),
        ended=request.args.get("ended") == "1",
    )
    return render_template(
        "accounts/accounts.html",
        page=queries.people(
            db.session(),
            filters,
            today=bangkok_today(),
            number=request.args.get("page", 1, type=int),
        ),
        filters=filters,
        roles=_role_titles(),
        pass_titles=PASS_TITLES,
        now=now(),
    )


@blueprint.get("/accounts/new")
@requires(AccountPermission.ADD_FIELD_PEOPLE)
def new_account() -> ResponseReturnValue:
    return _new_page(_person_form(valid_from=bangkok_today()))


@blueprint.post("/accounts")
@requires(AccountPermission.ADD_FIELD_PEOPLE)
def create_account() -> ResponseReturnValue:
    form = _person_form()
    added: list[service.Added] = []

    def add() -> str:
        added.append(
            service.add_person(
                db.session(),
                actor=current_actor(),
                administers=may(AccountPermission.ADMINISTER),
                record_id=form.id_of_record,
                person=_new_person(form),
            )
        )
        return _address(added[-1].membership.id)

    answer = submit(form, add, lambda: _new_page(form))
    if added and added[-1].totp_secret:
        return _secret_page(added[-1].membership.id, added[-1].totp_secret, form.username.data)
    return answer


@blueprint.get("/accounts/<uuid:membership_id>")
@requires(AccountPermission.READ)
def show_account(membership_id: UUID) -> ResponseReturnValue:
    return _show_page(membership_id, RecordForm())


@blueprint.get("/accounts/<uuid:membership_id>/ending/new")
@requires(AccountPermission.ADD_FIELD_PEOPLE)
def new_ending(membership_id: UUID) -> ResponseReturnValue:
    return _ending_page(membership_id, EndingForm(last_day=bangkok_today()))


@blueprint.post("/accounts/<uuid:membership_id>/ending")
@requires(AccountPermission.ADD_FIELD_PEOPLE)
def create_ending(membership_id: UUID) -> ResponseReturnValue:
    form = EndingForm()

    def end() -> str:
        service.end_membership(
            db.session(),
            actor=current_actor(),
            administers=may(AccountPermission.ADMINISTER),
            membership_id=membership_id,
            last_day=form.last_day.data,
            today=bangkok_today(),
            now=now(),
        )
        return _address(membership_id)

    return submit(form, end, lambda: _ending_page(membership_id, form))


@blueprint.post("/accounts/<uuid:membership_id>/slips")
@requires(AccountPermission.ADD_FIELD_PEOPLE)
def create_slip(membership_id: UUID) -> ResponseReturnValue:
    try:
        issued = service.issue_slip(
            db.session(),
            actor=current_actor(),
            membership_id=membership_id,
            today=bangkok_today(),
            now=now(),
            lifetime=settings().sign_in.slip_lifetime,
        )
    except DomainError as problem:
        return _refused(membership_id, problem)
    address = _slip_address(issued.token)
    return render_template(
        "accounts/slip.html",
        membership=issued.membership,
        address=address,
        picture=qr_picture(address),
        token=issued.token,
        expires_at=issued.expires_at,
    )


@blueprint.post("/accounts/<uuid:membership_id>/slips/paper")
@requires(AccountPermission.ADD_FIELD_PEOPLE)
def create_slip_paper(membership_id: UUID) -> ResponseReturnValue:
    """The PDF of the slip that the page before still shows; its token is sent back by that page."""
    actor = current_actor()
    slip = service.slip_on_screen(
        db.session(),
        actor=actor,
        membership_id=membership_id,
        token=request.form.get("token", ""),
        now=now(),
    )
    paper = render_slip(
        SignInSlip(
            office_name=actor.memberships[0].office_th,
            holder_name=slip.membership.name,
            role=slip.membership.position,
            url=_slip_address(slip.token),
            valid_until=to_bangkok(slip.expires_at).date(),
            issued_by=actor.name,
        )
    )
    return Response(
        paper,
        mimetype="application/pdf",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": 'attachment; filename="sign-in-slip.pdf"',
        },
    )


@blueprint.post("/accounts/<uuid:membership_id>/codes")
@requires(AccountPermission.ADMINISTER)
def create_code(membership_id: UUID) -> ResponseReturnValue:
    try:
        issued = service.issue_code(
            db.session(),
            actor=current_actor(),
            membership_id=membership_id,
            today=bangkok_today(),
            now=now(),
            lifetime=settings().sign_in.code_lifetime,
        )
    except DomainError as problem:
        return _refused(membership_id, problem)
    return render_template(
        "accounts/code.html",
        membership=issued.membership,
        code=issued.token,
        expires_at=issued.expires_at,
        address=settings().public_url.rstrip("/") + url_for("identity.new_code_session"),
    )


@blueprint.get("/accounts/<uuid:membership_id>/second-factor/new")
@requires(AccountPermission.ADMINISTER)
def new_factor_code(membership_id: UUID) -> ResponseReturnValue:
    return _factor_page(membership_id, FactorCodeForm())


@blueprint.post("/accounts/<uuid:membership_id>/second-factor")
@requires(AccountPermission.ADMINISTER, confirmed=True)
def create_factor_code(membership_id: UUID) -> ResponseReturnValue:
    form = FactorCodeForm()
    issued: list[service.Issued] = []

    def issue() -> str:
        confirmation().require()
        issued.append(
            service.issue_factor_code(
                db.session(),
                actor=current_actor(),
                membership_id=membership_id,
                reason=form.reason.data,
                today=bangkok_today(),
                now=now(),
                lifetime=settings().sign_in.code_lifetime,
            )
        )
        return _address(membership_id)

    answer = submit(form, issue, lambda: _factor_page(membership_id, form))
    if not issued:
        return answer
    return render_template(
        "accounts/factor_code.html",
        membership=issued[0].membership,
        code=issued[0].token,
        expires_at=issued[0].expires_at,
    )


def _person_form(**values: object) -> PersonForm:
    return PersonForm(
        roles=service.grantable_roles(administers=may(AccountPermission.ADMINISTER)),
        communities=communities_to_choose(db.session(), WHOLE_DISTRICT),
        **values,
    )


def _new_person(form: PersonForm) -> service.NewPerson:
    role = form.chosen_role
    if role is None:
        raise FieldError("You may not grant this role.", field="role")
    return service.NewPerson(
        username=form.username.data.lower(),
        name=form.name.data,
        position=form.position.data,
        role=role,
        community_id=form.chosen_community,
        valid_from=form.valid_from.data,
    )


def _address(membership_id: UUID) -> str:
    return url_for(".show_account", membership_id=membership_id)


def _slip_address(token: str) -> str:
    return settings().public_url.rstrip("/") + url_for("identity.show_slip", token=token)


def _role_titles() -> dict[str, str]:
    return {role.key: gettext(role.title) for role in Role if role.value.tier is Tier.DISTRICT}


def _new_page(form: PersonForm) -> str:
    return render_template("accounts/new.html", form=form)


def _show_page(membership_id: UUID, form: RecordForm) -> str:
    line = queries.person(db.session(), membership_id)
    membership = line.membership
    manageable = Role.of(membership.role) in service.grantable_roles(
        administers=may(AccountPermission.ADMINISTER)
    )
    return render_template(
        "accounts/account.html",
        line=line,
        membership=membership,
        form=form,
        role=gettext(Role.of(membership.role).title),
        over=membership.last_day is not None and membership.last_day < bangkok_today(),
        by_slip=Role.of(membership.role).value.field,
        manageable=manageable and may(AccountPermission.ADD_FIELD_PEOPLE),
        own=membership.account_id == current_actor().account_id,
        passes=queries.passes_of(db.session(), membership.account_id),
        pass_titles=PASS_TITLES,
        now=now(),
    )


def _refused(membership_id: UUID, problem: DomainError) -> ResponseReturnValue:
    if isinstance(problem, NotFound):
        raise problem
    db.session.rollback()
    form = RecordForm()
    form.form_errors.append(translate(problem.message))
    return _show_page(membership_id, form), UNPROCESSABLE


def _factor_page(membership_id: UUID, form: FactorCodeForm) -> str:
    return render_template(
        "accounts/new_factor_code.html", form=form, line=queries.person(db.session(), membership_id)
    )


def _ending_page(membership_id: UUID, form: EndingForm) -> str:
    return render_template(
        "accounts/ending.html", form=form, line=queries.person(db.session(), membership_id)
    )


def _secret_page(membership_id: UUID, secret: str, username: str) -> str:
    offer = enrolment(username, secret)
    return render_template(
        "accounts/secret.html",
        membership_id=membership_id,
        secret=offer.key,
        picture=offer.picture,
        username=username,
    )
