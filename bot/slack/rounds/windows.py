"""One's own word about a proposal, changed."""

from collections.abc import Callable, Mapping

from bot.domain.refusals import (
    NotYours,
)
from bot.domain.words import Word
from bot.programme.rounds import proposals
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.submitted import id_of, values_of
from bot.slack.kit.forms import metadata, parse
from bot.slack.rounds.screens import proposals as proposal_screens


def proposal(request: SlackRequest) -> None:
    values = parse(values_of(request))
    number = id_of(metadata(request.view).get("proposal"))
    try:
        word = Word(str(values.get("word")))
    except ValueError as error:
        raise NotYours from error
    never = bool(values.get("not_again")) and word is Word.SOMEONE_ELSE
    result = request.run_once(proposals.say, number, word, not_again=never)
    paired = result.outcome == "paired"
    screen = proposal_screens.answered if paired else proposal_screens.warm_word
    request.say(screen(result, request.words))


WINDOWS: Mapping[str, Callable[[SlackRequest], None]] = {"proposal": proposal}
