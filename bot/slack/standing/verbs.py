"""Where somebody stands, and help."""

from bot.slack.edge.request import Visit
from bot.slack.standing.screens import standing


def where_i_stand(visit: Visit, _: str = "") -> None:
    """The bare command."""
    visit.say_where_i_stand()


status = where_i_stand


def help_(visit: Visit, _: str) -> None:
    where = visit.stands()
    visit.say(standing.help_(where, visit.words))
