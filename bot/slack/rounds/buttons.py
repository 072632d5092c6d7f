"""What two people say to a proposal, and what a lead decides about a round."""

from collections.abc import Callable, Mapping

from bot.domain.refusals import NotYours
from bot.domain.words import Word
from bot.programme.rounds import approval, proposals
from bot.slack import answers
from bot.slack.edge.request import SlackRequest
from bot.slack.kit.forms import metadata
from bot.slack.rounds.screens import proposals as proposal
from bot.slack.rounds.screens import round as round_screens
from bot.slack.rounds.screens import why


def _say(word: str) -> Callable[[SlackRequest], None]:
    def press(request: SlackRequest) -> None:
        _said(request, word, request.number)

    return press


def say_later(request: SlackRequest) -> None:
    word, number = request.choice
    if word != Word.LATER:
        raise NotYours
    _said(request, word, number)


def _said(request: SlackRequest, word: str, number: int) -> None:
    """The message reads the same whatever was said; the warm word is for the person alone."""
    result = request.run_once(proposals.say, number, Word(word))
    if result.outcome == "paired":
        request.replace(proposal.answered(result, request.words))
        return
    request.replace_and_say(
        proposal.answered(result, request.words), proposal.warm_word(result, request.words)
    )


def look_at_my_answer(request: SlackRequest) -> None:
    number = request.number
    mine = request.run(proposals.my_answer, number)
    request.open(proposal.my_answer(mine, request.words))


def ask_why(request: SlackRequest) -> None:
    number = request.number
    reasons = request.run(proposals.why, number)
    request.open(why.why(reasons, request.words))


def open_round(request: SlackRequest) -> None:
    number = request.number
    view = request.run(approval.view, number)
    if view is not None:
        request.open(round_screens.round_(view, request.words))


def decide_pair(request: SlackRequest) -> None:
    decision, number = request.choice
    request.run_once(approval.decide_pair, number, decision)
    redraw_round(request)


def turn_page(request: SlackRequest) -> None:
    redraw_round(request, page=request.number)


def approve_round(request: SlackRequest) -> None:
    number = request.number
    request.run_once(approval.approve, number)
    redraw_round(request, number)


def stop_round(request: SlackRequest) -> None:
    number = request.number
    request.run_once(approval.stop, number)
    redraw_round(request, number)


def postpone_round(request: SlackRequest) -> None:
    number = request.number
    result = request.run_once(approval.postpone, number)
    if request.in_modal:
        redraw_round(request, number)
    else:
        request.replace(answers.answer(result, request.words))


def redraw_round(request: SlackRequest, number: int | None = None, page: int | None = None) -> None:
    """Draw the lead's window of a round anew, on its page, after a decision."""
    kept = metadata(request.view)
    round_id = number or kept.get("round")
    shown = kept.get("page", 1) if page is None else page
    if not isinstance(shown, int) or not (isinstance(round_id, int) and 0 < round_id < 10**18):
        raise NotYours
    view = request.run(approval.view, round_id, shown)
    if view is not None:
        request.update(round_screens.round_(view, request.words))


BUTTONS: Mapping[str, Callable[[SlackRequest], None]] = {
    "proposal.yes": _say("yes"),
    "proposal.no": _say("someone_else"),
    "proposal.more": say_later,
    "proposal.mine": look_at_my_answer,
    "proposal.why": ask_why,
    "round.open": open_round,
    "round.pair": decide_pair,
    "round.page": turn_page,
    "round.approve": approve_round,
    "round.stop": stop_round,
    "round.postpone": postpone_round,
}
