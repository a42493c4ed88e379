"""การแจ้งเตือน: pages of every district and of the department, and the worker's way out of the house."""

from core.access.roles import Tier
from core.feature import Feature
from core.marks import mark
from core.notices.forms import MODE_TITLES
from core.notices.jobs import DELIVER, FORGET_OLD
from core.notices.permissions import GRANTS, NoticePermission
from core.notices.routes import blueprint, department_blueprint

FEATURE = Feature(
    name="notices",
    # Of both tiers: notices grow old in the department as in a district.
    tier=None,
    blueprint=blueprint,
    permissions=NoticePermission,
    grants=GRANTS,
    jobs=(DELIVER,),
    daily=(FORGET_OLD,),
    actions={
        "notice:read": mark("Notice read"),
        "notice:sent_again": mark("Notice sent again"),
        "notice_settings:changed": mark("Own settings of notices changed"),
        "notice_settings:line_code": mark("Code for linking LINE made"),
        "notice_settings:line_linked": mark("LINE linked"),
        "notice_settings:line_ended": mark("LINE no longer linked"),
    },
    value_words={
        "notice_settings.mail_mode": {mode.value: title for mode, title in MODE_TITLES.items()}
    },
    field_labels={
        "notice_settings.mail_address": mark("Mail address"),
        "notice_settings.mail_mode": mark("How often"),
        "notice_settings.digest_hour": mark("The daily mail comes at"),
        "notice_settings.quiet_from": mark("Quiet from"),
        "notice_settings.quiet_to": mark("Quiet until"),
        "notice_settings.line_on": mark("Send my notices to LINE"),
        "notice_settings.duty_phone": mark("Telephone of work that leaders may call"),
    },
)

OF_THE_DEPARTMENT = Feature(name="city_notices", tier=Tier.CITY, blueprint=department_blueprint)
