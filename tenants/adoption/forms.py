# WTForms declares no types.
# mypy: disallow-untyped-calls=False
from collections.abc import Iterable
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import RadioField

from core.manual.merge import Choice
from core.manual.parts import PartKind
from core.web.fields import (
    ChoiceField,
    Optional,
    Required,
    ThaiStringField,
    ThaiTextAreaField,
    WholeNumberField,
)
from core.web.forms import RecordForm

LONGEST_BODY = 6000

CHOICE_TITLES = {
    Choice.CITY: _("The department's new text"),
    Choice.OURS: _("The office's own text"),
    Choice.EDITED: _("A text written anew from both"),
    Choice.ANNEX: _("Keep it as a clause of the office's annex"),
    Choice.END: _("End it: it stays in the history"),
}

CHOICE_VERBS = {
    Choice.CITY: _("Use the department's new text"),
    Choice.OURS: _("Use the office's own text"),
    Choice.ANNEX: _("Keep it as a clause of the office's annex"),
    Choice.END: _("End the office's text"),
}
"""The buttons that decide at once; a text that is written anew has a page of its own."""


class AdoptionForm(RecordForm):
    """The number stands in the page; the person confirms it."""

    edition = WholeNumberField(minimum=1, maximum=9999)


class OwnTextForm(RecordForm):
    """The office's text of a part; an article has no title of its own."""

    title = ThaiStringField(
        _("Title of the clause"),
        max_length=200,
        validators=[Required(_("Type the title of the clause."))],
    )
    body = ThaiTextAreaField(
        _("Text"), max_length=LONGEST_BODY, validators=[Required(_("Type the text."))]
    )
    reason = ThaiTextAreaField(
        _("Reason"),
        max_length=500,
        hint=_("Why the office needs it: those who read the manual see it."),
        validators=[Required(_("Say why the office has a text of its own."))],
    )

    def __init__(self, *args: Any, kind: PartKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind is PartKind.ARTICLE:
            del self.title


class TakeBackForm(RecordForm):
    reason = ThaiTextAreaField(
        _("Reason"),
        max_length=500,
        validators=[Required(_("Say why the text is taken back."))],
    )


class AbandonmentForm(RecordForm):
    reason = ThaiTextAreaField(
        _("Reason"),
        max_length=500,
        validators=[Required(_("Say why the move is given up."))],
    )


class CompletionForm(RecordForm):
    """Nothing is asked: finishing a move is confirmed."""


class RadioChoiceField(ChoiceField, RadioField):
    """One member of an enum, all of them in view: a radio button each."""


class DecisionForm(RecordForm):
    """What becomes of a part that both changed; the text counts only where one is written anew."""

    choice = RadioChoiceField(
        _("Which text holds"),
        choices=Choice,
        titles=CHOICE_TITLES,
        validators=[Required(_("Choose which text holds."))],
    )
    title = ThaiStringField(_("Title of the clause"), max_length=200, validators=[Optional()])
    body = ThaiTextAreaField(_("Text"), max_length=LONGEST_BODY, validators=[Optional()])

    words: ClassVar[dict[str, Any]] = {
        "choice": lambda value: str(CHOICE_TITLES[Choice(value)]) if value else "",
    }

    def __init__(
        self, *args: Any, kind: PartKind, choices: Iterable[Choice], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = set(choices)
        self.choice.choices = [
            choice for choice in self.choice.choices if Choice(choice.value) in offered
        ]
        if kind is PartKind.ARTICLE or Choice.EDITED not in offered:
            del self.title
        if Choice.EDITED not in offered:
            del self.body
