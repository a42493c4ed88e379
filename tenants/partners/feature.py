from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationItem
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.partners import demo
from tenants.partners.agreement_routes import blueprint
from tenants.partners.forms import GIFT_TITLES, KIND_TITLES, SECTOR_TITLES
from tenants.partners.permissions import GRANTS, PartnerPermission

FEATURE = Feature(
    name="partners",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=PartnerPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Partner organisations"),
            "partners.list_organisations",
            PartnerPermission.READ,
            "building-community",
            46,
        ),
    ),
    actions={
        "organisation:entered": mark("Partner organisation entered"),
        "organisation:changed": mark("Partner organisation changed"),
        "organisation:ended": mark("Partnership ended"),
        "organisation:networks_set": mark("Networks of a partner chosen"),
        "organisation_contact:added": mark("Contact of a partner added"),
        "organisation_contact:ended": mark("Contact of a partner ended"),
        "memorandum:entered": mark("Memorandum entered"),
        "memorandum:changed": mark("Memorandum changed"),
        "memorandum:ended": mark("Memorandum ended"),
        "contribution:recorded": mark("Contribution of a partner recorded"),
        "contribution:changed": mark("Contribution of a partner changed"),
        "contribution:removed": mark("Contribution of a partner removed"),
    },
    value_words={
        "organisations.sector": SECTOR_TITLES,
        "organisations.kind": KIND_TITLES,
        "contributions.kind": GIFT_TITLES,
    },
    field_labels={
        "organisations.name": mark("Name"),
        "organisations.sector": mark("Sector"),
        "organisations.kind": mark("Kind of organisation"),
        "organisations.address": mark("Address"),
        "organisations.phone": mark("Telephone of the organisation"),
        "organisations.email": mark("E-mail of the organisation"),
        "organisations.note": mark("Note"),
        "organisations.partner_since": mark("Partner since"),
        "organisations.ended_on": mark("First day after the end"),
        "organisations.ending_reason": mark("Reason"),
        "organisation_contacts.organisation_id": mark("Organisation"),
        "organisation_contacts.person_id": mark("Person in the register"),
        "organisation_contacts.duty": mark("What this person is asked about"),
        "organisation_contacts.valid_from": mark("Begins on"),
        "organisation_contacts.valid_to": mark("First day after the end"),
        "organisation_networks.organisation_id": mark("Organisation"),
        "organisation_networks.zone_id": mark("Zone"),
        "organisation_networks.valid_from": mark("Begins on"),
        "organisation_networks.valid_to": mark("First day after the end"),
        "memoranda.organisation_id": mark("Organisation"),
        "memoranda.zone_id": mark("Zone"),
        "memoranda.title": mark("Subject of the memorandum"),
        "memoranda.terms": mark("What both sides have agreed"),
        "memoranda.signed_on": mark("Signed on"),
        "memoranda.valid_until": mark("Last day"),
        "memoranda.ended_on": mark("First day after the end"),
        "memoranda.ending_reason": mark("Reason"),
        "memoranda.file_id": mark("Scan of the signed paper"),
        "contributions.organisation_id": mark("Organisation"),
        "contributions.zone_id": mark("Zone"),
        "contributions.community_id": mark("Community"),
        "contributions.activity_id": mark("Activity"),
        "contributions.kind": mark("What was given"),
        "contributions.given_on": mark("Given on"),
        "contributions.description": mark("Description"),
        "contributions.value": mark("Value in baht"),
        "contributions.people": mark("People who helped"),
    },
    demo=(DemoStep(56, BANG_NA, demo.load),),
)
