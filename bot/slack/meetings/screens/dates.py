"""Dates of meetings: proposed, agreed, near."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.fit.people import Role
from bot.programme.meetings import kinds
from bot.programme.meetings.kinds import (
    DateAgreed,
    DateLapsed,
    DateNear,
    DateNow,
    DateProposed,
    Preparation,
    ProposalNow,
    Stands,
)
from bot.programme.meetings.results import DateAnswered, Remark
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, Said
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell
from bot.slack.learning.screens import preparation
from bot.slack.meetings.screens import times
from bot.slack.meetings.screens.calendar import calendar_button, calendar_links, video_line
from bot.slack.meetings.screens.series import keep_button
from bot.texts.words import Safe, Words


@screen(kinds.PROPOSED)
def proposed(facts: DateProposed, words: Words) -> Said:
    """One of the two suggests one time or several; the other takes one, or suggests another."""
    proposer = words.name(facts.proposer)
    several = "_several" if len(facts.options) > 1 else ""
    length, other = words.plain_plural("count.minutes", facts.minutes), words.name(facts.waits_for)
    more = words(f"session.proposed_more{several}", minutes=length, other=other)
    buttons = date_choices(facts.session_id, facts.options, words)
    if several:
        headline = words("session.proposed_several", partner=proposer)
        return tell(headline, *times.lines(facts.options, words, "•"), more, buttons=buttons)
    (only,) = facts.options
    return tell(
        words("session.proposed", partner=proposer, when=words.moment_of_all(only)),
        more,
        buttons=buttons,
    )


def date_choices(session_id: int, options: Sequence[datetime], words: Words) -> list[Element]:
    """A button a time, or one that confirms the only one; or another time."""
    other = blocks.button("date.other", session_id, words.plain("button.another_time"))
    if len(options) == 1:
        confirm, value = words.plain("button.confirm"), taken(session_id, options[0])
        return [blocks.button("date.confirm", value, confirm, style="primary"), other]
    return [*time_buttons("date.confirm", session_id, options, words), other]


def time_buttons(action: str, id_: int, options: Sequence[datetime], words: Words) -> list[Element]:
    """One a time, for a proposal or a pair."""
    return [
        blocks.button(f"{action}.{number}", taken(id_, at), times.label(at, words))
        for number, at in enumerate(options)
    ]


def taken(id_: int, at: datetime) -> str:
    """What the button of a time carries: the moment, and the proposal or pair that it is for."""
    return f"{int(at.timestamp())}:{id_}"


@screen(kinds.PROPOSED_LATER)
def proposal_now(facts: ProposalNow, words: Words) -> Said:
    """The same message once a time has been taken, or has passed, or none stands any more."""
    if facts.stands is Stands.SUGGESTED:
        return proposed(facts.proposed, words)
    if facts.agreed is not None:
        return _agreement_now(facts.agreed, facts.stands, words)
    options, proposer = facts.proposed.options, words.name(facts.proposed.proposer)
    key = f"session.proposed_now.{facts.stands}"
    return tell(words(key, partner=proposer, when=times.listed(options, words)))


def _agreement_now(facts: DateAgreed, stands: Stands, words: Words) -> Said:
    if stands is Stands.AGREED:
        return agreed(facts, words)
    return tell(
        words(f"session.now.{stands}.both", when=words.moment_of_all(facts.starts_at)),
        buttons=_taken_out(facts, stands, words),
    )


def _taken_out(facts: DateAgreed | DateNow, stands: Stands, words: Words) -> list[Element]:
    if stands is not Stands.CALLED_OFF or facts.entry is None:
        return []
    return [calendar_button(facts.session_id, words, called_off=True)]


@screen(kinds.LAPSED)
def lapsed(facts: DateLapsed, words: Words) -> Said:
    """To who suggested it: its time has passed, and another one is two taps away."""
    find = blocks.button("date.find", facts.pair_id, words.plain("button.find"), style="primary")
    said = {"partner": words.name(facts.partner), "when": times.listed(facts.options, words)}
    return tell(words("session.lapsed", **said), words("session.lapsed_more"), buttons=[find])


@screen(kinds.AGREED)
def agreed(facts: DateAgreed, words: Words) -> Said:
    """To the pair's group conversation: each of the two reads the time in their own zone."""
    names = {"mentor": words.name(facts.mentor), "mentee": words.name(facts.mentee)}
    return tell(
        words("session.agreed", **names, when=words.moment_of_all(facts.starts_at)),
        words("session.length", minutes=_length(facts, words)),
        *video_line(facts.entry, words),
        shown=words("session.agreed", **names, when=words.token(facts.starts_at)),
        buttons=[
            move(facts.session_id, words),
            calendar_button(facts.session_id, words),
            *([keep_button(facts.session_id, words)] if facts.can_keep else []),
        ],
    )


