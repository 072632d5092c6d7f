"""The end of a pair: both are asked alike, and what they say shows nowhere before it closes."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from bot.domain.enrolment.other_role import Missing
from bot.domain.refusals import NotEnrolled, NotYours
from bot.domain.words import After
from bot.outbox.work import Work
from bot.programme.enrolment import after_pair, leaving, pauses, profile
from bot.programme.enrolment.results import Chosen
from bot.programme.meetings import nudges
from bot.programme.pairs import closing
from bot.programme.people import looking
from bot.store.secrets import choices
from bot.store.secrets.choices import Choices
from bot.store.tables import OutboxRow, Pair, Participation, RoundWaiting
from bot.texts.topics import topics
from tests.people import form
from tests.programme.stage import TOPICS, Stage
from tests.world import moment

ASKED = moment("2027-05-10 09:10")
"""Two weeks before the end, at the time of day at which the pair began, in Rome's summer."""
ENDS = moment("2027-05-24 09:10")
DAY = timedelta(days=1)


@pytest.fixture
def pair(stage: Stage) -> int:
    """Anna and Marco, since 23 November."""
    (number,) = stage.pairs_up(("ANNA", "MARCO"))
    return number


def chooses(stage: Stage, name: str, after: After, pair: int = 1) -> Chosen:
    return stage.does(name, lambda work: after_pair.choose(work, pair, after))


def kept(stage: Stage) -> list[Choices]:
    with stage.database.sessions() as db:
        return [choices.read(db, db.get_one(Pair, row.id)) for row in stage.rows(Pair)]


def looks(stage: Stage, name: str) -> bool:
    return stage.does(name, lambda work: looking.of(work.db, _mine(work)).looks)


def _mine(work: Work) -> Participation:
    return work.db.query(Participation).filter_by(person_id=work.me.id).one()


def owed(stage: Stage, kind: str) -> list[OutboxRow]:
    return stage.rows(OutboxRow, kind=kind)


def ends(stage: Stage) -> None:
    stage.now = stage.rows(Pair)[0].ends_at
    assert stage.does_some(closing.complete_due) == 1


# --- asked ----------------------------------------------------------------------------------------


def test_both_are_asked_once_two_weeks_before_the_end(stage: Stage, pair: int) -> None:
    stage.now = ASKED - timedelta(seconds=1)
    assert stage.does_some(closing.ask_due) == 0
    stage.now = ASKED
    chooses(stage, "ANNA", After.NEW)
    assert stage.does_some(closing.ask_due) == 1
    assert stage.does_some(closing.ask_due) == 0
    assert [row.due_at for row in owed(stage, "pair.choice")] == [ASKED] * 2
    assert stage.rows(Pair)[0].ends_at == ENDS


def test_a_break_moves_the_question_with_the_end(stage: Stage, pair: int) -> None:
    """A pair that is on a break when it would be asked is asked after it."""
    stage.now = ASKED - 3 * DAY
    stage.does("ANNA", lambda work: pauses.pause(work, (stage.now + 10 * DAY).date()))
    stage.now += timedelta(minutes=10)
    stage.does_some(pauses.settle_due)
    stage.now = ASKED + DAY
    assert stage.does_some(closing.ask_due) == 0
    stage.now = ENDS + DAY
    assert stage.does_some(closing.complete_due) == 0
    stage.now = ASKED + 7 * DAY
    stage.does_some(pauses.over_due)
    (row,) = stage.rows(Pair)
    assert row.ends_at - row.choice_at == 14 * DAY
    stage.now = row.choice_at
    assert stage.does_some(closing.ask_due) == 1


def test_a_pair_that_ends_before_it_could_be_asked_is_not(stage: Stage, pair: int) -> None:
    """As after weeks in which the bot did not run."""
    ends(stage)
    assert stage.does_some(closing.ask_due) == 0
    assert owed(stage, "pair.choice") == []


# --- chosen ---------------------------------------------------------------------------------------


def test_what_is_chosen_is_there_from_the_start_and_has_one_size(stage: Stage, pair: int) -> None:
    sizes = {len(stage.rows(Pair)[0].choices)}
    for name, after in product(("ANNA", "MARCO"), After):
        chooses(stage, name, after)
        sizes.add(len(stage.rows(Pair)[0].choices))
    assert len(sizes) == 1
    assert kept(stage) == [Choices(After.NOT_NOW, After.NOT_NOW)]


def test_each_sees_their_own_choice_alone(stage: Stage, pair: int) -> None:
    chooses(stage, "ANNA", After.TOGETHER)
    mine = [stage.does(one, lambda work: after_pair.my_choice(work, pair).after)
            for one in ("ANNA", "MARCO")]  # fmt: skip
    assert mine == [After.TOGETHER, None]


def test_only_the_two_choose(stage: Stage, pair: int) -> None:
    stage.joins("WANDA", "mentor")
    for number in (pair, 99):
        with pytest.raises(NotYours):
            chooses(stage, "WANDA", After.NEW, number)
    stage.does("MARCO", leaving.leave)
    with pytest.raises(NotEnrolled):
        chooses(stage, "MARCO", After.NEW)


