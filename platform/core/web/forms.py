"""Submitting a form: one service call, and on a refusal the same page with what was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from psycopg.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, PasswordField, StringField
from wtforms.fields import Field
from wtforms.validators import DataRequired

from core.db import uuid7
from core.errors import DomainError, EditConflict, FieldError, NotFound
from core.extensions import db
from core.i18n.messages import translate
from core.marks import mark

UNPROCESSABLE = 422
CONFLICT = 409

_DIGITS_OF_A_VERSION = 16
"""A counter, or a digest of a part of the manual; anything longer was not written by our pages."""

_CHOICE, _STORED = "choice-", "stored-"

SENTENCES_OF_WTFORMS = (
    mark("Not a valid choice."),
    mark("Invalid Choice: could not coerce."),
    mark("This field is required."),
    mark("Invalid input."),
    mark("'%(value)s' is not a valid choice for this field."),
    mark("'%(value)s' are not valid choices for this field."),
)
"""What a field says of its own accord when a form gave it no sentence: our catalogue holds them too."""


class Catalogue:
    """The translations of WTForms' own sentences, in the language of the page."""

    def gettext(self, message: str) -> str:
        return str(gettext(message))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """With its placeholders: WTForms fills them in afterwards, and Flask-Babel would at once."""
        return str(gettext(singular if number == 1 else plural))


class OurForm(FlaskForm):
    """A form that speaks the language of the page throughout."""

    class Meta(FlaskForm.Meta):
        """Where the fields look up their own sentences."""

        def get_translations(self, _form: Any) -> Catalogue:
            return Catalogue()


@dataclass(frozen=True)
class Difference:
    """A field that two people changed, as `ui/conflict.html` draws it."""

    name: str
    label: str
    yours: str
    theirs: str


@dataclass(frozen=True)
class Conflict:
    """Who saved first, what differs, and the raw texts that the page carries along."""

    changed_by: str
    changed_at: datetime
    rows: tuple[Difference, ...]
    hidden: dict[str, str]


class RecordForm(OurForm):
    """A form about one record.

    `record_id` is the new record's id, made with the page: sent twice, it is still one record.
    `version` is what the person saw: the service refuses to overwrite a newer one. `words` tells
    how a stored value of a field is shown to people, where that is not the value itself.
    """

    record_id = HiddenField()
    version = HiddenField()
    conflict: Conflict | None = None
    words: ClassVar[Mapping[str, Callable[[Any], str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if request.method == "POST" and any(name.startswith(_CHOICE) for name in request.form):
            kwargs.setdefault("formdata", _as_chosen())
        super().__init__(*args, **kwargs)
        if not self.record_id.data:
            self.record_id.data = str(uuid7())

    @property
    def id_of_record(self) -> UUID:
        """The id that this page made up for its record; a fresh one where somebody tampered with it."""
        try:
            return UUID(self.record_id.data or "")
        except ValueError:
            return uuid7()

    @property
    def seen_version(self) -> int:
        """The version that the person saw; 0 where none was sent, which never matches."""
        sent = self.version.data or ""
        return int(sent) if sent.isdecimal() and len(sent) <= _DIGITS_OF_A_VERSION else 0

    def refuse(self, field: str, sentence: str) -> None:
        """Put a sentence beside a field, or on top of the page where the form has no such field."""
        if field in self:
            self[field].errors = [*self[field].errors, sentence]
        else:
            self.form_errors.append(sentence)

    def show_conflict(self, problem: EditConflict) -> None:
        """Set both texts side by side; the next submission says which one is kept."""
        rows, hidden = [], {}
        for name, stored in problem.current.items():
            if name == "version" or name not in self:
                continue
            typed_text, stored_text = _raw(self[name], self[name].data), _raw(self[name], stored)
            hidden[name] = typed_text
            if typed_text != stored_text:
                hidden[_STORED + name] = stored_text
                show = self.words.get(name, lambda value, name=name: _raw(self[name], value))
                rows.append(
                    Difference(
                        name, str(self[name].label.text), show(self[name].data), show(stored)
                    )
                )
        self.version.data = str(problem.current["version"])
        self.conflict = Conflict(problem.changed_by, problem.changed_at, tuple(rows), hidden)


class CodeField(StringField):
    """A one-time code: what was typed is used up, so the box is empty when the page comes again."""

    def _value(self) -> str:
        return ""


class ConfirmedForm(RecordForm):
    """A form whose sending is as good as a signature, for endpoints with `confirmed=True`.

    `web/confirmation.html` draws both fields. The guard has checked them when the view runs.
    """

    password = PasswordField(
        lazy_gettext("Your password"),
        validators=[DataRequired(lazy_gettext("Type your password."))],
    )
    code = CodeField(
        lazy_gettext("Code from your authenticator"),
        validators=[
            DataRequired(lazy_gettext("Type the six digits that your authenticator shows."))
        ],
        description=lazy_gettext("Six digits; each code works once"),
    )


def submit(
    form: RecordForm, act: Callable[[], str], again: Callable[[], str]
) -> ResponseReturnValue:
    """Check the form, `act` (which answers the address to go to), or show the page `again`.

    Nothing is half saved: a refusal rolls back before the page is drawn once more. Where the same
    form arrives twice at one moment, `act` runs twice in the second sending: what it did the second
    time holds.
    """
    if not form.validate_on_submit():
        return again(), UNPROCESSABLE
    try:
        target = _act_once(act)
    except NotFound:
        raise
    except EditConflict as problem:
        db.session.rollback()
        form.show_conflict(problem)
        return again(), CONFLICT
    except FieldError as problem:
        db.session.rollback()
        form.refuse(problem.field, translate(problem.message))
        return again(), UNPROCESSABLE
    except DomainError as problem:
        db.session.rollback()
        form.form_errors.append(translate(problem.message))
        return again(), UNPROCESSABLE
    return redirect(target, code=303)


def _act_once(act: Callable[[], str]) -> str:
    """`act`, and once more where somebody stored its record between its look and its writing.

    The database lets the second writer of an id wait for the first one's commit; services look for
    the record first, so that the second run answers with it.
    """
    try:
        return _act(act)
    except IntegrityError as problem:
        if not _is_taken_id(problem):
            raise
        db.session.rollback()
        return _act(act)


def _act(act: Callable[[], str]) -> str:
    target = act()
    db.session.flush()
    return target


def _is_taken_id(problem: IntegrityError) -> bool:
    """Whether a row of this very id is there already: primary keys are named pk_<table>."""
    told = problem.orig
    return isinstance(told, UniqueViolation) and (told.diag.constraint_name or "").startswith("pk_")


def _as_chosen() -> MultiDict[str, str]:
    """What was sent from a conflict page, with the stored text wherever the person chose it."""
    chosen = MultiDict(request.form)
    for name, side in request.form.items():
        field = name.removeprefix(_CHOICE)
        if name.startswith(_CHOICE) and side == "theirs":
            chosen[field] = request.form.get(_STORED + field, "")
    return chosen


def _raw(field: Field, value: Any) -> str:
    """A value as the field would write it into its box."""
    if value is None:
        return ""
    return str(field.show(value)) if hasattr(field, "show") else str(getattr(value, "value", value))
