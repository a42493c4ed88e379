from core.access.roles import Tier
from core.evidence.models import EvidenceKind
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem, PaperPage
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.orders import demo
from tenants.orders.batch_routes import blueprint
from tenants.orders.jobs import RENDER
from tenants.orders.models import OrderKind, OrderState, SigningMethod, Step
from tenants.orders.permissions import GRANTS, OrderPermission

FEATURE = Feature(
    name="orders",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=OrderPermission,
    grants=GRANTS,
    papers=dict.fromkeys(
        (EvidenceKind.ORDER, EvidenceKind.ANNOUNCEMENT, EvidenceKind.MEMO),
        PaperPage("orders.show_order", "order_id"),
    ),
    navigation=(
        NavigationItem(
            mark("Orders"),
            "orders.list_orders",
            OrderPermission.READ,
            "file-certificate",
            45,
            group=NavigationGroup.PAPERS,
        ),
    ),
    jobs=(RENDER,),
    actions={
        "order:drafted": mark("Order drafted"),
        "order:changed": mark("Draft of an order changed"),
        "order:members_refreshed": mark("Members of a draft taken from the committee"),
        "order:deleted": mark("Draft of an order deleted"),
        "order:submitted": mark("Draft handed to the section head"),
        "order:proposed": mark("Paper proposed for signature"),
        "order:returned": mark("Draft returned to the drafter"),
        "order:sent_back": mark("Paper sent back to the section"),
        "order:signed": mark("Paper signed in the system"),
        "order:hand_signed": mark("Signature by hand recorded with its scan"),
        "order:registered": mark("Existing order registered with its scan"),
    },
    value_words={
        "orders.state": {
            OrderState.DRAFT.value: mark("Draft"),
            OrderState.PROPOSED.value: mark("Waiting for signature"),
            OrderState.SIGNED.value: mark("Signed"),
        },
        "orders.kind": {
            OrderKind.APPOINTMENT.value: mark("Appointment order"),
            OrderKind.REPLACEMENT.value: mark("Replacement order"),
            OrderKind.REVOCATION.value: mark("Revocation order"),
            OrderKind.ANNOUNCEMENT.value: mark("Announcement"),
            OrderKind.MEMO.value: mark("Memo"),
        },
        "orders.method": {
            SigningMethod.SYSTEM.value: mark("In the system"),
            SigningMethod.PAPER.value: mark("By hand, with a scan"),
        },
        "order_steps.step": {
            Step.SUBMITTED.value: mark("Handed to the section head"),
            Step.PROPOSED.value: mark("Proposed for signature"),
            Step.RETURNED.value: mark("Returned to the drafter"),
            Step.SENT_BACK.value: mark("Sent back to the section"),
            Step.SIGNED.value: mark("Signed"),
        },
    },
    field_labels={
        "orders.kind": mark("Kind of paper"),
        "orders.register": mark("Register"),
        "orders.committee_id": mark("Committee"),
        "orders.edition": mark("Edition"),
        "orders.state": mark("State"),
        "orders.subject": mark("Subject"),
        "orders.content": mark("Text of the order"),
        "orders.drafted_at": mark("Drafted on"),
        "orders.drafted_by": mark("Drafted by"),
        "orders.drafted_by_position": mark("Position of the drafter"),
        "orders.proposed_at": mark("Proposed on"),
        "orders.proposed_by": mark("Proposed by"),
        "orders.proposed_by_position": mark("Position of who proposed it"),
        "orders.number": mark("Number"),
        "orders.number_year": mark("Year of the number"),
        "orders.dated_on": mark("Date of the paper"),
        "orders.method": mark("How it was signed"),
        "orders.signed_at": mark("Signed on"),
        "orders.signed_by": mark("Signed by"),
        "orders.signed_by_position": mark("Position of the person who signed"),
        "orders.signed_account_id": mark("Account of the person who signed"),
        "orders.canonical": mark("Text that was signed"),
        "orders.sha256": mark("SHA-256"),
        "orders.verification_code": mark("Code of the paper"),
        "orders.amends_id": mark("Order that it amends"),
        "orders.revokes_id": mark("Order that it revokes"),
        "orders.batch_id": mark("Signed together in"),
        "order_steps.order_id": mark("Paper"),
        "order_steps.step": mark("Step"),
        "order_steps.comment": mark("Comment"),
        "order_steps.taken_by": mark("Taken by"),
        "order_steps.taken_by_position": mark("Position"),
        "order_steps.taken_at": mark("Taken on"),
        "signing_batches.papers": mark("Number of papers"),
        "signing_batches.signed_by": mark("Signed by"),
        "signing_batches.signed_at": mark("Signed on"),
    },
    demo=(DemoStep(60, BANG_NA, demo.load),),
)
