"""The release ledger: what is counted once, what rolls over, what never changes."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.figures.disclosure import Figure, Metric
from bot.domain.rules import from_toml
from bot.outbox.work import Work
from bot.programme.administration import programme_rules, restoring
from bot.programme.enrolment import leaving
from bot.programme.figures import releases
from bot.programme.meetings import attendance
from bot.store.queries import administration as programmes
from bot.store.queries import figures as figures_rows
from bot.store.secrets import answers
from bot.store.secrets.answers import Answer, Given
from bot.store.tables import Pair, Person, Release, Window, WrappedKey
from tests.databases import BOX
from tests.programme.stage import TOPICS, Stage
from tests.world import moment

COUPLES = [(f"MENTOR{n}", f"MENTEE{n}") for n in range(5)]


TWO_PLACES = "[places]\nmentor = 2\ntotal = 2\n[round]\nrepeat_weeks = 1\nexpiry_days = 4\n"


def figures(stage: Stage) -> dict[str, dict[str, object]]:
    return {row.metric: json.loads(row.figure) for row in stage.rows(Release)}


def test_a_person_in_two_rounds_is_one_contribution(stage: Stage) -> None:
    """Four couples of one round, and one person who answers in two pairs of two rounds."""
    with stage.database.sessions.begin() as db:
        programme_rules.apply(Work(db, stage.now), from_toml(TWO_PLACES), ["ULEAD"])
    first = stage.pairs_up(*COUPLES)
    stage.joins("LATER", "mentee")
    second = [one for one in stage.pairs_up() if one not in first]
    assert len(second) == 1
    stage.now = moment("2026-12-03 15:00")
    for pair, couple in zip(first, COUPLES, strict=True):
        for name in couple:
            stage.answers(name, pair, 3)
    stage.answers("MENTOR0", second[0], 5)
    stage.now = moment("2026-12-29 09:00")
    assert stage.seals() == 1
    assert figures(stage)["useful"]["n"] == 10
    assert figures(stage)["useful"]["value"] == "3.1"


def test_small_windows_roll_over_until_enough_have_answered(stage: Stage) -> None:
    pairs = stage.pairs_up(*COUPLES)
    days = ("2026-12-03 15:00", "2027-01-04 15:00", "2027-01-28 15:00")
    for day, some in zip(days, (COUPLES[:2], COUPLES[2:4], COUPLES[4:]), strict=True):
        stage.now = moment(day)
        for couple in some:
            for name in couple:
                stage.answers(name, pairs[COUPLES.index(couple)], 4)
    stage.now = moment("2027-02-24 09:00")
    assert stage.seals() == 3
    assert [row.state for row in stage.rows(Window)][:3] == [
        "rolled_over", "rolled_over", "published",
    ]  # fmt: skip
    (row,) = stage.rows(Release, metric="useful")
    assert (row.starts_at, row.ends_at) == (
        moment("2026-11-23 00:00"), moment("2027-02-15 00:00"),
    )  # fmt: skip
    assert {one.window for one in stage.rows(Answer)} == {row.window_id}


def test_enough_people_of_too_few_pairs_are_not_enough(stage: Stage) -> None:
    """Ten people, but two of them only as the lead counts: four pairs."""
    pairs = stage.pairs_up(*COUPLES)
    stage.now = moment("2026-12-03 15:00")
    for pair, couple in list(zip(pairs, COUPLES, strict=True))[:4]:
        for name in couple:
            stage.answers(name, pair, 4)
    stage.now = moment("2026-12-29 09:00")
    stage.seals()
    assert not stage.rows(Release)


def test_the_answer_rate_counts_the_check_ins_opened_to_each(stage: Stage) -> None:
    """Ten people were asked twice; five answered both times, five once: three quarters."""
    pairs = stage.pairs_up(*COUPLES)
    for day, names in (
        ("2026-12-03 15:00", [0, 1]),
        ("2026-12-10 15:00", [0]),
    ):
        stage.now = moment(day)
        for pair, couple in zip(pairs, COUPLES, strict=True):
            for n in names:
                stage.answers(couple[n], pair, 4)
    stage.now = moment("2026-12-29 09:00")
    assert stage.seals() == 1
    assert (figures(stage)["answer_rate"]["relation"], figures(stage)["answer_rate"]["value"]) == (
        "=",
        "70",
    )


def test_a_meeting_told_after_its_window_was_sealed_counts_in_the_oldest_open_one(
    stage: Stage,
) -> None:
    pairs = stage.pairs_up(*COUPLES)
    stage.now = moment("2026-12-03 15:00")
    for pair, couple in zip(pairs, COUPLES, strict=True):
        for name in couple:
            stage.answers(name, pair, 4)
    stage.now = moment("2026-12-29 09:00")
    stage.seals()
    sealed = stage.rows(Window, state="published")[0]
    day = moment("2026-12-10 12:00").date()
    late = stage.does("MENTOR0", lambda work: attendance.declare_met(work, pairs[0], day))
    assert late.window_id != sealed.id
    assert stage.rows(Window, id=late.window_id)[0].state == "collecting"
    assert late.closes_at is not None
    assert stage.now < late.closes_at <= stage.now + timedelta(days=7)


def test_sealing_twice_publishes_once(stage: Stage) -> None:
    pairs = stage.pairs_up(*COUPLES)
    stage.now = moment("2026-12-03 15:00")
    for pair, couple in zip(pairs, COUPLES, strict=True):
        for name in couple:
            stage.answers(name, pair, 4)
    stage.now = moment("2026-12-29 09:00")
    assert (stage.seals(), stage.seals()) == (1, 0)
    assert len(stage.rows(Release)) == len(Metric)


def answered(stage: Stage) -> list[int]:
    """Five couples have met, and all ten have answered."""
    pairs = stage.pairs_up(*COUPLES)
    stage.now = moment("2026-12-03 15:00")
    for pair, couple in zip(pairs, COUPLES, strict=True):
        for name in couple:
            stage.answers(name, pair, 4)
    return pairs


def part_ways(stage: Stage) -> None:
    for mentor, _ in COUPLES:
        stage.does(mentor, lambda work: leaving.leave(work))
    stage.now += timedelta(minutes=10)
    with stage.database.sessions.begin() as db:
        leaving.settle_due(Work(db, stage.now))


def forgets(stage: Stage) -> int:
    with stage.database.sessions.begin() as db:
        return releases.forget_answers_due(Work(db, stage.now))


def test_answers_and_their_key_go_thirty_days_after_the_last_release(stage: Stage) -> None:
    answered(stage)
    stage.now = moment("2026-12-29 09:00")
    assert stage.seals() == 1
    stage.now += timedelta(days=60)
    assert forgets(stage) == 0  # the pairs live: more answers may come
    part_ways(stage)
    stage.now += timedelta(days=29)
    assert forgets(stage) == 0
    before = figures(stage)
    stage.now += timedelta(days=1)
    assert forgets(stage) == 1
    assert not stage.rows(Answer)
    assert not stage.rows(WrappedKey)
    assert figures(stage) == before
    assert forgets(stage) == 0


def test_answers_that_were_never_enough_go_half_a_year_after_the_end(stage: Stage) -> None:
    pairs = stage.pairs_up(*COUPLES)
    stage.now = moment("2026-12-03 15:00")
    stage.answers("MENTOR0", pairs[0], 4)
    part_ways(stage)
    stage.now += timedelta(weeks=26) - timedelta(seconds=1)
    assert forgets(stage) == 0
    stage.now += timedelta(seconds=1)
    assert forgets(stage) == 1
    assert not stage.rows(Answer)


# --- answers that do not open ---------------------------------------------------------------------


def everybody_answers(stage: Stage) -> list[int]:
    couples = [*COUPLES, ("MENTOR5", "MENTEE5")]
    pairs = stage.pairs_up(*couples)
    stage.now = moment("2026-12-03 15:00")
    for pair, couple in zip(pairs, couples, strict=True):
        for name in couple:
            stage.answers(name, pair, 4)
    return pairs


def damage_one(stage: Stage) -> tuple[str, bytes]:
    one = stage.rows(Answer)[3]
    put(stage, one.id, bytes(len(one.sealed)))
    return one.id, one.sealed


def put(stage: Stage, row: str, sealed: bytes) -> None:
    with stage.database.sessions.begin() as db:
        db.execute(update(Answer).where(Answer.id == row).values(sealed=sealed))


def is_due(stage: Stage) -> bool:
    with stage.database.sessions() as db:
        return bool(
            db.scalar(select(figures_rows.TO_SEAL.any), figures_rows.TO_SEAL.parameters(stage.now))
        )


def test_a_window_with_an_answer_that_does_not_open_waits_and_is_tried_again(stage: Stage) -> None:
    everybody_answers(stage)
    row, whole = damage_one(stage)
    stage.now = moment("2026-12-29 09:00")
    assert stage.seals() == 0
    assert not stage.rows(Release)
    with stage.database.sessions() as db:
        assert restoring.state(db, stage.journal).waiting == ((0, 1),)
    assert not is_due(stage)
    put(stage, row, whole)
    stage.now += timedelta(minutes=59)
    assert stage.seals() == 0
    stage.now += timedelta(minutes=1)
    assert is_due(stage)
    assert stage.seals() == 1
    assert figures(stage)["useful"]["n"] == 10
    with stage.database.sessions() as db:
        assert restoring.state(db, stage.journal).waiting == ()


def test_an_operator_accepts_the_loss_and_the_others_count(stage: Stage) -> None:
    everybody_answers(stage)
    damage_one(stage)
    stage.now = moment("2026-12-29 09:00")
    assert releases.lost(stage.database.sessions, BOX, 0) is None
    stage.seals()
    assert releases.lost(stage.database.sessions, BOX, 7) is None
    assert releases.lost(stage.database.sessions, BOX, 0) == 1
    assert len(stage.rows(Answer)) == 11
    assert stage.seals() == 1
    assert figures(stage)["useful"]["n"] == 10


def test_later_windows_wait_for_it(stage: Stage) -> None:
    everybody_answers(stage)
    damage_one(stage)
    stage.now = moment("2027-01-27 09:00")
    assert stage.seals() == 0
    assert stage.seals() == 0
    assert {row.state for row in stage.rows(Window)} == {"collecting"}
    releases.lost(stage.database.sessions, BOX, 0)
    assert stage.seals() == 2


# --- locks, and who does not count ----------------------------------------------------------------


def test_while_answers_are_opened_others_write(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_answers(stage)
    opened = answers.opened

    def meanwhile(*args: Any) -> list[Given]:
        rows = opened(*args)
        stage.joins("ANNA", "mentor")
        return rows

    monkeypatch.setattr(answers, "opened", meanwhile)
    stage.now = moment("2026-12-29 09:00")
    assert stage.seals() == 1
    assert stage.takes_part("ANNA")


def test_an_account_newer_than_two_weeks_at_the_sealing_does_not_count(stage: Stage) -> None:
    everybody_answers(stage)
    seal_at = moment("2026-12-28 00:00")
    stage.now = moment("2026-12-29 09:00")
    for days, people in ((13, 11), (14, 12)):
        with stage.database.sessions.begin() as db:
            db.execute(
                update(Person)
                .where(Person.slack_id == "UMENTOR5")
                .values(first_seen_at=seal_at - timedelta(days=days))
            )
            window = figures_rows.TO_SEAL.peek(db, stage.now)
            assert window is not None
            counted = releases._Counted(db, programmes.current(db), window, BOX)
        assert len(counted.people) == len(counted.asked) == people


# --- the newcomers' track -------------------------------------------------------------------------


NEW_COUPLE = COUPLES[0]


def with_newcomers(stage: Stage, *, newcomers: bool) -> None:
    """Five pairs, one of them of the track, or like the others; all have answered."""
    mentor, mentee = NEW_COUPLE
    topic, back = TOPICS[0], TOPICS[-1]
    stage.joins(mentor, "mentor", topic=topic, back=back, tenure="over_3")
    chosen = ["yes"] if newcomers else []
    stage.joins(mentee, "mentee", topic=topic, back=back, tenure="under_1", newcomer=chosen)
    pairs = stage.pairs_up(*COUPLES)
    stage.now = moment("2026-12-03 15:00")
    for number, (pair, couple) in enumerate(zip(pairs, COUPLES, strict=True)):
        for name in couple:
            stage.answers(name, pair, 1 + number)


@pytest.mark.parametrize("newcomers", [True, False])
def test_a_pair_of_newcomers_counts_in_the_whole_as_any_other(
    stage: Stage, newcomers: bool
) -> None:
    """The same answers give the same figures of as many people; without its pair there would be
    none at all."""
    with_newcomers(stage, newcomers=newcomers)
    assert [pair.newcomers for pair in stage.rows(Pair)].count(True) == newcomers
    stage.now = moment("2026-12-29 09:00")
    assert stage.seals() == 1
    published = stage.rows(Release)
    assert {row.people for row in published} == {"whole"}
    useful = Figure.from_json(next(row.figure for row in published if row.metric == "useful"))
    assert (useful.n, useful.relation, useful.value) == (10, "=", "3.0")


def test_no_breakdown_can_set_newcomers_apart(stage: Stage) -> None:
    """What figures may be broken down by is not in their rows, nor in their pair: whoever adds
    up the cells of a breakdown lacks all of the track, and not one role or place of it."""
    with_newcomers(stage, newcomers=True)
    (window, *_) = stage.rows(Window)
    with stage.database.sessions() as db:
        sides = answers.opened(db, BOX, window.id)
    of_track = {pair.id for pair in stage.rows(Pair, newcomers=True)}
    assert {(one.role, one.dimension) for one in sides if one.pair in of_track} == {(None, None)}
    others = {one.role for one in sides if one.pair not in of_track}
    assert others == {"mentor", "mentee"}
    (pair,) = stage.rows(Pair, newcomers=True)
    assert (pair.mentor_dimension, pair.mentee_dimension) == (None, None)