def move(session_id: int, words: Words, style: str | None = None) -> Element:
    """Another date for this meeting, which is agreed. Buttons of before carry a pair alone."""
    value = f"session:{session_id}"
    return blocks.button("date.move", value, words.plain("button.move"), style=style)


@screen(kinds.NEAR)
def near(facts: DateNear, words: Words) -> Said:
    """One working day ahead; "tomorrow" only when it is."""
    partner = words.name(facts.partner)
    if facts.is_tomorrow:
        time = words.plain("time.hours", time=words.clock(facts.starts_at), zone=words.zone_name())
        headline = words("session.tomorrow", partner=partner, time=time)
    else:
        headline = words("session.near", partner=partner, when=words.moment(facts.starts_at))
    return tell(
        headline,
        *_how_to_prepare(facts.preparation, words),
        *video_line(facts.entry, words),
        buttons=[move(facts.session_id, words), *_prepares_with(facts, words)],
        more=calendar_links(facts.entry, facts.partner, words),
    )


def _how_to_prepare(facts: Preparation, words: Words) -> list[Safe]:
    """In the last weeks of a pair also when it ends."""
    usual = words(f"session.prepare.{facts.role}")
    if facts.ends_on is None:
        return [usual]
    return [usual, words("session.last_weeks", date=words.date(facts.ends_on))]


def _prepares_with(facts: DateNear | DateNow, words: Words) -> list[Element]:
    if facts.preparation is None:
        return []
    return preparation.buttons(facts.preparation, facts.session_id, facts.pair_id, words)


@screen(kinds.AGREED_LATER)
@screen(kinds.NEAR_LATER)
def date_now(facts: DateNow, words: Words) -> Said:
    """What has become of a date that somebody was told of."""
    key = f"session.now.{facts.stands}"
    who = {"partner": words.name(facts.partner)} if facts.partner else {}
    entry = facts.entry if facts.stands is Stands.AGREED else None
    key = key if facts.partner else f"{key}.both"
    return tell(
        words(key, **who, when=words.moment_of_all(facts.starts_at)),
        *video_line(entry, words),
        shown=words(key, **who, when=words.token(facts.starts_at)),
        buttons=_still_to_do(facts, words),
        more=calendar_links(entry, facts.partner, words),
    )


def _still_to_do(facts: DateNow, words: Words) -> list[Element]:
    if facts.stands is Stands.AGREED:
        both = [] if facts.partner else [calendar_button(facts.session_id, words)]
        return [move(facts.session_id, words), *_prepares_with(facts, words), *both]
    if facts.stands is Stands.OVER:
        return _noted(facts, words)
    return _taken_out(facts, facts.stands, words)


def _noted(facts: DateNow, words: Words) -> list[Element]:
    """What a mentee noted can still be read."""
    mine = facts.preparation is not None and facts.preparation.role is Role.MENTEE
    return [preparation.worksheet_button(facts.session_id, words)] if mine else []


def answered(facts: DateAnswered, words: Words) -> Said:
    """What came of a date that was proposed or confirmed."""
    key, partner = f"session.answer.{facts.outcome}", words.name(facts.partner)
    said = words(key, partner=partner, when=times.listed(facts.options, words))
    return tell(said, *(_remark(one, partner, words) for one in facts.remarks))


def _remark(remark: Remark, partner: str, words: Words) -> str:
    whose = "mine" if remark.mine else "theirs"
    key = f"session.remark.{remark.beyond}.{whose}"
    return words(key, partner=partner, when=words.short(remark.at))


def _length(facts: DateAgreed, words: Words) -> str:
    return words.plain_plural("count.minutes", minutes_between(facts.starts_at, facts.ends_at))


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from start to end."""
    return int((end - start).total_seconds() // 60)
