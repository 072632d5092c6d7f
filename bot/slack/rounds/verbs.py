"""The lead opens the round."""

from bot.programme.rounds import approval
from bot.slack import answers
from bot.slack.edge.request import SlackRequest
from bot.slack.rounds.screens import round as round_screens


def round_(request: SlackRequest, argument: str) -> None:
    if argument.casefold() not in ("", "preview", "anteprima"):
        request.say(answers.not_understood("round", argument, request.words))
        return
    view = request.run(approval.view, None)
    if view is None:
        request.say_where_i_stand()
        return
    request.open(round_screens.round_(view, request.words))
