"""How the states, bodies and roles of the programme are called."""

from city.programme.models import BodyKind, MemberRole, PlanState
from core.marks import mark

STATES = {
    PlanState.PROPOSED: mark("Proposed for the plan"),
    PlanState.IN_PLAN: mark("In the plan"),
    PlanState.DECLINED: mark("Not taken into the plan"),
    PlanState.ENDED: mark("Programme ended"),
}
STATE_TONES = {
    PlanState.PROPOSED: "waiting",
    PlanState.IN_PLAN: "done",
    PlanState.DECLINED: "cancelled",
    PlanState.ENDED: "neutral",
}
KINDS = {
    BodyKind.CENTRAL_COMMITTEE: mark("Central committee"),
    BodyKind.CITY_NETWORK: mark("Community network of Bangkok"),
    BodyKind.NATIONAL_CENTRE: mark("National integration centre"),
    BodyKind.PROVINCE_CENTRE: mark("Integration centre of a province"),
    BodyKind.DISTRICT_CENTRE: mark("Integration centre of a district"),
}
OFFICIAL_NAMES = {
    BodyKind.CENTRAL_COMMITTEE: ("คณะกรรมการพิจารณาแนวทางการจัดตั้งและดำเนินการเครือข่ายชุมชนกรุงเทพมหานคร"),
    BodyKind.CITY_NETWORK: "เครือข่ายชุมชนกรุงเทพมหานคร",
    BodyKind.NATIONAL_CENTRE: "ศูนย์บูรณาการเครือข่ายการมีส่วนร่วมภาคประชาชน",
    BodyKind.PROVINCE_CENTRE: "ศูนย์บูรณาการเครือข่ายการมีส่วนร่วมภาคประชาชนจังหวัด",
    BodyKind.DISTRICT_CENTRE: "ศูนย์บูรณาการเครือข่ายการมีส่วนร่วมภาคประชาชนเขต",
}
"""The names that the study's recommendations give them: what the form of a new one begins with."""

ROLES = {
    MemberRole.CHAIR: mark("Chair"),
    MemberRole.VICE_CHAIR: mark("Vice chair"),
    MemberRole.MEMBER: mark("Member"),
    MemberRole.SECRETARY: mark("Secretary"),
    MemberRole.ASSISTANT_SECRETARY: mark("Assistant secretary"),
    MemberRole.ADVISER: mark("Adviser"),
}
PROPOSAL = {
    "title": "จัดตั้งเครือข่ายชุมชน",
    "plan": "แผนพัฒนากรุงเทพมหานคร ระยะ 20 ปี",
    "purpose": (
        "ภารกิจพื้นฐานของสำนักพัฒนาสังคม ข้อที่ 1 ส่งเสริมการพัฒนาสังคมบนพื้นฐานการมีส่วนร่วม\n"
        "ผลสำเร็จหลักที่ 1 ชุมชนสามารถรวมตัวเป็นกลุ่ม มีความเข้มแข็ง มีศักยภาพ"
        "และความสามารถในการจัดการปัญหาชุมชนบนหลักการการมีส่วนร่วม"
    ),
    "lead": "สำนักพัฒนาสังคม",
    "indicators": ["p1"],
}
"""Recommendation 1 of the study, in its own words: what the form of a first programme begins with."""
