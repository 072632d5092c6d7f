"""What the plan has next stands in Home and `status`; a partner's word on a meeting does not."""

from datetime import date

import pytest

from bot.domain.rules import from_toml
from bot.store.tables import Session
from tests import due
from tests.flows.test_checkins import ASK
from tests.people import Colleague
from tests.world import World


def says_next(one: Colleague, number: int, by: str | None) -> bool:
    """Both `status` and Home say it so."""
    facts = {"number": number, "planned": 7}
    if by is None:
        said = one.says_text("plan.next", **facts)
    else:
        day = one.words.date(date.fromisoformat(by))
        said = one.says_text("plan.next_by", **facts, date=day)
    one.types("status")
    one.hands.opens_home()
    home = one.hands.sees.home
    return said in one.answer and home is not None and said in home.shown


def test_from_the_start_on_and_after_a_meeting(world: World) -> None:
    anna, marco = world.paired()
    assert says_next(anna, 1, "2026-12-07")
    marco.proposes("2026-12-03 11:00")
    world.tick()
    assert says_next(anna, 1, "2026-12-07")
    anna.confirms()
    assert says_next(anna, 1, None)
    world.lives_until("2026-12-03 14:00")
    for one in (anna, marco):
        one.answers(4)
    assert says_next(anna, 2, "2026-12-28")
    assert says_next(marco, 2, "2026-12-28")


def test_what_was_missed_is_not_called_late(lite: World) -> None:
    anna, _ = lite.paired()
    lite.goes_to("2026-12-08 09:00")
    assert says_next(anna, 1, "2026-12-28")
    lite.goes_to("2027-05-20 09:00")
    assert says_next(anna, 1, "2027-05-24")


@pytest.mark.parametrize("answers", [True, False])
def test_a_partners_yes_changes_nothing(lite: World, answers: bool) -> None:
    """Who is asked reads of a second meeting, whatever the other has said."""
    anna, marco = lite.dated("2026-12-03 11:00")
    lite.lives_until("2026-12-03 13:44")
    assert says_next(marco, 1, "2026-12-07")
    lite.lives_until("2026-12-03 13:45")
    if answers:
        anna.answers(4)
    assert says_next(marco, 2, "2026-12-28")


def test_who_wrote_a_meeting_down_counts_it_before_the_other_is_asked(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-12-03 15:00")
    anna.types("met")
    anna.rates(4)
    assert says_next(anna, 2, "2026-12-28")
    assert says_next(marco, 1, "2026-12-07")
    lite.lives_until("2026-12-04 12:00")
    assert marco.heard[-1] == ASK
    assert says_next(marco, 2, "2026-12-28")


def test_a_meeting_that_nobody_confirms_counts_no_more(lite: World) -> None:
    anna, marco = lite.dated("2026-12-03 11:00")
    lite.lives_until("2026-12-11 09:00")
    assert lite.one(Session).state == "lapsed"
    for one in (anna, marco):
        assert says_next(one, 1, "2026-12-28")


def test_while_a_pair_rests_nothing_is_next(lite: World) -> None:
    anna, marco = lite.paired()
    marco.types("pause 2w")
    lite.lives_until("2026-11-24 12:00")
    for one in (anna, marco):
        one.types("status")
        with_whom = one.words.plain("plan.next", number=1, planned=7).split("1")[0]
        assert with_whom not in one.answer


def test_what_is_said_of_taking_part_is_the_plan_of_the_programme(lite: World) -> None:
    rules = from_toml("[plan]\nweeks = 20\nmeetings = 13\nminutes = 60")
    with lite.db() as db:
        due.programme(db).rules = rules.to_plain()
    anna = lite.person("Anna", locale="en-GB")
    anna.types("status")
    assert "60 minutes about every 2 weeks, for 20 weeks" in anna.answer
    anna.joins("mentor")
    lite.tick()
    assert "60 minutes about every 2 weeks, for 20 weeks" in anna.reads("welcome")
