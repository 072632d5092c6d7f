"""The whole story: set all up, play 28 weeks, tell what happened, clear everything away."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path

from playground.server import serve
from playground.server.serve import Running
from playground.state import seed
from playground.state.clock import SlackClock
from playground.state.workspace import Workspace
from playground.story.bot_process import BotProcess
from playground.story.calendar import OPENING, ROME, looks, rome
from playground.story.characters.cast import Cast, cast
from playground.story.characters.company import Company
from playground.story.errors import StoryFailed
from playground.story.report import files, layout
from playground.story.report.chapters import Chapters
from playground.story.report.items import Teller
from playground.story.simulation import Simulation
from playground.story.transcript import Transcript

OPENS_AT = time_of_day(8, 50)
IN_MEMORY = Path("/dev/shm")
LOG = "bot.log"
PATIENCE = 15.0
Say = Callable[[str], None]


@dataclass(frozen=True)
class Script:
    """How much is played: people in the workspace, how many of them join, weeks, the die."""

    into: Path = Path("demo")
    people: int = 60
    joining: int = 31
    weeks: int = 28
    seed: int = 1


@dataclass(frozen=True)
class Played:
    """A story that was played to its end; `seconds` of real time, without the set-up."""

    workspace: Workspace
    transcript: Transcript
    chapters: list[list[str]]
    files: list[Path]
    failed_actions: list[str]
    seconds: float


def tell(script: Script, say: Say) -> Played:
    """Play and tell; everything that was started is stopped, whatever happens.

    Raises StoryFailed, or OSError when a file cannot be written.
    """
    script.into.mkdir(parents=True, exist_ok=True)
    with _folder() as folder, _workspace(script, folder) as running:
        transcript = Transcript(running.workspace)
        members = [one.id for one in seed.people(script.people, script.seed)[: script.people]]
        company_of = cast(running, members, script.seed, script.joining)
        leads = [lead.id for lead in company_of.leads]
        _write_programme(folder, company_of)
        log = script.into / LOG
        log.unlink(missing_ok=True)
        bot = BotProcess(running, folder, log.resolve(), leads)
        try:
            bot.start(say)
            say(f"The bot runs (process {bot.pid}) and speaks to a small Slack at {running.url}.")
            simulation = Simulation(bot, running.workspace.clock, transcript)
            company = Company(simulation, company_of)
            seconds = _play(simulation, company, script, say)
        finally:
            bot.stop()
        teller = Teller(running.workspace, transcript)
        chapters = list(Chapters(company, teller).all())
        written = files.write(script.into, members, teller)
        return Played(
            running.workspace, transcript, chapters, written, simulation.failed_actions, seconds
        )


def _write_programme(folder: Path, company: Cast) -> None:
    """The programme's file, where the bot looks for it when it starts."""
    if company.contact is not None:
        (folder / "programme.toml").write_text(f'contact = "{company.contact.id}"\n', "utf-8")


def _play(simulation: Simulation, company: Company, script: Script, say: Say) -> float:
    began = time.monotonic()
    company.leads.plan_first_look()
    company.plan_joining()
    simulation.play(_with_progress(simulation, company, script, say, began), company.reads)
    simulation.bot.settle(company.leads.ask_for_figures)
    return time.monotonic() - began


def _with_progress(
    simulation: Simulation, company: Company, script: Script, say: Say, began: float
) -> Iterator[datetime]:
    """The looks, with a line for every second week."""
    week = -1
    for look in looks(OPENING, script.weeks):
        this = (look.astimezone(ROME).date() - OPENING).days // 7
        if this != week and this % 2 == 0 and this:
            say(_progress(this, look, company.counts, time.monotonic() - began))
        week = this
        yield look
    say(
        _progress(script.weeks, simulation.clock.moment(), company.counts, time.monotonic() - began)
    )


def _progress(week: int, at: datetime, counts: dict[str, int], seconds: float) -> str:
    told = " · ".join(f"{what} {count}" for what, count in counts.items())
    return f"week {week:>2}  {at.astimezone(ROME):%d %b %Y}  {told}  ({seconds:.0f} s)"


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for the bot's database, in memory where there is room for it."""
    in_memory = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > 100_000_000
    where = str(IN_MEMORY) if in_memory else None
    with tempfile.TemporaryDirectory(prefix="revmentor-", dir=where) as folder:
        yield Path(folder)


@contextmanager
def _workspace(script: Script, folder: Path) -> Iterator[Running]:
    clock = SlackClock(folder / "clock")
    clock.start_at(rome(OPENING, OPENS_AT))
    people = seed.people(script.people, script.seed)
    workspace = Workspace(people=people, clock=clock)
    # Slack waits for three seconds; a story on a busy machine need not break for that.
    workspace.answer_seconds = workspace.triggers.seconds = PATIENCE
    running = serve.start(workspace)
    try:
        yield running
    finally:
        running.stop()


def summary(played: Played, script: Script) -> list[str]:
    """The last lines: how long it took, and where everything stands."""
    names = ", ".join(path.name for path in played.files)
    return [
        "",
        "=" * layout.WIDTH,
        *layout.paragraph(
            f"{script.weeks} weeks, {len(played.workspace.log)} messages, played in "
            f"{played.seconds:.0f} seconds. Everything that each person read and did stands in "
            f"the folder {script.into}/, one file a person:"
        ),
        *layout.paragraph(names),
    ]


def require_whole(played: Played) -> None:
    """Raises StoryFailed when somebody could not do what they wanted, or Slack had to complain."""
    notices = [f"{one}: {said}" for one, many in played.workspace.notices.items() for said in many]
    if played.failed_actions or notices:
        first = (played.failed_actions + notices)[0]
        raise StoryFailed(
            f"{len(played.failed_actions) + len(notices)} actions went wrong, first: {first}"
        )
