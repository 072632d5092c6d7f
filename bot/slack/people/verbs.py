"""The language of what one reads."""

from bot.programme.people import language as languages
from bot.slack import answers
from bot.slack.edge.request import SlackRequest


def language(request: SlackRequest, argument: str = "") -> None:
    """The answer comes in the language chosen; without one, two buttons to choose with."""
    if not argument:
        request.say(answers.choose_language(request.words))
        return
    result = request.run_once(languages.choose, argument)
    request.say(answers.answer(result, request.words.also(result.language)))
