"""One's own word about a proposal, changed."""

from bot.domain.refusals import NotYours
from bot.domain.words import Word
from bot.programme.rounds import proposals
from bot.programme.rounds.results import ProposalAnswered
from bot.slack.edge.carried import id_of
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Row, Window
from bot.slack.rounds.screens import proposals as screens


def _word(request: SlackRequest) -> tuple[int, Word, bool]:
    """About which proposal, what, and whether never again with this person."""
    values = request.values
    number = id_of(request.about.get("proposal"))
    try:
        word = Word(str(values.get("word")))
    except ValueError as error:
        raise NotYours from error
    return number, word, bool(values.get("not_again")) and word is Word.SOMEONE_ELSE


def _said(request: SlackRequest, result: ProposalAnswered) -> None:
    request.say(screens.warm_word(result, request.words))


WINDOWS: tuple[Row, ...] = (Window("proposal", proposals.change, argument=_word, answer=_said),)
