"""The window that ends a pairing."""

from bot.domain.refusals import NotYours
from bot.domain.words import Reason
from bot.programme.pairs import swaps
from bot.programme.pairs.results import SwapAsked, SwapForm, WhichPair
from bot.slack.edge.carried import id_of
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Row, Window, say
from bot.slack.pairs import swap_screens


def open_swap(request: SlackRequest, facts: SwapForm | SwapAsked | WhichPair) -> None:
    """Or how it stands, for who has asked already."""
    if isinstance(facts, SwapAsked):
        request.say(swap_screens.asked(facts, request.words))
    else:
        request.open(swap_screens.swap(facts, request.words))


def _asked(request: SlackRequest) -> tuple[int, Reason | None]:
    """Of which pair, and why, if that is said. Raises NotYours."""
    said = request.values.get("reason")
    try:
        return id_of(request.about.get("pair")), Reason(str(said)) if said else None
    except ValueError:
        raise NotYours from None


WINDOWS: tuple[Row, ...] = (Window("swap", swaps.ask, _asked, say(swap_screens.asked)),)
