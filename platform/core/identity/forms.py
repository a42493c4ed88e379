from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired

from core.web.forms import CodeField, OurForm


class IdentityForm(OurForm):
    """`problem` is a refusal that belongs to no single field."""

    problem = ""


class SignInForm(IdentityForm):
    username = StringField(
        _("User name"), validators=[DataRequired(_("Type your user name."))], default=""
    )
    password = PasswordField(_("Password"), validators=[DataRequired(_("Type your password."))])


class SecondFactorForm(IdentityForm):
    code = StringField(
        _("Code from your authenticator"),
        validators=[DataRequired(_("Type the six digits that your authenticator shows."))],
        description=_("Six digits, new every 30 seconds"),
    )


class PresentFactorForm(IdentityForm):
    """The password and a code, as on every page that asks for confirmation; both empty when it comes again."""

    password = PasswordField(
        _("Your password"), validators=[DataRequired(_("Type your password."))]
    )
    code = CodeField(
        _("Code from your authenticator"), description=_("Six digits; each code works once")
    )


class NewFactorForm(PresentFactorForm):
    """`code` is of the present authenticator, where there is one; `new_code` of the new one."""

    new_code = CodeField(
        _("Code that the app shows now"),
        validators=[DataRequired(_("Type the six digits that your authenticator shows."))],
        description=_("It proves that the app has taken the key over"),
    )


class PassForm(IdentityForm):
    code = StringField(
        _("One-time code"),
        validators=[DataRequired(_("Type the code that your office gave you."))],
        description=_("Your office's administrator can give you one when you cannot sign in"),
    )


class PasswordForm(IdentityForm):
    current = PasswordField(_("Present password"))
    new = PasswordField(_("New password"), validators=[DataRequired(_("Type the new password."))])
    repeated = PasswordField(
        _("New password once more"), validators=[DataRequired(_("Type the new password again."))]
    )
