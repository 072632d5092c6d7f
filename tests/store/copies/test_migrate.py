"""From empty to today and back, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.domain.enrolment.notice import NOTICE
from bot.programme.enrolment import pauses
from bot.programme.learning import worksheets
from bot.programme.meetings import attendance, dates
from bot.store.copies import migrate
from bot.store.db import engine
from bot.store.tables import Pair, Participation, Programme, Session, Table, WorksheetRow
from tests.databases import Database
from tests.programme.stage import Stage
from tests.world import OPENING, moment

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEPS = [step.revision for step in ScriptDirectory(str(migrate.SCRIPTS)).walk_revisions()][::-1]
BEFORE_SEALING = "0003"
"""Below which nothing goes any more: see test_migrate_sealed.py."""


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Engine]:
    built = engine.connect(empty_database_url)
    yield built
    built.dispose()


def tables(built: Engine) -> set[str]:
    return set(inspect(built).get_table_names()) - {"alembic_version"}


def test_an_empty_database_comes_to_today(empty: Engine) -> None:
    assert migrate.current(empty) is None
    assert not migrate.at_head(empty)
    migrate.to(empty)
    assert migrate.at_head(empty)
    assert migrate.current(empty) == STEPS[-1]
    assert tables(empty) == set(Table.metadata.tables)


def test_a_second_call_changes_nothing(empty: Engine) -> None:
    migrate.to(empty)
    migrate.to(empty)
    assert migrate.at_head(empty)


def test_a_newer_programs_schema_is_left_alone(empty: Engine) -> None:
    """An old version neither brings it up nor down, and says what to run instead."""
    migrate.to(empty)
    with empty.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for revision in ("head", STEPS[0], "base"):
        with pytest.raises(
            migrate.Refused, match=r"at 9999, which this version does not know: run"
        ):
            migrate.to(empty, revision)
    assert migrate.current(empty) == "9999"


def test_every_step_goes_down_again_but_the_one_that_seals(empty: Engine) -> None:
    migrate.to(empty, BEFORE_SEALING)
    for below in [*STEPS[: STEPS.index(BEFORE_SEALING)][::-1], "base"]:
        migrate.to(empty, below)
    assert tables(empty) == set()
    migrate.to(empty)
    assert migrate.at_head(empty)


def test_base_leaves_no_function_behind(empty: Engine) -> None:
    migrate.to(empty, BEFORE_SEALING)
    migrate.to(empty, "base")
    if empty.dialect.name == "postgresql":
        with empty.connect() as connection:
            found = connection.execute(text("SELECT 1 FROM pg_proc WHERE proname='refuse_change'"))
            assert found.all() == []


def test_steps_and_tables_say_the_same(database: Database) -> None:
    """`alembic check`: it raises when the tables in code have moved on without a step."""
    with database.engine.begin() as connection:
        command.check(migrate.config(connection))


@pytest.mark.parametrize("step", STEPS)
def test_after_every_step_what_is_published_cannot_be_changed(empty: Engine, step: str) -> None:
    migrate.to(empty, step)
    publish(empty)
    for table in ("release", "event"):
        for change in (f'UPDATE "{table}" SET programme_id = 1', f'DELETE FROM "{table}"'):
            with pytest.raises(DBAPIError, match="append-only"), empty.begin() as connection:
                connection.execute(text(change))
    with empty.connect() as connection:
        assert connection.execute(text('SELECT count(*) FROM "release"')).scalar() == 1


def publish(built: Engine) -> None:
    rows = (
        "programme (id, state, rules, leads, opened_at, notice_version)"
        " VALUES (1, 'open', '{}', '[]', :now, 1)",
        '"window" (id, programme_id, number, state, covers_from, starts_at, ends_at, seal_at)'
        " VALUES (1, 1, 1, 'sealed', :now, :now, :now, :now)",
        '"release" (programme_id, window_id, metric, people, figure, starts_at, ends_at,'
        " published_at) VALUES (1, 1, 'useful', 'whole', '4.1', :now, :now, :now)",
        "event (programme_id, thing, thing_id, event, to_state, at)"
        " VALUES (1, 'pair', 1, 'opened', 'active', :now)",
    )
    with built.begin() as connection:
        for row in rows:
            connection.execute(text(f"INSERT INTO {row}"), {"now": NOW.isoformat(" ")})


def test_the_nightly_sync_stays_planned_under_its_new_name(empty: Engine) -> None:
    migrate.to(empty, "0008")
    publish(empty)
    with empty.begin() as connection:
        planned = text("UPDATE programme SET next_roll_call_at = :now")
        connection.execute(planned, {"now": NOW.isoformat(" ")})
    for revision, name in (("0009", "next_nightly_sync_at"), ("0008", "next_roll_call_at")):
        migrate.to(empty, revision)
        with empty.connect() as connection:
            at = connection.scalar(text(f"SELECT {name} FROM programme"))
        assert str(at).startswith(NOW.strftime("%Y-%m-%d"))


def test_an_older_version_is_left_no_edit_to_post_as_a_message(empty: Engine) -> None:
    migrate.to(empty)
    row = text(
        "INSERT INTO outbox (dedupe_key, kind, conversation, arguments, priority, state, due_at,"
        " attempts, posting, unclear, plain, edits_id) VALUES (:key, 'session.near', 'person:1',"
        " '{}', 2, 'pending', :now, 0, false, false, false, :edits)"
    )
    with empty.begin() as connection:
        for key, edits in (("message", None), ("edit", 1)):
            connection.execute(row, {"key": key, "now": NOW.isoformat(" "), "edits": edits})
    migrate.to(empty, "0009")
    with empty.connect() as connection:
        assert connection.scalars(text("SELECT dedupe_key FROM outbox")).all() == ["message"]
    migrate.to(empty)
    with empty.connect() as connection:
        assert connection.scalars(text("SELECT edits_id FROM outbox")).all() == [None]


def test_meetings_agreed_before_the_upgrade_get_a_worksheet_and_the_notice_is_a_new_one(
    database: Database,
) -> None:
    stage = Stage(database, moment(OPENING))
    (pair,) = stage.pairs_up(("ANNA", "MARCO"))
    stage.does("MARCO", lambda work: dates.propose(work, pair, [stage.now + timedelta(days=9)]))
    session = stage.rows(Session)[0].id
    stage.does("ANNA", lambda work: dates.confirm(work, session))
    migrate.to(database.engine, "0011")
    assert not {"worksheet"} & tables(database.engine)
    migrate.to(database.engine)
    assert stage.does_some(worksheets.lay_out_due) == 1
    assert [row.session_id for row in stage.rows(WorksheetRow)] == [session]
    assert [row.notice_version for row in stage.rows(Programme)] == [NOTICE]


def test_who_asked_for_fewer_reminders_gets_what_is_essential(database: Database) -> None:
    stage = Stage(database, moment(OPENING))
    stage.pairs_up(("ANNA", "MARCO"))
    migrate.to(database.engine, "0018")
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE participation SET fewer_reminders = true WHERE id = 1"))
    migrate.to(database.engine)
    assert [(row.id, row.notify) for row in stage.rows(Participation)][:2] == [
        (1, "essential"), (2, "all"),
    ]  # fmt: skip
    migrate.to(database.engine, "0018")
    with database.engine.connect() as connection:
        asked = connection.scalars(text("SELECT fewer_reminders FROM participation ORDER BY id"))
        assert [bool(one) for one in asked][:2] == [True, False]
    migrate.to(database.engine)


CHANGES = (
    "no_date_told = 1, no_date_at = :at",
    "no_date_told = 2, no_date_at = NULL, hand_at = :at, state = 'needs_a_hand'",
    "no_date_at = NULL",
    "no_date_at = NULL",
    "no_date_told = 0",
    "no_date_told = 2, no_date_at = NULL, state = 'needs_a_hand'",
)


def test_a_pair_stands_on_the_ladder_where_it_stood(database: Database) -> None:
    """Before the upgrade: one reminded once, one whose last word was said, one with a date that is
    suggested, one that has met, one on a break; the leads have heard of none."""
    stage = Stage(database, moment(OPENING))
    names = [(f"MENTOR{n}", f"MENTEE{n}") for n in range(6)]
    pairs = stage.pairs_up(*names)
    start = stage.now
    propose = stage.now + timedelta(days=9)
    stage.does("MENTEE2", lambda work: dates.propose(work, pairs[2], [propose]))
    stage.now += timedelta(days=1)
    stage.does("MENTEE3", lambda work: attendance.declare_met(work, pairs[3], None))
    met = stage.now
    stage.does("MENTEE4", lambda work: pauses.pause(work, (stage.now + timedelta(days=9)).date()))
    stage.now += timedelta(minutes=10)
    stage.does_some(pauses.settle_due)
    paused = stage.now
    migrate.to(database.engine, "0015")
    old = "UPDATE pair SET {} WHERE id = :pair"
    with database.engine.begin() as db:
        for n, changes in enumerate(CHANGES):
            at = (start + timedelta(days=14)).replace(tzinfo=None)
            given = {"pair": pairs[n]} | ({"at": at} if ":at" in changes else {})
            db.execute(text(old.format(changes)), given)
    migrate.to(database.engine)
    now = {row.id: row for row in stage.rows(Pair)}
    stands = [(now[n].state, now[n].next_step, now[n].next_step_at - start) for n in pairs]
    after = timedelta(days=21) + met - start
    assert stands == [
        ("active", "last_word", timedelta(days=14)),
        ("active", "hand", timedelta(days=14)),
        ("active", "nudge", timedelta(days=7)),
        ("active", "nudge", after),
        ("paused", "nudge", timedelta(days=7)),
        ("needs_a_hand", "rest", timedelta(days=49)),
    ]
    stopped = [now[n].stopped_at for n in pairs]
    assert stopped == [None, None, start, None, paused, None]


def test_pairs_of_before_are_asked_what_comes_next_before_they_end(database: Database) -> None:
    """Those that live; what they say is laid out for them in the next night."""
    stage = Stage(database, moment(OPENING))
    stage.pairs_up(("ANNA", "MARCO"), ("LIA", "TEO"))
    migrate.to(database.engine, "0018")
    with database.engine.begin() as db:
        db.execute(text("UPDATE pair SET state = 'ended_early' WHERE id = 2"))
    migrate.to(database.engine)
    lives, over = stage.rows(Pair)
    assert (lives.choice_at, over.choice_at) == (lives.ends_at - timedelta(days=14), None)
    assert (lives.choices, over.choices) == (None, None)


def test_meetings_agreed_before_the_upgrade_have_an_entry_of_their_own(database: Database) -> None:
    stage = Stage(database, moment(OPENING))
    (pair,) = stage.pairs_up(("ANNA", "MARCO"))
    instead_of = None
    for days in (9, 12):
        later = stage.now + timedelta(days=days)
        stage.does(
            "MARCO",
            partial(dates.propose, pair_id=pair, options=[later], instead_of=instead_of),
        )
        instead_of = stage.rows(Session)[-1].id
        stage.does("ANNA", partial(dates.confirm, session_id=instead_of))
    migrate.to(database.engine, "0015")
    migrate.to(database.engine)
    moved, dated = stage.rows(Session)
    assert (moved.state, moved.entry) == ("moved", None)
    assert len(str(dated.entry.uid)) == 36
    assert (dated.entry.sequence, dated.entry.changed_at) == (0, dated.pair.d0)


def test_what_was_proposed_or_agreed_before_the_upgrade_can_be_taken_and_moved_after_it(
    database: Database,
) -> None:
    stage = Stage(database, moment(OPENING))
    (pair,) = stage.pairs_up(("ANNA", "MARCO"))
    first, second = stage.now + timedelta(days=9), stage.now + timedelta(days=16)
    stage.does("MARCO", lambda work: dates.propose(work, pair, [first]))
    agreed = stage.rows(Session)[0].id
    stage.does("ANNA", lambda work: dates.confirm(work, agreed))
    stage.does("MARCO", lambda work: dates.propose(work, pair, [second]))
    migrate.to(database.engine, "0015")
    migrate.to(database.engine)
    one, other = stage.rows(Session)
    assert (one.options, one.answer_by, one.replaces_id) == ((first,), None, None)
    assert (other.options, other.answer_by) == ((second,), second)
    stage.does("ANNA", lambda work: dates.confirm(work, other.id, second))
    stage.does("ANNA", lambda work: dates.propose(work, pair, [first], agreed))
    assert [row.state for row in stage.rows(Session)] == ["dated", "dated", "proposed"]


def test_answers_keep_no_order_of_insertion(sqlite: Database) -> None:
    with sqlite.engine.connect() as connection, pytest.raises(DBAPIError, match="rowid"):
        connection.execute(text("SELECT rowid FROM answer"))


def test_a_number_is_never_given_twice(database: Database) -> None:
    """A message about a new thing must not look like one about an old, deleted thing."""
    adds = text(
        "INSERT INTO person (slack_id, zone, language, language_chosen, first_seen_at)"
        " VALUES ('U1', 'Europe/Rome', 'it', false, :now) RETURNING id"
    )
    with database.engine.begin() as connection:
        first = connection.execute(adds, {"now": NOW.isoformat(" ")}).scalar_one()
        connection.execute(text("DELETE FROM person"))
        second = connection.execute(adds, {"now": NOW.isoformat(" ")}).scalar_one()
    assert second != first


def test_a_failed_step_leaves_nothing(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("bot.store.db.append_only.guard", breaks)
    with pytest.raises(RuntimeError, match="power cut"):
        migrate.to(empty)
    assert tables(empty) == set()
