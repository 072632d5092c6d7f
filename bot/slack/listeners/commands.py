"""What each verb does: parse its argument, call one use case, answer."""

from collections.abc import Mapping
from datetime import date

from bot.domain.time.local_time import local_day
from bot.domain.typed.day import NotADay, coming_day, past_day
from bot.programme.administration import health as healths
from bot.programme.enrolment import joining, leaving, pauses
from bot.programme.enrolment import profile as profiles
from bot.programme.figures import stats as figures
from bot.programme.meetings import attendance as meeting
from bot.programme.meetings import dates
from bot.programme.people import language as languages
from bot.programme.rounds import approval
from bot.slack.screens import answers, checkin, standing
from bot.slack.screens import join as join_screens
from bot.slack.screens import pause as pause_screens
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
_BETWEEN = frozenset({"as", "a", "come", "and", "e", "&", "+"})


def where_i_stand(visit: Visit, _: str = "") -> None:
    """The bare command."""
    visit.say_where_i_stand()


status = where_i_stand


def help_(visit: Visit, _: str) -> None:
    where = visit.stands()
    visit.say(standing.help_(where, visit.words))


def join(visit: Visit, argument: str) -> None:
    role = _role(argument)
    if argument and role is None:
        visit.say(answers.not_understood("join", argument, visit.words))
        return
    draft = visit.kept(lambda db, person: joining.begin(db, person))
    if role:
        you = {**draft.get("you", {}), "role": role}
        draft = {**draft, "you": you}
    lists = join_screens.lists_of(visit.desk.rules())
    visit.open(join_screens.you(draft, lists, visit.words, turn=draft.get("turn", 0)))


def _role(argument: str) -> str | None:
    """Such as "mentor", "as mentor", "mentor and mentee"; None for anything else."""
    words = [word for word in argument.casefold().split() if word not in _BETWEEN]
    roles = {ROLES.get(word) for word in words}
    if not roles or None in roles:
        return None
    return roles.pop() if len(roles) == 1 else "both"


def profile(visit: Visit, _: str = "") -> None:
    draft = visit.kept(lambda db, person: profiles.draft(db, person))
    lists = join_screens.lists_of(visit.desk.rules())
    turn = draft.get("turn", 0)
    visit.open(join_screens.you(draft, lists, visit.words, turn=turn, editing=True))


def pause(visit: Visit, argument: str = "") -> None:
    """With a day: at once, with Undo. Without one: the window with days to choose from."""
    now = visit.desk.now()
    if not argument:
        form = visit.kept(lambda db, person: pauses.form(db, person, now))
        visit.open(pause_screens.pause(form, visit.words))
        return
    try:
        until = coming_day(argument, local_day(now, visit.words.zone))
    except NotADay:
        visit.say(answers.not_understood("pause", argument, visit.words))
        return
    told = visit.once(lambda db, person: pauses.pause(db, person, until, now))
    visit.say(answers.answer(told, visit.words))


def resume(visit: Visit, _: str = "") -> None:
    now = visit.desk.now()
    told = visit.once(lambda db, person: pauses.resume(db, person, now))
    visit.say(answers.answer(told, visit.words))


def language(visit: Visit, argument: str = "") -> None:
    """The answer comes in the language chosen; without one, two buttons to choose with."""
    if not argument:
        visit.say(answers.choose_language(visit.words))
        return
    now = visit.desk.now()
    told = visit.once(lambda db, person: languages.choose(db, person, argument, now))
    visit.say(answers.answer(told, visit.words.also(told.language)))


def health(visit: Visit, _: str = "") -> None:
    now, desk = visit.desk.now(), visit.desk
    told = visit.kept(
        lambda db, person: healths.health(db, person, desk.checks(), desk.version, now)
    )
    visit.say(answers.health(told, visit.words))


def when(visit: Visit, _: str, chosen: int | None = None) -> None:
    """Open the window that finds a time, for the pair chosen or the only one."""
    now = visit.desk.now()
    pairs = visit.kept(lambda db, person: dates.pairs_to_date(db, person))
    pair_id = chosen if chosen in {pair.pair_id for pair in pairs} else pairs[0].pair_id
    first = visit.kept(lambda db, person: dates.suggestion(db, person, pair_id, now))
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


def leave(visit: Visit, argument: str) -> None:
    """At once, with Undo; with a date or a reason behind it nothing is guessed."""
    if argument:
        visit.say(answers.not_understood("leave", argument, visit.words))
        return
    now = visit.desk.now()
    left = visit.once(lambda db, person: leaving.leave(db, person, now))
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
    now = visit.desk.now()
    view = visit.kept(lambda db, person: approval.view(db, person, None, now))
    if view is None:
        visit.say_where_i_stand()
        return
    visit.open(round_screens.round_(view, visit.words))
