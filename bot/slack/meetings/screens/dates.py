"""Dates of meetings: proposed, agreed, near."""

from datetime import datetime

from bot.domain.fit.people import Role
from bot.programme.meetings import kinds
from bot.programme.meetings.kinds import DateAgreed, DateNear, DateNow, DateProposed, Stands
from bot.programme.meetings.results import DateAnswered
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, Said
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell
from bot.slack.learning.screens import preparation
from bot.slack.meetings.screens.calendar import calendar_button, calendar_links, video_line
from bot.texts.words import Words


@screen(kinds.PROPOSED)
def proposed(facts: DateProposed, words: Words) -> Said:
    """The partner suggests a date; it waits for a yes or another time."""
    partner = words.name(facts.partner)
    return tell(
        words("session.proposed", partner=partner, when=words.moment(facts.starts_at)),
        words("session.proposed_more", minutes=_length(facts, words)),
        buttons=date_choices(facts.session_id, words),
    )


def date_choices(session_id: int, words: Words) -> list[Element]:
    """Confirm, or another time."""
    return [
        blocks.button("date.confirm", session_id, words.plain("button.confirm"), style="primary"),
        blocks.button("date.other", session_id, words.plain("button.another_time")),
    ]


@screen(kinds.AGREED)
def agreed(facts: DateAgreed, words: Words) -> Said:
    """To the pair's group conversation: each of the two reads the time in their own zone."""
    names = {"mentor": words.name(facts.mentor), "mentee": words.name(facts.mentee)}
    return tell(
        words("session.agreed", **names, when=words.moment_of_all(facts.starts_at)),
        words("session.length", minutes=_length(facts, words)),
        *video_line(facts.video_link, words),
        shown=words("session.agreed", **names, when=words.token(facts.starts_at)),
        buttons=[move(facts.pair_id, words), calendar_button(facts.session_id, words)],
    )


def move(pair_id: int, words: Words, style: str | None = None) -> Element:
    """Another date for the meeting that is agreed."""
    return blocks.button("date.move", pair_id, words.plain("button.move"), style=style)


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
        words(f"session.prepare.{facts.preparation.role}"),
        *(video_line(facts.entry.link, words) if facts.entry else ()),
        buttons=[move(facts.pair_id, words), *_prepares_with(facts, words)],
        more=calendar_links(facts.entry, facts.partner, words),
    )


def _prepares_with(facts: DateNear | DateNow, words: Words) -> list[Element]:
    if facts.preparation is None:
        return []
    return preparation.buttons(facts.preparation, facts.session_id, facts.pair_id, words)


@screen(kinds.PROPOSED_LATER)
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
        *(video_line(entry.link, words) if entry else ()),
        shown=words(key, **who, when=words.token(facts.starts_at)),
        buttons=_still_to_do(facts, words),
        more=calendar_links(entry, facts.partner, words),
    )


def _still_to_do(facts: DateNow, words: Words) -> list[Element]:
    if facts.stands is Stands.SUGGESTED:
        return date_choices(facts.session_id, words)
    if facts.stands is Stands.AGREED:
        both = [] if facts.partner else [calendar_button(facts.session_id, words)]
        return [move(facts.pair_id, words), *_prepares_with(facts, words), *both]
    if facts.stands is Stands.CALLED_OFF and facts.entry:
        return [calendar_button(facts.session_id, words, called_off=True)]
    return _noted(facts, words) if facts.stands is Stands.OVER else []


def _noted(facts: DateNow, words: Words) -> list[Element]:
    """What a mentee noted can still be read."""
    mine = facts.preparation is not None and facts.preparation.role is Role.MENTEE
    return [preparation.worksheet_button(facts.session_id, words)] if mine else []


def answered(facts: DateAnswered, words: Words) -> Said:
    """What came of a date that was proposed or confirmed."""
    key, partner = f"session.answer.{facts.outcome}", words.name(facts.partner)
    return tell(words(key, partner=partner, when=words.moment(facts.starts_at)))


def _length(facts: DateProposed | DateAgreed, words: Words) -> str:
    return words.plain_plural("count.minutes", minutes_between(facts.starts_at, facts.ends_at))


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from start to end."""
    return int((end - start).total_seconds() // 60)
