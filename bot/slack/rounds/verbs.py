"""The lead opens the round."""

from bot.domain.listing import AS_DRAFTED, Listing
from bot.programme.rounds import window
from bot.programme.rounds.results import RoundView
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import NotUnderstood, Verb, VerbRow
from bot.slack.rounds.screens import round as screens


def _latest(request: SlackRequest) -> tuple[None, int, Listing]:
    if request.typed.casefold() not in ("", "preview", "anteprima"):
        raise NotUnderstood
    return None, 1, AS_DRAFTED


def opened(request: SlackRequest, view: RoundView | None) -> None:
    """In its window; before the first round, where the lead stands."""
    if view is None:
        request.say_where_i_stand()
    else:
        request.open(screens.round_(view, request.words))


VERBS: tuple[VerbRow, ...] = (
    Verb("round", window.view, _latest, opened, it="giro", changes=False, leads=True),
)
