"""What a request asks of the database: so many statements, and no more by accident.

Where somebody has something open, sealing must not make it dearer than it was; beside the clock, on
the build before: `python -m benchmarks.http open` (benchmarks/README.md).
"""

import threading
from collections.abc import Callable

from sqlalchemy import event

from tests.world import World


def statements(world: World, act: Callable[[], object]) -> int:
    """How many the bot runs meanwhile, without the beginnings of transactions: only SQLite's are
    statements. What this thread asks is the story's own."""
    seen, story = list[str](), threading.get_ident()

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if threading.get_ident() != story and not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(world.runtime.engine, "before_cursor_execute", listen)
    try:
        act()
    finally:
        event.remove(world.runtime.engine, "before_cursor_execute", listen)
    return len(seen)


def test_with_an_open_proposal(lite: World) -> None:
    anna, marco = lite.proposed()
    assert statements(lite, lambda: anna.types("status")) == 4
    assert statements(lite, marco.hands.opens_home) == 4
    assert statements(lite, anna.says_yes) == 6
    assert statements(lite, lambda: anna.types("status")) == 4


def test_with_an_open_checkin(lite: World) -> None:
    anna, marco = lite.paired()
    anna.met()
    anna.closes()
    lite.lives_until("2026-11-24 10:00")
    assert "checkin.ask" in marco.heard
    assert statements(lite, lambda: marco.types("status")) == 7
    assert statements(lite, anna.hands.opens_home) == 7
    marco.answers_to("checkin.ask", "button.yes")
    assert statements(lite, lambda: marco.rates(5)) == 20  # with what the window goes on to
    assert statements(lite, lambda: marco.types("status")) == 7
