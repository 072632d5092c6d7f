"""What a click and a tick ask of the database does not grow with the people: chunks do."""

import pytest

from benchmarks import company, programme
from benchmarks.programme import CLICKS, SENDING, TICK
from bot.programme.rounds import expiry, sending

FEW, MANY = 60, 240
A_CHUNK = 20
CHUNKS = {
    SENDING: sending.AT_ONCE,
    "remind everybody": expiry.AT_ONCE,
    "expire everything": expiry.AT_ONCE,
}


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_statements(backend: str) -> None:
    few, many = (programme.measured(backend, people) for people in (FEW, MANY))
    for case in (*CLICKS, TICK):
        assert few[case].statements == many[case].statements, case
    for case, at_once in CHUNKS.items():
        more = -(-company.pairs_of(MANY) // at_once) - -(-company.pairs_of(FEW) // at_once)
        assert more > 0
        grown = many[case].statements - few[case].statements
        assert 0 < grown <= A_CHUNK * more, case
