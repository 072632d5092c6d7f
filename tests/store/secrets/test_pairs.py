"""A pair has two sealed fields, and neither opens in the other's place."""

import pytest

from bot.domain.words import After
from bot.store.secrets import choices, exits
from bot.store.secrets.choices import Choices
from bot.store.secrets.exits import Exit, Exits
from bot.store.secrets.sealing import Unreadable
from bot.store.tables import Pair
from tests.databases import Database


def test_each_opens_in_its_own_place_alone(sqlite: Database) -> None:
    said, asked = Choices(mentor=After.NEW), Exits(mentee=Exit(looks=True))
    with sqlite.sessions.begin() as db:
        pair = Pair(id=3)
        choices.keep(db, pair, said)
        exits.keep(db, pair, asked)
        assert (choices.read(db, pair), exits.read(db, pair)) == (said, asked)
        pair.choices, pair.exits = pair.exits, pair.choices
        for read in (choices.read, exits.read):
            with pytest.raises(Unreadable):
                read(db, pair)
