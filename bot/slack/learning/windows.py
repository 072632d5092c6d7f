"""The worksheet is kept; the notice before it is read."""

from collections.abc import Mapping

from bot.domain.learning.worksheet import LINES
from bot.domain.refusals import WorksheetClosed
from bot.programme.learning import worksheets
from bot.programme.learning.results import WorksheetForm
from bot.slack.edge.carried import id_of
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Row, Window, say
from bot.slack.learning.screens import worksheet as screens
from bot.texts.clean import clean


def _session(request: SlackRequest) -> tuple[int]:
    return (id_of(request.about.get("session")),)


def _lines(request: SlackRequest) -> tuple[int, Mapping[str, object]]:
    """For which meeting, and what was typed, made harmless."""
    typed = {line: clean(str(request.values.get(line) or "")) for line in LINES}
    return id_of(request.about.get("session")), typed


def _turn_to_worksheet(request: SlackRequest, form: WorksheetForm) -> None:
    request.turn_to(screens.worksheet(form, request.words))


WINDOWS: tuple[Row, ...] = (
    Window(
        "learning.worksheet",
        worksheets.save,
        _lines,
        say(screens.kept),
        beside={WorksheetClosed: LINES[0]},
    ),
    Window("learning.notice", worksheets.acknowledge, _session, _turn_to_worksheet),
)
