"""The lead asks how the bot runs."""

from bot.programme.administration import health as healths
from bot.slack import answers
from bot.slack.edge.request import SlackRequest


def health(request: SlackRequest, _: str = "") -> None:
    now, services = request.services.now(), request.services
    result = request.run(
        lambda db, person: healths.health(db, person, services.checks(), services.version, now)
    )
    request.say(answers.health(result, request.words))
