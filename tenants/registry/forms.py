# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import SelectField

from core.i18n.dates import bangkok_today
from core.web.fields import (
    BuddhistDateField,
    ChoiceField,
    DecimalField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm
from tenants.registry.models import CommunityStatus, CommunityType

TYPE_TITLES = {
    CommunityType.SLUM: _("Crowded community"),
    CommunityType.URBAN: _("Urban community"),
    CommunityType.SUBURBAN: _("Suburban community"),
    CommunityType.HIGH_RISE: _("High-rise community"),
    CommunityType.SPECIAL: _("Community of a special form"),
    CommunityType.HOUSING_ESTATE: _("Housing estate community"),
}

STATUS_TITLES = {
    CommunityStatus.REGISTERED: _("Registered"),
    CommunityStatus.APPLYING: _("Applying for registration"),
    CommunityStatus.UNREGISTERED: _("Not registered"),
    CommunityStatus.CLOSED: _("Closed"),
}


class CommunityForm(RecordForm):
    name = ThaiStringField(
        _("Name"),
        max_length=120,
        hint=_("Without the word “community” in front"),
        validators=[Required(_("Type the name of the community."))],
    )
    kind = ChoiceField(
        _("Type"),
        choices=CommunityType,
        titles=TYPE_TITLES,
        blank=_("Choose a type"),
        validators=[Required(_("Choose the type of the community."))],
    )
    status = ChoiceField(
        _("Registration"),
        choices=CommunityStatus,
        titles=STATUS_TITLES,
        default=CommunityStatus.REGISTERED,
        validators=[Required(_("Choose whether the community is registered."))],
    )
    subdistrict_code = SelectField(
        _("Subdistrict"),
        coerce=lambda value: int(value) if value else None,
        validators=[Optional()],
    )
    lat = DecimalField(
        _("Latitude"),
        minimum=13,
        maximum=Decimal("14.5"),
        hint=_("For example 13.6681"),
        validators=[Optional()],
    )
    lon = DecimalField(
        _("Longitude"),
        minimum=100,
        maximum=Decimal("101.5"),
        hint=_("For example 100.6044"),
        validators=[Optional()],
    )
    founded_on = BuddhistDateField(_("Founded on"), latest=bangkok_today, validators=[Optional()])
    note = ThaiTextAreaField(_("Note"), validators=[Optional()])

    words: ClassVar[dict[str, Any]] = {
        "kind": lambda value: str(TYPE_TITLES[CommunityType(value)]) if value else "",
        "status": lambda value: str(STATUS_TITLES[CommunityStatus(value)]) if value else "",
    }

    def __init__(self, *args: Any, subdistricts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subdistrict_code.choices = [("", _("Not known")), *subdistricts]
        # A community is closed on a page of its own, which asks for the day and the reason.
        self.status.choices = [
            choice for choice in self.status.choices if choice.value != CommunityStatus.CLOSED
        ]


class ClosureForm(RecordForm):
    closed_on = BuddhistDateField(
        _("Closed on"),
        latest=bangkok_today,
        validators=[Required(_("Type the day of the closure."))],
    )
    reason = ThaiTextAreaField(
        _("Reason"), validators=[Required(_("Say why the community is closed."))]
    )


class FiguresForm(RecordForm):
    as_of = BuddhistDateField(
        _("Figures as of"),
        latest=bangkok_today,
        validators=[Required(_("Type the day of the figures."))],
    )
    source = ThaiStringField(
        _("Source"),
        max_length=200,
        hint=_("For example: the office's survey"),
        validators=[Required(_("Say where the figures come from."))],
    )
    residents = WholeNumberField(
        _("Residents"), minimum=0, maximum=200_000, validators=[Optional()]
    )
    male = WholeNumberField(_("Men"), minimum=0, maximum=200_000, validators=[Optional()])
    female = WholeNumberField(_("Women"), minimum=0, maximum=200_000, validators=[Optional()])
    families = WholeNumberField(_("Families"), minimum=0, maximum=100_000, validators=[Optional()])
    houses = WholeNumberField(_("Houses"), minimum=0, maximum=100_000, validators=[Optional()])
    explanation = ThaiTextAreaField(
        _("It is right, because"),
        max_length=1000,
        hint=_("For example: 40 houses stand empty after the move in 2568"),
        validators=[Optional()],
    )


class ImportForm(RecordForm):
    file = FileField(
        _("File"),
        description=_("CSV or Excel (.xlsx), at most 20 megabytes and 20,000 rows"),
        validators=[Required(_("Choose a file."))],
        render_kw={"accept": ".csv,.xlsx"},
    )
    as_of = BuddhistDateField(
        _("Data as of"),
        latest=bangkok_today,
        hint=_("The day of the figures. New communities are in the register from this day."),
        validators=[Required(_("Type the day of the data."))],
    )
    source = ThaiStringField(
        _("Source"),
        max_length=200,
        hint=_("For example: the office's survey"),
        validators=[Required(_("Say where the data comes from."))],
    )
