"""The lead asks for figures."""

from bot.programme.figures import stats as figures
from bot.slack.edge.request import SlackRequest
from bot.slack.figures import screens


def stats(request: SlackRequest, argument: str) -> None:
    result = request.run_once(figures.stats, argument)
    request.say(screens.stats(result, request.words))
