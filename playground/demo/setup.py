"""Setting the demo up, and clearing everything away in order."""

import errno
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playground.demo.bot_supervisor import BotSupervisor
from playground.demo.casting import cast_of
from playground.demo.demo import Demo
from playground.demo.routes import Site
from playground.page import serve
from playground.server.manifest import command_hints
from playground.server.serve import Running
from playground.state import seed
from playground.state.clock import SlackClock, real_elapsed
from playground.state.workspace import Workspace
from playground.story.bot_process import BotProcess
from playground.story.calendar import OPENING, rome
from playground.story.telling import OPENS_AT, PATIENCE

PORT = 8025
PORTS_TRIED = 20
ROOM_NEEDED = 64_000_000
"""Bytes that the database of a demo may come to need."""
LOG = "bot.log"

Say = Callable[[str], None]


class CannotStart(Exception):
    """The demo cannot be set up; the text says why and what to do."""


@dataclass(frozen=True)
class Plan:
    """Where the demo listens, the app's manifest (for hints to its commands), and how big all is:
    people in the workspace, how many join of themselves, the die."""

    port: int = PORT
    host: str = "127.0.0.1"
    manifest: Path | None = None
    people: int = 60
    joining: int = 29
    seed: int = 1
    pause: float = 1.2


@contextmanager
def set_up(plan: Plan, say: Say = lambda _: None) -> Iterator[Demo]:
    """A demo that answers at `demo.running.url`, its bot ready; all is stopped and removed at
    the end. Raises CannotOpen, StoryFailed when the bot does not start, OSError."""
    site = Site()
    with _folder() as folder, _workspace(plan, folder, site, say) as running:
        say(f"1 of 3: the small Slack is there, with {plan.people} colleagues.")
        members = [one.id for one in seed.people(plan.people, plan.seed)[: plan.people]]
        cast = cast_of(running, members, plan.seed, plan.joining)
        leads = [lead.id for lead in cast.leads]
        supervisor = BotSupervisor(BotProcess(running, folder, folder / LOG, leads))
        demo = Demo(running, supervisor, cast, plan.pause)
        try:
            _start(supervisor, say)
            site.demo = demo
            yield demo
        finally:
            site.demo = None
            demo.close()
            supervisor.stop()


def _start(supervisor: BotSupervisor, say: Say) -> None:
    begun = real_elapsed()
    say("2 of 3: the bot makes its database and starts…")
    supervisor.start(say)
    say(f"3 of 3: the bot answers, after {real_elapsed() - begun:.0f} seconds.")


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for the database, the clock and the log."""
    place = Path(tempfile.gettempdir())
    free = shutil.disk_usage(place).free
    if free < ROOM_NEEDED:
        raise CannotStart(
            f"There is no room in {place}: {free // 1_000_000} MB are free, and the demo needs "
            f"{ROOM_NEEDED // 1_000_000} MB. Make room, or name another folder with TMPDIR."
        )
    with tempfile.TemporaryDirectory(prefix="revmentor-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def _workspace(plan: Plan, folder: Path, site: Site, say: Say) -> Iterator[Running]:
    clock = SlackClock(folder / "clock")
    clock.start_at(rome(OPENING, OPENS_AT))
    people = seed.people(plan.people, plan.seed)
    hints = command_hints(plan.manifest) if plan.manifest else {}
    workspace = Workspace(people=people, clock=clock, command_hints=hints)
    # Slack waits for three seconds; a busy machine need not break the demo for that.
    workspace.answer_seconds = workspace.triggers.seconds = PATIENCE
    running = _served(workspace, plan, site, say)
    try:
        yield running
    finally:
        running.stop()


def _served(workspace: Workspace, plan: Plan, site: Site, say: Say) -> Running:
    """At its port or the next free one."""
    port = plan.port
    for tried in range(port, port + PORTS_TRIED):
        try:
            running = serve.start(workspace, tried, plan.host, lambda _: site.routes())
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        if tried != port:
            say(f"Port {port} is taken, perhaps by another demo; using {tried}.")
        return running
    raise CannotStart(
        f"The ports {port} to {port + PORTS_TRIED - 1} are all taken. Name another one: --port"
    )
