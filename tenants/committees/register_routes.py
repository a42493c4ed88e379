"""ทะเบียนคณะกรรมการ: on the screen, as the office prints it, and as a workbook."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from core.documents.rendering import render_register
from core.extensions import db
from core.i18n.dates import bangkok_now, bangkok_today, show_date
from core.web.downloads import send_bytes
from core.web.guard import current_actor, current_reach, requires
from tenants.committees.permissions import CommitteePermission
from tenants.committees.register_content import Register, RegisterScope, document_of, register_of
from tenants.committees.register_forms import RegisterForm
from tenants.committees.register_workbook import register_workbook
from tenants.committees.seat_import_routes import XLSX, blueprint

__all__ = ["blueprint"]

_PARAMETERS = ("scope", "day", "vacant")


@blueprint.get("/committees/register")
@requires(CommitteePermission.READ)
def show_register() -> ResponseReturnValue:
    form = _form()
    register = _register(form) if form.validate() else None
    return render_template(
        "committees/register.html",
        form=form,
        register=register,
        office=current_actor().memberships[0].office_th,
    )


@blueprint.get("/committees/register.pdf")
@requires(CommitteePermission.READ)
def show_register_paper() -> ResponseReturnValue:
    """The paper of the day that the address names; without one the page that asks for it."""
    form = _form()
    if "day" not in request.args or not form.validate():
        return redirect(url_for(".show_register", **_asked()), code=303)
    register = _register(form)
    paper = document_of(
        register,
        office_name=current_actor().memberships[0].office_th,
        prepared_at=bangkok_now(),
    )
    return send_bytes(
        render_register(paper),
        name=f"{_file_name(register)}.pdf",
        content_type="application/pdf",
        inline=True,
    )


@blueprint.get("/committees/register.xlsx")
@requires(CommitteePermission.READ)
def show_register_workbook() -> ResponseReturnValue:
    """The same register for Excel; without a day the page that asks for it."""
    form = _form()
    if "day" not in request.args or not form.validate():
        return redirect(url_for(".show_register", **_asked()), code=303)
    register = _register(form)
    return send_bytes(
        register_workbook(register, office_name=current_actor().memberships[0].office_th),
        name=f"{_file_name(register)}.xlsx",
        content_type=XLSX,
    )


def _asked() -> dict[str, Any]:
    """What the address said, without anything else that somebody wrote into it."""
    return {name: request.args[name] for name in _PARAMETERS if name in request.args}


def _form() -> RegisterForm:
    """The form with what was asked for; today and everything where nothing was."""
    asked = MultiDict(_asked())
    asked.setdefault("scope", RegisterScope.ALL.value)
    asked.setdefault("day", show_date(bangkok_today(), style="numeric"))
    return RegisterForm(formdata=asked)


def _register(form: RegisterForm) -> Register:
    return register_of(
        db.session(),
        current_reach(),
        form.scope.data,
        form.day.data,
        vacant=bool(form.vacant.data),
    )


def _file_name(register: Register) -> str:
    return f"{register.title} {show_date(register.as_of, style='short')}"
