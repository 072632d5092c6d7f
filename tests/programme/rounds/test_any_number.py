"""What a click and a tick ask of the database does not grow with the people: chunks do."""

import pytest

from benchmarks import company, programme
from benchmarks.programme import CLICKS, SENDING, TICK
from bot.programme.rounds import sending
from bot.store.db.due import AT_ONCE

FEW, MANY = 60, 440
A_CHUNK = 20
CHUNKS = {
    SENDING: sending.AT_ONCE, "remind everybody": AT_ONCE, "expire everything": AT_ONCE,
}  # fmt: skip


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
