"""What the form macros need to know of WTForms fields, without importing WTForms."""

from collections.abc import Iterator
from typing import Any, NamedTuple

KINDS = {
    "HiddenField": "hidden",
    "CSRFTokenField": "hidden",
    "BooleanField": "checkbox",
    "RadioField": "radio",
    "SelectMultipleField": "checkboxes",
    "SelectField": "select",
    "TextAreaField": "textarea",
    "MultipleFileField": "file",
    "FileField": "file",
    "PasswordField": "password",
    "SubmitField": "submit",
    "FieldList": "list",
    "FormField": "group",
    "DateTimeField": "text",
    "DateTimeLocalField": "native",
    "DateField": "date",
    "TimeField": "native",
    "IntegerField": "whole",
    "DecimalField": "decimal",
    "FloatField": "decimal",
    "EmailField": "native",
    "TelField": "native",
    "URLField": "native",
    "SearchField": "native",
}


class ListedError(NamedTuple):
    """One line of an error summary: the element to jump to and the sentence."""

    anchor: str
    label: str
    message: str


def field_kind(field: Any) -> str:
    """How a field is drawn: by its class, or the nearest class that it is derived from.

    Any field class whose name ends in ``DateField`` is a day typed in the Buddhist era.
    """
    for cls in type(field).__mro__:
        if cls.__name__ in KINDS:
            return KINDS[cls.__name__]
        if cls.__name__.endswith("DateField"):
            return "date"
    return "text"


def is_optional(field: Any) -> bool:
    """Whether the label says so: not required, and for a choice only where it may stay empty."""
    kind = field_kind(field)
    if field.flags.required or kind in {"checkbox", "group", "list", "hidden"}:
        return False
    if kind in {"select", "radio"}:
        return any(choice.data in {"", "__None"} for choice in field)
    return True


def listed_errors(form: Any) -> list[ListedError]:
    """Every error of a form in the order of its fields, those of the whole form first."""
    whole = [ListedError("", "", str(message)) for message in getattr(form, "form_errors", [])]
    return whole + [error for field in form for error in _errors_of(field)]


def own_errors(field: Any) -> list[str]:
    """Sentences of the field itself; those of enclosed fields are shown at these."""
    return [str(each) for each in field.errors if not isinstance(each, (list, tuple, dict))]


def field_attributes(field: Any, hint: str, css_class: str) -> dict[str, str]:
    """What a control needs so that its hint and errors are read aloud with it."""
    described = [f"{field.id}-hint"] * bool(hint) + [f"{field.id}-error"] * bool(field.errors)
    attributes = {"class": css_class} if css_class else {}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def _errors_of(field: Any) -> Iterator[ListedError]:
    kind = field_kind(field)
    if kind == "group":
        yield from listed_errors(field.form)
        return
    if kind == "list":
        for entry in field.entries:
            yield from _errors_of(entry)
    anchor = f"{field.id}-0" if kind in {"radio", "checkboxes"} else field.id
    for message in own_errors(field):
        yield ListedError(anchor, str(field.label.text), message)
