"""A concern: the window opens, and is sent."""

from collections.abc import Mapping

from bot.domain.refusals import ReceiverChanged, TooManyConcerns
from bot.programme.administration import concerns
from bot.programme.people.accounts import Account
from bot.slack.administration.screens import concern as screens
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Row, Window, say
from bot.slack.kit.forms import Answer


def open_concern(request: SlackRequest) -> None:
    """Whatever was typed behind the verb is not read: a concern is no text."""
    form = request.run(concerns.form, _looked_up(request))
    request.open(screens.concern(form, request.words))


def _looked_up(request: SlackRequest) -> list[Account]:
    """What Slack says now of whom a concern may go to."""
    directory = request.services.directory
    return [directory.account(one) for one in request.run(concerns.named)]


def _filled(request: SlackRequest) -> tuple[Mapping[str, Answer], list[Account]]:
    """Where there is no choice, the window was opened about the one receiver."""
    receiver = request.values.get("receiver") or str(request.about.get("receiver") or "")
    return {**request.values, "receiver": receiver}, _looked_up(request)


WINDOWS: tuple[Row, ...] = (
    Window(
        "concern",
        concerns.raise_,
        _filled,
        say(screens.raised),
        beside={ReceiverChanged: "kind", TooManyConcerns: "kind"},
    ),
)
