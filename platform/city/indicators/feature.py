"""บัญชีตัวชี้วัด: the department keeps definitions, their versions and targets."""

from city.indicators import editing_routes, target_routes
from city.indicators.forms import DIRECTION_TITLES, LEVEL_TITLES, PERIOD_TITLES
from city.indicators.permissions import GRANTS, IndicatorPermission
from city.indicators.routes import blueprint
from core.access.roles import Tier
from core.feature import Feature, NavigationGroup, NavigationItem
from core.marks import mark

__all__ = ["FEATURE", "editing_routes", "target_routes"]

FEATURE = Feature(
    name="indicators",
    tier=Tier.CITY,
    blueprint=blueprint,
    permissions=IndicatorPermission,
    grants=GRANTS,
    navigation=(
        NavigationItem(
            mark("Indicators"),
            "indicators.list_indicators",
            IndicatorPermission.READ,
            "target",
            30,
            group=NavigationGroup.FIGURES,
        ),
    ),
    actions={
        "indicator:drafted": mark("Version of an indicator drafted"),
        "indicator:changed": mark("Draft of an indicator changed"),
        "indicator:discarded": mark("Draft of an indicator discarded"),
        "indicator:published": mark("Version of an indicator published"),
        "indicator:targeted": mark("Target of an indicator set"),
        "indicator:targeted-back": mark("Target of an indicator set from a day in the past"),
        "indicator:target-withdrawn": mark("Target of an indicator withdrawn before it began"),
        "indicator:retired": mark("Indicator retired"),
    },
    value_words={
        "indicator_definitions.direction": {
            member.value: title for member, title in DIRECTION_TITLES.items()
        },
        "indicator_definitions.level": {
            member.value: title for member, title in LEVEL_TITLES.items()
        },
        "indicator_definitions.period": {
            member.value: title for member, title in PERIOD_TITLES.items()
        },
    },
    field_labels={
        "indicator_definitions.code": mark("Code"),
        "indicator_definitions.title_th": mark("Title (Thai)"),
        "indicator_definitions.title_en": mark("Title (English)"),
        "indicator_definitions.definition_th": mark("What is counted (Thai)"),
        "indicator_definitions.definition_en": mark("What is counted (English)"),
        "indicator_definitions.choice_th": mark("Which reading this version takes (Thai)"),
        "indicator_definitions.choice_en": mark("Which reading this version takes (English)"),
        "indicator_definitions.source_th": mark("Source (Thai)"),
        "indicator_definitions.source_en": mark("Source (English)"),
        "indicator_definitions.numerator": mark("Formula: what is counted"),
        "indicator_definitions.denominator": mark("Formula: out of what"),
        "indicator_definitions.decimals": mark("Decimals"),
        "indicator_definitions.direction": mark("Which way is better"),
        "indicator_definitions.level": mark("Whom the target is for"),
        "indicator_definitions.period": mark("Usual period"),
        "indicator_definitions.window": mark("Full months that every_month looks at"),
        "indicator_retirements.from_month": mark("Retired from the month"),
        "indicator_retirements.reason": mark("Why it is retired"),
        "indicator_targets.office_code": mark("Holds for"),
        "indicator_targets.valid_from": mark("Holds from"),
        "indicator_targets.value": mark("Target"),
        "indicator_targets.source": mark("Source of the target"),
    },
)
