"""Who was told what is forgotten; that it was said is not."""

from datetime import timedelta

from sqlalchemy import inspect, select

from bot.outbox.limits import holds
from bot.outbox.operator import retention
from bot.programme.administration.kinds import KINDS
from bot.store.tables import Hold, OutboxRow
from tests.outbox.office import Office


def forget(office: Office) -> int:
    with office.database.sessions.begin() as db:
        return retention.forget_older(db, KINDS, office.clock.now() - retention.KEPT)


def test_after_three_weeks_only_the_key_is_left(office: Office) -> None:
    office.owes("pair.resumed", "hello", subject="participation:1")
    office.sender().pump()
    key = office.row("hello").dedupe_key
    office.clock.passes(days=22)
    assert forget(office) == 1
    with office.database.sessions() as db:
        row = db.scalars(select(OutboxRow)).one()
    kept = {column.key: getattr(row, column.key) for column in inspect(OutboxRow).columns}
    telling = {name for name, value in kept.items() if value not in (None, "", {}, 0, False)}
    assert telling == {"id", "dedupe_key", "state", "due_at"}
    assert (row.dedupe_key, row.due_at.year) == (key, 1970)
    assert not office.owes("pair.resumed", "hello")
    assert forget(office) == 0


def test_what_is_recent_or_still_owed_is_kept(office: Office) -> None:
    office.owes("welcome", "owed", person=office.person("UMARCO"))
    office.clock.passes(days=22)
    office.owes("welcome", "recent")
    office.sender().pump(limit=1)
    office.changes("owed", state="pending", sent_at=None)
    office.changes("recent", state="sent", sent_at=office.clock.now())
    assert forget(office) == 0


def test_old_holds_go(office: Office) -> None:
    with office.database.sessions.begin() as db:
        holds.hold(db, "conversation:person:1", office.clock.real_now())
        holds.hold(db, "conversation:person:2", office.clock.real_now() + timedelta(hours=1))
        assert retention.drop_old_holds(db, office.clock.real_now() + timedelta(minutes=1)) == 1
        assert db.scalars(select(Hold.key)).all() == ["conversation:person:2"]


def test_a_shorter_hold_does_not_replace_a_longer_one(office: Office) -> None:
    now = office.clock.real_now()
    with office.database.sessions.begin() as db:
        for minutes in (5, 1, 3):
            holds.hold(db, "method:chat.postMessage", now + timedelta(minutes=minutes))
        held = holds.held_until(db, "method:chat.postMessage", "none", real_now=now)
        assert held == now + timedelta(minutes=5)
        assert holds.held_until(db, "none", real_now=now) is None
