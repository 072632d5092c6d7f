"""The language of what one reads."""

from bot.programme.people import language as languages
from bot.slack import answers
from bot.slack.edge.request import Visit


def language(visit: Visit, argument: str = "") -> None:
    """The answer comes in the language chosen; without one, two buttons to choose with."""
    if not argument:
        visit.say(answers.choose_language(visit.words))
        return
    now = visit.desk.now()
    told = visit.once(lambda db, person: languages.choose(db, person, argument, now))
    visit.say(answers.answer(told, visit.words.also(told.language)))
