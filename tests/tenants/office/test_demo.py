"""The example office: numbers of its own, no letter code that nobody knows, a delegation that is over."""

from flask import Flask

from core import demo
from core.access.roles import Role
from core.composition import composition_of
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.tenancy import provision
from tenants.office import queries
from tenants.office.models import Numbering
from tests.conftest import Servers
from tests.support.world import World


def test_the_example_office_signs_in_its_own_series_and_its_directors_have_a_second_factor(
    world: World, app: Flask, servers: Servers
):
    provision.mark_as_demo(servers.postgres.owner_url())
    with app.app_context():
        demo.load(db.session, composition_of(app))
        people = {each["username"]: each for each in demo.accounts(db.session)}
    profile = world.in_district(queries.profile)
    assert (profile.numbering, profile.letter_code) == (Numbering.OWN_SERIES, "")
    assert profile.emblem_file_id is None
    today = bangkok_today()
    states = world.in_district(
        lambda session: [
            (each.person_name, queries.state_of(each, today))
            for each in queries.delegations(session)
        ]
    )
    assert states == [("นางตัวอย่าง สอง", queries.DelegationState.OVER)]
    for username in ("bangna.director", "bangna.assistant", "phrakhanong.director"):
        assert people[username]["totp_secret"]
    assert people["bangna.head"]["totp_secret"] is None
    reader = world.sign_in(Role.SECTION_HEAD)
    for address in ("office", "office/delegations"):
        with world.statements() as statements:
            page = reader.get(f"/d/bangna/{address}")
        assert "ตัวอย่าง" in page.text
        assert len(statements) <= 6
