"""What each button does. The fixed action id is the row's name; a suffix keeps ids unique."""

from collections.abc import Callable

from bot.domain.refusals import NotYours
from bot.domain.words import Word
from bot.programme.enrolment import undo
from bot.programme.meetings import attendance, checkins, dates, nudges
from bot.programme.rounds import approval, proposals
from bot.slack import verbs
from bot.slack.forms import metadata
from bot.slack.listeners import commands, events, forms
from bot.slack.screens import answers, checkin, why
from bot.slack.screens import proposals as proposal
from bot.slack.screens import round as round_screens
from bot.slack.visit import Visit

# --- joining and leaving --------------------------------------------------------------------------


def open_join(visit: Visit) -> None:
    commands.join(visit, visit.value if visit.value in commands.ROLES else "")


def _undo(what: str) -> Callable[[Visit], None]:
    def press(visit: Visit) -> None:
        number, now = visit.number, visit.desk.now()
        undone = visit.once(lambda db, person: undo.take_back(db, person, number, what, now))
        visit.replace(answers.answer(undone, visit.words))

    return press


def run_verb(visit: Visit) -> None:
    """A button that stands for a verb: the nearest one, or one of help."""
    verb = verbs.named(visit.action_name.removeprefix("verb.").partition(".")[0])
    if verb is None:
        raise NotYours
    verb.run(visit, "")


def choose_language(visit: Visit) -> None:
    commands.language(visit, visit.value or "-")


def fewer_reminders(visit: Visit) -> None:
    now = visit.desk.now()
    told = visit.once(lambda db, person: nudges.fewer(db, person, now))
    visit.say(answers.answer(told, visit.words))


def more_reminders(visit: Visit) -> None:
    now = visit.desk.now()
    told = visit.once(lambda db, person: nudges.more(db, person, now))
    visit.replace(answers.answer(told, visit.words))


def draw_home_again(visit: Visit) -> None:
    visit.ack()
    events.draw_home(visit)


# --- a proposal -----------------------------------------------------------------------------------


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


# --- a date ---------------------------------------------------------------------------------------


def find_date(visit: Visit) -> None:
    commands.when(visit, "", chosen=visit.number)


def confirm_date(visit: Visit) -> None:
    number, now = visit.number, visit.desk.now()
    told = visit.once(lambda db, person: dates.confirm(db, person, number, now))
    visit.replace(answers.answer(told, visit.words))


def other_date(visit: Visit) -> None:
    number = visit.number
    pair_id = visit.kept(lambda db, person: attendance.say_moved(db, person, number))
    commands.when(visit, "", chosen=pair_id)


# --- did you meet? --------------------------------------------------------------------------------


def met_yes(visit: Visit) -> None:
    """The message then reads the same whether the four questions are answered or not."""
    number, now = visit.number, visit.desk.now()
    visit.once(lambda db, person: attendance.say_met(db, person, number, now))
    form = visit.kept(lambda db, person: checkins.form(db, person, number, now))
    visit.open_and_replace(checkin.checkin(form, visit.words), checkin.answered(form, visit.words))


def met_not_yet(visit: Visit) -> None:
    number, now = visit.number, visit.desk.now()
    told = visit.kept(lambda db, person: attendance.say_not_yet(db, person, number, now))
    visit.say(answers.met_not_yet(told, visit.words))


def answer_checkin(visit: Visit) -> None:
    number, now = visit.number, visit.desk.now()
    form = visit.kept(lambda db, person: checkins.form(db, person, number, now))
    visit.open(checkin.checkin(form, visit.words))


# --- the lead's round -----------------------------------------------------------------------------


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


ACTIONS: dict[str, Callable[[Visit], None]] = {
    "join.open": open_join,
    "join.back": forms.back,
    "join.undo": _undo("join"),
    "leave.undo": _undo("leave"),
    "pause.undo": _undo("pause"),
    "resume.undo": _undo("resume"),
    "profile.undo": _undo("profile"),
    "profile.back": forms.back,
    "language.choose": choose_language,
    "reminders.fewer": fewer_reminders,
    "reminders.more": more_reminders,
    "home.again": draw_home_again,
    "verb": run_verb,
    "proposal.yes": _say("yes"),
    "proposal.no": _say("someone_else"),
    "proposal.more": say_later,
    "proposal.mine": look_at_my_answer,
    "proposal.why": ask_why,
    "date.find": find_date,
    "date.move": find_date,
    "date.confirm": confirm_date,
    "date.other": other_date,
    "met.yes": met_yes,
    "met.moved": other_date,
    "met.notyet": met_not_yet,
    "checkin.answer": answer_checkin,
    "round.open": open_round,
    "round.pair": decide_pair,
    "round.page": turn_page,
    "round.approve": approve_round,
    "round.stop": stop_round,
    "round.postpone": postpone_round,
}
