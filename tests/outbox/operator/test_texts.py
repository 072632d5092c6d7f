"""An operator puts texts in, once each, and sees how things stand without reading anybody's."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.outbox.limits import holds
from bot.outbox.operator import overview, texts
from bot.outbox.operator.texts import BadLine
from bot.outbox.ports import Rendered, Send, Unclear
from bot.outbox.work import Work
from bot.store.tables import OutboxRow
from tests.outbox.office import MONDAY, Office

LINE = json.dumps({"key": "smoke-1", "channel": "UANNA", "text": "It works: è vero."})


def put(office: Office, line: str) -> bool:
    with office.database.sessions.begin() as db:
        return texts.put(Work(db, office.clock.now()), line)


def look(office: Office, row: OutboxRow) -> Send[Rendered]:
    with office.database.sessions() as db:
        return Send(Rendered(texts.opened(db, row.sealed_text or b"")), row.channel)


def only_row(office: Office) -> OutboxRow:
    with office.database.sessions() as db:
        return db.scalars(select(OutboxRow)).one()


def status(office: Office) -> dict:
    with office.database.sessions() as db:
        return overview.status(db, office.clock.now(), office.clock.real_now())


def test_a_line_is_owed_once_and_kept_encrypted(office: Office) -> None:
    assert put(office, LINE)
    assert not put(office, LINE)
    row = only_row(office)
    assert row.sealed_text is not None
    assert b"It works" not in row.sealed_text
    assert "It works" not in json.dumps(row.arguments)
    assert look(office, row) == Send(Rendered("It works: è vero."), "UANNA")


def test_the_text_does_not_outlive_its_sending(office: Office) -> None:
    put(office, LINE)
    office.words.verdicts["operator.text"].append(look(office, only_row(office)))
    office.sender().pump()
    assert office.wire.posted == [("UANNA", "It works: è vero.")]
    assert only_row(office).sealed_text is None


@pytest.mark.parametrize(
    ("line", "part"),
    [("{", "JSON"), ("[]", "object"), ('{"channel":"U1","text":"t"}', "key"),
     ('{"key":"k","channel":"","text":"t"}', "channel"),
     ('{"key":"k","channel":"U1","text":7}', "text"),
     (json.dumps({"key": "k", "channel": "U" * 33, "text": "t"}), "channel")],
)  # fmt: skip
def test_a_bad_line_is_refused_and_says_why_without_repeating_it(
    office: Office, line: str, part: str
) -> None:
    with pytest.raises(BadLine, match=part) as refused:
        put(office, line)
    assert str(refused.value) != line


def test_the_status_of_an_empty_outbox(office: Office) -> None:
    assert status(office) == {
        "states": {
            "pending": 0, "sending": 0, "sent": 0, "expired": 0, "cancelled": 0, "dead": 0,
            "forgotten": 0,
        },
        "due": 0, "oldest_due": None, "unclear": 0, "holds": {}, "reasons": {},
    }  # fmt: skip


def test_the_status_counts_what_waits_and_why(office: Office) -> None:
    office.owes("pair.resumed", "unclear", due_at=MONDAY - timedelta(hours=1))
    office.owes("pair.resumed", "dead", person=office.person("UMARCO"))
    office.owes("pair.resumed", "tomorrow", due_at=MONDAY + timedelta(days=1))
    office.wire.script.append(Unclear("timeout"))
    office.sender().pump(limit=1)
    office.changes("dead", state="dead", last_error="user_disabled")
    with office.database.sessions.begin() as db:
        holds.hold(db, "method:chat.postMessage", office.clock.real_now() + timedelta(minutes=1))
    told = status(office)
    assert json.loads(json.dumps(told)) == told
    assert told["states"] | {"pending": 2, "dead": 1} == told["states"]
    assert (told["due"], told["unclear"], told["reasons"]) == (1, 1, {"user_disabled": 1})
    assert told["oldest_due"] == "2026-03-02T08:00:00+00:00"
    assert told["holds"]["method:chat.postMessage"] == "2026-03-02T09:01:00+00:00"
