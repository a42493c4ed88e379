from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField

from core.indicators.measures import Tally
from core.web.fields import Required, ThaiTextAreaField
from core.web.forms import RecordForm

MOST_TITLES = 3


class RebuildForm(RecordForm):
    """Which figures are counted again, and why."""

    tally = SelectField(_("What is counted again"))
    reason = ThaiTextAreaField(
        _("Reason"),
        max_length=300,
        hint=_("It stands in the change log of the department"),
        validators=[Required(_("Say why the figures are counted again."))],
    )

    def offer(self, tallies: Sequence[Tally]) -> "RebuildForm":
        self.tally.choices = [
            ("", gettext("All figures")),
            *((tally.name, words_of_tally(tally)) for tally in tallies),
        ]
        return self


def words_of_tally(tally: Tally) -> str:
    """The titles of what a tally counts, as far as they are needed to know it."""
    titles = [gettext(measure.title) for measure in tally.measures]
    if len(titles) <= MOST_TITLES:
        return ", ".join(titles)
    return gettext(
        "%(titles)s and %(number)s more",
        titles=", ".join(titles[:MOST_TITLES]),
        number=len(titles) - MOST_TITLES,
    )


class StepForm(RecordForm):
    """A button that changes something; the page's own id makes it one effect, however often it is sent."""
