"""What the operator's commands do, as plain functions over the settings."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot import files
from bot.clock import Clock
from bot.domain.rules import BadRules, Change, ProgrammeRules, to_toml
from bot.operations.doctor.examination import examine
from bot.operations.doctor.finding import Finding, of_settings
from bot.outbox.operator import overview, texts
from bot.outbox.operator.dead_letters import DeadLetter, Retried, letters, retry
from bot.outbox.work import Work, run_as_system
from bot.programme.administration import programme_rules, restoring, workspace
from bot.programme.enrolment.accounts import gone_accounts
from bot.programme.figures import releases
from bot.runtime import Runtime, findings, known, ready, rules_from
from bot.runtime import migrated as bring_to
from bot.serve import http_client
from bot.serve.socket_mode import asked
from bot.settings import BadSettings, Settings, database_url
from bot.store.copies import backup, copying, migrate
from bot.store.copies.journal import OutOfReach, Unusable
from bot.store.db import engine as databases
from bot.store.db.session import Db
from bot.store.secrets import keys


def migrated(settings: Settings, revision: str) -> str:
    """Bring the schema up or down; the revision it is at now."""
    engine = _engine(settings)
    try:
        bring_to(engine, revision, settings.cipher())
        return migrate.current(engine) or "empty"
    finally:
        engine.dispose()


def programme_shown(settings: Settings, *, as_json: bool) -> str:
    """The programme in force, as a file that `programme apply` takes, or as JSON."""
    with ready(settings) as runtime, runtime.sessions() as db:
        programme, rules = programme_rules.shown(databases.reading(db))
        state, leads = str(programme.state), list(programme.leads)
        gone = list(programme.leads_gone)
    if as_json:
        told = {"state": state} | rules.to_plain() | {"leads": leads}
        return json.dumps(told, indent=2, ensure_ascii=False, default=str)
    names = ", ".join(one for one in leads if one not in gone) or "nobody"
    head = f"# The programme is {state}. With REVMENTOR_ADMINS it is led by: {names}."
    if gone:
        head += f" Named, and without a full account in Slack: {', '.join(gone)}."
    return f"{head}\n\n{to_toml(rules)}".rstrip()


def programme_applied(settings: Settings, file: Path, agreed: Callable[[str], bool]) -> str:
    """Show `agreed` what a file would change, and apply it if that answers yes.

    Raises BadSettings with every finding when the file is wrong or would break live pairs.
    """
    try:
        with ready(settings) as runtime:
            rules = rules_from(file, settings.admins)
            changes = _changes(runtime, rules)
            if not changes:
                return "nothing changes"
            if not agreed("\n".join(map(_line, changes))):
                return "nothing was changed"
            with runtime.sessions.begin() as db:
                programme_rules.apply(Work(db, runtime.clock.now()), rules, settings.admins)
            return "applied"
    except BadRules as error:
        raise BadSettings(*findings(error.findings, str(file))) from None


def outbox_put(settings: Settings, content: bytes) -> Iterator[str]:
    """Queue one message a line, each in its own transaction; says what became of each.

    Raises BadSettings at the first line that is not of the form; those before it are queued.
    """
    try:
        lines = files.decoded(content).split("\n")
    except files.NotText as error:
        raise BadSettings(f"standard input: {error}") from None
    with ready(settings) as runtime:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield f"{number}: {_put(runtime, number, line)}"


def outbox_status(settings: Settings) -> dict[str, Any]:
    """How delivery stands; see bot.outbox.operator.texts.status. Makes no database, folder or key.

    Raises BadSettings when there is no database, or one of another version.
    """
    with _as_it_is(settings) as (db, clock):
        return overview.status(db, clock.now(), clock.real_now())


def outbox_told(settings: Settings) -> str:
    """The same in sentences. Raises as `outbox_status`."""
    with _as_it_is(settings) as (db, clock):
        return overview.sentences(overview.status(db, clock.now(), clock.real_now()))


@contextmanager
def _as_it_is(settings: Settings) -> Iterator[tuple[Db, Clock]]:
    """The database for reading, and the clock; nothing is made or brought up to date."""
    where = settings.url.database
    if settings.sqlite and not Path(str(where)).exists():
        raise BadSettings(f"DATABASE_URL: {where} is not there yet: start the bot once")
    engine = _engine(settings)
    try:
        if known(engine) != migrate.head():
            raise BadSettings(
                "DATABASE_URL: the schema is of an older version: run `python -m bot migrate`"
            )
        with databases.sessions(engine)() as db:
            yield databases.reading(db), Clock(settings.clock_file)
    finally:
        engine.dispose()


def dead_letters(settings: Settings) -> list[DeadLetter]:
    """The messages that were given up, the newest first."""
    with ready(settings) as runtime, runtime.sessions() as db:
        return letters(databases.reading(db))


def dead_retried(settings: Settings, number: int | None, kind: str | None) -> Retried:
    """Owe them again; see bot.outbox.operator.dead_letters.retry."""
    with ready(settings) as runtime, runtime.sessions.begin() as db:
        return retry(db, runtime.clock.now(), number=number, kind=kind)


def backed_up(settings: Settings, file: Path) -> int:
    """A whole copy of the SQLite database beside the running bot; its size in bytes.

    Raises BadSettings for PostgreSQL, whose own tools do it, and for a file that cannot be made.
    """
    if not settings.sqlite:
        raise BadSettings(
            "DATABASE_URL: is PostgreSQL: back it up with `pg_dump --format=custom` "
            "(docs/runbook.md)"
        )
    source = Path(str(settings.url.database))
    if not source.exists():
        raise BadSettings(f"DATABASE_URL: {source} is not there: nothing to back up")
    engine = _engine(settings).execution_options(**databases.READING)
    try:
        return backup.sqlite_to(engine, file)
    except FileExistsError:
        raise BadSettings(f"{file}: is there already: choose another name") from None
    except OSError as error:
        raise BadSettings(f"{file}: {files.why(error, file)}") from None
    except backup.Damaged:
        raise BadSettings(
            f"{source}: is damaged, and so would be the copy: run `python -m bot doctor`"
        ) from None
    finally:
        engine.dispose()


def restored(settings: Settings, *, anew: bool) -> Iterator[str]:
    """Take over what the journal knows since the backup; says what that was.

    Raises BadSettings for a journal that cannot be used.
    """
    with ready(settings) as runtime:
        try:
            did = restoring.restored(runtime.sessions, runtime.clock.now(), anew=anew)
        except Unusable as trouble:
            raise BadSettings(_fix_journal(settings, trouble)) from None
    if did.began:
        yield f"no journal: {did.unpublished} windows past their sealing closed without figures"
        yield f"{settings.journal_file}: a new journal has begun"
    else:
        yield f"{did.windows} windows closed as they were before, with their figures"
        yield f"{did.people} people let go who had left since"


def _fix_journal(settings: Settings, trouble: Unusable) -> str:
    if isinstance(trouble, OutOfReach):
        return f"REVMENTOR_JOURNAL: {settings.journal_file} is out of reach: fix path and rights"
    return (
        f"REVMENTOR_JOURNAL: {settings.journal_file} is {trouble.reason}: put the right file "
        "there, or set it aside with --anew (docs/runbook.md)"
    )


def loss_accepted(settings: Settings, number: int) -> str:
    """Give up the answers of a window that do not open; says how many they were.

    Raises BadSettings when no such window waits.
    """
    with ready(settings) as runtime:
        lost = releases.lost(runtime.sessions, runtime.cipher, number)
    if lost is None:
        raise BadSettings(f"NUMBER: window {number} waits for nothing: see `python -m bot doctor`")
    return f"{lost} answers given up; the window is sealed at the next tick"


def copied(settings: Settings, target: str) -> dict[str, int]:
    """All rows into another database; how many by table. Raises BadSettings saying why not."""
    try:
        where = settings.with_password(database_url(target))
    except ValueError as error:
        raise BadSettings(f"TARGET_URL: {error}") from None
    source, other = _engine(settings), databases.connect(where.render_as_string(False))
    try:
        known(source)
        return copying.copy(source, other)
    except copying.CannotCopy as error:
        raise BadSettings(f"TARGET_URL: {error}") from None
    finally:
        source.dispose()
        other.dispose()


def rewrapped(settings: Settings) -> int:
    """Wrap every key with the newest of REVMENTOR_SECRET_KEY; how many keys there were."""
    with ready(settings) as runtime, runtime.sessions.begin() as db:
        return keys.rewrap(db, runtime.cipher)


def accounts_confirmed(settings: Settings) -> str:
    """Whose accounts are gone, too many at once, end in their time; says how many they are."""
    with ready(settings) as runtime:
        confirmed = run_as_system(runtime.sessions, runtime.clock.now(), gone_accounts.confirm)
    if not confirmed:
        return "nothing is held up: nothing to confirm"
    return f"{confirmed} participants whose accounts are gone end when their days are over"


def adopted(settings: Settings) -> str:
    """The database becomes the workspace's that the token is of; says whose it is and was.

    Raises BadSettings when Slack does not say whose the token is.
    """
    with ready(settings) as runtime:
        _ = settings.mode
        installation = asked(http_client.client(settings))
        team = installation.team
        with runtime.sessions.begin() as db:
            before = workspace.adopt(Work(db, runtime.clock.now()), team)
    told = f"this database belongs to {team} ({installation.name})"
    return told if before in (None, team) else f"{told} from now on, and no more to {before}"


def diagnosis(load: Callable[[], Settings]) -> list[Finding]:
    """What the doctor finds; settings that cannot even be loaded are all that there is to say."""
    try:
        return list(examine(load()))
    except BadSettings as error:
        return list(of_settings(error))


def _engine(settings: Settings) -> Engine:
    return databases.connect(settings.url.render_as_string(hide_password=False))


def _put(runtime: Runtime, number: int, line: str) -> str:
    try:
        with runtime.sessions.begin() as db:
            new = texts.put(Work(db, runtime.clock.now()), line)
    except texts.BadLine as error:
        raise BadSettings(
            f"line {number}: {error}: write one JSON object a line, with the texts key, channel "
            "and text"
        ) from None
    return "queued" if new else "was queued before"


def _changes(runtime: Runtime, rules: ProgrammeRules) -> list[Change]:
    with runtime.sessions() as db:
        return programme_rules.changes(databases.reading(db), rules)


def _line(change: Change) -> str:
    old, new = (
        "nothing" if value is None else json.dumps(value, ensure_ascii=False, default=str)
        for value in (change.old, change.new)
    )
    return f"{change.field}: {old} → {new}"
