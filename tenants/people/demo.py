"""How the example people of Bang Na sign in: each has the account of the same name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.demo import account_id_of
from tenants.example.content import BANG_NA, accounts
from tenants.people.models import Person
from tenants.people.queries import person_key


def load(session: Session) -> None:
    """Link the people whom the committees' step has entered with the example accounts."""
    own = {
        person_key(entry["name"]): account_id_of(entry["username"])
        for entry in accounts()
        if entry["office_code"] == BANG_NA
    }
    for person in session.scalars(
        select(Person).where(Person.match_key.in_(list(own))).order_by(Person.created_at, Person.id)
    ):
        account_id = own.pop(person.match_key, None)
        if account_id is not None:
            person.account_id = account_id
