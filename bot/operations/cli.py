"""The operator's commands. Each parses, calls one function and prints what it returned."""

import json
import sys
import urllib.request
from dataclasses import asdict
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from bot import __version__, files, logs
from bot.operations import commands, docgen
from bot.settings import BadSettings, Settings, load
from bot.store.db import errors
from bot.store.db.errors import Unusable

WRONG_SETTING, AWAY = 2, 1
MANIFEST = "app_manifest.yml"
MODULE, INSTALLED = "python -m bot", "revmentor"


def main() -> None:
    """Run the command line. What is wrong with a setting is one line and status 2, with a database
    too; one that may come back by itself is status 1."""
    try:
        cli(prog_name=_program())
    except BadSettings as error:
        _say(str(error), err=True)
        sys.exit(WRONG_SETTING)
    except OSError as error:
        if error.filename is None:
            raise
        file = Path(str(error.filename))
        click.echo(f"{file}: {files.why(error, file)}", err=True)
        sys.exit(WRONG_SETTING)
    except (Unusable, DBAPIError) as error:
        trouble = errors.of(error)
        if trouble is None:
            raise
        _say(f"DATABASE_URL: {_file()}{trouble}", err=True)
        sys.exit(AWAY if trouble.passes else WRONG_SETTING)


def _program() -> str:
    """By which name we were called: that of an installed wheel, or that of the module."""
    return INSTALLED if Path(sys.argv[0]).stem == INSTALLED else MODULE


def _say(text: str, *, err: bool = False) -> None:
    """Print a text that may name a command of ours, so that it can be typed as it is read."""
    click.echo(text.replace(MODULE, _program()), err=err)


def _file() -> str:
    """Which file it is about, where the database is one."""
    settings = load()
    return f"{settings.url.database}: " if settings.sqlite else ""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="revmentor", message="%(prog)s %(version)s")
def cli() -> None:
    """revmentor, a Slack bot for reverse mentoring. Settings: docs/settings.md."""


@cli.command()
def run() -> None:
    """Run the bot: Socket Mode with an app-level token, else HTTP mode."""
    from bot import app

    app.bot(_settings()).run()


@cli.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True},
    short_help="The whole bot in the browser, without a Slack account.",
)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def demo(options: tuple[str, ...]) -> None:
    """The whole bot in the browser; OPTIONS are the demo's own."""
    from playground.demo.__main__ import main as play

    manifest = str(files.shipped(MANIFEST))
    sys.exit(play(["--manifest", manifest, *options], f"{_program()} demo"))


@cli.command()
def manifest() -> None:
    """Print the manifest of the Slack app, to paste where Slack asks for it."""

    click.echo(files.read_text(files.shipped(MANIFEST)), nl=False)


@cli.command()
def worker() -> None:
    """Send messages and tick, without listening to Slack's requests."""
    from bot import app

    app.worker(_settings()).run()


@cli.command()
@click.option("--to", "revision", default="head", show_default=True, help="A revision, or base.")
def migrate(revision: str) -> None:
    """Bring the database's schema to a revision."""

    click.echo(f"schema: {commands.migrated(_settings(), revision)}")


@cli.group()
def programme() -> None:
    """The programme: show it, or apply a file to it."""


@programme.command("show")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with the state.")
def programme_show(as_json: bool) -> None:
    """Print the programme as it is in force: a file that `programme apply` takes."""

    click.echo(commands.programme_shown(_settings(), as_json=as_json))


@programme.command("apply")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def programme_apply(file: Path, yes: bool) -> None:
    """Show what FILE would change, and apply it."""

    def agreed(difference: str) -> bool:
        click.echo(difference)
        return yes or click.confirm("Apply?")

    click.echo(commands.programme_applied(_settings(), file, agreed))


@cli.group()
def outbox() -> None:
    """The messages that are owed."""


@outbox.command("put")
def outbox_put() -> None:
    """Queue messages: JSON lines {"key","channel","text"} on standard input."""

    for line in commands.outbox_put(_settings(), sys.stdin.buffer.read()):
        click.echo(line)


