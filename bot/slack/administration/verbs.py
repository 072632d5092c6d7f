"""The lead asks how the bot runs; anybody raises a concern."""

from collections.abc import Mapping

from bot.programme.administration import health
from bot.slack.administration.screens import health as screens
from bot.slack.administration.windows import open_concern
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Verb, VerbHandler, VerbRow, say


def _process(request: SlackRequest) -> tuple[Mapping[str, bool], str]:
    """What the process knows of itself."""
    return request.services.checks(), request.services.version


VERBS: tuple[VerbRow, ...] = (
    VerbHandler("concern", open_concern, it="segnala"),
    Verb(
        "health", health.health, _process, say(screens.health),
        it="salute", changes=False, leads=True,
    ),
)  # fmt: skip
