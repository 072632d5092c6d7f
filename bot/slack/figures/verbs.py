"""The lead asks for figures."""

from bot.programme.figures import stats as figures
from bot.slack import answers
from bot.slack.edge.request import SlackRequest


def stats(request: SlackRequest, argument: str) -> None:
    now = request.services.now()
    result = request.run_once(lambda db, person: figures.stats(db, person, argument, now))
    request.say(answers.stats(result, request.words))
