"""The lead opens the round."""

from bot.programme.rounds import approval
from bot.slack import answers
from bot.slack.edge.request import Visit
from bot.slack.rounds.screens import round as round_screens


def round_(visit: Visit, argument: str) -> None:
    if argument.casefold() not in ("", "preview", "anteprima"):
        visit.say(answers.not_understood("round", argument, visit.words))
        return
    now = visit.desk.now()
    view = visit.kept(lambda db, person: approval.view(db, person, None, now))
    if view is None:
        visit.say_where_i_stand()
        return
    visit.open(round_screens.round_(view, visit.words))
