"""The newcomers' track: somebody in their first year, with somebody long in the company."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.outbox.work import Work
from bot.programme.meetings.calendar import series
from bot.store.tables import Pair, Participation, Proposal, Session
from bot.texts import guidance
from tests.flows.test_home import header, home
from tests.flows.test_preparation import NEAR, offered
from tests.people import AI, LEAD, Colleague
from tests.world import World, moment

LONG_HERE = {"tenure": "over_3", "band": "5"}
NEW_HERE = {"tenure": "under_1", "band": "1", "newcomer": ["yes"]}


def chosen(world: World) -> tuple[Colleague, Colleague]:
    """Anna, who leads the company, and Marco, who still learns the job and is on the track."""
    anna, marco = world.person("Anna"), world.person("Marco", locale="en-US")
    anna.joins("both", **LONG_HERE)
    marco.joins_by_form("mentee", **NEW_HERE)
    return anna, marco


def paired(world: World) -> tuple[Colleague, Colleague]:
    anna, marco = chosen(world)
    world.sends_round()
    world.lives_until("2026-11-23 16:00")
    anna.says_yes()
    marco.says_yes()
    world.tick()
    return anna, marco


def asks(who: Colleague, meeting: str, by: str) -> list[str]:
    """What somebody of this role may ask in a meeting, as this person reads it."""
    prompts = guidance.newcomer_meetings()[meeting].prompts
    return [one.says[who.words.register] for one in prompts if one.by == by]


def some_of(meeting: str, shown: str, who: Colleague) -> int:
    """How many questions of a meeting stand in what somebody reads."""
    return sum(one in shown for by in ("mentor", "mentee") for one in asks(who, meeting, by))


# --- three meetings -------------------------------------------------------------------------------


def test_three_meetings_in_ninety_days(world: World) -> None:
    anna, marco = chosen(world)
    world.sends_round()
    world.lives_until("2026-11-23 16:00")
    for one in (anna, marco):
        said = one.says_text("proposal.newcomers")
        assert said in one.reads("proposal.offer"), "before either has said yes"
        one.says_yes()
    world.tick()
    pair = world.one(Pair)
    assert (pair.newcomers, pair.minutes) == (True, 45)
    assert [round((due - pair.d0) / timedelta(days=1)) for due in pair.due_at] == [14, 45, 85]
    assert pair.ends_at == pair.d0 + timedelta(weeks=13)
    introduction = marco.newest("pair.introduction").text
    assert marco.words("introduction.newcomers", minutes=45) in introduction
    assert some_of("arriving", introduction, marco) == 3
    for number, (day, meeting) in enumerate(
        (("2026-12-03", "arriving"), ("2027-01-07", "noticing"), ("2027-02-11", "staying")), start=1
    ):
        _they_meet(world, anna, marco, day, meeting)
        assert not _could_keep_a_time(world)
        _says_how_far(marco, number)
    world.lives_until(pair.ends_at + timedelta(days=3))
    assert world.one(Pair).state == "completed"
    assert header(home(marco)) == "13 weeks and 3 meetings with Anna"
    assert "nudge.no_date" not in anna.told + marco.told


def _they_meet(world: World, anna: Colleague, marco: Colleague, day: str, meeting: str) -> None:
    """Marco suggests, Anna agrees, both prepare with this meeting's questions, meet and answer."""
    at = moment(f"{day} 11:00")
    marco.proposes(f"{day} 11:00")
    world.tick()
    anna.confirms()
    world.lives_until(at - timedelta(hours=22))
    for one, mine in ((anna, "learning.card"), (marco, "learning.worksheet")):
        ideas = "learning.closing" if meeting == "staying" else "learning.ideas"
        assert offered(one) == ["date.move", mine, ideas], "no primer on the way down"
    anna.answers_to(NEAR, "button.topic_card")
    shown = anna.view.shown
    assert guidance.newcomer_meetings()[meeting].title["it"] in shown
    assert all(one in shown for by in ("mentor", "mentee") for one in asks(anna, meeting, by))
    anna.closes()
    marco.types("ideas")
    assert some_of(meeting, marco.answer, marco) == 3
    marco.presses("button.more_ideas")
    assert some_of(meeting, marco.answer, marco) == 3
    world.lives_until(at + timedelta(hours=30))
    for one in (anna, marco):
        one.answers(4)


def _could_keep_a_time(world: World) -> bool:
    with world.db() as db:
        work = Work(db, world.now)
        return any(series.could_keep(work, one) for one in db.scalars(select(Session)))


