"""The page for Prometheus: what is counted, and what is never told."""

import re
from typing import Any

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import true

from bot import schedule
from bot.outbox.ports import Delivery
from bot.schedule import Tick
from bot.serve.metrics import Ledger, Metrics, Overdue
from bot.slack.edge.services import Heard
from bot.store.db.due import DueQuery
from bot.store.queries import people
from bot.store.tables import Person
from tests.databases import Database
from tests.store.filled import MOMENT

BOX = MultiFernet([Fernet(Fernet.generate_key())])


GOOD = Ledger(True, 0)


def meters() -> Metrics:
    return Metrics("1.2.3", lambda: Overdue(3, 990.0, {"policy": 1}), lambda: GOOD, lambda: 2)


def lines(counted: Metrics) -> list[str]:
    return counted.page().decode().splitlines()


def test_the_outbox_is_asked_at_each_look() -> None:
    looks = iter([Overdue(3, 990.0, {"policy": 1}), Overdue(0, 0.0, {})])
    counted = Metrics("1.2.3", lambda: next(looks), lambda: GOOD, lambda: 2)
    first, second = lines(counted), lines(counted)
    assert "revmentor_outbox_overdue_messages 3.0" in first
    assert "revmentor_outbox_overdue_seconds 990.0" in first
    assert 'revmentor_outbox_given_up_messages{reason="policy"} 1.0' in first
    assert 'revmentor_outbox_given_up_messages{reason="our_bug"} 0.0' in first
    assert "revmentor_outbox_overdue_messages 0.0" in second
    assert 'revmentor_outbox_given_up_messages{reason="policy"} 0.0' in second
    assert 'revmentor_info{version="1.2.3"} 1.0' in first


def test_without_a_database_the_rest_is_told() -> None:
    def away() -> Any:
        raise ConnectionRefusedError

    page = "\n".join(lines(Metrics("1.2.3", away, away, away)))
    assert "revmentor_tick_seconds_count 0.0" in page
    assert "revmentor_outbox" not in page
    assert "revmentor_journal" not in page
    assert "revmentor_leads" not in page


def test_how_many_lead_is_told() -> None:
    assert "revmentor_leads 2.0" in lines(meters())


def test_a_journal_that_cannot_be_used_and_answers_that_do_not_open_are_told() -> None:
    states = iter([GOOD, Ledger(False, 3)])
    counted = Metrics("1.2.3", lambda: Overdue(0, 0.0, {}), lambda: next(states), lambda: 2)
    first, second = lines(counted), lines(counted)
    assert {"revmentor_journal_usable 1.0", "revmentor_answers_unreadable 0.0"} <= set(first)
    assert {"revmentor_journal_usable 0.0", "revmentor_answers_unreadable 3.0"} <= set(second)


def test_a_row_of_the_schedule_that_fails_is_counted_by_its_name(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> int:
        raise ZeroDivisionError

    counted = meters()
    always = DueQuery(Person, lambda _: true())
    with sqlite.sessions.begin() as db:
        people.meet(db, "UANNA", "Europe/Rome", "it", MOMENT)
    rows = (Tick("good", lambda *_: 0, (always,)), Tick("broken", breaks, (always,)))
    monkeypatch.setattr(schedule, "TICKS", rows)
    with counted.tick():
        schedule.run_due(sqlite.sessions, BOX, MOMENT, counted.row_failed)
    assert 'revmentor_tick_failures_total{row="broken"} 1.0' in lines(counted)
    assert "revmentor_tick_seconds_count 1.0" in lines(counted)
    assert "good" not in "\n".join(lines(counted))


def test_a_tick_that_breaks_is_timed_too() -> None:
    counted = meters()
    with pytest.raises(ZeroDivisionError), counted.tick():
        raise ZeroDivisionError
    assert "revmentor_tick_seconds_count 1.0" in lines(counted)


def test_requests_are_counted_by_kind_and_repeated_ones_apart() -> None:
    counted = meters()
    for outcome in ("done", "again", "again"):
        counted.heard(Heard("action", "proposal.yes", outcome, None, 0.2))
    assert 'revmentor_request_seconds_count{kind="action",outcome="again"} 2.0' in lines(counted)
    assert "revmentor_inbox_duplicates_total 2.0" in lines(counted)


def test_deliveries_are_counted_by_outcome_and_lateness_only_when_sent() -> None:
    counted = meters()
    counted.delivered(Delivery("welcome", "sent", None, 0.3, late_seconds=4.0))
    counted.delivered(Delivery("welcome", "refused", "user_disabled", 0.3, given_up=True))
    assert 'revmentor_deliveries_total{outcome="refused"} 1.0' in lines(counted)
    assert "revmentor_delivery_seconds_count 2.0" in lines(counted)
    assert "revmentor_given_up_total 1.0" in lines(counted)
    assert 'revmentor_delivery_lateness_seconds_bucket{le="5.0"} 1.0' in lines(counted)
    assert "revmentor_delivery_lateness_seconds_count 1.0" in lines(counted)


def test_labels_are_few_and_hold_no_person() -> None:
    counted = meters()
    counted.heard(Heard("action", "U012ABCDEF", "done", "U012ABCDEF", 0.2))
    counted.delivered(Delivery("U012ABCDEF", "sent", "U012ABCDEF", 0.3, 4.0))
    counted.row_failed("rounds.draft_due")
    page = "\n".join(line for line in lines(counted) if line.startswith("revmentor_"))
    labels = set(re.findall(r'([a-z_]+)="', page))
    assert labels == {"reason", "version", "outcome", "kind", "row", "le"}
    assert "U012ABCDEF" not in page
