"""A pair's group conversation: opened once, never read, opened anew when it is gone."""

import pytest

from bot.outbox.ports import NotSent, Refused, Throttled, Unclear
from bot.store.tables import APART, Pair
from tests.outbox.office import Office


def channel_of(office: Office, pair: int) -> str | None:
    with office.database.sessions() as db:
        return db.get_one(Pair, pair).channel


def test_the_group_is_opened_at_the_first_message_and_kept(office: Office, pair: int) -> None:
    office.owes("pair.introduction", "hello both", pair=pair)
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=1)
    office.owes("session.agreed", "on Monday", pair=pair)
    sender.pump()
    assert office.wire.opened == [("UANNA", "UMARCO")]
    assert office.wire.posted == [("DUANNAUMARCO", "hello both"), ("DUANNAUMARCO", "on Monday")]
    assert channel_of(office, pair) == "DUANNAUMARCO"


def test_the_group_is_kept_even_when_the_first_message_fails(office: Office, pair: int) -> None:
    office.owes("pair.introduction", "hello both", pair=pair)
    office.wire.script.append(NotSent("refused"))
    office.sender().pump()
    assert office.state("hello both") == ("pending", "refused")
    assert channel_of(office, pair) == "DUANNAUMARCO"


@pytest.mark.parametrize("trouble", [Unclear("timeout"), NotSent("refused")])
def test_opening_may_be_tried_again_without_harm(
    office: Office, pair: int, trouble: Unclear | NotSent
) -> None:
    office.owes("pair.introduction", "hello both", pair=pair)
    office.wire.opens.append(trouble)
    sender = office.sender()
    sender.pump()
    assert office.said == []
    assert not office.row("hello both").unclear
    office.clock.passes(seconds=office.timing.away)
    sender.pump()
    assert office.said == ["hello both"]


def test_opening_too_many_holds_up_openings_only(office: Office, pair: int) -> None:
    office.owes("pair.introduction", "hello both", pair=pair)
    office.owes("welcome", "hello")
    office.wire.opens.append(Throttled(20, "method", "conversations.open"))
    sender = office.sender()
    sender.pump()
    assert office.said == ["hello"]
    assert office.row("hello both").attempts == 0
    office.clock.passes(seconds=19)
    sender.pump()
    assert len(office.wire.opened) == 1
    office.clock.passes(seconds=1)
    sender.pump()
    assert office.said == ["hello", "hello both"]


def test_another_group_does_not_ask_while_opening_is_held(office: Office, pair: int) -> None:
    office.owes("pair.introduction", "hello both", pair=pair)
    office.wire.opens.append(Throttled(20, "method", "conversations.open"))
    sender = office.sender()
    sender.pump()
    office.changes("hello both", not_before=None)
    sender.pump()
    assert len(office.wire.opened) == 1
    assert office.state("hello both") == ("pending", "throttled")


def test_a_group_that_is_gone_is_opened_anew_once(office: Office, pair: int) -> None:
    with office.database.sessions.begin() as db:
        db.get_one(Pair, pair).channel = "GOLD"
    office.owes("session.agreed", "on Monday", pair=pair)
    office.wire.script.append(Refused("is_archived"))
    sender = office.sender()
    sender.pump()
    office.clock.passes(seconds=2)
    sender.pump()
    assert [channel for channel, _ in office.wire.posted] == ["GOLD", "DUANNAUMARCO"]
    assert channel_of(office, pair) == "DUANNAUMARCO"


def test_a_group_that_is_gone_twice_is_left_for_their_own_conversations(
    office: Office, pair: int
) -> None:
    office.owes("session.agreed", "on Monday", pair=pair)
    office.wire.script.extend([Refused("is_archived")] * 2)
    sender = office.sender()
    for _ in range(3):
        sender.pump()
        office.clock.passes(seconds=2)
    assert [where for where, _ in office.wire.posted[2:]] == ["UANNA", "UMARCO"]
    assert channel_of(office, pair) == APART


@pytest.mark.parametrize(
    "code", ["restricted_action", "invalid_user_combination", "access_denied", "user_not_found"]
)
def test_a_group_that_is_not_opened_for_good(office: Office, pair: int, code: str) -> None:
    """Both hear it, once, and so they do later, without another try; Anna cannot be looked up."""
    office.owes("pair.introduction", "hello both", pair=pair)
    office.wire.opens.extend([Refused(code)] * 2)
    sender = office.sender()
    for says in ("", "on Monday"):
        if says:
            office.owes("session.agreed", says, pair=pair)
        for _ in range(3):
            office.clock.passes(seconds=60)
            sender.pump()
    both = ["UANNA", "UMARCO"]
    assert office.wire.posted == [
        (who, says) for says in ("hello both", "on Monday") for who in both
    ]
    assert len(office.wire.opened) == 2
    assert channel_of(office, pair) == APART


def test_the_same_thing_owed_again_is_not_said_again(office: Office, pair: int) -> None:
    with office.database.sessions.begin() as db:
        db.get_one(Pair, pair).channel = APART
    sender = office.sender()
    for _ in range(2):
        office.owes("pair.introduction", "hello both", pair=pair)
        sender.pump()
        office.clock.passes(seconds=2)
    assert office.said == ["hello both"] * 2


def test_what_is_taken_back_from_a_pair_is_taken_back_from_each(office: Office, pair: int) -> None:
    with office.database.sessions.begin() as db:
        db.get_one(Pair, pair).channel = APART
    office.wire.script.append(NotSent("refused"))
    office.owes("session.agreed", "on Monday", pair=pair)
    office.sender().pump()
    assert office.takes_back(pair=pair) == 2


@pytest.mark.parametrize(("post", "then"), [(Unclear("timeout"), "on Monday")])
def test_each_part_is_looked_up_in_its_own_conversation(
    office: Office, pair: int, post: Unclear, then: str
) -> None:
    with office.database.sessions.begin() as db:
        db.get_one(Pair, pair).channel = APART
    office.owes("session.agreed", then, pair=pair)
    office.wire.script.append(post)
    sender = office.sender()
    for wait in (0, 60, 2):
        office.clock.passes(seconds=wait)
        sender.pump()
    assert len(office.wire.asked_since) == 1
    assert channel_of(office, pair) == APART


@pytest.mark.parametrize(("kind", "posts"), [("pair.introduction", 2), ("session.near", 1)])
def test_a_group_is_never_read_so_the_kind_keeps_its_promise(
    office: Office, pair: int, kind: str, posts: int
) -> None:
    office.owes(kind, "once", pair=pair)
    office.wire.script.append(Unclear("timeout"))
    sender = office.sender()
    for wait in (0, 60, 2):
        office.clock.passes(seconds=wait)
        sender.pump()
    assert office.wire.asked_since == []
    assert len(office.said) == posts
    assert office.state("once")[0] == "sent"
