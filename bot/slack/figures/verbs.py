"""The lead asks for figures."""

from bot.programme.figures import stats as figures
from bot.slack import answers
from bot.slack.edge.request import Visit


def stats(visit: Visit, argument: str) -> None:
    now = visit.desk.now()
    told = visit.once(lambda db, person: figures.stats(db, person, argument, now))
    visit.say(answers.stats(told, visit.words))
