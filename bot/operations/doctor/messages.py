"""The messages: is anything overdue, was anything given up?"""

from collections.abc import Iterator

from sqlalchemy import Engine

from bot.clock import Clock
from bot.operations.doctor.finding import Finding, ok, warning
from bot.outbox.operator.trouble import trouble
from bot.store.db import engine as databases


def messages(engine: Engine | None, clock: Clock) -> Iterator[Finding]:
    """Of what waits in time nothing is said."""
    if engine is None:
        return
    with databases.sessions(engine)() as db:
        found = trouble(databases.reading(db), clock.now())
    if found.late_since is not None:
        since = found.late_since.isoformat(timespec="minutes")
        yield warning(
            "messages", f"{found.late} are overdue, the first since {since}",
            "See that the bot runs, and what `python -m bot outbox status` calls holds",
        )  # fmt: skip
    if found.given_up:
        reasons = ", ".join(f"{why} {count}" for why, count in sorted(found.given_up.items()))
        yield warning(
            "messages", f"{sum(found.given_up.values())} were given up ({reasons})",
            "See `python -m bot outbox dead` and docs/runbook.md",
        )  # fmt: skip
    if found.late_since is None and not found.given_up:
        yield ok("messages", "none is overdue, none was given up")
