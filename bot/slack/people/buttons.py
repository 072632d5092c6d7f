"""A language is chosen."""

from bot.programme.people import language as languages
from bot.programme.people.results import LanguageChosen
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Button, Row
from bot.slack.people import screens


def _language(request: SlackRequest) -> tuple[str]:
    return (request.value or "-",)


def _in_that_language(request: SlackRequest, result: LanguageChosen) -> None:
    request.say(screens.chosen(result, request.words.also(result.language)))


BUTTONS: tuple[Row, ...] = (
    Button("language.choose", languages.choose, argument=_language, answer=_in_that_language),
)