@outbox.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def outbox_status(as_json: bool) -> None:
    """How delivery stands: what waits, what holds it, what was given up. Creates nothing."""

    settings = _settings()
    if as_json:
        click.echo(json.dumps(commands.outbox_status(settings), default=str))
    else:
        _say(commands.outbox_told(settings))


@outbox.command("dead")
@click.option("--retry", "number", type=int, help="Send the one with this number again.")
@click.option("--retry-kind", "kind", help="Send all of this kind again.")
def outbox_dead(number: int | None, kind: str | None) -> None:
    """List messages that were given up, with the reason; or owe some of them again."""

    if number is not None or kind is not None:
        retried = commands.dead_retried(_settings(), number, kind)
        click.echo(f"{retried.again} will be sent again, {retried.too_late} cannot be any more")
        return
    for one in commands.dead_letters(_settings()):
        told = f"{one.id}  {one.kind}  due {one.due_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{told}  {one.reason} ({one.meaning}, {one.attempts} attempts)")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def doctor(as_json: bool) -> None:
    """Look at everything the bot needs; status 1 when something is wrong."""

    found = commands.diagnosis(lambda: _settings("ERROR"))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], indent=2))
    else:
        _say("\n".join(map(str, found)))
    sys.exit(any(one.is_wrong for one in found))


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the SQLite database into FILE, while the bot runs."""

    size = commands.backed_up(_settings(), file)
    click.echo(f"{file}: {size} bytes, whole; keep the secret key elsewhere (docs/runbook.md)")


@cli.command()
@click.option("--anew", is_flag=True, help="Set a journal aside that is damaged or foreign.")
def restored(anew: bool) -> None:
    """After a backup was put back: take over what the journal knows since."""

    for line in commands.restored(_settings(), anew=anew):
        click.echo(line)


@cli.group()
def window() -> None:
    """The four-week windows of the figures."""


@window.command("accept-loss")
@click.argument("number", type=int)
@click.option("--yes", is_flag=True, help="Do not ask.")
def window_accept_loss(number: int, yes: bool) -> None:
    """Seal window NUMBER without the answers in it that do not open; they are deleted."""

    if yes or click.confirm(f"Delete what does not open in window {number}, for good?"):
        click.echo(commands.loss_accepted(_settings(), number))


@cli.group()
def accounts() -> None:
    """Accounts that are gone from Slack."""


@accounts.command("confirm")
def accounts_confirm() -> None:
    """Too many accounts were gone at once, and it was no mistake: go on."""

    click.echo(commands.accounts_confirmed(_settings()))


@cli.group()
def workspace() -> None:
    """Whose the database is."""


@workspace.command("adopt")
def workspace_adopt() -> None:
    """After Slack moved the workspace: take over the one that the token is of; stop the bot first.

    The people in the database must be the same there, by their member ids.
    """

    click.echo(commands.adopted(_settings()))


@cli.command("copy-database")
@click.argument("target_url")
def copy_database(target_url: str) -> None:
    """Copy everything into the empty database TARGET_URL; stop the bot before."""

    rows = commands.copied(_settings(), target_url)
    for table, count in rows.items():
        click.echo(f"{table}: {count}")
    click.echo(f"{sum(rows.values())} rows: set DATABASE_URL, and keep the same secret key")


@cli.command("rotate-secret")
def rotate_secret() -> None:
    """Lock everything with the first key of REVMENTOR_SECRET_KEY."""

    click.echo(f"{commands.rewrapped(_settings())} keys wrapped anew; the older secrets may go")


@cli.command()
def health() -> None:
    """Ask the running bot on this machine whether it lives (status 0 or 1)."""
    settings = load()
    host = "127.0.0.1" if settings.listens_on == "0.0.0.0" else settings.listens_on
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://{host}:{settings.port}/livez", timeout=3) as answer:
            click.echo(answer.read().decode())
    except OSError as error:
        raise click.ClickException("the bot does not answer") from error


@cli.command()
@click.option("--into", default=".", type=click.Path(file_okay=False, path_type=Path))
def docs(into: Path) -> None:
    """Write what is written from the code: settings, .env.example, parts of the architecture."""

    for path in docgen.write(into):
        click.echo(str(path))


def _settings(level: str = "") -> Settings:
    settings = load()
    logs.configure(level or settings.log_level, settings.log_format)
    return settings
