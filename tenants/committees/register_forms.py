# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from core.i18n.dates import bangkok_today
from core.web.fields import BuddhistDateField, ChoiceField, Required
from core.web.forms import OurForm
from tenants.committees.register_content import RegisterScope

SCOPE_TITLES = {
    RegisterScope.ALL: _("All committees"),
    RegisterScope.COMMUNITIES: _("Committees of the communities"),
    RegisterScope.NETWORKS: _("Committees of the networks"),
}


class RegisterForm(OurForm):
    """What the register shows, sent by GET."""

    class Meta(OurForm.Meta):
        """Reading changes nothing: no token in the address."""

        csrf = False

    scope = ChoiceField(
        _("Committees"),
        choices=RegisterScope,
        titles=SCOPE_TITLES,
        default=RegisterScope.ALL,
        validators=[Required(_("Choose one of the list."))],
    )
    day = BuddhistDateField(
        _("As of"),
        latest=bangkok_today,
        validators=[Required(_("Type the day of the register."))],
    )
    vacant = BooleanField(_("With empty seats"))

    @property
    def address(self) -> dict[str, str]:
        """What the addresses of the same register in other forms are made of."""
        chosen = {"scope": self.scope.data.value, "day": self.day.show(self.day.data)}
        return chosen | ({"vacant": "y"} if self.vacant.data else {})
