"""The operator's commands. Each parses, calls one function and prints what it returned."""

import json
import sys
import urllib.request
from pathlib import Path

import click
from sqlalchemy.exc import OperationalError

from bot import logs
from bot.settings import BadSettings, Settings, load

WRONG_SETTING = 2


def main() -> None:
    """Run the command line; a wrong setting is one line each and status 2."""
    try:
        cli(prog_name="python -m bot")
    except BadSettings as error:
        click.echo(str(error), err=True)
        sys.exit(WRONG_SETTING)
    except OperationalError as error:
        state = getattr(error.orig, "sqlstate", None) or "no answer"
        click.echo(
            f"DATABASE_URL: the database cannot be used ({state}): check that it runs, that the "
            "address and the password are right, and that it may be written",
            err=True,
        )
        sys.exit(1)


@click.group()
def cli() -> None:
    """revmentor, a Slack bot for reverse mentoring. Settings: docs/settings.md."""


@cli.command()
def run() -> None:
    """Run the bot: Socket Mode with an app-level token, else HTTP mode."""
    from bot import app

    app.bot(_settings()).run()


@cli.command()
def worker() -> None:
    """Send messages and tick, without listening to Slack's requests."""
    from bot import app

    app.worker(_settings()).run()


@cli.command()
@click.option("--to", "revision", default="head", show_default=True, help="A revision, or base.")
def migrate(revision: str) -> None:
    """Bring the database's schema to a revision."""
    from bot import commands

    click.echo(f"schema: {commands.migrated(_settings(), revision)}")


@cli.group()
def programme() -> None:
    """The programme: show it, or apply a file to it."""


@programme.command("show")
def programme_show() -> None:
    """Print the programme as it is in force."""
    from bot import commands

    click.echo(commands.programme_shown(_settings()))


@programme.command("apply")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def programme_apply(file: Path, yes: bool) -> None:
    """Show what FILE would change, and apply it."""
    from bot import commands

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
    from bot import commands

    for line in commands.outbox_put(_settings(), sys.stdin):
        click.echo(line)


@outbox.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def outbox_status(as_json: bool) -> None:
    """Counts by state, oldest due, unclear ones, throttles."""
    from bot import commands

    status = commands.outbox_status(_settings())
    if as_json:
        click.echo(json.dumps(status, default=str))
    else:
        for name, value in status.items():
            click.echo(f"{name}: {value}")


@cli.command()
def health() -> None:
    """Ask the running bot on this machine whether it lives (status 0 or 1)."""
    settings = load()
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "") else settings.host
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
    from bot import handbook

    for path in handbook.write(into):
        click.echo(str(path))


def _settings() -> Settings:
    settings = load()
    logs.configure(settings.log_level, settings.log_format)
    return settings
