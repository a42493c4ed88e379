"""The example district follows the first edition since its example zones began."""

from datetime import date

from sqlalchemy.orm import Session

from core.demo import example_id
from tenants.adoption.models import Adoption
from tenants.example.content import BANG_NA, bangna

VALID_FROM = date(2016, 10, 1)


def load(session: Session) -> None:
    """Edition 1, adopted by the example director."""
    director = bangna()["people"][0]
    session.add(
        Adoption(
            district_id=BANG_NA,
            id=example_id("adoption/1"),
            edition=1,
            valid_from=VALID_FROM,
            adopted_by=director["name"],
            adopted_by_position=director["position"],
            is_example=True,
        )
    )
