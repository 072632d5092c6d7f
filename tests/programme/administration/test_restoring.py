"""A backup is put back: what was published is published again, and who left is gone again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.lifecycle import WindowState
from bot.outbox.work import Work
from bot.programme.administration import restoring
from bot.programme.enrolment import leaving
from bot.programme.figures import ledger
from bot.programme.figures.ledger import Behind
from bot.store.copies.journal import Damaged, Foreign, Journal, Missing
from bot.store.secrets.answers import Answer
from bot.store.tables import Pair, Participation, Release, Window, WindowCount
from tests import snapshots
from tests.programme.stage import Stage
from tests.world import moment

COUPLES = [(f"MENTOR{n}", f"MENTEE{n}") for n in range(6)]
EVERYBODY = [name for couple in COUPLES for name in couple]
MET, SEALED = moment("2026-12-03 15:00"), moment("2026-12-29 09:00")
Published = list[tuple[int, str, str, datetime]]


@pytest.fixture(autouse=True)
def _started(stage: Stage) -> None:
    stage.starts()


@pytest.fixture
def backup(stage: Stage, tmp_path: Path) -> Callable[[], Callable[[], None]]:
    return lambda: snapshots.taken(stage.database, tmp_path)


def answer(stage: Stage, pairs: list[int], names: list[str], useful: int = 4) -> None:
    for pair, couple in zip(pairs, COUPLES, strict=True):
        for name in couple:
            if name in names:
                stage.answers(name, pair, useful)


def published(stage: Stage) -> Published:
    with stage.database.sessions() as db:
        rows = db.execute(
            select(Window.number, Release.metric, Release.figure, Release.published_at)
            .join(Window, Window.id == Release.window_id)
            .order_by(Window.number, Release.id)
        )
        return [(*row,) for row in rows]


def counts(stage: Stage) -> list[tuple[int, str, int]]:
    return [(row.window_id, row.name, row.value) for row in stage.rows(WindowCount)]


def states(stage: Stage) -> list[str]:
    return [row.state for row in sorted(stage.rows(Window), key=lambda row: row.number)]


# --- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("starts", [True, False], ids=["at a start", "at the next sealing"])
def test_one_answer_more_then_a_restore_publishes_the_first_figures_again(
    stage: Stage, backup: Callable[[], Callable[[], None]], starts: bool
) -> None:
    pairs = stage.pairs_up(*COUPLES)
    stage.now = MET
    answer(stage, pairs, EVERYBODY[:10])
    restore = backup()
    answer(stage, pairs, EVERYBODY[10:11], useful=1)
    stage.now = SEALED
    assert stage.seals() == 1
    first, counted = published(stage), counts(stage)
    assert [figure for _, metric, figure, _ in first if metric == "useful"] == [
        '{"metric":"useful","n":10,"relation":"=","value":"3.7"}'
    ]
    restore()
    assert published(stage) == []
    stage.now += timedelta(days=1)
    if starts:
        stage.starts()
        assert published(stage) == first
        assert stage.seals() == 0
    else:
        assert stage.seals() == 1
    assert published(stage) == first
    assert counts(stage) == counted


def test_without_its_journal_the_figures_would_have_been_others(
    stage: Stage, backup: Callable[[], Callable[[], None]]
) -> None:
    """The same story, so that the test above is known to be able to fail."""
    pairs = stage.pairs_up(*COUPLES)
    stage.now = MET
    answer(stage, pairs, EVERYBODY[:10])
    restore, empty = backup(), stage.journal.file.read_bytes()
    answer(stage, pairs, EVERYBODY[10:11], useful=1)
    stage.now = SEALED
    stage.seals()
    first = published(stage)
    restore()
    stage.journal.file.write_bytes(empty)
    stage.seals()
    assert [row[2] for row in published(stage)] != [row[2] for row in first]


def test_windows_that_rolled_over_are_closed_again_as_they_were(
    stage: Stage, backup: Callable[[], Callable[[], None]]
) -> None:
    pairs = stage.pairs_up(*COUPLES)
    restore = backup()
    stage.now = MET
    answer(stage, pairs, EVERYBODY[:4])
    stage.now = moment("2027-01-04 15:00")
    answer(stage, pairs, EVERYBODY[2:])
    stage.now = moment("2027-01-27 09:00")
    assert stage.seals() == 2
    first, were = published(stage), states(stage)
    assert were[:2] == ["rolled_over", "published"]
    restore()
    stage.starts()
    assert (published(stage), states(stage)[:2]) == (first, were[:2])
    assert stage.seals() == 0
    stage.starts()
    assert published(stage) == first


def test_a_window_that_was_told_to_the_journal_alone_is_published_as_told(stage: Stage) -> None:
    """The process ended between the journal and the database."""
    pairs = stage.pairs_up(*COUPLES)
    stage.now = MET
    answer(stage, pairs, EVERYBODY)
    stage.now = SEALED
    window = stage.rows(Window)[0]
    told = ledger.Closed(
        number=0, state=WindowState.PUBLISHED,
        covers_from=window.covers_from, starts_at=window.starts_at,
        ends_at=window.ends_at, seal_at=window.seal_at, closed_at=stage.now,
        figures=(("useful", '{"metric":"useful","n":10,"relation":"=","value":"2.9"}'),),
        counts={"rounds": 7},
    )  # fmt: skip
    with stage.journal.alone() as pen:
        pen.add(told.to_entry())
    assert stage.seals() == 1
    assert [row[2] for row in published(stage)] == [told.figures[0][1]]
    assert [(name, value) for _, name, value in counts(stage)] == [("rounds", 7)]


def test_a_roll_over_that_was_interrupted_goes_on(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the journal, and after some of the answers were moved."""
    pairs = stage.pairs_up(*COUPLES)
    stage.now = MET
    answer(stage, pairs, EVERYBODY[:9])
    stage.now = SEALED
    monkeypatch.setattr(ledger, "AT_ONCE", 5)
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "_close", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            stage.seals()
    assert states(stage)[0] == "collecting"
    stage.now = moment("2027-01-04 15:00")
    answer(stage, pairs, EVERYBODY[9:])
    stage.now = moment("2027-01-27 09:00")
    assert stage.seals() == 2
    assert states(stage)[:2] == ["rolled_over", "published"]
    assert len(ledger.known(stage.journal.read())) == 2
    assert {row.window for row in stage.rows(Answer)} == {stage.rows(Window)[1].id}


