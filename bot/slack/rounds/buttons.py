"""What two people say to a proposal, and what a lead decides about a round."""

from bot.domain.refusals import NotYours
from bot.domain.words import Word
from bot.programme.rounds import approval, proposals
from bot.programme.rounds.results import ProposalAnswered, RoundDecided
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import CHOICE, ID, Button, Handler, Row, open_
from bot.slack.rounds.screens import proposals as proposal
from bot.slack.rounds.screens import round as round_screens
from bot.slack.rounds.screens import why


def _later(request: SlackRequest) -> tuple[int]:
    """The menu beside a proposal has one line that says a word."""
    word, number = request.choice
    if word != Word.LATER:
        raise NotYours
    return (number,)


def _said(request: SlackRequest, result: ProposalAnswered) -> None:
    """The message reads the same whatever was said; the warm word is for the person alone."""
    lasting = proposal.answered(result, request.words)
    if result.outcome == "paired":
        request.replace(lasting)
    else:
        request.replace_and_say(lasting, proposal.warm_word(result, request.words))


def open_round(request: SlackRequest) -> None:
    view = request.run(approval.view, request.number)
    if view is not None:
        request.open(round_screens.round_(view, request.words))


def turn_page(request: SlackRequest) -> None:
    redraw_round(request, page=request.number)


def _drawn_anew(request: SlackRequest, _: object) -> None:
    redraw_round(request)


def _decided(request: SlackRequest, _: RoundDecided) -> None:
    redraw_round(request, request.number)


def _postponed(request: SlackRequest, result: RoundDecided) -> None:
    """In the window, or in the message that asked for a decision."""
    if request.in_modal:
        redraw_round(request, request.number)
    else:
        request.replace(round_screens.decided(result, request.words))


def redraw_round(request: SlackRequest, number: int | None = None, page: int | None = None) -> None:
    """Draw the lead's window of a round anew, on its page, after a decision."""
    kept = request.about
    round_id = number or kept.get("round")
    shown = kept.get("page", 1) if page is None else page
    if not isinstance(shown, int) or not (isinstance(round_id, int) and 0 < round_id < 10**18):
        raise NotYours
    view = request.run(approval.view, round_id, shown)
    if view is not None:
        request.update(round_screens.round_(view, request.words))


BUTTONS: tuple[Row, ...] = (
    Button("proposal.yes", proposals.accept, argument=ID, answer=_said),
    Button("proposal.no", proposals.decline, argument=ID, answer=_said),
    Button("proposal.more", proposals.put_off, argument=_later, answer=_said),
    Button("proposal.mine", proposals.my_answer, ID, open_(proposal.my_answer), changes=False),
    Button("proposal.why", proposals.why, ID, open_(why.why), changes=False),
    Handler("round.open", open_round),
    Button("round.pair", approval.decide_pair, argument=CHOICE, answer=_drawn_anew),
    Handler("round.page", turn_page),
    Button("round.approve", approval.approve, argument=ID, answer=_decided),
    Button("round.stop", approval.stop, argument=ID, answer=_decided),
    Button("round.postpone", approval.postpone, argument=ID, answer=_postponed),
)
