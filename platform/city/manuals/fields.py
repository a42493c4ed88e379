"""Fields that only the manual's forms have."""

from collections.abc import Iterable
from typing import Any, ClassVar

from wtforms import BooleanField

from core.web.fields import HintedField, ThaiTextAreaField


class YesNoField(HintedField, BooleanField):
    """A box to tick, whose unticked state survives a conflict page as text."""

    false_values: ClassVar[tuple[Any, ...]] = (False, "false", "False", "")  # type: ignore[misc]


class LinesField(ThaiTextAreaField):
    """A list of sentences, one a line; its value is a tuple."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if valuelist:
            said = str(self.data)
            lines = [said] if len(said) > self.max_length else said.splitlines()
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
