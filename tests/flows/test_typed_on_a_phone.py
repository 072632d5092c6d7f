"""What fingers and keyboards of phones make of a verb: answered, and understood where clear."""

from collections.abc import Iterator

import pytest

from tests import databases
from tests.flows.forged import types
from tests.flows.watch import clear, shut
from tests.people import Colleague
from tests.world import living

READ = (
    "help", "join\u00a0mentor", "Join Mentor", "join mentor.", "\u201cjoin\u201d",
    "join\u2003mentor", "join\nmentor", "join, mentor", "join (mentor)", "join as mentor",
    "join mentor please",
    "iscriviti", "Take a break 2w", "fai una pausa fino a luned\u00ec prossimo", "we met yesterday",
    "where I stand", "join mentor and mentee", "/revmentor join", "revmentor join",
    "\uff4a\uff4f\uff49\uff4e",
    "\u200bjoin", "aiuto?", "/revmentor", "iscrivimi come mentor, grazie",
    "met yesterday", "Met Yesterday.", "met 24/11", "met 24-11", "met 24\u201311", "met (24/11)",
    "met 2026\u201311\u201324", "met 24.11.", "met 24/11/26", "met on 24/11", "met 24 nov",
    "fatto 24 novembre", "met 11/24", "met \u0662\u0664/\u0661\u0661",
    "met \uff12\uff14\uff0f\uff11\uff11",
    "fatto ieri sera", "fatto l\u2019altro ieri", "fatto luned\u00ec", "met monday",
    "pause 2w", "pause 2 weeks", "pause 2 week please", "pausa 2\u00a0settimane", "pausa 2 sett.",
    "pausa 2s", "pause until 7/1", "pausa fino al 7/1", "pause 7\u20131", "pause 10 days",
    "pausa 10 giorni", "pause a week", "pause 1 month",
)  # fmt: skip
BY_LEADS = (
    "stats Q4", "stats 2026q4", "stats 2026\u2013Q4", "stats trimestre", "stats 30 d",
    "stats 30days", "stats last\u00a030 days", "stats last month", "open the round",
)  # fmt: skip
ASKED_BACK = {
    "iscrivitti": "unknown.nearest",
    "met sometime": "not_understood.met",
    "met wednesday": "not_understood.met",
    "pause next week": "not_understood.pause",
    "join boss": "not_understood.join",
    "stats this month": "refusal.bad_period",
}
"""What has no meaning here, or two: the answer names an example."""
NOT_READ = (
    *("unknown.none", "unknown.nearest", "refusal.bad_period"),
    *("not_understood.join", "not_understood.met"),
    *("not_understood.pause", "not_understood.other"),
)


@pytest.fixture(scope="module")
def anna(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Colleague]:
    """On Wednesday 25 November, in a pair, on a break between two `pause`."""
    folder = tmp_path_factory.mktemp("phone")
    with databases.database("sqlite", folder) as database, living(database, folder) as world:
        anna, _ = world.paired()
        world.goes_to("2026-11-25 10:00")
        yield anna


def not_read(who: Colleague, text: str) -> list[str]:
    """The answers of this kind whose first words stand in the text."""
    openings = {key: who.says_text(key, typed="…", text="…", verb="…") for key in NOT_READ}
    return [key for key, told in openings.items() if told.partition("…")[0] in text]


@pytest.mark.parametrize("typed", [*READ, *BY_LEADS])
def test_what_is_clear_is_understood(anna: Colleague, typed: str) -> None:
    who = anna.world.lead if typed in BY_LEADS else anna
    came = types(who, typed)
    clear(came, who)
    assert not_read(who, came.text) == []
    shut(who)


@pytest.mark.parametrize(("typed", "key"), ASKED_BACK.items())
def test_what_may_mean_two_things_is_asked_back(anna: Colleague, typed: str, key: str) -> None:
    who = anna.world.lead if typed.startswith("stats") else anna
    came = types(who, typed)
    clear(came, who)
    assert key in not_read(who, came.text)
    shut(who)
