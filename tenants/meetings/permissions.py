from core.access.permissions import Permission, Reach, grant
from core.access.roles import Role


class MeetingPermission(Permission):
    READ = ("meetings:read", "Sees meetings, their agenda, who came and what was resolved")
    MANAGE = (
        "meetings:manage",
        "Calls meetings, invites, keeps attendance and agenda, opens and closes them",
    )
    ATTEND = ("meetings:attend", "Signs in as present at a meeting to which they are invited")
    NUMBER = ("meetings:number", "Enters the number under which an invitation was sent")
    MINUTE = (
        "meetings:minute",
        "Writes minutes, sends them round, records their adoption, and gives and hands over tasks",
    )
    REMARK = ("meetings:remark", "Remarks on minutes that are sent round")
    REPORT_TASK = ("meetings:report_task", "Reports what becomes of tasks, and finishes them")
    PAY = ("meetings:pay", "Sees what members are paid for a meeting, and its list")
    APPROVE_PAY = (
        "meetings:approve_pay",
        "Approves the pay for a meeting before it is held, as the director or who acts for them",
    )


OFFICE = (
    Role.DIRECTOR,
    Role.ASSISTANT_DIRECTOR,
    Role.SECTION_HEAD,
    Role.SECTION_STAFF,
    Role.SOCIAL_DEVELOPER,
    Role.OFFICE_ADMIN,
    Role.ADVISER,
    Role.ASSEMBLY_CHAIR,
)

GRANTS = (
    *grant(MeetingPermission.READ, Reach.DISTRICT, *OFFICE),
    *grant(MeetingPermission.READ, Reach.OWN_ZONE, Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR),
    *grant(MeetingPermission.READ, Reach.OWN_COMMUNITY, Role.COMMUNITY_COMMITTEE),
    *grant(MeetingPermission.ATTEND, Reach.DISTRICT, *OFFICE),
    *grant(MeetingPermission.ATTEND, Reach.OWN_ZONE, Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR),
    *grant(MeetingPermission.ATTEND, Reach.OWN_COMMUNITY, Role.COMMUNITY_COMMITTEE),
    *grant(MeetingPermission.MANAGE, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(
        MeetingPermission.NUMBER,
        Reach.DISTRICT,
        Role.SECTION_HEAD,
        Role.SOCIAL_DEVELOPER,
        Role.OFFICE_ADMIN,
    ),
    *grant(MeetingPermission.MINUTE, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(
        MeetingPermission.REMARK,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
        Role.SOCIAL_DEVELOPER,
        Role.ASSEMBLY_CHAIR,
    ),
    *grant(MeetingPermission.REMARK, Reach.OWN_ZONE, Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR),
    *grant(MeetingPermission.REMARK, Reach.OWN_COMMUNITY, Role.COMMUNITY_COMMITTEE),
    *grant(MeetingPermission.REPORT_TASK, Reach.DISTRICT, Role.SECTION_HEAD, Role.SOCIAL_DEVELOPER),
    *grant(MeetingPermission.REPORT_TASK, Reach.OWN_ZONE, Role.ZONE_CHAIR, Role.COMMUNITY_CHAIR),
    *grant(MeetingPermission.REPORT_TASK, Reach.OWN_COMMUNITY, Role.COMMUNITY_COMMITTEE),
    *grant(
        MeetingPermission.PAY,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
        Role.SOCIAL_DEVELOPER,
    ),
    *grant(
        MeetingPermission.APPROVE_PAY,
        Reach.DISTRICT,
        Role.DIRECTOR,
        Role.ASSISTANT_DIRECTOR,
        Role.SECTION_HEAD,
    ),
)
