"""The database: is it there, is its schema this program's, does the secret open what it keeps."""

import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography.fernet import MultiFernet
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.operations.doctor.finding import Finding, of_trouble, ok, warning, wrong
from bot.outbox.work import Work
from bot.programme.administration import night, restoring
from bot.programme.administration.restoring import State
from bot.settings import BadSettings, Settings
from bot.store.copies import journal, migrate
from bot.store.copies.journal import Journal, Missing
from bot.store.db import engine as databases
from bot.store.db import errors
from bot.store.queries import administration as programmes
from bot.store.secrets import keys
from bot.store.secrets.sealing import Secrets

MIGRATE = "Run `python -m bot migrate`"


class DatabaseLook:
    """Looks at one database, and remembers whether it can be read."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.engine: Engine | None = None
        """An engine whose schema is this program's; None when there is none yet."""
        self._cipher: MultiFernet | None = None
        """The secret, once it was seen to be a good one."""

    def reachable(self) -> Iterator[Finding]:
        too_old = errors.sqlite_too_old() if self._settings.sqlite else None
        if too_old is not None:
            yield of_trouble("database", too_old)
            return
        file = self._file()
        if file is not None and not file.exists():
            yield ok("database", "none yet, the first start makes it")
            return
        engine = databases.connect(self._settings.url.render_as_string(hide_password=False))
        engine = engine.execution_options(**databases.READING)
        try:
            answer = self._answer(engine)
        except SQLAlchemyError:
            engine.dispose()
            raise
        self.engine = engine
        yield answer

    def _answer(self, engine: Engine) -> Finding:
        with engine.connect() as connection:
            version = str(connection.scalar(text(_ASK[engine.dialect.name]))).split()[0]
            if self._settings.sqlite:
                said = str(connection.scalar(text("PRAGMA integrity_check(1)")))
                if said != "ok":
                    return _DAMAGED
        return ok("database", f"{_NAMES[engine.dialect.name]} {version} answers")

    def migrated(self) -> Iterator[Finding]:
        if self.engine is None:
            return
        engine, self.engine = self.engine, None
        try:
            yield from self._schema(engine)
        finally:
            if self.engine is None:
                engine.dispose()

    def _schema(self, engine: Engine) -> Iterator[Finding]:
        now, head = migrate.current(engine), migrate.head()
        with engine.connect() as connection:
            of_rights = errors.of_rights(connection) if now == head else None
            of_creating = errors.of_creating(connection)
        if of_rights is not None:
            yield of_trouble("schema", of_rights)
            return
        if now == head:
            self.engine = engine
            yield ok("schema", f"at its head, {head}")
            return
        if now is not None and not migrate.knows(now):
            yield wrong(
                "schema", f"at {now}, which this version does not know",
                "Run the version that was run last, or a newer one",
            )  # fmt: skip
        elif self._settings.sqlite:
            yield warning("schema", f"at {now or 'nothing'}, the next start brings it to {head}")
        else:
            yield wrong("schema", f"at {now or 'nothing'}, not at {head}", MIGRATE)
            if of_creating is not None:
                yield of_trouble("schema", of_creating)

    def secret(self) -> Iterator[Finding]:
        made_here = self._settings.secret_key is None
        file = self._settings.data / "secret.key"
        if made_here and not file.exists():
            yield from self._no_secret_yet(file)
            return
        if made_here and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield warning("secret", f"{file} can be read by others", f"Run `chmod 600 {file}`")
        try:
            cipher = self._settings.cipher()
        except BadSettings as error:
            yield wrong("secret", "cannot be used", str(error))
            return
        if self.engine is None:
            yield ok("secret", "is a good key")
            return
        with databases.sessions(self.engine)() as db:
            good = keys.open_with(databases.reading(db), cipher)
        self._cipher = cipher if good else None
        yield (
            ok("secret", "opens what the database keeps")
            if good
            else wrong(
                "secret", "does not open what the database keeps",
                "Put the key that was used before behind the new one in REVMENTOR_SECRET_KEY, "
                "separated by a comma",
            )
        )  # fmt: skip

    def sealed(self, now: datetime) -> Iterator[Finding]:
        """Whether what is sealed opens: words, private lists, answers of open windows."""
        if self.engine is None or self._cipher is None:
            return
        with databases.sessions(self.engine)() as db:
            key = keys.kept_installation_key(databases.reading(db), self._cipher)
            if key is None:
                return
            db.entrust(Secrets(self._cipher, key))
            broken = night.unreadable(Work(db, now), self._cipher)
        if not broken:
            yield ok("sealed fields", "open")
            return
        told = ", ".join(f"{count} {what}" for what, count in broken.items())
        yield warning(
            "sealed fields", f"do not open: {told}",
            "Whose private list it is stays out of rounds until they save their profile; a word "
            "counts as silence; see \"Sealed fields that do not open\" in docs/runbook.md",
        )  # fmt: skip

    def ledger(self) -> Iterator[Finding]:
        """Can windows be sealed: is the journal good, do all answers open?"""
        if self.engine is None or self._cipher is None:
            return
        with databases.sessions(self.engine)() as db:
            key = keys.kept_installation_key(databases.reading(db), self._cipher)
            if key is None or not programmes.any_yet(db):
                return
            book = journal.made(self._settings.journal_file, key)
            state = restoring.state(db, book)
            begun = programmes.current(db).journal_begun_at is not None
        yield from self._journal(book, state, begun=begun)
        for number, lost in state.waiting:
            yield wrong(
                "figures", f"window {number} waits: {lost} answers in it do not open",
                "Put the key back that was lost, or run "
                f"`python -m bot window accept-loss {number}`",
            )  # fmt: skip

    def _journal(self, book: Journal, state: State, *, begun: bool) -> Iterator[Finding]:
        if state.trouble is None:
            yield ok("journal", f"{book.file} is whole, and knows what was published")
        elif begun or state.trouble != Missing.reason:
            yield wrong(
                "journal", f"{book.file} is {state.trouble}: no window is sealed",
                "Put the right one there (docs/runbook.md, Restore)",
            )  # fmt: skip
        else:
            yield ok("journal", "none yet, the first start makes it")

    def _no_secret_yet(self, file: Path) -> Iterator[Finding]:
        if self.engine is None:
            yield ok("secret", "none yet, the first start makes it")
            return
        yield wrong(
            "secret", f"{file} is missing, and the database keeps things that only it opens",
            "Put the file back, or set REVMENTOR_SECRET_KEY to what stood in it",
        )  # fmt: skip

    def _file(self) -> Path | None:
        return Path(str(self._settings.url.database)) if self._settings.sqlite else None

    def close(self) -> None:
        if self.engine is not None:
            self.engine.dispose()


_ASK = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_DAMAGED = wrong("database", "it is damaged", "Restore the last backup (docs/runbook.md)")
