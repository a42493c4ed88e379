# WTForms declares no types, and its fields are extended through `super()`.
# mypy: disallow-untyped-calls=False
"""Fields of the forms: Thai text, Buddhist dates, numbers with Thai digits, choices.

Every field has a `kind`, by which templates choose its markup, and a `hint`. What was typed stays
in the field when it is refused. The author of a form writes the sentences of its validators.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

from flask_babel import lazy_gettext
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import Field, SelectChoice
from wtforms.fields.choices import enum_coerce
from wtforms.validators import StopValidation

from core.errors import InputProblem
from core.i18n.dates import parse_date, show_date
from core.i18n.messages import translate
from core.i18n.numbers import NumberProblem, parse_decimal, parse_whole_number, show_number
from core.i18n.text import normalise, normalise_lines

Text = Any  # a str or what lazy_gettext returns

_CHOOSE = lazy_gettext("Choose one of the list.")

_LONGEST_VALUE = 200
"""Letters of a date or a number as people type it, with all its spaces."""

_TYPED_FOR_STORED = 10
"""So much longer than the text that is kept may be what was typed, with its spaces and empty lines."""


class HintedField(Field):
    """`kind` names the markup; `hint`, also the description, is the sentence under the label."""

    kind: ClassVar[str] = "text"

    def __init__(self, *arguments: Any, hint: Text = "", **options: Any) -> None:
        super().__init__(*arguments, **{"description": hint} | options)
        self.hint = hint


class ThaiStringField(HintedField, StringField):
    """One line, stored in the normal form; empty is ""."""

    clean: Callable[[str], str] = staticmethod(normalise)

    def __init__(self, *arguments: Any, max_length: int = 255, **options: Any) -> None:
        super().__init__(*arguments, **{"default": ""} | options)
        self.max_length = max_length

    def process_formdata(self, valuelist: list[str]) -> None:
        """The normal form of what was typed; what is far too long is refused as it is, and quickly."""
        if valuelist:
            typed = valuelist[0]
            far_too_long = len(typed) > _TYPED_FOR_STORED * self.max_length
            self.data = typed if far_too_long else self.clean(typed)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        length = len(self.data or "")
        if length > self.max_length:
            raise StopValidation(
                lazy_gettext(
                    "Use at most %(most)s characters; there are %(length)s.",
                    most=show_number(self.max_length),
                    length=show_number(length),
                )
            )


class ThaiTextAreaField(ThaiStringField, TextAreaField):
    """Several lines, each stored in the normal form."""

    kind = "textarea"
    clean = staticmethod(normalise_lines)

    def __init__(self, *arguments: Any, max_length: int = 4000, **options: Any) -> None:
        super().__init__(*arguments, max_length=max_length, **options)


class ParsedField(HintedField, StringField):
    """A value typed as text; a refused one is None and its text stays in the field."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = None
        if valuelist[0].strip():
            try:
                self.data = self.parse(_in_bounds(valuelist[0]))
            except InputProblem as problem:
                raise ValueError(translate(problem)) from problem

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)

    def parse(self, text: str) -> Any:
        raise NotImplementedError

    def show(self, value: Any) -> str:
        raise NotImplementedError


