"""The forms of the parts that an edition has once. A field has the name of the attribute that it writes."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from city.manuals.fields import LinesField, YesNoField
from city.manuals.titles import (
    ONLINE_WORDS,
    TIE_TITLES,
)
from core.manual.structure import TieRule
from core.web.fields import (
    ChoiceField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm

MOST_ZONES = 60
MOST_DAYS = 730


class SettingsForm(RecordForm):
    title = ThaiStringField(
        _("Title of the edition"),
        max_length=200,
        validators=[Required(_("Type the title of the edition."))],
    )
    minimum = WholeNumberField(
        _("Fewest zones of a district"),
        minimum=1,
        maximum=MOST_ZONES,
        validators=[Required(_("Type the fewest zones."))],
    )
    maximum = WholeNumberField(
        _("Most zones of a district"),
        minimum=1,
        maximum=MOST_ZONES,
        validators=[Required(_("Type the most zones."))],
    )
    suggested = WholeNumberField(
        _("Suggested number of zones"),
        minimum=1,
        maximum=MOST_ZONES,
        validators=[Required(_("Type the suggested number of zones."))],
    )
    name_pattern = ThaiStringField(
        _("Name of a zone"),
        max_length=100,
        hint=_("{number} stands for the zone's number"),
        validators=[Required(_("Type how a zone is named."))],
    )
    criteria = ThaiTextAreaField(_("Criteria for dividing zones"), validators=[Optional()])
    activities_per_month = WholeNumberField(
        _("Activities that each network holds in a month, at least"),
        minimum=1,
        maximum=31,
        validators=[Required(_("Type how many activities a month are required."))],
    )


class ElectionsForm(RecordForm):
    tie_rule = ChoiceField(
        _("When the first two have equally many votes"),
        choices=TieRule,
        titles=TIE_TITLES,
        validators=[Required(_("Choose what settles equal votes."))],
    )
    objection_days = WholeNumberField(
        _("Days to raise an objection after the result"),
        minimum=0,
        maximum=90,
        validators=[Required(_("Type the days to raise an objection."))],
    )
    online_allowed = YesNoField(
        _("An office may let the voters vote online"),
        hint=_("Each office decides for each election."),
    )

    words: ClassVar[dict[str, Any]] = {
        "tie_rule": lambda value: str(TIE_TITLES[TieRule(value)]) if value else "",
        "online_allowed": lambda value: str(ONLINE_WORDS[bool(value)]),
    }


def _days(label: Any, sentence: Any) -> WholeNumberField:
    return WholeNumberField(label, minimum=1, maximum=MOST_DAYS, validators=[Required(sentence)])


class DeadlinesForm(RecordForm):
    committee_days = _days(
        _("Days until the committee is complete"), _("Type the days until the committee.")
    )
    order_days = _days(_("Days until the order is signed"), _("Type the days until the order."))
    by_law_days = _days(_("Days until the by-law is adopted"), _("Type the days until the by-law."))
    term_warning_days = _days(
        _("Days before the end of a term that the office is warned"),
        _("Type the days before the end of a term."),
    )


class WordingForm(RecordForm):
    subject = ThaiStringField(
        _("Subject"), max_length=300, validators=[Required(_("Type the subject."))]
    )
    reason = ThaiTextAreaField(_("Reason"), validators=[Required(_("Type the reason."))])
    authority = ThaiTextAreaField(_("Authority"), validators=[Required(_("Type the authority."))])
    duties = LinesField(
        _("Duties"),
        max_length=8000,
        default=(),
        hint=_("One duty a line; in a memo, one proposal a line"),
        validators=[Optional()],
    )
    effect = ThaiTextAreaField(
        _("Last sentence"),
        max_length=1000,
        hint=_("In an order, when it takes effect"),
        validators=[Required(_("Type the last sentence."))],
    )

    words: ClassVar[dict[str, Any]] = {
        "duties": lambda value: "\n".join(
            f"{number}. {line}" for number, line in enumerate(value or (), start=1)
        ),
    }


class TermForm(RecordForm):
    term_years = WholeNumberField(
        _("Term in years"),
        minimum=1,
        maximum=20,
        hint=_("Empty where the manual sets no end, or the regulation does"),
        validators=[Optional()],
    )

    words: ClassVar[dict[str, Any]] = {
        "term_years": lambda value: str(_("not set by the manual") if value is None else value),
    }


class ByLawForm(RecordForm):
    title = ThaiStringField(
        _("Title of the by-law"),
        max_length=300,
        validators=[Required(_("Type the title of the by-law."))],
    )
    preamble = ThaiTextAreaField(
        _("Preamble"), validators=[Required(_("Type the preamble of the by-law."))]
    )