# --- closed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("mentor", [None, *After])
@pytest.mark.parametrize("mentee", [None, After.TOGETHER, After.NEW])
def test_only_that_both_go_on_together_is_told(
    stage: Stage, pair: int, mentor: After | None, mentee: After | None
) -> None:
    """And only who asked for it is in the next round."""
    for name, after in (("ANNA", mentor), ("MARCO", mentee)):
        if after is not None:
            chooses(stage, name, after)
    ends(stage)
    rows = owed(stage, "pair.completed")
    with stage.database.sessions() as db:
        told = {closing.both_said_together(db, row.sealed_text) for row in rows}
    assert told == {mentor is mentee is After.TOGETHER}
    assert len({(row.due_at, len(row.sealed_text or b"")) for row in rows}) == 1
    wants = (After.NEW, After.OTHER_ROLE)
    assert (looks(stage, "ANNA"), looks(stage, "MARCO")) == (mentor in wants, mentee in wants)
    (row,) = stage.rows(Pair)
    assert (row.state, row.choices, row.choice_at) == ("completed", None, None)
    assert [one.role for one in row.sides] == ["mentor", "mentee"], "until a round is drafted"
    assert [one.waiting_since for one in row.sides] == [row.ends_at] * 2


def _leaves(stage: Stage) -> None:
    stage.does("MARCO", leaving.leave)
    stage.now += timedelta(minutes=10)
    stage.does_some(leaving.settle_due)


def _rests(stage: Stage) -> None:
    for _ in range(5):
        stage.now += 60 * DAY
        stage.does_some(nudges.steps_due)


@pytest.mark.parametrize("end", [_leaves, _rests, ends])
def test_however_a_pair_ends_no_choice_is_left(
    stage: Stage, pair: int, end: Callable[[Stage], None]
) -> None:
    chooses(stage, "ANNA", After.TOGETHER)
    end(stage)
    (row,) = stage.rows(Pair)
    assert (row.state in ("completed", "ended_early"), row.choices) == (True, None)


def test_many_pairs_close_some_at_a_time(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [(f"ONE{n}", f"OTHER{n}") for n in range(3)]
    stage.pairs_up(*names)
    monkeypatch.setattr(closing, "AT_ONCE", 2)
    stage.now = ENDS
    done = [stage.does_some(closing.complete_due) for _ in range(3)]
    assert done == [2, 1, 0]
    assert {row.state for row in stage.rows(Pair)} == {"completed"}
    assert len(owed(stage, "pair.completed")) == 6


# --- afterwards -----------------------------------------------------------------------------------


def test_a_choice_that_comes_three_months_later_acts_at_once(stage: Stage, pair: int) -> None:
    ends(stage)
    stage.now += 90 * DAY
    assert chooses(stage, "ANNA", After.NEW).over
    assert looks(stage, "ANNA")
    assert stage.does("ANNA", lambda work: after_pair.my_choice(work, pair).after) is After.NEW
    chooses(stage, "ANNA", After.TOGETHER)
    assert not looks(stage, "ANNA"), "as not now: going on needs the bot no more"
    assert stage.rows(Pair)[0].choices is None


def drafted_roles(stage: Stage) -> dict[str, str]:
    stage.drafts()
    waiting = {row.participation_id for row in stage.rows(RoundWaiting)}
    return {one.person.slack_id: one.role for one in stage.rows(Participation)
            if one.id in waiting}  # fmt: skip


def test_the_other_role_is_theirs_from_the_next_draft_on(stage: Stage, pair: int) -> None:
    """Both share and learn a topic, so that both may turn."""
    chooses(stage, "ANNA", After.OTHER_ROLE)
    chooses(stage, "MARCO", After.OTHER_ROLE)
    ends(stage)
    assert drafted_roles(stage) == {"UANNA": "mentee", "UMARCO": "mentor"}
    stage.now += 90 * DAY
    chooses(stage, "ANNA", After.NEW)
    assert drafted_roles(stage)["UANNA"] == "mentee", "not turned twice"


def test_what_is_missing_for_the_other_role_is_said_and_keeps_out_of_the_round(
    stage: Stage,
) -> None:
    stage.joins("ANNA", "mentor", topic=TOPICS[0], back=TOPICS[-1], wish1=None)
    (pair,) = stage.pairs_up(("ANNA", "MARCO"))
    assert chooses(stage, "ANNA", After.OTHER_ROLE, pair).then.missing is Missing.WISH
    ends(stage)
    assert drafted_roles(stage) == {}
    whole = form("mentee", topic=TOPICS[0], back=TOPICS[-1], band="3")
    whole["more"] = {"places_mentor": "1", "places_total": "1"}
    stage.does("ANNA", lambda work: profile.save(work, whole, topics().keys()))
    stage.now += 30 * DAY
    assert drafted_roles(stage) == {"UANNA": "mentee"}


def test_who_came_as_both_stays_both(stage: Stage) -> None:
    stage.joins("ANNA", "both", topic=TOPICS[0], back=TOPICS[-1])
    (pair,) = stage.pairs_up(("ANNA", "MARCO"))
    then = chooses(stage, "ANNA", After.OTHER_ROLE, pair).then
    assert (then.role, then.missing) == ("both", None)
    ends(stage)
    assert drafted_roles(stage) == {"UANNA": "both"}


def test_the_profile_shows_the_role_that_somebody_turns_to(stage: Stage, pair: int) -> None:
    chooses(stage, "ANNA", After.OTHER_ROLE)
    ends(stage)
    assert stage.does("ANNA", lambda work: profile.draft(work)["you"]["role"]) == "mentee"