def test_of_several_that_seal_at_once_one_does(stage: Stage) -> None:
    pairs = stage.pairs_up(*COUPLES)
    stage.now = MET
    answer(stage, pairs, EVERYBODY)
    stage.now = SEALED
    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(lambda _: stage.seals(), range(4))) == 1
    assert len(published(stage)) == 5
    assert len(ledger.known(stage.journal.read())) == 1


# --- a journal that cannot be used ----------------------------------------------------------------


def lose(journal: Journal) -> None:
    journal.file.unlink()


def damage(journal: Journal) -> None:
    journal.file.write_bytes(journal.file.read_bytes() + b"a line of somebody else\n")


def swap(journal: Journal) -> None:
    journal.file.unlink()
    Journal(journal.file, b"another installation's key here!").begin([])


TROUBLES = [(lose, Missing), (damage, Damaged), (swap, Foreign)]


@pytest.mark.parametrize(("does", "trouble"), TROUBLES)
def test_without_a_journal_nothing_is_sealed_until_an_operator_says_what_happened(
    stage: Stage, does: Callable[[Journal], None], trouble: type[Exception]
) -> None:
    pairs = stage.pairs_up(*COUPLES)
    stage.now = MET
    answer(stage, pairs, EVERYBODY)
    stage.now = SEALED
    does(stage.journal)
    stage.starts()
    assert stage.seals() == 0
    assert states(stage)[0] == "collecting"
    with stage.database.sessions() as db:
        state = restoring.state(db, stage.journal)
    assert state.trouble == trouble.reason  # type: ignore[attr-defined]
    if trouble is not Missing:
        with pytest.raises(trouble):
            restoring.restored(stage.database.sessions, stage.now, anew=False)
    did = restoring.restored(stage.database.sessions, stage.now, anew=trouble is not Missing)
    assert (did.began, did.unpublished, did.windows) == (True, 1, 0)
    assert states(stage) == ["unpublished", "collecting"]
    assert not published(stage)
    assert not counts(stage)
    assert stage.seals() == 0
    kept = {file.name for file in stage.journal.file.parent.iterdir()}
    assert any(name.startswith("journal.2026-12-29") for name in kept) == (trouble is not Missing)
    stage.now = moment("2027-01-04 15:00")
    answer(stage, pairs, EVERYBODY)
    stage.now = moment("2027-01-27 09:00")
    assert stage.seals() == 1
    assert {number for number, *_ in published(stage)} == {1}


