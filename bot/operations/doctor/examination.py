"""All looks, in the order in which an operator fixes things."""

from collections.abc import Iterator

from bot.clock import Clock
from bot.operations.doctor import installation
from bot.operations.doctor.database import DatabaseLook
from bot.operations.doctor.finding import Finding, looked
from bot.operations.doctor.messages import messages
from bot.operations.doctor.slack import SlackLook
from bot.settings import Settings


def examine(settings: Settings) -> Iterator[Finding]:
    """Findings as they are found. Nothing is written, sent or migrated."""
    database, clock = DatabaseLook(settings), Clock(settings.clock_file)
    try:
        yield from looked("data folder", lambda: installation.folder(settings))
        yield from looked("rights", lambda: installation.rights(settings))
        yield from looked("variables", installation.variables)
        yield from looked("database", database.reachable)
        yield from looked("schema", database.migrated)
        yield from looked("secret", database.secret)
        yield from looked("sealed fields", lambda: database.sealed(clock.now()))
        yield from looked("journal", database.ledger)
        yield from looked(
            "programme file", lambda: installation.programme_file(settings, database.engine)
        )
        rules = installation.rules_to_come(settings, database.engine)
        leads = (*settings.admins, *(rules.leads if rules is not None else ()))
        yield from looked("time zones", lambda: installation.zones(settings, rules))
        yield from looked("matching", installation.optimiser)
        yield from looked("clock file", lambda: installation.clock_file(settings))
        yield from looked("messages", lambda: messages(database.engine, clock))
        yield from looked("accounts", lambda: installation.gone_accounts(database.engine, clock))
        ours = installation.workspace(database.engine)
        contact = rules.contact if rules is not None else ""
        yield from _at_slack(SlackLook(settings, clock), tuple(dict.fromkeys(leads)), contact, ours)
    finally:
        database.close()


def _at_slack(
    slack: SlackLook, leads: tuple[str, ...], contact: str, workspace: str | None
) -> Iterator[Finding]:
    yield from looked("mode", slack.way)
    yield from looked("bot token", slack.bot_token)
    yield from looked("workspace", lambda: slack.workspace(workspace))
    yield from looked("scopes", slack.scopes)
    yield from looked("app token", slack.app_token)
    yield from looked("clock", slack.clock)
    yield from looked("leads", lambda: slack.leads(leads))
    yield from looked("contact", lambda: slack.contact(contact, leads))
