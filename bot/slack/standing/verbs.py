"""Where somebody stands, and help."""

from bot.slack.edge.request import SlackRequest
from bot.slack.standing.screens import standing


def where_i_stand(request: SlackRequest, _: str = "") -> None:
    """The bare command."""
    request.say_where_i_stand()


status = where_i_stand


def help_(request: SlackRequest, _: str) -> None:
    where = request.stands()
    request.say(standing.help_(where, request.words))
