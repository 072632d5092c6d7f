"""What stands on this machine: the data folder, zones, the clock file, the programme's file."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar
from zoneinfo import available_timezones

from sqlalchemy import Engine
from sqlalchemy.exc import NoResultFound, SQLAlchemyError

from bot import files, unknown_variables
from bot.clock import Clock
from bot.domain.rules import BadRules, ProgrammeRules
from bot.operations.doctor.finding import Finding, ok, warning, wrong
from bot.outbox.work import Work
from bot.programme.administration import programme_rules
from bot.programme.enrolment.accounts import gone_accounts as accounts
from bot.runtime import findings, first_rules
from bot.settings import DOTENV, BadSettings, Settings
from bot.store.db import engine as databases
from bot.store.db.session import Db

T = TypeVar("T")
MIB = 1024 * 1024
LEAST_FREE, LITTLE_FREE = 50 * MIB, 500 * MIB


def folder(settings: Settings) -> Iterator[Finding]:
    """The data folder, or the nearest one above it that exists."""
    where = Path(settings.data).absolute()
    there = where
    while files.is_missing(there):
        there = there.parent
    if not os.access(there, os.W_OK | os.X_OK):
        tell = wrong if settings.sqlite else warning
        yield tell(
            "data folder",
            f"{settings.data} cannot be written by uid {os.geteuid()}",
            "Give it to that user, or fix REVMENTOR_DATA",
        )
        return
    free = shutil.disk_usage(there).free
    if free < LITTLE_FREE:
        tell = wrong if settings.sqlite and free < LEAST_FREE else warning
        yield tell("data folder", f"{free // MIB} MiB are free", "Make room on that disk")
        return
    new = "" if there == where else ", the first start makes it"
    yield ok("data folder", f"{settings.data} can be written, {free // MIB} MiB are free{new}")


def rights(settings: Settings) -> Iterator[Finding]:
    """What others on this machine can read and should not."""
    database = [Path(str(settings.url.database))] if settings.sqlite else []
    for file in (settings.data, *database, settings.journal_file, DOTENV):
        if not files.is_missing(file) and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield warning("rights", f"{file} is open to others", f"Run `chmod go= {file}`")


def variables() -> Iterator[Finding]:
    """Names like those of settings, in the environment and in `.env`, that nothing reads."""
    for one in unknown_variables.found():
        yield warning("variables", f"nothing reads {one.name} (in {one.place})", one.fix)


def zones(settings: Settings, rules: ProgrammeRules | None) -> Iterator[Finding]:
    """Which edition of the zones is in use: the package's, since `bot/__init__.py` says so."""
    try:
        edition = f"tzdata {version('tzdata')} ({import_module('tzdata').IANA_VERSION})"
    except PackageNotFoundError:
        yield wrong("time zones", "the package tzdata is missing", "Install requirements.lock")
        return
    if rules is not None and rules.zone not in available_timezones():
        yield wrong("time zones", f"{rules.zone} is not among them", "Install a newer tzdata")
        return
    zone = f", {rules.zone} is known" if rules is not None else ""
    yield ok("time zones", f"{edition}{zone}; this host's own are not read")


def optimiser() -> Iterator[Finding]:
    """Whether rounds can be drafted: what that needs is first loaded when one is due."""
    try:
        import_module("bot.domain.matching.draft")
    except ImportError as error:
        yield wrong("matching", f"{error.name} does not load", "Install requirements.lock")
        return
    yield ok("matching", f"numpy {version('numpy')} and scipy {version('scipy')} load")


def clock_file(settings: Settings) -> Iterator[Finding]:
    if settings.clock is None:
        return
    if settings.clock_file is None:
        yield warning(
            "clock file", "is ignored, since SLACK_API_URL is not on this machine",
            "Unset REVMENTOR_CLOCK_FILE",
        )  # fmt: skip
        return
    clock = Clock(settings.clock_file)
    moved = round((clock.now() - clock.real_now()).total_seconds())
    yield warning("clock file", f"programme time is moved by {moved} s: a demo, not a programme")


def rules_in_force(engine: Engine | None) -> ProgrammeRules | None:
    """The programme's rules; None when there is no programme yet."""
    return _of_programme(engine, lambda db: programme_rules.shown(db)[1])


def gone_accounts(engine: Engine | None, clock: Clock) -> Iterator[Finding]:
    """Are accounts of participants gone, and too many of them at once?"""
    gone = _of_programme(engine, lambda db: accounts.state(Work(db, clock.now())))
    if gone is None:
        return
    if not gone.held:
        yield ok(
            "accounts", f"{gone.soon} of {gone.of} participants are gone from Slack, and waited for"
        )
        return
    yield wrong(
        "accounts", f"{gone.soon} of {gone.of} participants are gone from Slack at once: none ends",
        "Restore them in Slack, or run `python -m bot accounts confirm` if they really left",
    )  # fmt: skip


def workspace(engine: Engine | None) -> str | None:
    """Whose the database is; None when nobody's yet."""
    return _of_programme(engine, lambda db: programme_rules.shown(db)[0].workspace)


def _of_programme(engine: Engine | None, ask: Callable[[Db], T]) -> T | None:
    """What the database says of the programme; None when there is none yet."""
    if engine is None:
        return None
    try:
        with databases.sessions(engine)() as db:
            return ask(databases.reading(db))
    except NoResultFound:
        return None


def rules_to_come(settings: Settings, engine: Engine | None) -> ProgrammeRules | None:
    """Those in force, or those that the first start would take; None when they are wrong."""
    try:
        return rules_in_force(engine) or first_rules(settings)
    except (BadSettings, SQLAlchemyError):  # told by the looks at the database and at the file
        return None


def programme_file(settings: Settings, engine: Engine | None) -> Iterator[Finding]:
    """Does the file parse, and is it what is in force?"""
    file = settings.programme_file
    try:
        rules = first_rules(settings)
    except BadSettings as error:
        stand = "" if rules_in_force(engine) is None else "; until then the rules in force stand"
        fix = f"Fix {file}{stand}"
        for line in error.findings:
            yield wrong("programme file", line, fix)
        return
    if settings.programme is None and not file.exists():
        yield ok("programme file", "none: the built-in defaults, or what was applied")
        return
    if rules_in_force(engine) is None or engine is None:
        yield ok("programme file", f"{file} is good, the first start takes it")
        return
    try:
        with databases.sessions(engine)() as db:
            changed = programme_rules.changes(databases.reading(db), rules)
    except BadRules as error:
        for line in findings(error.findings, str(file)):
            yield wrong("programme file", line, "Live pairs need what it takes away")
        return
    if changed:
        names = ", ".join(sorted({one.field for one in changed})[:8])
        yield warning(
            "programme file", f"differs from what is in force: {names}",
            f"Run `python -m bot programme apply {file}`, or leave it",
        )  # fmt: skip
        return
    yield ok("programme file", f"{file} is what is in force")
