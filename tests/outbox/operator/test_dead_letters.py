"""Dead letters: listed with their reason, and owed again while they still make sense."""

from datetime import timedelta

from bot.outbox.operator import dead_letters, texts
from bot.outbox.operator.dead_letters import DeadLetter, Retried
from bot.outbox.ports import Refused, Rendered, Send
from bot.outbox.work import Work
from tests.outbox.office import MONDAY, Office


def refused(office: Office, *codes: str) -> None:
    """Send, and be refused with these codes, one after the other."""
    office.wire.script.extend(Refused(code) for code in codes)
    for _ in codes:
        office.sender().pump()
        office.clock.passes(seconds=2)


def letters(office: Office) -> list[DeadLetter]:
    with office.database.sessions() as db:
        return dead_letters.letters(db)


def retry(office: Office, number: int | None = None, kind: str | None = None) -> Retried:
    with office.database.sessions.begin() as db:
        return dead_letters.retry(db, office.clock.now(), number=number, kind=kind)


def test_they_are_listed_by_reason_without_person_or_words(office: Office) -> None:
    office.owes("welcome", "secret words")
    refused(office, "user_disabled")
    (one,) = letters(office)
    assert (one.kind, one.due_at, one.reason) == ("welcome", MONDAY, "user_disabled")
    assert one.meaning == "person_gone"
    assert "secret" not in repr(one)
    assert "UANNA" not in repr(one)


def test_one_is_sent_again_and_the_others_stay(office: Office) -> None:
    for says in ("first", "second"):
        office.owes("welcome", says)
    refused(office, "no_permission", "no_permission")
    newest = letters(office)[0]
    assert retry(office, number=newest.id) == Retried(again=1, too_late=0)
    office.sender().pump()
    assert office.state("second") == ("sent", None)
    assert office.state("first") == ("dead", "no_permission")


def test_a_kind_is_sent_again_with_all_its_attempts(office: Office) -> None:
    office.owes("welcome", "greeting")
    office.owes("stats.picture", "picture", person=office.person("UMARCO"))
    refused(office, "no_permission", "no_permission")
    assert retry(office, kind="welcome") == Retried(1, 0)
    assert office.row("greeting").attempts == 0
    assert office.state("picture")[0] == "dead"
    assert retry(office, kind="no.such.kind") == Retried(0, 0)


def test_what_is_past_its_time_or_has_lost_its_text_stays_dead(office: Office) -> None:
    office.owes("stats.picture", "old")
    with office.database.sessions.begin() as db:
        line = '{"key": "k", "channel": "UANNA", "text": "put in"}'
        texts.put(Work(db, office.clock.now()), line)
    office.words.verdicts["operator.text"].append(Send(Rendered("put in"), "UANNA"))
    refused(office, "no_permission", "no_permission")
    office.clock.passes(days=2)
    assert retry(office) == Retried(again=0, too_late=2)
    assert len(letters(office)) == 2


def test_a_living_message_is_not_touched(office: Office) -> None:
    office.owes("welcome", "waits", due_at=MONDAY + timedelta(days=1))
    row = office.row("waits")
    assert retry(office, number=row.id) == Retried(0, 0)
    assert office.state("waits") == ("pending", None)