def _says_how_far(marco: Colleague, met: int) -> None:
    marco.types("status")
    said = f"meeting {met + 1} of 3"
    assert (said in marco.answer) == (met < 3), marco.answer


def test_without_a_date_the_ladder_goes_by_the_tracks_own_gap(lite: World) -> None:
    """Forty days apart at most: a reminder thirty-three days after a meeting."""
    anna, marco = paired(lite)
    marco.proposes("2026-12-03 11:00")
    lite.tick()
    anna.confirms()
    lite.lives_until("2026-12-03 14:00")
    for one in (anna, marco):
        one.answers(4)
    held = lite.one(Session).ends_at
    lite.lives_until(held + timedelta(days=32, hours=23))
    assert "nudge.no_date" not in marco.told
    lite.lives_until(held + timedelta(days=36))
    for one in (anna, marco):
        assert one.told[-1] == "nudge.no_date"


def test_a_break_moves_the_end_and_what_is_to_come(lite: World) -> None:
    _, marco = paired(lite)
    before = lite.one(Pair)
    lite.lives_until("2026-12-10 10:00")
    marco.types("pause 2w")
    lite.lives_until("2026-12-28 10:00")
    after = lite.one(Pair)
    assert after.state != "paused"
    moved = after.ends_at - before.ends_at
    assert timedelta(days=13) < moved < timedelta(days=16)
    assert [one - two for one, two in zip(after.due_at, before.due_at, strict=True)] == [
        timedelta(0), moved, moved,
    ]  # fmt: skip
    assert after.plan.gap == 40


# --- who is on it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"tenure": "1_to_3", "band": "4"}, "form.not_a_newcomer"),
        ({"role": "mentor", "band": "2"}, "form.newcomer_as_mentor"),
    ],
)
def test_the_track_is_refused_beside_its_box(lite: World, values: dict[str, str], key: str) -> None:
    marco = lite.person("Marco", locale="en-US")
    marco.types("join")
    marco.fills(**{"role": "mentee", "languages": ["en"], **NEW_HERE, **values})
    marco.submits()
    other = marco.words.plain("role.mentee")
    (said,) = marco.view.errors.values()
    assert said == marco.words.plain(key, other=other)
    assert not lite.rows(Participation)
    marco.fills(newcomer=[])
    marco.submits()
    assert marco.shows("wish1") is None, "the next step"


def test_without_the_choice_levels_count_for_a_newcomer_too(lite: World) -> None:
    anna, marco = lite.person("Anna"), lite.person("Marco")
    anna.joins("both", topic=LEAD, back=AI, **LONG_HERE)
    marco.joins("both", **{**NEW_HERE, "newcomer": []})
    lite.drafts_round()
    (proposal,) = lite.rows(Proposal)
    assert lite.by(proposal.mentor) is marco, "from below, as everybody"
    assert not proposal.newcomers


def test_who_chose_it_meets_nobody_who_is_here_for_less_than_three_years(lite: World) -> None:
    anna, marco = lite.person("Anna"), lite.person("Marco")
    anna.joins("mentor", tenure="1_to_3", band="1")
    marco.joins("mentee", **{**NEW_HERE, "band": "4"})
    lite.drafts_round()
    assert not lite.rows(Proposal)


def test_the_choice_is_changed_in_the_profile_and_undone(world: World) -> None:
    _, marco = chosen(world)
    marco.types("profile")
    assert marco.shows("newcomer") == [marco.words.plain("join.newcomer.yes")]
    marco.fills(newcomer=[], band="4")
    for _ in range(3):
        marco.submits()
    assert not marco.participation.newcomer
    marco.presses("button.undo_profile")
    assert (marco.participation.newcomer, marco.participation.band) == (True, 1)


def test_a_change_after_the_draft_counts_from_the_next_one_on(lite: World) -> None:
    """What was proposed as a pair of the track is one, whatever the profile says by then."""
    anna, marco = chosen(lite)
    lite.sends_round()
    lite.lives_until("2026-11-23 16:00")
    marco.types("profile")
    marco.fills(newcomer=[], band="4", tenure="1_to_3")
    for _ in range(3):
        marco.submits()
    marco.closes()
    anna.says_yes()
    marco.says_yes()
    lite.tick()
    assert lite.one(Pair).newcomers


def test_when_one_is_erased_nothing_says_that_they_were_new(world: World) -> None:
    _, marco = paired(world)
    marco.leaves()
    world.lives_until("2026-12-25 12:00")
    assert not world.one(Pair).newcomers
    assert not any(one.newcomer for one in world.rows(Participation))
    assert not any(one.newcomers for one in world.rows(Proposal))
