import pickle
from datetime import UTC, datetime

import pytest

from core.errors import DomainError, EditConflict, FieldError, InputProblem, Message, NotFound


def test_a_message_is_an_id_with_parameters():
    message = Message("%(count)s zones of %(id)s", count=5, id="บางนา")
    assert str(message) == "5 zones of บางนา"
    assert message == Message("%(count)s zones of %(id)s", count=5, id="บางนา")
    assert len({message, Message("%(count)s zones of %(id)s", count=5, id="บางนา")}) == 1
    assert str(Message("100 %")) == "100 %"
    assert pickle.loads(pickle.dumps(message)) == message
    with pytest.raises(AttributeError):
        message.id = "other"


def test_a_domain_error_carries_its_message():
    assert DomainError("Too many: %(n)s", n=3).message == Message("Too many: %(n)s", n=3)
    assert str(NotFound(Message("Too many: %(n)s", n=3))) == "Too many: 3"


def test_a_field_error_names_its_field():
    error = FieldError("Enter the name.", field="name")
    assert (error.field, error.message.parameters) == ("name", {})


def test_an_edit_conflict_says_what_is_stored_now_and_by_whom():
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    error = EditConflict(
        "%(who)s saved this page first.",
        current={"name": "โซน 1"},
        changed_by="นายตัวอย่าง ใจดี",
        changed_at=moment,
        who="นายตัวอย่าง ใจดี",
    )
    assert error.current == {"name": "โซน 1"}
    assert error.changed_at is moment
    assert str(error) == "นายตัวอย่าง ใจดี saved this page first."


def test_an_input_problem_is_a_value_error_with_a_message():
    problem = InputProblem("No %(what)s.", what="day")
    assert isinstance(problem, ValueError)
    assert (str(problem), problem.message) == ("No day.", "No %(what)s.")
