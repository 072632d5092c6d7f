"""The lead asks for figures."""

from bot.programme.figures import stats as figures
from bot.slack import answers
from bot.slack.edge.request import SlackRequest


def stats(request: SlackRequest, argument: str) -> None:
    result = request.run_once(figures.stats, argument)
    request.say(answers.stats(result, request.words))
