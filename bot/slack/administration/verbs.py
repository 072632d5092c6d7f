"""The lead asks how the bot runs."""

from bot.programme.administration import health as healths
from bot.slack.administration import screens
from bot.slack.edge.request import SlackRequest


def health(request: SlackRequest, _: str = "") -> None:
    services = request.services
    result = request.run(healths.health, services.checks(), services.version)
    request.say(screens.health(result, request.words))
