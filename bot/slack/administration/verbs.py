"""The lead asks how the bot runs."""

from bot.programme.administration import health as healths
from bot.slack import answers
from bot.slack.edge.request import Visit


def health(visit: Visit, _: str = "") -> None:
    now, desk = visit.desk.now(), visit.desk
    told = visit.kept(
        lambda db, person: healths.health(db, person, desk.checks(), desk.version, now)
    )
    visit.say(answers.health(told, visit.words))
