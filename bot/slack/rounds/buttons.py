"""What two people say to a proposal, and what a lead decides about a round."""

from collections.abc import Callable, Mapping

from bot.domain.refusals import NotYours
from bot.domain.words import Word
from bot.programme.rounds import approval, proposals
from bot.slack import answers
from bot.slack.edge.request import Visit
from bot.slack.kit.forms import metadata
from bot.slack.rounds.screens import proposals as proposal
from bot.slack.rounds.screens import round as round_screens
from bot.slack.rounds.screens import why


def _say(word: str) -> Callable[[Visit], None]:
    def press(visit: Visit) -> None:
        _said(visit, word, visit.number)

    return press


def say_later(visit: Visit) -> None:
    word, number = visit.choice
    if word != Word.LATER:
        raise NotYours
    _said(visit, word, number)


def _said(visit: Visit, word: str, number: int) -> None:
    """The message reads the same whatever was said; the warm word is for the person alone."""
    now = visit.desk.now()
    told = visit.once(lambda db, me: proposals.say(db, me, number, Word(word), now))
    if told.outcome == "paired":
        visit.replace(proposal.answered(told, visit.words))
        return
    visit.replace_and_say(
        proposal.answered(told, visit.words), proposal.warm_word(told, visit.words)
    )


def look_at_my_answer(visit: Visit) -> None:
    number, now = visit.number, visit.desk.now()
    mine = visit.kept(lambda db, person: proposals.my_answer(db, person, number, now))
    visit.open(proposal.my_answer(mine, visit.words))


def ask_why(visit: Visit) -> None:
    number = visit.number
    reasons = visit.kept(lambda db, person: proposals.why(db, person, number))
    visit.open(why.why(reasons, visit.words))


def open_round(visit: Visit) -> None:
    number, now = visit.number, visit.desk.now()
    view = visit.kept(lambda db, person: approval.view(db, person, number, now))
    if view is not None:
        visit.open(round_screens.round_(view, visit.words))


def decide_pair(visit: Visit) -> None:
    (decision, number), now = visit.choice, visit.desk.now()
    visit.once(lambda db, person: approval.decide_pair(db, person, number, decision, now))
    redraw_round(visit)


def turn_page(visit: Visit) -> None:
    redraw_round(visit, page=visit.number)


def approve_round(visit: Visit) -> None:
    number, now = visit.number, visit.desk.now()
    visit.once(lambda db, person: approval.approve(db, person, number, now))
    redraw_round(visit, number)


def stop_round(visit: Visit) -> None:
    number, now = visit.number, visit.desk.now()
    visit.once(lambda db, person: approval.stop(db, person, number, now))
    redraw_round(visit, number)


def postpone_round(visit: Visit) -> None:
    number, now = visit.number, visit.desk.now()
    told = visit.once(lambda db, person: approval.postpone(db, person, number, now))
    if visit.in_modal:
        redraw_round(visit, number)
    else:
        visit.replace(answers.answer(told, visit.words))


def redraw_round(visit: Visit, number: int | None = None, page: int | None = None) -> None:
    """Draw the lead's window of a round anew, on its page, after a decision."""
    kept = metadata(visit.view)
    round_id = number or kept.get("round")
    shown = kept.get("page", 1) if page is None else page
    if not isinstance(shown, int) or not (isinstance(round_id, int) and 0 < round_id < 10**18):
        raise NotYours
    now = visit.desk.now()
    view = visit.kept(lambda db, person: approval.view(db, person, round_id, now, shown))
    if view is not None:
        visit.update(round_screens.round_(view, visit.words))


BUTTONS: Mapping[str, Callable[[Visit], None]] = {
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