class BuddhistDateField(ParsedField):
    """A day of the Buddhist era, as 22/11/2569; `earliest` and `latest` are inclusive."""

    kind = "buddhist-date"

    def __init__(
        self,
        *arguments: Any,
        earliest: Callable[[], date] | date | None = None,
        latest: Callable[[], date] | date | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.earliest = earliest() if callable(earliest) else earliest
        self.latest = latest() if callable(latest) else latest

    def parse(self, text: str) -> date:
        return parse_date(text)

    def show(self, value: date) -> str:
        return show_date(value, style="numeric")

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is None:
            return
        if self.earliest and self.data < self.earliest:
            raise StopValidation(
                lazy_gettext("The day is before %(first)s.", first=self.show(self.earliest))
            )
        if self.latest and self.data > self.latest:
            raise StopValidation(
                lazy_gettext("The day is after %(last)s.", last=self.show(self.latest))
            )


class NumberField(ParsedField):
    """A number from `minimum` to `maximum`, both included."""

    kind = "number"

    def __init__(
        self,
        *arguments: Any,
        minimum: int | Decimal | None = None,
        maximum: int | Decimal | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.minimum = minimum
        self.maximum = maximum

    def show(self, value: int | Decimal) -> str:
        return show_number(value)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is None:
            return
        if self.minimum is not None and self.data < self.minimum:
            raise StopValidation(
                lazy_gettext("Type %(least)s or more.", least=self.show(self.minimum))
            )
        if self.maximum is not None and self.data > self.maximum:
            raise StopValidation(
                lazy_gettext("Type %(most)s or less.", most=self.show(self.maximum))
            )


class WholeNumberField(NumberField):
    def parse(self, text: str) -> int:
        return parse_whole_number(text)


class YearField(WholeNumberField):
    """A year of the Buddhist era, which has no thousands."""

    def parse(self, text: str) -> int:
        try:
            return parse_whole_number(text)
        except NumberProblem as problem:
            raise NumberProblem(
                "“%(typed)s” is not a number, for example %(example)s.",
                typed=problem.parameters["typed"],
                example="2570",
            ) from problem

    def show(self, value: int | Decimal) -> str:
        return str(value)


class DecimalField(NumberField):
    """Coordinates, areas, amounts: a `Decimal`, exactly as typed; `example` is one that fits."""

    kind = "decimal"

    def __init__(self, *arguments: Any, example: str = "1,250.50", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.example = example

    def parse(self, text: str) -> Decimal:
        return parse_decimal(text, self.example)

    def show(self, value: Decimal | float) -> str:
        """A stored float by its shortest digits: 13.66, never 13.66000000000000014."""
        return show_number(Decimal(str(value)))


class ChoiceField(HintedField, SelectField):
    """One member of an enum; `titles` name the members, `blank` is the first, empty choice."""

    kind = "choice"

    def __init__(
        self,
        *arguments: Any,
        choices: type[Enum],
        titles: Mapping[Any, Text],
        blank: Text | None = None,
        **options: Any,
    ) -> None:
        member = enum_coerce(choices)
        # Titles are translated when the form is drawn: a lazy one is no `str` for WTForms.
        entries = [SelectChoice(str(one.value), titles[one]) for one in choices]
        super().__init__(
            *arguments,
            choices=entries if blank is None else [SelectChoice("", blank), *entries],
            coerce=lambda value: member(value) if value not in ("", None) else None,
            invalid_choice_message=_CHOOSE,
            invalid_value_message=_CHOOSE,
            **options,
        )


class SeveralField(SelectMultipleField):
    """Some of a list; a page of two versions carries them along as one word, with commas."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([each for value in valuelist for each in value.split(",") if each])

    def show(self, value: Iterable[object] | None) -> str:
        return ",".join(sorted(str(each) for each in value or ()))

    def pre_validate(self, form: Any) -> None:
        """A choice that is gone since the page was drawn is for the service to refuse."""


class IdField(SelectField):
    """An id from a list; empty is None. What is not in the list is for the service to refuse."""

    def __init__(self, *arguments: Any, of: Any = UUID, **options: Any) -> None:
        settings: dict[str, Any] = {
            "coerce": lambda value: of(str(value)) if value not in (None, "") else None,
            "validate_choice": False,
            "invalid_choice_message": _CHOOSE,
            "invalid_value_message": _CHOOSE,
        }
        super().__init__(*arguments, **settings | options)


class Required:
    """Something was typed or chosen; `message` says what: "Enter the name of the zone".

    A value that was typed but refused keeps its own sentence.
    """

    field_flags: ClassVar[dict[str, Any]] = {"required": True}

    def __init__(self, message: Text) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Any) -> None:
        if not _is_given(field):
            field.errors = []
            raise StopValidation(self.message)


class Optional:
    """Nothing typed is an answer: the validators that follow are not asked."""

    field_flags: ClassVar[dict[str, Any]] = {"optional": True}

    def __call__(self, _form: Any, field: Any) -> None:
        if not _is_given(field):
            field.errors = []
            raise StopValidation


def _in_bounds(typed: str) -> str:
    """A date or number as typed; what is longer than any of them stays unreadable, and is short."""
    return typed if len(typed) <= _LONGEST_VALUE else f"{typed[:_LONGEST_VALUE]}…"


def _is_given(field: Field) -> bool:
    given = field.raw_data[0] if field.raw_data else None
    if given and isinstance(field, ThaiStringField):
        # Signs that nobody sees are gone from its normal form.
        given = field.data
    return bool(given.strip() if isinstance(given, str) else given)