def test_an_older_journal_is_found_out_by_what_the_database_has_closed(stage: Stage) -> None:
    pairs = stage.pairs_up(*COUPLES)
    stage.now = MET
    answer(stage, pairs, EVERYBODY)
    older = stage.journal.file.read_bytes()
    stage.now = SEALED
    stage.seals()
    stage.journal.file.write_bytes(older)
    with stage.database.sessions() as db:
        assert restoring.state(db, stage.journal).trouble == Behind.reason
    with pytest.raises(Behind):
        restoring.restored(stage.database.sessions, stage.now, anew=False)
    stage.now = moment("2027-01-27 09:00")
    assert stage.seals() == 0


def test_an_upgrade_begins_a_journal_with_what_was_published_before(
    stage: Stage, backup: Callable[[], Callable[[], None]]
) -> None:
    pairs = stage.pairs_up(*COUPLES)
    stage.now = MET
    answer(stage, pairs, EVERYBODY)
    restore = backup()
    stage.now = SEALED
    stage.seals()
    first = published(stage)
    stage.journal.file.unlink()
    with stage.database.sessions.begin() as db:
        db.connection().exec_driver_sql("UPDATE programme SET journal_begun_at = NULL")
    stage.starts()
    restore()
    stage.starts()
    assert published(stage) == first


# --- who left -------------------------------------------------------------------------------------


def leave(stage: Stage, name: str) -> datetime:
    """For good: the ten minutes are over, and the journal knows."""
    stage.does(name, lambda work: leaving.leave(work))
    left_at = stage.now
    stage.now += timedelta(minutes=10)
    with stage.database.sessions.begin() as db:
        leaving.settle_due(Work(db, stage.now))
    restoring.note_leavers_due(stage.database.sessions, stage.now)
    return left_at


def participation(stage: Stage, name: str) -> Participation:
    (one,) = [row for row in stage.rows(Participation) if row.person.slack_id == f"U{name}"]
    return one


def left(stage: Stage) -> list[object]:
    return [entry for entry in stage.journal.read() if entry["kind"] == "left"]


def test_who_left_after_the_backup_is_let_go_again(
    stage: Stage, backup: Callable[[], Callable[[], None]]
) -> None:
    stage.pairs_up(*COUPLES)
    restore = backup()
    left_at = leave(stage, "MENTOR0")
    restore()
    assert participation(stage, "MENTOR0").state == "active"
    stage.now += timedelta(days=3)
    assert restoring.restored(stage.database.sessions, stage.now, anew=False).people == 1
    one = participation(stage, "MENTOR0")
    assert (one.state, one.left_at) == ("left", left_at)
    (pair,) = [row for row in stage.rows(Pair) if row.mentor_id == one.id]
    assert pair.state == "ended_early"
    assert restoring.restored(stage.database.sessions, stage.now, anew=False).people == 0
    assert stage.takes_part("MENTEE0")
    with stage.database.sessions.begin() as db:
        assert leaving.erase_due(Work(db, left_at + leaving.ERASED_AFTER)) == 1


def test_who_came_back_is_not_let_go_at_the_next_start(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    leave(stage, "ANNA")
    stage.joins("ANNA", "mentor")
    stage.starts()
    assert stage.takes_part("ANNA")


def test_within_the_ten_minutes_nobody_is_noted(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    stage.does("ANNA", lambda work: leaving.leave(work))
    assert restoring.note_leavers_due(stage.database.sessions, stage.now) == 0
    assert not left(stage)


def test_who_left_is_noted_once_by_a_code_and_forgotten_after_thirty_days(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    left_at = leave(stage, "ANNA")
    assert restoring.note_leavers_due(stage.database.sessions, stage.now) == 0
    assert len(left(stage)) == 1
    assert b"UANNA" not in stage.journal.file.read_bytes()
    for days, kept in ((29, 1), (30, 0)):
        restoring.forget_leavers(stage.database.sessions, left_at + timedelta(days=days))
        assert len(left(stage)) == kept


def test_a_journal_out_of_reach_keeps_nobody_from_leaving(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    away = stage.journal.file
    away.rename(away.with_name("elsewhere"))
    leave(stage, "ANNA")
    assert not stage.takes_part("ANNA")
    away.with_name("elsewhere").rename(away)
    assert restoring.note_leavers_due(stage.database.sessions, stage.now) == 1
    assert len(left(stage)) == 1
