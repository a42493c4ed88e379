from core.access.roles import Tier
from core.feature import DemoStep, Feature, NavigationItem
from core.marks import mark
from tenants.example.content import BANG_NA
from tenants.orders import demo
from tenants.orders.models import OrderState
from tenants.orders.permissions import GRANTS, OrderPermission
from tenants.orders.routes import blueprint

FEATURE = Feature(
    name="orders",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=OrderPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Appointment orders"),
            "orders.list_orders",
            OrderPermission.READ,
            "file-certificate",
            45,
        ),
    ),
    actions={
        "order:drafted": mark("Order drafted"),
        "order:changed": mark("Draft of an order changed"),
        "order:members_refreshed": mark("Members of a draft taken from the committee"),
        "order:deleted": mark("Draft of an order deleted"),
    },
    value_words={"orders.state": {OrderState.DRAFT.value: mark("Draft")}},
    field_labels={
        "orders.committee_id": mark("Committee"),
        "orders.edition": mark("Edition"),
        "orders.state": mark("State"),
        "orders.subject": mark("Subject"),
        "orders.content": mark("Text of the order"),
        "orders.drafted_at": mark("Drafted on"),
        "orders.drafted_by": mark("Drafted by"),
        "orders.drafted_by_position": mark("Position of the drafter"),
    },
    demo=(DemoStep(60, BANG_NA, demo.load),),
)
