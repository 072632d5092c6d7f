"""Finding a date: proposed, countered, confirmed, moved, and said again the day before."""

from datetime import UTC, datetime

from bot.store.tables import Session
from tests.people import Colleague
from tests.world import World, moment

PROPOSED, AGREED, NEAR = "session.proposed", "session.agreed", "session.near"


def arrived(world: World, one: Colleague, kind: str) -> datetime:
    return datetime.fromtimestamp(round(float(one.message(kind).ts)), UTC)


def test_a_date_is_proposed_countered_and_confirmed(world: World) -> None:
    anna, marco = world.paired()
    marco.proposes("2026-12-03 15:00")
    world.tick()
    assert anna.told[-1] == PROPOSED
    assert "giovedì 3 dicembre alle 15:00" in anna.newest(PROPOSED).text
    first = anna.newest(PROPOSED)
    anna.presses("button.another_time", first)
    anna.fills(starts_at=int(moment("2026-12-04 10:00").timestamp()))
    anna.submits()
    anna.closes()
    world.tick()
    assert marco.told[-1] == PROPOSED
    assert "venerdì 4 dicembre alle 10:00" in marco.newest(PROPOSED).text
    anna.hands.presses_old(anna.words.plain("button.confirm"), first)
    assert anna.says_text("refusal.no_longer_open") in anna.answer
    marco.confirms()
    world.tick()
    assert world.heard_together(anna, marco) == ["pair.introduction", PROPOSED, PROPOSED]
    assert world.agreed(anna, marco)
    assert [row.state for row in world.rows(Session)] == ["moved", "dated"]
    assert not {PROPOSED, AGREED} & {*anna.heard, *marco.heard}


def test_an_agreed_date_is_moved_from_the_group(world: World) -> None:
    """Until the other confirms, the old date stands; then nothing about it is said any more."""
    anna, marco = world.paired()
    marco.proposes("2026-12-03 15:00")
    world.tick()
    anna.confirms()
    world.tick()
    anna.presses("button.move", world.group(anna, marco)[-1])
    anna.fills(starts_at=int(moment("2026-12-10 11:00").timestamp()))
    anna.submits()
    anna.closes()
    world.tick()
    assert [row.state for row in world.rows(Session)] == ["dated", "proposed"]
    marco.confirms()
    world.lives_until("2026-12-09 18:00")
    assert [row.state for row in world.rows(Session)] == ["moved", "dated"]
    assert anna.heard.count(NEAR) == marco.heard.count(NEAR) == 1
    assert anna.words.plain("session.tomorrow", time="11:00 (ora di Roma)", partner="Marco") in (
        anna.message(NEAR).text
    )
    assert "checkin.ask" not in anna.heard


def test_on_friday_the_meeting_of_monday_is_called_monday(world: World) -> None:
    anna, marco = world.paired()
    john = world.person("John", "America/New_York", "en-US")
    marco.proposes("2026-12-14 15:00")
    world.tick()
    anna.confirms()
    world.lives_until("2026-12-11 09:29")
    assert NEAR not in anna.heard
    world.lives_until("2026-12-11 09:30")
    assert anna.heard[-1] == marco.heard[-1] == NEAR
    assert "lunedì 14 dicembre alle 15:00" in anna.message(NEAR).text
    assert "omani" not in anna.message(NEAR).text
    assert john.heard == []


def test_each_reads_the_date_in_their_own_zone_and_language(world: World) -> None:
    anna = world.person("Anna")
    john = world.person("Marco", "America/New_York", "en-US")
    world.paired()
    john.proposes("2026-12-03 10:00")
    world.tick()
    assert "giovedì 3 dicembre alle 16:00" in anna.newest(PROPOSED).text
    assert "Thursday 3 December at 10:00 (New York time)" in anna.newest(PROPOSED).text
    anna.confirms()
    world.tick()
    agreed = world.group(anna, john)[-1].text
    assert "Thursday 3 December at 10:00 (New York time)" in agreed
    assert "giovedì 3 dicembre alle 16:00 (ora di Roma)" in agreed
    world.lives_until("2026-12-02 20:00")
    assert arrived(world, anna, NEAR) == moment("2026-12-02 09:30")
    assert arrived(world, john, NEAR) == moment("2026-12-02 09:30 America/New_York")
    assert john.message(NEAR).text.startswith("Tomorrow at 10:00")


def test_what_is_no_date_is_refused_and_nothing_changes(lite: World) -> None:
    anna, marco = lite.paired()
    before = lite.fingerprint()
    for local, key in (("2026-11-01", "date_in_past"), ("2027-09-01", "date_too_far")):
        anna.types("when")
        anna.fills(starts_at=int(moment(f"{local} 15:00").timestamp()))
        anna.submits()
        assert list(anna.view.errors.values()) == [anna.words.plain(f"refusal.{key}")]
        assert anna.shows("starts_at") == int(moment(f"{local} 15:00").timestamp())
        anna.closes()
    stranger = lite.person("Eva")
    stranger.types("quando")
    assert stranger.says_text("refusal.not_enrolled") in stranger.answer
    assert lite.fingerprint() == before
    stranger.joins("mentor")
    stranger.types("quando")
    assert stranger.says_text("refusal.no_live_pair") in stranger.answer
    assert marco.heard[-1] == "proposal.offer"


def test_a_proposed_date_that_passes_without_an_answer_lapses(lite: World) -> None:
    anna, marco = lite.paired()
    marco.proposes("2026-11-26 15:00")
    lite.lives_until("2026-11-27 12:00")
    assert [row.state for row in lite.rows(Session)] == ["lapsed"]
    anna.hands.presses_old(anna.words.plain("button.confirm"), anna.newest(PROPOSED))
    assert anna.says_text("refusal.no_longer_open") in anna.answer


def test_proposing_the_same_date_back_is_a_yes(lite: World) -> None:
    anna, marco = lite.paired()
    marco.proposes("2026-12-03 15:00")
    anna.proposes("2026-12-03 15:00")
    assert [row.state for row in lite.rows(Session)] == ["dated"]
    lite.tick()
    assert PROPOSED not in anna.heard
    assert PROPOSED not in marco.heard
    assert lite.heard_together(anna, marco)[-1] == AGREED
