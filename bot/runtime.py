"""What every command stands on: database, clock, secrets, and a programme that is there."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot import files, logs
from bot.clock import Clock
from bot.domain.rules import BadRules, Finding, ProgrammeRules, default_rules, from_toml, led_by
from bot.outbox.work import Work
from bot.programme.administration import programme_rules, restoring
from bot.settings import BadSettings, Settings
from bot.store.copies import journal, migrate
from bot.store.copies.journal import Journal
from bot.store.db import engine as databases
from bot.store.db import errors
from bot.store.db.errors import Unusable
from bot.store.db.session import Db, Sessions
from bot.store.secrets import keys
from bot.store.secrets.sealing import Secrets
from bot.texts.topics import topics
from bot.texts.words import words_for

log = logs.logger(__name__)

PATIENCE = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 5.0


@dataclass(frozen=True)
class Runtime:
    """The database, the clock and the secrets of one process."""

    settings: Settings
    engine: Engine
    sessions: Sessions
    clock: Clock
    cipher: MultiFernet

    @classmethod
    def of(cls, settings: Settings) -> "Runtime":
        engine = databases.connect(settings.url.render_as_string(hide_password=False))
        return cls(
            settings,
            engine,
            databases.sessions(engine),
            Clock(settings.clock_file),
            settings.cipher(),
        )

    def ready(self) -> "Runtime":
        """With the schema at its head, the secrets good and a programme there.

        SQLite is migrated on the way. Raises BadSettings, naming the old schema of a PostgreSQL,
        a secret that opens nothing, or, at the first start, what is wrong with the programme's
        file.
        """
        self._migrated()
        with self.sessions.begin() as db:
            # Locks the keys' rows: replicas that start together take turns from here on, and
            # make one programme between them.
            secrets = Secrets(self.cipher, self._installation(db))
            kept = self._journal(secrets)
            self.sessions.configure(secrets=secrets, journal=kept)
            db.entrust(secrets, kept)
            if programme_rules.is_there(db):
                programme_rules.renew_leads(Work(db, self.clock.now()), self.settings.admins)
                self._looked_at_file()
            else:
                rules, now = first_rules(self.settings), self.clock.now()
                programme_rules.first_programme(Work(db, now), rules, self.settings.admins)
        return self

    def _looked_at_file(self) -> None:
        """A slip of the pen in the file is no reason to stop a programme that has its rules."""
        try:
            first_rules(self.settings)
        except BadSettings as error:
            log.error("the programme's file is wrong, the rules in force stand", wrong=str(error))

    def _migrated(self) -> None:
        trouble = another_schema(self.engine)
        if trouble is None:
            self._may_use_it()
            return
        if not self.settings.sqlite:
            raise trouble
        migrated(self.engine, "head", self.cipher)

    def _may_use_it(self) -> None:
        """Raises Unusable when the role lacks rights: better now than at somebody's command."""
        with self.engine.connect() as connection:
            trouble = errors.of_rights(connection)
        if trouble is not None:
            raise Unusable(trouble)

    def _journal(self, secrets: Secrets) -> Journal:
        return journal.made(self.settings.journal_file, secrets.installation)

    def _installation(self, db: Db) -> bytes:
        """The installation's own key, where the secrets open every key that is kept."""
        try:
            return keys.hold_still(db, self.cipher)
        except InvalidToken:
            raise BadSettings(
                "REVMENTOR_SECRET_KEY: does not open what this database keeps: put the key that "
                "was used before behind the new one, separated by a comma"
            ) from None


def known(engine: Engine) -> str | None:
    """The revision the schema is at, None for an empty database.

    Raises BadSettings for one that a newer version has made.
    """
    now = migrate.current(engine)
    if now is not None and not migrate.knows(now):
        raise BadSettings(migrate.not_known(now))
    return now


def another_schema(engine: Engine) -> BadSettings | None:
    """What to do when the schema is not the one that this version needs; None when it is."""
    now = migrate.current(engine)
    if now == migrate.head():
        return None
    if now is not None and not migrate.knows(now):
        return BadSettings(migrate.not_known(now))
    return BadSettings(
        f"DATABASE_URL: the schema is at {now or 'nothing'} and the bot needs {migrate.head()}: "
        "run `python -m bot migrate` once"
    )


def migrated(engine: Engine, revision: str, cipher: MultiFernet) -> None:
    """Bring the schema up or down to a revision.

    Raises BadSettings when a step refuses, and for a schema of a newer version.
    """
    known(engine)
    try:
        migrate.to(engine, revision, cipher)
    except migrate.Refused as refusal:
        raise BadSettings(str(refusal)) from None


def prepare_with_retry(runtime: Runtime) -> Runtime:
    """A runtime that is ready, for a process that stays: a PostgreSQL that is away, or just
    starting, is waited for (`PATIENCE` seconds).

    Raises BadSettings, and OperationalError when the database is still away after that.
    """
    until, pause = time.monotonic() + PATIENCE, _FIRST_PAUSE
    while True:
        try:
            return begun(runtime.ready())
        except OperationalError as error:
            trouble = errors.of(error)
            waiting = trouble is not None and trouble.passes and not runtime.settings.sqlite
            if not waiting or time.monotonic() + pause > until:
                raise
            log.warning("the database is not reached", reason=type(error.orig).__name__)
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def begun(runtime: Runtime) -> Runtime:
    """A ready runtime whose journal is there; what it knows and the database does not is back."""
    restoring.start(runtime.sessions, runtime.clock.now())
    return runtime


@contextmanager
def ready(settings: Settings) -> Iterator[Runtime]:
    """A runtime that is ready, for one command; its connections are closed at the end."""
    runtime = Runtime.of(settings)
    try:
        yield runtime.ready()
    finally:
        runtime.engine.dispose()


def first_rules(settings: Settings) -> ProgrammeRules:
    """The rules of the first start: from the file, or built in. Raises BadSettings."""
    file = settings.programme_file
    if settings.programme is None and files.is_missing(file):
        return default_rules()
    source = "REVMENTOR_PROGRAMME: " if settings.programme else ""
    return rules_from(file, settings.admins, source)


def rules_from(file: Path, admins: Collection[str], source: str = "") -> ProgrammeRules:
    """The rules that a file describes, for a programme that `admins` lead, too; `source` says who
    named it. Raises BadSettings."""
    try:
        return led_by(admins, from_toml(files.read_text(file), topics()))
    except files.NotText as error:
        raise BadSettings(f"{source}{file}: {error}") from None
    except OSError as error:
        raise BadSettings(f"{source}{file}: {files.why(error, file)}") from None
    except BadRules as error:
        raise BadSettings(*findings(error.findings, f"{source}{file}")) from None


def findings(found: tuple[Finding, ...], source: str) -> list[str]:
    """One line each, for the operator: which file or setting, where, what, and what to do."""
    words = words_for("en", "UTC", formal=False, names=lambda _: None)
    return [
        f"{source}: {_place(one)}{words.plain(one.what, **_as_text(one))} "
        f"{words.plain(one.fix, **_as_text(one))}"
        for one in found
    ]


def _place(finding: Finding) -> str:
    """Such as "line 12: functions[2].id: "."""
    line = f"line {finding.line}: " if finding.line else ""
    return f"{line}{finding.where}: " if finding.where else line


def _as_text(finding: Finding) -> dict[str, str]:
    return {
        name: ", ".join(map(str, fact)) if isinstance(fact, (list, tuple)) else str(fact)
        for name, fact in finding.facts.items()
    }
