"""The form of each family of parts, and the small forms that all of them share."""

from typing import Any

from flask_babel import lazy_gettext as _

from city.manuals import entry_forms, part_forms
from core.web.fields import Required, ThaiTextAreaField, WholeNumberField
from core.web.forms import RecordForm


class PositionForm(RecordForm):
    position = WholeNumberField(
        _("Place in the list"),
        minimum=1,
        maximum=entry_forms.MOST_ENTRIES,
        validators=[Required(_("Type the place in the list."))],
    )


class RemovalForm(RecordForm):
    """Nothing is typed: the page only asks."""


class PublicationForm(RecordForm):
    change_summary = ThaiTextAreaField(
        _("What is new in this edition"),
        max_length=2000,
        hint=_("Districts read this before they adopt the edition"),
        validators=[Required(_("Say what is new in this edition."))],
    )


FORMS: dict[str, type[RecordForm]] = {
    "chapters": entry_forms.ChapterForm,
    "clauses": entry_forms.ClauseForm,
    "seats": entry_forms.SeatForm,
    "articles": entry_forms.ArticleForm,
    "meetings": entry_forms.MeetingForm,
    "problem-kinds": entry_forms.ProblemKindForm,
    "pilot-criteria": entry_forms.CriterionForm,
    "settings": part_forms.SettingsForm,
    "elections": part_forms.ElectionsForm,
    "deadlines": part_forms.DeadlinesForm,
    "wording": part_forms.WordingForm,
    "term": part_forms.TermForm,
    "by-law": part_forms.ByLawForm,
}
"""The form of each family of parts."""


def label_of(family: str, field: str) -> str:
    """The label of a field, as the form has it."""
    return str(getattr(FORMS[family], field).args[0])


def words_of(family: str, field: str, value: Any) -> str:
    """A value of a field in words, for people who read rather than write."""
    words = FORMS[family].words.get(field)
    if words is not None:
        return str(words(value))
    return "" if value is None else str(value)
