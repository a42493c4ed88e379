# WTForms declares no types.
# mypy: disallow-untyped-calls=False
"""Forms of minutes: one page for all items, the recorder, remarks, and the adoption."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField
from wtforms.fields import SelectChoice

from core.errors import EditConflict
from core.web.fields import Optional, Required, ThaiStringField, ThaiTextAreaField
from core.web.forms import Conflict, Difference, RecordForm
from tenants.meetings.minutes import WRITTEN, Hands, WrittenText, digest_of, field_of
from tenants.meetings.minutes_adoption import Adoption
from tenants.meetings.models import AgendaItem

LONGEST_TEXT = 20_000
BY_CIRCULATION = "circulation"

_LABELS = {"discussion": _("What was said"), "resolution": _("Resolution")}
_SEEN = "seen_"


class TextsForm(RecordForm):
    """The texts of all items. Beside each stands the digest of what the page showed.

    Made by `texts_form`, since the items of a meeting are known only then.
    """

    items: tuple[AgendaItem, ...] = ()

    @property
    def texts(self) -> list[WrittenText]:
        return [
            WrittenText(item.id, name, self[field].data or "", self[f"{_SEEN}{field}"].data or "")
            for item in self.items
            for name in WRITTEN
            for field in [field_of(name, item.id)]
            if self[field].raw_data
        ]

    def show_conflict(self, problem: EditConflict) -> None:
        """Both texts of each contested field; everything else that was typed goes along unseen."""
        titles = {field_of(name, item.id): (item, name) for item in self.items for name in WRITTEN}
        hidden = {name: self[name].data or "" for name in titles}
        hidden |= {f"{_SEEN}{name}": self[f"{_SEEN}{name}"].data or "" for name in titles}
        rows = []
        for name, stored in problem.current.items():
            if name not in titles:
                continue
            item, text = titles[name]
            hidden[f"{_SEEN}{name}"] = digest_of(stored)
            hidden[f"stored-{name}"] = stored
            label = f"{item.title}: {_LABELS[text]}"
            rows.append(Difference(name, label, hidden[name], stored))
        self.conflict = Conflict(problem.changed_by, problem.changed_at, tuple(rows), hidden)


def texts_form(items: Iterable[AgendaItem]) -> TextsForm:
    """The page's form, with what is stored in each field and its digest beside it."""
    found = tuple(items)
    fields: dict[str, Any] = {"items": found}
    data: dict[str, str] = {}
    for item in found:
        for name in WRITTEN:
            field = field_of(name, item.id)
            fields[field] = ThaiTextAreaField(
                _LABELS[name], max_length=LONGEST_TEXT, validators=[Optional()]
            )
            fields[f"{_SEEN}{field}"] = HiddenField()
            stored = getattr(item, name)
            data |= {field: stored, f"{_SEEN}{field}": digest_of(stored)}
    made = type("MinutesTextsForm", (TextsForm,), fields)
    return made(**data)  # type: ignore[no-any-return]


class HandsForm(RecordForm):
    recorder_name = ThaiStringField(
        _("Recorder of the minutes"),
        max_length=150,
        validators=[Required(_("Type who wrote the minutes down."))],
    )
    recorder_position = ThaiStringField(
        _("Position of the recorder of the minutes"), max_length=150
    )
    checker_name = ThaiStringField(_("Checker of the minutes"), max_length=150)
    checker_position = ThaiStringField(_("Position of the checker"), max_length=150)

    @property
    def hands(self) -> Hands:
        return Hands(
            recorder_name=self.recorder_name.data,
            recorder_position=self.recorder_position.data,
            checker_name=self.checker_name.data,
            checker_position=self.checker_position.data,
        )


class RemarkForm(RecordForm):
    text = ThaiTextAreaField(
        _("Your remark"),
        max_length=2000,
        hint=_("Say which item, what it says now, and what it should say."),
        validators=[Required(_("Type what should be corrected."))],
    )


class AnswerForm(RecordForm):
    answer = ThaiTextAreaField(
        _("Answer to the remark"), max_length=2000, validators=[Required(_("Type the answer."))]
    )


class AdoptionForm(RecordForm):
    adopted_in = RadioField(
        _("Adopted in"),
        validate_choice=False,
        validators=[Required(_("Choose the meeting that adopted the minutes."))],
    )
    corrections = ThaiTextAreaField(
        _("Corrections that the meeting decided"),
        max_length=4000,
        hint=_(
            "One correction a line. Leave it empty where the meeting adopted the minutes as they are."
        ),
    )
    reason = ThaiStringField(
        _("Why no later meeting adopts them"),
        max_length=300,
        hint=_("Only for a committee that does not meet again."),
    )

    first_choice = ""

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        found = list(choices)
        self.first_choice = found[0][0] if found else ""
        self.adopted_in.choices = [SelectChoice(value, label) for value, label in found]

    @property
    def adoption(self) -> Adoption:
        chosen = self.adopted_in.data or ""
        meeting_id = None if chosen == BY_CIRCULATION else _uuid(chosen)
        return Adoption(meeting_id, self.reason.data, self.corrections.data)


def _uuid(text: str) -> UUID:
    """An id as our page sent it; one that belongs to nothing where somebody tampered with it."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
