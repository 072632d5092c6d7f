"""What two people say to a proposal, and what a lead decides about a round."""

from dataclasses import replace

from bot.domain.listing import AS_DRAFTED, Listing, Order
from bot.domain.refusals import NotYours
from bot.domain.words import Word
from bot.programme.rounds import approval, proposals, window
from bot.programme.rounds.results import DecidedAlready, ProposalAnswered, RoundPostponed, RoundView
from bot.slack.edge.carried import id_of
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import CHOICE, ID, Button, Handler, Row, open_
from bot.slack.rounds.screens import announced, why
from bot.slack.rounds.screens import proposals as proposal
from bot.slack.rounds.screens import round as round_screens
from bot.slack.rounds.verbs import opened


def _later(request: SlackRequest) -> tuple[int]:
    """The menu beside a proposal has one line that says a word."""
    word, number = request.choice
    if word != Word.LATER:
        raise NotYours
    return (number,)


def _said(request: SlackRequest, result: ProposalAnswered) -> None:
    """The message reads the same whatever was said; the warm word is for the person alone."""
    lasting = proposal.answered(result, request.words)
    if result.outcome == "already":
        request.replace(lasting)
    else:
        request.replace_and_say(lasting, proposal.warm_word(result, request.words))


def _first_page(request: SlackRequest) -> tuple[int, int, Listing]:
    return request.number, 1, AS_DRAFTED


def _page_shown(request: SlackRequest) -> tuple[int, int, Listing]:
    """Which round the window shows, which page of it, and how it is looked at."""
    about = request.about
    round_id, page = id_of(about.get("round")), about.get("page", 1)
    if not isinstance(page, int):
        raise NotYours
    order = _order(about.get("order", Order.DRAFTED))
    return round_id, page, Listing(order, about.get("doubtful") is True)


def _order(value: object) -> Order:
    try:
        return Order(str(value))
    except ValueError as error:
        raise NotYours from error


def _another_page(request: SlackRequest) -> tuple[int, int, Listing]:
    round_id, _, listing = _page_shown(request)
    return round_id, request.number, listing


def _another_order(request: SlackRequest) -> tuple[int, int, Listing]:
    round_id, _, listing = _page_shown(request)
    return round_id, 1, replace(listing, order=_order(request.value))


def _another_sieve(request: SlackRequest) -> tuple[int, int, Listing]:
    round_id, _, listing = _page_shown(request)
    return round_id, 1, replace(listing, doubtful=request.value == "doubtful")


def _turned(request: SlackRequest, view: RoundView | None) -> None:
    if view is not None:
        request.update(round_screens.round_(view, request.words))


def _drawn_anew(request: SlackRequest, _: object) -> None:
    """The lead's window of a round, on its page, after a decision."""
    _turned(request, request.run(window.view, *_page_shown(request)))


_decide = Button("round.pair", approval.decide_pair, argument=CHOICE, answer=_drawn_anew)


def _decided(request: SlackRequest) -> None:
    """Dropping asks first, in the pair's place."""
    word, number = request.choice
    if word != "ask":
        _decide(request)
    elif view := request.run(window.view, *_page_shown(request)):
        request.update(round_screens.round_(view, request.words, asked=number))


def _postponed(request: SlackRequest, result: RoundPostponed | DecidedAlready) -> None:
    """In the window, or in the message that asked for a decision."""
    if request.in_modal:
        _drawn_anew(request, result)
    else:
        request.replace(announced.postponed(result, request.words))


BUTTONS: tuple[Row, ...] = (
    Button("proposal.yes", proposals.accept, argument=ID, answer=_said),
    Button("proposal.no", proposals.decline, argument=ID, answer=_said),
    Button("proposal.more", proposals.put_off, argument=_later, answer=_said),
    Button("proposal.mine", proposals.my_answer, ID, open_(proposal.my_answer), changes=False),
    Button("proposal.why", proposals.why, ID, open_(why.why), changes=False),
    Button("round.open", window.view, _first_page, opened, changes=False),
    Handler("round.pair", _decided),
    Button("round.keep", window.view, _page_shown, _turned, changes=False),
    Button("round.page", window.view, _another_page, _turned, changes=False),
    Button("round.order", window.view, _another_order, _turned, changes=False),
    Button("round.sift", window.view, _another_sieve, _turned, changes=False),
    Button("round.approve", approval.approve, argument=ID, answer=_drawn_anew),
    Button("round.stop", approval.stop, argument=ID, answer=_drawn_anew),
    Button("round.postpone", approval.postpone, argument=ID, answer=_postponed),
)
