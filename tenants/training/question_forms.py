# WTForms declares no types.
# mypy: disallow-untyped-calls=False
"""Forms of the question bank and of the tests of a course."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from core.web.fields import Required, ThaiStringField, ThaiTextAreaField
from core.web.forms import RecordForm
from tenants.training.forms import LinesField
from tenants.training.gain import DEFINITIONS
from tenants.training.models import CourseQuestion, Question
from tenants.training.paper_lines import letter_of
from tenants.training.questions import KEYS, MOST_CHOICES, QuestionText
from tenants.training.roster_routes import uuids


def choice(value: str, label: Any) -> SelectChoice:
    """A choice whose words may be translated only when the form is drawn."""
    return SelectChoice(value, label)


class QuestionForm(RecordForm):
    text = ThaiTextAreaField(
        _("Question"), max_length=1000, validators=[Required(_("Type the question."))]
    )
    choices = LinesField(
        _("Choices"),
        max_length=2000,
        hint=_("One choice a line, two to six of them"),
        validators=[Required(_("Type the choices, one a line."))],
    )
    answer = RadioField(
        _("The right choice"),
        choices=[
            choice(
                str(place),
                _("%(letter)s (line %(number)s)", letter=letter_of(place), number=place + 1),
            )
            for place in range(MOST_CHOICES)
        ],
        validators=[DataRequired(_("Say which choice is right."))],
    )
    topic = ThaiStringField(
        _("Topic"), max_length=200, hint=_("Questions of one topic stand together")
    )
    source = ThaiStringField(
        _("Source"),
        max_length=300,
        hint=_("Where the answer stands, for example “the manual, 2.6”"),
    )
    words: ClassVar[Any] = {
        "answer": lambda value: letter_of(int(value)) if str(value).isdecimal() else ""
    }

    @property
    def typed(self) -> QuestionText:
        return QuestionText(
            text=self.text.data or "",
            choices=tuple(line for line in (self.choices.data or "").splitlines() if line.strip()),
            answer=int(self.answer.data),
            topic=self.topic.data or "",
            source=self.source.data or "",
        )

    @classmethod
    def of(cls, entry: Question) -> "QuestionForm":
        return cls(
            version=str(entry.version),
            text=entry.text,
            choices=[choice["text"] for choice in entry.choices],
            answer=str(KEYS.index(entry.answer)),
            topic=entry.topic,
            source=entry.source,
        )


class ChosenQuestionsForm(RecordForm):
    """`seen` names the questions that the course had when the page was opened."""

    questions = SelectMultipleField(_("Questions of this course"), validate_choice=False)
    seen = HiddenField()

    @property
    def chosen(self) -> list[UUID]:
        """In the order of the page."""
        wanted = uuids(self.questions.data)
        order = [str(value) for value in self.questions.data or []]
        return sorted(wanted, key=lambda each: order.index(str(each)))

    @property
    def seen_ids(self) -> Collection[UUID]:
        return uuids((self.seen.data or "").split(","))


class SheetForm(RecordForm):
    """The sheet of one person: its radio buttons are named by the questions' ids."""

    @property
    def answers(self) -> dict[str, str]:
        return dict(request.form.items())


class PaperLinesForm(RecordForm):
    """A row of letters for each person, in fields named by the person's id."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {
            name.removeprefix(_LINE): value.strip()
            for name, value in request.form.items()
            if name.startswith(_LINE) and value.strip()
        }
        self.problems: dict[str, str] = {}

    def refuse(self, field: str, sentence: str) -> None:
        """Put a sentence beside the row of a person."""
        if field.startswith(_LINE):
            self.problems[field.removeprefix(_LINE)] = sentence
        else:
            super().refuse(field, sentence)


class DefinitionForm(RecordForm):
    definition = RadioField(
        _("What “improved” means"),
        choices=[choice(f"{each.key}/{each.version}", each.title) for each in DEFINITIONS],
        validators=[DataRequired(_("Choose one of the definitions."))],
    )
    reason = ThaiTextAreaField(_("Reason"), max_length=500, hint=_("Needed once there are results"))

    @property
    def chosen(self) -> tuple[str, int]:
        key, _slash, version = (self.definition.data or "").partition("/")
        return key, int(version) if version.isdecimal() else 0


_LINE = "line-"


def letters_of(items: Sequence[CourseQuestion], answers: dict[str, str]) -> str:
    """Stored answers as the row of letters that stands on paper."""
    row = ""
    for item in items:
        keys = [choice["key"] for choice in item.content["choices"]]
        given = answers.get(str(item.question_id), "")
        row += letter_of(keys.index(given)) if given in keys else "-"
    return row
