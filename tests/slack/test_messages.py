"""Every kind has what is still true of it and a screen, and the two fit: mypy says so."""

from pathlib import Path

import pytest

from bot.outbox.kinds import KINDS
from bot.programme.messages import MESSAGES
from bot.slack.messages import SCREENS
from tests.slack.typed import checked

IMPORTS = """
from datetime import datetime
from sqlalchemy.orm import Session as Db
from bot.programme.meetings import messages as meetings
from bot.programme.pairs import messages as pairs
from bot.programme.pairs.messages import PAIR
from bot.programme.pairs.results import PairEnded
from bot.programme.people.messages import Arguments
from bot.slack.meetings.screens import nudges
from bot.slack.messages import shown
from bot.store.tables import Person, Round
"""
PLANTED = {
    "another kind's screen": (
        "shown(pairs.ended, nudges.no_date)",
        'Argument 2 to "shown" has incompatible type',
    ),
    "a screen that wants more": (
        "from bot.slack.rounds.screens import proposals\n"
        "shown(meetings.no_date, proposals.answered)",
        'Argument 2 to "shown" has incompatible type',
    ),
    "another subject": (
        '@PAIR.message("pair.ended")\n'
        "def ended(db: Db, of: Round, told: Arguments, to: Person, now: datetime) -> PairEnded:\n"
        '    return PairEnded("U0ANNA", None)',
        "has incompatible type",
    ),
    "facts of another kind": (
        "found = meetings.no_date.still_true\n"
        "def facts(db: Db, to: Person, now: datetime) -> PairEnded | None:\n"
        "    return found(db, {}, to, now)",
        "Incompatible return value type",
    ),
}


def test_every_kind_is_looked_at_and_shown() -> None:
    keys = [message.key for message in MESSAGES]
    assert len(keys) == len(set(keys))
    assert {*keys, "operator.text"} == set(KINDS) == set(SCREENS)


@pytest.mark.parametrize(("code", "says"), PLANTED.values(), ids=PLANTED)
def test_what_does_not_fit_is_a_type_error(code: str, says: str, tmp_path: Path) -> None:
    assert says in checked(IMPORTS + code, tmp_path)


def test_what_fits_is_none(tmp_path: Path) -> None:
    fits = "shown(meetings.no_date, nudges.no_date)"
    assert checked(IMPORTS + fits, tmp_path) == ""
