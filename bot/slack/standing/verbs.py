"""Where somebody stands, and help."""

from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import VerbHandler, VerbRow
from bot.slack.standing.screens import standing


def help_(request: SlackRequest) -> None:
    where = request.stands()
    request.say(standing.help_(where, request.words))


VERBS: tuple[VerbRow, ...] = (
    VerbHandler("help", help_, it="aiuto"),
    VerbHandler("status", SlackRequest.say_where_i_stand, it="stato"),
)
