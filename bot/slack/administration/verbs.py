"""The lead asks how the bot runs."""

from collections.abc import Mapping

from bot.programme.administration import health
from bot.slack.administration import screens
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Verb, VerbRow, say


def _process(request: SlackRequest) -> tuple[Mapping[str, bool], str]:
    """What the process knows of itself."""
    return request.services.checks(), request.services.version


VERBS: tuple[VerbRow, ...] = (
    Verb(
        "health", health.health, _process, say(screens.health),
        it="salute", changes=False, leads=True,
    ),
)  # fmt: skip
