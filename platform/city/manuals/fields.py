"""Fields that only the manual's forms have."""

from collections.abc import Iterable
from typing import Any, ClassVar

from wtforms import BooleanField

from core.i18n.text import normalise_lines
from core.web.fields import HintedField, ThaiTextAreaField


class YesNoField(HintedField, BooleanField):
    """A box to tick, whose unticked state survives a conflict page as text."""

    false_values: ClassVar[tuple[Any, ...]] = (False, "false", "False", "")  # type: ignore[misc]


class LinesField(ThaiTextAreaField):
    """A list of sentences, one a line; its value is a tuple."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            lines = normalise_lines(valuelist[0]).splitlines()
            self.data = tuple(line for line in lines if line)

    def pre_validate(self, form: Any) -> None:
        lines, self.data = self.data, self.show(self.data)
        try:
            super().pre_validate(form)
        finally:
            self.data = lines

    def show(self, value: Iterable[str]) -> str:
        return "\n".join(value)

    def _value(self) -> str:
        return self.show(self.data or ())
