"""Many senders, and senders that die: one message is in one pair of hands."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.outbox.deliver import claim as claims
from bot.outbox.deliver.claim import Claim
from bot.outbox.deliver.settle import settle
from bot.outbox.ports import Unclear, Verdict
from bot.programme.administration.kinds import KINDS
from tests.databases import Database
from tests.outbox.office import MONDAY, Office


def take(office: Office) -> Claim | None:
    """What a sender does before it dies."""
    now, real_now = office.clock.now(), office.clock.real_now()
    with office.database.sessions.begin() as db:
        claims.tidy(db, KINDS, now, real_now, office.timing)
        return claims.claim(db, KINDS, now, real_now, office.timing)


def test_a_claim_is_kept_with_the_warning_that_a_post_may_follow(office: Office) -> None:
    office.owes("welcome", "hello")
    claim = take(office)
    assert claim is not None
    row = office.row("hello")
    assert (row.state, row.posting, row.lease_owner) == ("sending", True, claim.lease)
    assert row.lease_until == office.clock.real_now() + timedelta(seconds=120)
    assert take(office) is None


def test_what_a_dead_sender_held_is_looked_up_before_it_is_sent(office: Office) -> None:
    office.owes("welcome", "hello")
    take(office)
    sender = office.sender()
    office.clock.passes(seconds=119)
    assert sender.pump() == 0
    assert sender.next_at() == office.clock.real_now() + timedelta(seconds=1)
    office.clock.passes(seconds=1)
    assert sender.pump() == 0
    assert office.row("hello").unclear
    office.clock.passes(seconds=60)
    sender.pump()
    office.clock.passes(seconds=1)
    sender.pump()
    assert len(office.wire.asked_since) == 1
    assert office.said == ["hello"]
    assert office.state("hello")[0] == "sent"


def test_a_post_of_a_dead_sender_that_arrived_is_not_repeated(office: Office) -> None:
    office.owes("welcome", "hello")
    claim = take(office)
    assert claim is not None
    office.wire.arrived[claim.row.uid or ""] = "1.1"
    sender = office.sender()
    for wait in (120, 60):
        office.clock.passes(seconds=wait)
        sender.pump()
    assert office.said == []
    assert office.state("hello")[0] == "sent"


def test_who_died_while_looking_up_has_posted_nothing(office: Office) -> None:
    office.owes("welcome", "hello")
    office.wire.script.append(Unclear("timeout"))
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=60)
    claim = take(office)
    assert claim is not None
    assert not office.row("hello").posting
    office.clock.passes(seconds=120)
    sender.pump()
    assert len(office.wire.asked_since) == 1


def test_a_sender_that_lost_its_lease_changes_nothing(office: Office) -> None:
    office.owes("welcome", "hello")
    late = take(office)
    assert late is not None
    office.clock.passes(seconds=120)
    take(office)
    office.clock.passes(seconds=60)
    other = take(office)
    assert other is not None
    before = office.row("hello")
    with office.database.sessions.begin() as db:
        now, real_now = office.clock.now(), office.clock.real_now()
        assert not settle(db, late, Unclear("timeout"), now, real_now, office.timing).ours
    after = office.row("hello")
    assert (after.state, after.lease_owner, after.unclear, after.last_error) == (
        before.state, other.lease, before.unclear, before.last_error,
    )  # fmt: skip


def test_nothing_is_posted_when_the_lease_is_nearly_over(office: Office) -> None:
    """A slow look ate the time: the message goes back, and nothing has to be looked up."""
    office.owes("welcome", "hello")
    look = office.words.revalidate

    def slowly(*asked: Any) -> Verdict:
        office.clock.passes(seconds=111)
        return look(*asked)

    office.words.revalidate = slowly  # type: ignore[method-assign,assignment]
    office.sender().pump(limit=1)
    assert office.said == []
    assert office.state("hello") == ("pending", "lease")
    assert not office.row("hello").unclear


def test_a_slow_start_renews_the_lease_before_the_post(office: Office) -> None:
    office.owes("welcome", "hello")
    look, seen = office.words.revalidate, []

    def slowly(*asked: Any) -> Verdict:
        office.clock.passes(seconds=40)
        return look(*asked)

    office.words.revalidate = slowly  # type: ignore[method-assign,assignment]
    office.wire.meanwhile = lambda: seen.append(office.row("hello").lease_until)
    office.sender().pump()
    assert seen == [office.clock.real_now() + timedelta(seconds=120)]
    assert office.said == ["hello"]


def test_a_slow_start_renews_the_lease_before_a_look_up(office: Office) -> None:
    office.owes("welcome", "hello")
    office.wire.script.append(Unclear("timeout"))
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=60)
    open_, find, seen = office.wire.open, office.wire.find, []

    def slowly(people: tuple[str, ...]) -> Any:
        office.clock.passes(seconds=40)
        return open_(people)

    def watched(*asked: Any) -> Any:
        seen.append(office.row("hello").lease_until)
        return find(*asked)

    office.wire.open, office.wire.find = slowly, watched  # type: ignore[method-assign,assignment]
    sender.pump(limit=1)
    assert seen == [office.clock.real_now() + timedelta(seconds=120)]


@pytest.mark.parametrize("senders", [8])
def test_each_message_has_one_sender_among_many(postgresql: Database, senders: int) -> None:
    office = Office(postgresql)
    office.timing = replace(office.timing, pace=0)
    people = [office.person(f"U{number}") for number in range(20)]
    for number, person in enumerate(people):
        for part in range(3):
            due = MONDAY - timedelta(minutes=3 - part)
            office.owes("welcome", f"{number}.{part}", person=person, due_at=due)
    barrier, done = threading.Barrier(senders), [0] * senders

    def works(one: int) -> None:
        sender = office.sender()
        barrier.wait()
        for _ in range(200):
            done[one] += sender.pump()
            if len(office.wire.posted) == 60:
                return

    threads = [threading.Thread(target=works, args=(one,)) for one in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(office.said) == {f"{n}.{part}": 1 for n in range(20) for part in range(3)}
    assert sum(done) == 60
    assert sum(1 for count in done if count) > 1
    for number in range(20):
        mine = [text for text in office.said if text.startswith(f"{number}.")]
        assert mine == [f"{number}.{part}" for part in range(3)]
