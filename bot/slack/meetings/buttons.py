"""Dates, whether the two met, and reminders."""

from collections.abc import Callable, Mapping

from bot.programme.meetings import attendance, checkins, dates, nudges
from bot.slack import answers
from bot.slack.edge.request import Visit
from bot.slack.meetings.screens import checkin
from bot.slack.meetings.verbs import when


def fewer_reminders(visit: Visit) -> None:
    now = visit.desk.now()
    told = visit.once(lambda db, person: nudges.fewer(db, person, now))
    visit.say(answers.answer(told, visit.words))


def more_reminders(visit: Visit) -> None:
    now = visit.desk.now()
    told = visit.once(lambda db, person: nudges.more(db, person, now))
    visit.replace(answers.answer(told, visit.words))


def find_date(visit: Visit) -> None:
    when(visit, "", chosen=visit.number)


def confirm_date(visit: Visit) -> None:
    number, now = visit.number, visit.desk.now()
    told = visit.once(lambda db, person: dates.confirm(db, person, number, now))
    visit.replace(answers.answer(told, visit.words))


def other_date(visit: Visit) -> None:
    number = visit.number
    pair_id = visit.kept(lambda db, person: attendance.say_moved(db, person, number))
    when(visit, "", chosen=pair_id)


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


BUTTONS: Mapping[str, Callable[[Visit], None]] = {
    "reminders.fewer": fewer_reminders,
    "reminders.more": more_reminders,
    "date.find": find_date,
    "date.move": find_date,
    "date.confirm": confirm_date,
    "date.other": other_date,
    "met.yes": met_yes,
    "met.moved": other_date,
    "met.notyet": met_not_yet,
    "checkin.answer": answer_checkin,
}
