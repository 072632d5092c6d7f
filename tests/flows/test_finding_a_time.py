"""Finding a time: up to three that suit both, one tap to take one, in the room of the two."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.programme.meetings import dates
from bot.store.tables import Session
from tests.databases import Database
from tests.flows import forged
from tests.flows.test_no_group import become_a_pair, refuses_groups
from tests.people import Colleague
from tests.world import NEW_YORK, ROME, World, living, moment

INTRODUCED, PROPOSED, AGREED = "pair.introduction", "session.proposed", "session.agreed"
LAPSED = "session.lapsed"
HERE = ZoneInfo(ROME)
SLOTS = ("2026-11-24 10:00", "2026-11-27 16:00", "2026-12-02 14:00")
"""What suits Anna and Marco when they become a pair, on 23 November."""


def unix(local: str) -> str:
    return str(int(moment(local).timestamp()))


def offered(one: Colleague) -> list[str]:
    """The times that the open window offers."""
    (block,) = [block for block in one.view.blocks if str(block.get("block_id")) == "slots"]
    return [option["value"] for option in block["element"]["options"]]


def suggests(one: Colleague, *local: str, other: str | None = None) -> None:
    """By ticking times in the window, and perhaps any other one."""
    one.types("when")
    one.fills(slots=[unix(at) for at in local])
    if other:
        one.fills(starts_at=int(moment(other).timestamp()))
    one.submits()


def states(world: World) -> list[str]:
    return [row.state for row in world.rows(Session)]


def starts(world: World) -> list[datetime]:
    return [row.starts_at for row in world.rows(Session)]


# --- the window -----------------------------------------------------------------------------------


def test_three_times_are_suggested_and_one_is_taken_with_one_tap(world: World) -> None:
    anna, marco = world.paired()
    marco.types("when")
    assert offered(marco) == [unix(at) for at in SLOTS]
    marco.closes()
    suggests(marco, *SLOTS)
    assert marco.says_text("session.answer.proposed", partner="Anna", when="")[:20] in marco.answer
    marco.closes()
    world.tick()
    post = anna.newest(PROPOSED)
    assert post is marco.newest(PROPOSED), "one post, in the room of the two"
    for at in SLOTS:
        assert anna.words.moment(moment(at)) in post.text
        assert anna.words.short(moment(at)) in anna.hands.sees.group(marco.id)[-1].buttons
    anna.takes(SLOTS[1])
    assert (
        anna.says_text(
            "session.answer.agreed", partner="Marco", when=anna.words.moment(moment(SLOTS[1]))
        )
        in anna.answer
    )
    world.tick()
    assert states(world) == ["dated"]
    assert starts(world) == [moment(SLOTS[1])]
    assert world.heard_together(anna, marco) == [INTRODUCED, PROPOSED], "no second post"
    assert world.agreed(anna, marco)
    world.lives_until("2026-11-26 18:00")
    assert anna.heard.count("session.near") == marco.heard.count("session.near") == 1
    assert not {PROPOSED, AGREED, LAPSED} & {*anna.heard, *marco.heard}


def test_nothing_chosen_or_too_much_is_refused_beside_the_field(lite: World) -> None:
    anna, _ = lite.paired()
    anna.types("when")
    anna.submits()
    assert list(anna.view.errors.values()) == [anna.words.plain("refusal.no_time_chosen")]
    anna.fills(
        slots=[unix(at) for at in SLOTS], starts_at=int(moment("2026-12-04 15:00").timestamp())
    )
    anna.submits()
    assert list(anna.view.errors.values()) == [anna.words.plain("refusal.too_many_times", most=3)]
    assert anna.shows("starts_at") == int(moment("2026-12-04 15:00").timestamp())
    assert states(lite) == []


def test_a_time_that_has_passed_in_an_open_window_is_refused(lite: World) -> None:
    anna, _ = lite.paired()
    anna.types("when")
    anna.fills(slots=[unix(SLOTS[0])])
    lite.goes_to("2026-11-24 10:00")
    anna.submits()
    assert list(anna.view.errors.values()) == [anna.words.plain("refusal.date_in_past")]
    anna.closes()
    anna.types("when")
    assert unix(SLOTS[0]) not in offered(anna)


def test_the_partners_time_stands_beside_where_it_is_another(world: World) -> None:
    world.person("Marco", NEW_YORK, "en-US")
    anna, marco = world.paired()
    anna.types("when")
    (block,) = [block for block in anna.view.blocks if str(block.get("block_id")) == "slots"]
    for option in block["element"]["options"]:
        at = datetime.fromtimestamp(int(option["value"]), UTC)
        assert anna.words.short(at) == option["text"]["text"]
        there = replace(anna.words, zone=NEW_YORK).moment(at)
        assert option["description"]["text"] == f"Per Marco: {there}"
        assert there.endswith("(ora di New York)")
    anna.closes()
    anna.proposes("2026-12-03 16:00")
    world.tick()
    text = marco.newest(PROPOSED).text
    assert "Thursday 3 December at 10:00 (New York time)" in text
    assert "giovedì 3 dicembre alle 16:00 (ora di Roma)" in text


def test_no_time_in_common_is_said_and_any_other_is_chosen(lite: World) -> None:
    """He has moved to the other side of the world since."""
    anna, marco = lite.paired()
    lite.slack.change_person(marco.id, tz="Pacific/Auckland")
    marco.types("status")
    anna.types("when")
    assert anna.says_text("when.no_slots") in anna.view.shown
    anna.fills(starts_at=int(moment("2026-12-03 18:00").timestamp()))
    anna.submits()
    late = anna.words.short(moment("2026-12-03 18:00"))
    assert anna.says_text("session.remark.hours.mine", when=late) in anna.answer
    anna.closes()
    assert starts(lite) == [moment("2026-12-03 18:00")]


def offered_in_introduction(world: World, anna: Colleague, marco: Colleague) -> list[str]:
    message = world.group(anna, marco)[0]
    rows = [one for block in message.blocks for one in block.get("elements", [])]
    mine = [one for one in rows if str(one.get("action_id")).startswith("date.slot")]
    return [str(one["value"]).partition(":")[0] for one in mine]


# --- what is said of a time -----------------------------------------------------------------------


def test_outside_somebodys_hours_or_on_a_holiday_is_allowed_and_said(lite: World) -> None:
    anna, marco = lite.paired()
    evening, feast = "2026-12-03 19:00", "2026-12-08 11:00"
    suggests(anna, other=evening)
    at = anna.words.short(moment(evening))
    assert anna.says_text("session.remark.hours.theirs", partner="Marco", when=at) in anna.answer
    assert anna.says_text("session.remark.hours.mine", when=at) in anna.answer
    anna.closes()
    suggests(marco, other=feast)
    at = marco.words.short(moment(feast))
    assert marco.says_text("session.remark.holiday.theirs", partner="Anna", when=at) in marco.answer
    marco.closes()
    suggests(anna, other="2026-12-03 15:00")
    assert "solito orario" not in anna.answer
    assert "festivo" not in anna.answer


TWO_PLACES = "[places]\nmentor = 2\ntotal = 2\n"


def two_pairs(world: World) -> tuple[Colleague, Colleague, Colleague]:
    """Anna is mentor of both Marco and Bea, and meets Bea on 30 December at 11:00."""
    anna, marco = world.paired()
    bea = world.person("Bea")
    bea.joins("mentee")
    world.sends_round()
    world.lives_until("2026-12-21 16:00")
    for one in (anna, bea):
        one.says_yes()
    world.tick()
    bea.proposes("2026-12-30 11:00")
    world.tick()
    anna.hands.presses("date.confirm", anna.newest(PROPOSED))
    world.tick()
    return anna, marco, bea


def test_a_meeting_with_somebody_else_is_named_to_its_owner_alone(
    database: Database, tmp_path: Path
) -> None:
    with living(database, tmp_path, rules=TWO_PLACES) as world:
        anna, marco, _ = two_pairs(world)
        before = world.fingerprint()
        pair = world.pair_of(anna, marco).id
        anna.types("when")
        anna.hands.presses("date.find", "view")
        anna.fills(starts_at=int(moment("2026-12-30 11:30").timestamp()))
        anna.submits()
        whose = anna.words.moment(moment("2026-12-30 11:00"))
        said = anna.words.plain("refusal.own_meeting", partner="Bea", when=whose)
        assert list(anna.view.errors.values()) == [said]
        anna.closes()
        assert world.fingerprint() == before
        marco.types("when")
        assert unix("2026-12-30 11:00") not in offered(marco)
        marco.fills(starts_at=int(moment("2026-12-30 11:30").timestamp()))
        marco.submits()
        assert "Bea" not in marco.answer
        marco.closes()
        world.tick()
        assert world.rows(Session)[-1].pair_id == pair
        anna.hands.presses("date.confirm", anna.newest(PROPOSED))
        assert anna.says_text("refusal.own_meeting", partner="Bea", when=whose) in anna.answer


# --- in the room ----------------------------------------------------------------------------------


def test_the_introduction_carries_times_and_questions(world: World) -> None:
    anna, marco = world.paired()
    message = world.group(anna, marco)[0]
    assert offered_in_introduction(world, anna, marco) == [unix(at) for at in SLOTS]
    for at in SLOTS:
        assert anna.words.moment(moment(at)) in message.text
    assert anna.says_text("introduction.first_step", mentee="Marco", mentor="Anna") in message.text
    assert message.text.count("?") == 3
    assert anna.says_text("introduction.starters") in message.text


def test_both_tap_the_same_time_of_the_introduction(world: World) -> None:
    anna, marco = world.paired()
    introduction = world.group(anna, marco)[0]
    marco.hands.presses("date.slot.1", introduction)
    at = marco.words.moment(moment(SLOTS[1]))
    assert marco.says_text("session.answer.proposed", partner="Anna", when=at) in marco.answer
    world.tick()
    assert starts(world) == [moment(SLOTS[1])]
    anna.hands.presses("date.slot.1", introduction)
    assert states(world) == ["dated"]
    world.tick()
    assert world.agreed(anna, marco)
    assert offered_in_introduction(world, anna, marco) == []
    assert anna.words.plain("button.find") in anna.hands.sees.group(marco.id)[0].buttons
    marco.hands.presses_old("date.slot.0", introduction)
    assert marco.says_text("session.answer.already_agreed", partner="Anna", when=at) in marco.answer
    assert states(world) == ["dated"]


def test_times_of_the_introduction_that_have_passed_are_dropped(lite: World) -> None:
    anna, marco = lite.paired()
    lite.lives_until(SLOTS[0])
    assert offered_in_introduction(lite, anna, marco) == [unix(at) for at in SLOTS[1:]]
    lite.lives_until(SLOTS[2])
    assert offered_in_introduction(lite, anna, marco) == []
    anna.hands.presses_old("date.slot.2", lite.group(anna, marco)[0])
    assert anna.says_text("refusal.date_in_past") in anna.answer


def test_who_suggested_it_hears_that_it_waits_for_the_other(lite: World) -> None:
    anna, marco = lite.paired()
    marco.proposes("2026-12-03 15:00")
    lite.tick()
    marco.confirms()
    at = marco.words.moment(moment("2026-12-03 15:00"))
    assert marco.says_text("session.answer.waits", partner="Anna", when=at) in marco.answer
    assert states(lite) == ["proposed"]
    anna.confirms()
    assert states(lite) == ["dated"]


def test_both_suggest_at_once_and_one_stands(lite: World) -> None:
    anna, marco = lite.paired()
    lite.at_once(lambda: suggests(anna, SLOTS[0]), lambda: suggests(marco, SLOTS[1], SLOTS[2]))
    assert sorted(states(lite)) == ["moved", "proposed"]
    lite.tick()
    anna.closes()
    marco.closes()
    standing = lite.one(Session, state="proposed")
    other = anna if standing.proposed_by == marco.participation.id else marco
    other.takes(f"{standing.starts_at.astimezone(HERE):%Y-%m-%d %H:%M}")
    assert sorted(states(lite)) == ["dated", "moved"]


def test_times_that_the_partner_suggested_too_are_a_yes(lite: World) -> None:
    anna, marco = lite.paired()
    suggests(marco, *SLOTS)
    marco.closes()
    suggests(anna, SLOTS[2], SLOTS[1])
    anna.closes()
    assert states(lite) == ["dated"]
    assert starts(lite) == [moment(SLOTS[1])]


def test_with_one_new_time_it_is_a_counter_proposal(lite: World) -> None:
    anna, marco = lite.paired()
    suggests(marco, SLOTS[0], SLOTS[1])
    marco.closes()
    suggests(anna, SLOTS[1], SLOTS[2])
    assert states(lite) == ["moved", "proposed"]


def test_a_time_that_has_passed_is_offered_no_longer_and_the_others_stand(world: World) -> None:
    anna, marco = world.paired()
    suggests(marco, *SLOTS)
    marco.closes()
    world.lives_until(SLOTS[0])
    post = world.group(anna, marco)[1]
    assert anna.words.moment(moment(SLOTS[0])) not in post.text
    assert len(anna.hands.sees.group(marco.id)[1].buttons) == 3
    anna.hands.presses_old("date.confirm.0", post)
    assert anna.says_text("refusal.date_in_past") in anna.answer
    assert states(world) == ["proposed"]
    anna.takes(SLOTS[2])
    assert starts(world) == [moment(SLOTS[2])]


def test_a_proposal_that_nobody_answered_is_told_to_its_proposer_alone(world: World) -> None:
    anna, marco = world.paired()
    suggests(marco, SLOTS[0], SLOTS[1])
    marco.closes()
    world.lives_until("2026-11-27 15:59")
    assert states(world) == ["proposed"]
    world.lives_until(SLOTS[1])
    assert states(world) == ["lapsed"]
    assert marco.heard.count(LAPSED) == 1
    assert LAPSED not in anna.heard
    assert "Anna" in marco.reads(LAPSED)
    assert not anna.hands.sees.group(marco.id)[1].buttons
    marco.answers_to(LAPSED, "button.find")
    assert marco.view.title == marco.words.plain("title.when")


def test_nobody_hears_that_it_lapsed_who_looks_for_another_date(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-23 19:00")
    marco.proposes("2026-11-24 08:00")
    lite.lives_until("2026-11-24 08:30")
    assert states(lite) == ["lapsed"]
    anna.proposes("2026-11-26 15:00")
    lite.lives_until("2026-11-25 12:00")
    assert LAPSED not in marco.heard


# --- moved ----------------------------------------------------------------------------------------


def test_moving_is_about_one_meeting_and_leaves_the_others(world: World) -> None:
    anna, marco = world.dated("2026-12-03 15:00")
    pair = world.pair_of(anna, marco).id
    more = moment("2026-12-10 11:00")
    anna.does(lambda work: dates.propose(work, pair, [more]))
    world.tick()
    marco.confirms()
    world.tick()
    assert states(world) == ["dated", "dated"]
    first = world.group(anna, marco)[1]
    marco.presses("button.move", first)
    said = marco.words.moment(moment("2026-12-03 15:00"))
    assert marco.says_text("when.moves", when=said) in marco.view.shown
    marco.fills(starts_at=int(moment("2026-12-04 15:00").timestamp()))
    marco.submits()
    marco.closes()
    assert states(world) == ["dated", "dated", "proposed"], "the old one stands until then"
    world.tick()
    anna.confirms()
    world.tick()
    assert states(world) == ["moved", "dated", "dated"]
    assert marco.says_text("session.now.called_off.both", when=said) in first.text
    marco.hands.presses_old(marco.words.plain("button.move"), first)
    now = marco.words.moment(moment("2026-12-04 15:00"))
    assert marco.says_text("when.moves", when=now) in marco.view.shown


def test_another_time_for_what_would_move_a_meeting_moves_it_too(lite: World) -> None:
    anna, marco = lite.dated("2026-12-03 15:00")
    anna.presses("button.move", lite.group(anna, marco)[1])
    anna.fills(starts_at=int(moment("2026-12-04 15:00").timestamp()))
    anna.submits()
    anna.closes()
    lite.tick()
    marco.presses("button.another_time", marco.newest(PROPOSED))
    marco.fills(starts_at=int(moment("2026-12-04 17:00").timestamp()))
    marco.submits()
    marco.closes()
    lite.tick()
    anna.confirms()
    assert states(lite) == ["moved", "moved", "dated"]


def test_a_meeting_may_be_moved_by_less_than_its_length(lite: World) -> None:
    anna, marco = lite.dated("2026-12-03 15:00")
    anna.proposes("2026-12-03 15:30")
    lite.tick()
    marco.confirms()
    assert states(lite) == ["moved", "dated"]


# --- without a room, and people who go ------------------------------------------------------------


def test_without_a_room_the_partner_alone_reads_it_and_both_read_the_agreement(
    world: World,
) -> None:
    refuses_groups(world, "restricted_action")
    anna, marco = become_a_pair(world)
    world.lives_until("2026-11-24 12:00")
    marco.proposes("2026-12-03 15:00")
    world.tick()
    assert anna.heard[-1] == PROPOSED
    assert PROPOSED not in marco.heard
    anna.confirms()
    world.tick()
    for one in (anna, marco):
        assert one.heard[-1] == AGREED
    assert anna.hands.sees.dm[-1].text == marco.hands.sees.dm[-1].text
    at = anna.words.moment(moment("2026-12-03 15:00"))
    said = anna.says_text("session.agreed", mentor="Anna", mentee="Marco", when=at)
    assert said in anna.message(PROPOSED).text, "it reads as the agreement does"


def test_the_first_post_that_finds_no_room_goes_to_the_partner_alone(lite: World) -> None:
    """Slack refuses the group when it is opened for introduction and proposal."""
    anna, marco = lite.proposed()
    refuses_groups(lite, "restricted_action")
    lite.goes_to("2026-11-23 19:00")
    for one in (anna, marco):
        one.says_yes()
    marco.proposes("2026-12-03 15:00")
    lite.lives_until("2026-11-24 12:00")
    assert anna.heard[-2:] == [INTRODUCED, PROPOSED]
    assert marco.heard[-1] == INTRODUCED


def test_before_it_is_posted_an_agreement_is_a_post_of_its_own(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-23 19:00")
    marco.proposes("2026-12-03 15:00")
    anna.types("status")
    anna.presses("button.confirm")
    lite.lives_until("2026-11-24 12:00")
    assert lite.heard_together(anna, marco) == [INTRODUCED, AGREED]


def test_a_partner_who_left_takes_no_time_any_more(world: World) -> None:
    anna, marco = world.paired()
    suggests(marco, SLOTS[1], SLOTS[2])
    marco.closes()
    world.tick()
    post = world.group(anna, marco)[1]
    marco.leaves()
    world.lives_until("2026-11-23 17:00")
    assert states(world) == ["lapsed"]
    anna.hands.presses_old("date.confirm.0", post)
    assert anna.says_text("refusal.no_longer_open") in anna.answer
    world.lives_until("2026-12-03 12:00")
    assert LAPSED not in [*anna.heard, *marco.heard]


def test_forged_buttons_are_nobodys(lite: World) -> None:
    anna, marco = lite.paired()
    suggests(marco, SLOTS[1], SLOTS[2])
    marco.closes()
    lite.tick()
    session = lite.one(Session).id
    before = lite.fingerprint()
    forged_values = ("5:99", f"{unix(SLOTS[0])}:{session}", f"x:{session}", f":{session}", "9e9:1")
    for value in forged_values:
        came = forged.presses(anna, "date.confirm.0", value)
        assert anna.says_text("refusal.not_yours") in came.text, value
        anna.closes()
    for value in ("1:999", "x:1", "session:x"):
        for action in ("date.slot.0", "date.move"):
            forged.presses(anna, action, value)
            anna.closes()
    assert lite.fingerprint() == before


def test_a_post_that_slack_edits_no_more_is_followed_by_the_agreement(lite: World) -> None:
    lite.slack.workspace.edit_window = 60
    anna, marco = lite.paired()
    suggests(marco, SLOTS[1], SLOTS[2])
    marco.closes()
    lite.lives_until(SLOTS[1])
    anna.takes(SLOTS[2])
    lite.lives_until("2026-11-28 12:00")
    assert lite.heard_together(anna, marco) == [INTRODUCED, PROPOSED, AGREED]


def test_an_erased_partner_leaves_no_times_behind(lite: World) -> None:
    _, marco = lite.paired()
    suggests(marco, *SLOTS)
    marco.closes()
    marco.leaves()
    lite.lives_until("2026-12-24 12:00")
    (row,) = lite.rows(Session)
    assert (row.options, row.answer_by, row.proposed_by) == ((), None, None)
