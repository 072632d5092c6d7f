"""The language of what one reads."""

from bot.programme.people import language as languages
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import VerbHandler, VerbRow
from bot.slack.people import screens


def language(request: SlackRequest) -> None:
    """The answer comes in the language chosen; without one, two buttons to choose with."""
    if not request.typed:
        request.say(screens.choose(request.words))
        return
    result = request.run_once(languages.choose, request.typed)
    request.say(screens.chosen(result, request.words.also(result.language)))


VERBS: tuple[VerbRow, ...] = (VerbHandler("language", language, it="lingua"),)
