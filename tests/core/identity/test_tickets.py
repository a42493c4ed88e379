"""Personal codes: printed again, never stored, worthless with the next serial."""

from uuid import UUID

from core.identity.tickets import TicketMaker, hash_ticket

RECORD = UUID("01890000-0000-7000-8000-000000000001")


def test_a_code_can_be_printed_again_and_is_another_one_for_the_next_serial():
    tickets = TicketMaker("a secret")
    code = tickets.code(1047, RECORD, 1)
    assert code == tickets.code(1047, RECORD, 1)
    others = {
        tickets.code(1047, RECORD, 2),
        tickets.code(1009, RECORD, 1),
        TicketMaker("another secret").code(1047, RECORD, 1),
    }
    assert len({code, *others}) == 4


def test_a_code_is_recognised_however_it_is_typed_but_only_in_its_office():
    tickets = TicketMaker("a secret")
    code = tickets.code(1047, RECORD, 1)
    assert len(code) == 11
    stored = tickets.stored(1047, RECORD, 1)
    assert code not in stored
    for typed in (code, code.lower(), code.replace("-", " "), f" {code.replace('-', '')} "):
        assert hash_ticket(1047, typed) == stored
    assert hash_ticket(1009, code) != stored
