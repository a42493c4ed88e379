from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem
from core.marks import mark
from tenants.committees import demo
from tenants.committees.measures import TALLIES
from tenants.committees.permissions import GRANTS, CommitteePermission
from tenants.committees.register_routes import blueprint
from tenants.example.content import BANG_NA

FEATURE = Feature(
    name="committees",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=CommitteePermission,
    grants=GRANTS,
    tallies=TALLIES,
    navigation=(
        NavigationItem(
            mark("Committees"),
            "committees.list_committees",
            CommitteePermission.READ,
            "users-group",
            40,
            group=NavigationGroup.REGISTERS,
        ),
    ),
    actions={
        "seat-import:checked": mark("File of seats checked"),
        "seat-import:confirmed": mark("Seats taken over from a file"),
        "seat-import:discarded": mark("Import discarded"),
        "seat:filled": mark("Seat filled"),
        "seat:changed": mark("Seat changed"),
        "seat:vacated": mark("Seat vacated"),
        "committee:edition-followed": mark("Composition of another edition taken over"),
    },
    value_words={
        "committees.kind": {
            "study": mark("Committee on the manual"),
            "zone": mark("Committee of a zone"),
            "community": mark("Committee of a community"),
            "assembly": mark("Assembly of the communities"),
            "alliance": mark("Committee of another network"),
        },
        "seats.rule_key": {
            "chair": mark("Chair"),
            "vice_chair": mark("Vice-chair"),
            "secretary": mark("Secretary"),
            "assistant_secretary": mark("Assistant secretary"),
            "treasurer": mark("Treasurer"),
            "registrar": mark("Registrar"),
            "public_relations": mark("Public relations"),
            "members": mark("Member"),
            "section_heads": mark("Head of a section"),
            "assigned_officers": mark("Assigned officer"),
            "representatives": mark("Representative of bodies and communities"),
            "community_chairs": mark("Community chair"),
            "public_sector": mark("Representative of public bodies"),
            "private_sector": mark("Representative of business"),
            "civil_society": mark("Representative of civil society"),
            "residents": mark("Resident"),
            "district_sections": mark("Representative of the district's sections"),
            "section_head": mark("Head of the community development section"),
            "social_developers": mark("Social development officer"),
            "director": mark("District director"),
            "assistant_directors": mark("Assistant district director"),
        },
    },
    field_labels={
        "seat_imports.file_name": mark("File"),
        "committees.kind": mark("Kind of committee"),
        "committees.zone_id": mark("Zone"),
        "committees.community_id": mark("Community"),
        "committees.alliance_id": mark("Network"),
        "committees.edition": mark("Edition"),
        "committees.formed_at": mark("Begun on"),
        "seats.committee_id": mark("Committee"),
        "seats.rule_key": mark("Seat"),
        "seats.community_id": mark("Community"),
        "seats.person_id": mark("Person in the register"),
        "seats.person_name": mark("Name"),
        "seats.person_position": mark("Position"),
        "seats.valid_from": mark("On the seat from"),
        "seats.term_ends_on": mark("First day after the term"),
        "seats.valid_to": mark("First day without office"),
        "seats.vacated_reason": mark("Reason"),
        "seats.replaces_seat_id": mark("Serves the rest of a term"),
    },
    demo=(DemoStep(40, BANG_NA, demo.load),),
)
