"""What each verb does: parse its argument, call one use case, answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.cadence import local_day
from bot.domain.day import NotADay, past_day
from bot.programme import approval, enrol, sessions
from bot.programme import met as meeting
from bot.programme import standing as standings
from bot.programme import stats as figures
from bot.slack.screens import answers, checkin, standing
from bot.slack.screens import join as join_screens
from bot.slack.screens import round as round_screens
from bot.slack.screens import when as when_screens
from bot.slack.visit import Visit

ROLES: Mapping[str, str] = {
    "mentor": "mentor",
    "mentee": "mentee",
    "both": "both",
    "entrambi": "both",
    "tutti": "both",
}


def where_i_stand(visit: Visit, _: str = "") -> None:
    """The bare command."""
    visit.say_where_i_stand()


status = where_i_stand


def help_(visit: Visit, _: str) -> None:
    now = visit.desk.now()
    where = visit.kept(lambda db, person: standings.where(db, person, now))
    visit.say(standing.help_(where, visit.words))


def join(visit: Visit, argument: str) -> None:
    if argument and argument.casefold() not in ROLES:
        visit.say(answers.not_understood("join", argument, visit.words))
        return
    draft = visit.kept(lambda db, person: _draft(db, person, visit))
    if argument:
        you = {**draft.get("you", {}), "role": ROLES[argument.casefold()]}
        draft = {**draft, "you": you}
    lists = join_screens.lists_of(visit.desk.rules())
    visit.open(join_screens.you(draft, lists, visit.words, turn=draft.get("turn", 0)))


def _draft(db: Any, person: Any, visit: Visit) -> dict[str, Any]:
    enrol.may_join(db, person)
    return enrol.draft(db, person, visit.desk.box)


def when(visit: Visit, _: str, chosen: int | None = None) -> None:
    """Open the window that finds a time, for the pair chosen or the only one."""
    now = visit.desk.now()
    pairs = visit.kept(lambda db, person: sessions.pairs_to_date(db, person))
    pair_id = chosen if chosen in {pair.pair_id for pair in pairs} else pairs[0].pair_id
    first = visit.kept(lambda db, person: sessions.suggestion(db, person, pair_id, now))
    visit.open(when_screens.when(pairs, first, visit.words, chosen=chosen))


def met(visit: Visit, argument: str) -> None:
    now = visit.desk.now()
    try:
        day = _day(argument, local_day(now, visit.words.zone))
    except NotADay:
        visit.say(answers.not_understood("met", argument, visit.words))
        return
    form = visit.once(lambda db, person: meeting.met_form(db, person, day, now))
    visit.open(checkin.checkin(form, visit.words))


def _day(argument: str, today: date) -> date | None:
    return past_day(argument, today) if argument else None


def leave(visit: Visit, _: str) -> None:
    now = visit.desk.now()
    left = visit.once(lambda db, person: enrol.leave(db, person, now))
    visit.say(answers.answer(left, visit.words))


def privacy(visit: Visit, _: str) -> None:
    visit.say(answers.privacy(visit.desk.rules().notice_link or None, visit.words))


def stats(visit: Visit, argument: str) -> None:
    now = visit.desk.now()
    told = visit.once(lambda db, person: figures.stats(db, person, argument, now))
    visit.say(answers.stats(told, visit.words))


def round_(visit: Visit, argument: str) -> None:
    if argument.casefold() not in ("", "preview", "anteprima"):
        visit.say(answers.not_understood("round", argument, visit.words))
        return
    view = visit.kept(lambda db, person: approval.view(db, person, None))
    if view is None:
        visit.say_where_i_stand()
        return
    visit.open(round_screens.round_(view, visit.words))
