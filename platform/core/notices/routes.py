"""A person's own notices, in the same words for a district's people and the department's."""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.access.roles import Tier
from core.errors import Refused
from core.extensions import db
from core.i18n.messages import translate
from core.identity.sessions import settings as configuration
from core.notices import preferences, queries, service
from core.notices.forms import SettingsForm
from core.notices.models import Channel, DeliveryState, NoticeSettings, Topic
from core.notices.permissions import NoticePermission
from core.notices.sentences import what_will_happen
from core.web.forms import submit
from core.web.guard import View, city_blueprint, current_actor, district_blueprint, requires

blueprint = district_blueprint("notices", __name__)
department_blueprint = city_blueprint("city_notices", __name__)


def _page(rule: str, method: str = "GET") -> Callable[[View], View]:
    """The same page for both: under a district's address, and under the department's."""

    def add(view: View) -> View:
        for each in (blueprint, department_blueprint):
            each.route(rule, methods=[method])(view)
        return view

    return add


@_page("/notices")
@requires(NoticePermission.READ)
def list_notices() -> ResponseReturnValue:
    number = max(1, request.args.get("page", 1, type=int))
    found = queries.own_notices(db.session(), current_actor().account_id, page=number)
    shown = found[: queries.PAGE]
    return render_template(
        "notices/list.html",
        notices=shown,
        topics={topic.key: topic.title for topic in Topic},
        unread=any(notice.read_at is None for notice in shown),
        is_department=current_actor().tier is Tier.CITY,
        page={
            "first": (number - 1) * queries.PAGE + 1,
            "last": (number - 1) * queries.PAGE + len(shown),
            "previous_url": url_for(".list_notices", page=number - 1) if number > 1 else None,
            "next_url": url_for(".list_notices", page=number + 1)
            if len(found) > len(shown)
            else None,
        },
    )


@_page("/notices/unread")
@requires(NoticePermission.READ, poll=True)
def show_unread() -> ResponseReturnValue:
    """How many notices wait, as the fragment beside the bell; empty where there are none."""
    count = queries.unread(db.session(), current_actor().account_id)
    return render_template("notices/_unread.html", count=count)


@_page("/notices/<uuid:notice_id>/reading", "POST")
@requires(NoticePermission.READ)
def create_reading(notice_id: UUID) -> ResponseReturnValue:
    """Mark a notice as read and go to what it is about; a notice without a page leads back to the list."""
    path = service.mark_read(db.session(), actor=current_actor(), notice_id=notice_id)
    return redirect(path or url_for(".list_notices"), code=303)


@_page("/notices/readings", "POST")
@requires(NoticePermission.READ)
def create_readings() -> ResponseReturnValue:
    service.mark_all_read(db.session(), actor=current_actor())
    flash(gettext("All notices are marked as read."), "success")
    return redirect(url_for(".list_notices"), code=303)


@_page("/notices/settings")
@requires(NoticePermission.READ)
def show_settings() -> ResponseReturnValue:
    return _settings_page(_stored_form())


@_page("/notices/settings", "POST")
@requires(NoticePermission.READ)
def update_settings() -> ResponseReturnValue:
    form = SettingsForm()

    def change() -> str:
        preferences.change_settings(
            db.session(),
            actor=current_actor(),
            seen_version=form.seen_version,
            wishes=form.wishes,
        )
        flash(gettext("Your settings are saved."), "success")
        return url_for(".show_settings")

    return submit(form, change, lambda: _settings_page(form))


@_page("/notices/settings/preview", "POST")
@requires(NoticePermission.READ)
def show_preview() -> ResponseReturnValue:
    """What would happen with the settings as they stand in the form now; nothing is saved.

    By POST, so that the address stands in no log of addresses.
    """
    form = SettingsForm()
    row = queries.settings_of(db.session(), current_actor().account_id)
    if not form.validate():
        return "", HTTPStatus.NO_CONTENT
    return render_template(
        "notices/_sentences.html", sentences=_sentences(preferences.imagined(row, form.wishes))
    )


@_page("/notices/settings/line-codes", "POST")
@requires(NoticePermission.READ)
def create_line_code() -> ResponseReturnValue:
    """A fresh one-time code, shown once on the page that answers."""
    if not _line_is_on():
        return redirect(url_for(".show_settings"), code=303)
    code = preferences.new_line_code(db.session(), actor=current_actor())
    response = make_response(_settings_page(_stored_form(), line_code=code))
    response.headers["Cache-Control"] = "no-store"
    return response


@_page("/notices/settings/line-ending", "POST")
@requires(NoticePermission.READ)
def create_line_ending() -> ResponseReturnValue:
    preferences.end_line(db.session(), actor=current_actor())
    flash(gettext("Your LINE is no longer linked."), "success")
    return redirect(url_for(".show_settings"), code=303)


@_page("/notices/trials", "POST")
@requires(NoticePermission.READ)
def create_trial() -> ResponseReturnValue:
    """A notice to oneself, on the ways that one has chosen, to see that it arrives."""
    actor = current_actor()
    service.notify(
        db.session(),
        topic=Topic.SYSTEM,
        event_key=f"trial:{actor.account_id}:{datetime.now(UTC):%Y-%m-%dT%H:%M}",
        to=[service.Recipient.account(actor.account_id, actor.name)],
        title="ทดลองการแจ้งเตือน",
        body="ข้อความนี้ส่งถึงท่านตามวิธีที่ท่านเลือกไว้ ไม่ต้องดำเนินการใด ๆ",
        url=url_for(".show_settings"),
    )
    flash(gettext("A notice for trial is on its way to you."), "success")
    return redirect(url_for(".show_settings"), code=303)


@_page("/notices/deliveries")
@requires(NoticePermission.SETTLE)
def list_deliveries() -> ResponseReturnValue:
    return render_template(
        "notices/deliveries.html",
        deliveries=queries.troubled(db.session()),
        states=DeliveryState,
        channels=Channel,
    )


@_page("/notices/deliveries/<uuid:delivery_id>/resending", "POST")
@requires(NoticePermission.SETTLE)
def create_resending(delivery_id: UUID) -> ResponseReturnValue:
    try:
        service.send_again(db.session(), delivery_id=delivery_id)
    except Refused as problem:
        flash(translate(problem.message), "warning")
    else:
        flash(gettext("It is sent again."), "success")
    return redirect(url_for(".list_deliveries"), code=303)


def _stored_form() -> SettingsForm:
    row = queries.settings_of(db.session(), current_actor().account_id)
    return SettingsForm(
        formdata=None, version=str(row.version if row else 0), **preferences.values_of(row)
    )


def _settings_page(form: SettingsForm, *, line_code: str = "") -> str:
    row = queries.settings_of(db.session(), current_actor().account_id)
    return render_template(
        "notices/settings.html",
        form=form,
        line_code=line_code,
        line_is_on=_line_is_on(),
        line_is_linked=bool(row and row.line_user_id),
        mail_is_on=_mail_is_on(),
        is_officer=_may_be_called(),
        sentences=_sentences(row),
    )


def _may_be_called() -> bool:
    """Whether leaders may find this person's telephone: officers of a district."""
    actor = current_actor()
    return actor.tier is Tier.DISTRICT and not all(role.value.field for role in actor.roles)


def _sentences(settings: NoticeSettings | None) -> list[str]:
    return what_will_happen(settings, mail_is_on=_mail_is_on(), line_is_on=_line_is_on())


def _mail_is_on() -> bool:
    return bool(configuration().smtp_url)


def _line_is_on() -> bool:
    config = configuration()
    return bool(config.line_channel_token and config.line_channel_secret)
