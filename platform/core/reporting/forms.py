from collections.abc import Iterator

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField

from core.errors import FieldError, InputProblem
from core.i18n.dates import bangkok_today, show_month
from core.indicators.spans import (
    Span,
    fiscal_year_of,
    fiscal_year_span,
    month_span,
    parse_span,
    quarter_span,
    range_span,
)
from core.reporting.words import period_words
from core.web.fields import HintedField, Required, ThaiStringField, ThaiTextAreaField
from core.web.forms import ConfirmedForm, RecordForm
from core.web.shell import language

RANGE = "range"
MONTHS, QUARTERS, YEARS = 24, 9, 5


class MonthsField(HintedField, SelectField):
    """A choice out of months or periods."""

    kind = "choice"


class PeriodForm(RecordForm):
    """A month, a quarter, a fiscal year, or from one month to another."""

    period = MonthsField(_("Period"), validators=[Required(_("Choose a period."))])
    first = MonthsField(_("From which month"), validate_choice=False)
    last = MonthsField(_("To which month"), validate_choice=False)

    def offer_periods(self) -> None:
        """Fill the choices; the quarter that has just ended is chosen at first."""
        newest = month_span(bangkok_today())
        months = [
            (span.key, show_month(span.first, language=language()))
            for span in reversed(newest.series(MONTHS))
        ]
        self.period.choices = [*_periods(), (RANGE, gettext("From one month to another"))]
        self.first.choices = self.last.choices = [("", "–"), *months]

    def span(self) -> Span:
        """The chosen period; FieldError where the months are none."""
        try:
            if self.period.data != RANGE:
                return parse_span(self.period.data or "")
            first, last = (parse_span(each.data or "").first for each in (self.first, self.last))
            return range_span(first, last)
        except InputProblem as problem:
            field = "last" if self.period.data == RANGE else "period"
            raise FieldError(problem.message, field=field, **problem.parameters) from problem


class RemarksForm(RecordForm):
    remarks = ThaiTextAreaField(
        _("Remarks of the office"),
        max_length=6000,
        hint=_("What explains the figures: events, reasons, what is planned. Name no person."),
    )


class VersionForm(RecordForm):
    """A step that is taken on what the person saw."""


class PublicationForm(ConfirmedForm):
    """Publishing a report, confirmed as a signature is."""


class ReleaseForm(ConfirmedForm):
    """Releasing a data set; `seen` is the fingerprint of the rows that the person looked at."""

    period = HiddenField()
    seen = HiddenField()
    objective = ThaiTextAreaField(
        _("What the data are released for"),
        max_length=1000,
        validators=[Required(_("Say what the data are released for."))],
    )
    contact = ThaiStringField(
        _("Whom the public asks about the data"),
        max_length=300,
        hint=_("The section and its telephone number, not a person"),
        validators=[Required(_("Say whom the public can ask."))],
    )


class WithdrawalForm(RecordForm):
    reason = ThaiTextAreaField(
        _("Reason"),
        max_length=1000,
        validators=[Required(_("Say why the release is taken back."))],
    )


def _periods() -> Iterator[tuple[str, str]]:
    today = bangkok_today()
    quarters = quarter_span(today).series(QUARTERS)
    years = [fiscal_year_span(fiscal_year_of(today) - back) for back in range(YEARS)]
    months = month_span(today).series(MONTHS)
    for span in (*reversed(quarters), *years, *reversed(months)):
        yield span.key, period_words(span, language())
