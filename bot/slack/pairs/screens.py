"""A pair begins in its group conversation, rests, goes on, and may end."""

from bot.domain.fit.people import Role
from bot.domain.learning.phases import Phase, phase_of_newcomers
from bot.programme.pairs import kinds
from bot.programme.pairs.kinds import (
    AskWhatNext,
    BreakNow,
    HandNow,
    Introduction,
    NeedsAHand,
    PairCompleted,
    PairEnded,
    PairPaused,
    PairRests,
    PairResumed,
    RestNow,
    WhatNextNow,
)
from bot.programme.pairs.results import LivePair
from bot.slack.enrolment.screens import after_pair, the_end
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, Said
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import INNER, plan_facts, tell, verb_button
from bot.slack.learning.screens import ideas
from bot.slack.meetings.screens import dates, times
from bot.texts import guidance
from bot.texts.words import Safe, Words


@screen(kinds.INTRODUCTION)
@screen(kinds.INTRODUCTION_LATER)
def introduction(facts: Introduction, words: Words) -> Said:
    """Who leads, how long, the pact; apart, where to write to each other."""
    headline = "introduction.apart_headline" if facts.apart else "introduction.headline"
    names = {"mentor": words.name(facts.mentor), "mentee": words.name(facts.mentee)}
    links = {"mentor": words.mention(facts.mentor), "mentee": words.mention(facts.mentee)}
    lines = (
        *([words("introduction.apart")] if facts.apart else []),
        *_shares(facts, names, words),
        _how_long(facts, words),
        words("introduction.apart_pact" if facts.apart else "introduction.pact"),
        words("introduction.first_step", **names),
        _starters(facts, words),
        *_when(facts, words),
    )
    return tell(
        words(headline, **names),
        *(f"• {line}" for line in lines),
        shown=words(headline, **links),
        buttons=[*_choices(facts, words), ideas.button(facts.pair_id, words)],
    )


def _how_long(facts: Introduction, words: Words) -> Safe:
    key = "introduction.newcomers" if facts.plan.for_newcomers else "introduction.how_long"
    return words(key, **plan_facts(facts.plan, words))


def _when(facts: Introduction, words: Words) -> list[str]:
    if not facts.slots:
        return []
    return ["\n".join([words("introduction.slots"), *times.lines(facts.slots, words)])]


def _choices(facts: Introduction, words: Words) -> list[Element]:
    """A button a time that suits both, and the window for any other."""
    if not facts.slots:
        find = words.plain("button.find")
        return [blocks.button("date.find", facts.pair_id, find, style="primary")]
    another = words.plain("button.another_time")
    return [
        *dates.time_buttons("date.slot", facts.pair_id, facts.slots, words),
        blocks.button("date.find", facts.pair_id, another),
    ]


def _starters(facts: Introduction, words: Words) -> str:
    """Three to begin the first meeting with, by who asks."""
    names = {Role.MENTOR: words.name(facts.mentor), Role.MENTEE: words.name(facts.mentee)}
    phase = phase_of_newcomers(0) if facts.plan.for_newcomers else Phase.FIRST
    found = guidance.three(phase, ideas.seed(facts.pair_id, 0), 0)
    asked = [f"{INNER} {ideas.asked_by(one, names, words)}" for one in found]
    return "\n".join([words("introduction.starters"), *asked])


def _shares(facts: Introduction, names: dict[str, str], words: Words) -> list[Safe]:
    """What the mentor offers, and what the mentee gives in return if there is anything."""
    offered = words.topics(facts.mentor_shares, INNER)
    lines = [words("introduction.shares", mentor=names["mentor"], topics=offered)]
    if facts.mentee_shares is not None:
        back = words.topics([facts.mentee_shares], INNER)
        lines.append(words("introduction.shares_back", mentee=names["mentee"], topics=back))
    return lines


@screen(kinds.ENDED)
def ended(facts: PairEnded, words: Words) -> Said:
    """Neutral, whatever has ended it; nobody learns what."""
    buttons = [*after_pair.choices(words), verb_button("leave", words)]
    return tell(*ended_lines(facts, words), buttons=buttons)


def ended_lines(facts: PairEnded, words: Words) -> tuple[Safe, Safe, Safe]:
    """What is read then, and shown beforehand to who asks for the end."""
    headline = words("ended.headline", partner=words.name(facts.partner))
    return headline, words("ended.thanks"), words("after_pair.asked")


@screen(kinds.CHOICE)
def choice(facts: AskWhatNext, words: Words) -> Said:
    """Asked once, of both alike."""
    partner, until = words.name(facts.partner), words.date(facts.ends_on)
    return tell(
        words("the_end.headline", partner=partner, date=until),
        words("the_end.more"),
        words("the_end.private", partner=partner),
        buttons=the_end.choices(facts.pair_id, words),
    )


@screen(kinds.CHOICE_LATER)
def choice_later(facts: WhatNextNow, words: Words) -> Said:
    """To both alike, whether they chose or not."""
    partner = words.name(facts.partner)
    if facts.over:
        return tell(words("the_end.over", partner=partner))
    mine = the_end.my_choice_button(facts.pair_id, words)
    return tell(words("the_end.later", partner=partner), buttons=[mine])


@screen(kinds.COMPLETED)
def completed(facts: PairCompleted, words: Words) -> Said:
    """That both would like to go on; else the same, whatever they chose."""
    partner = words.name(facts.partner)
    thanks = [words("completed.thanks")] if facts.has_met else []
    if facts.together:
        return tell(
            words("completed.together", partner=partner),
            words("completed.room" if facts.room else "completed.no_room", partner=partner),
            *thanks,
            words("completed.together_next"),
            buttons=[after_pair.find_button(words), after_pair.turn_button(words)],
        )
    return tell(
        words("completed.headline", partner=partner),
        *thanks,
        words("completed.next"),
        words("the_end.private_over", partner=partner),
        buttons=after_pair.all_choices(words),
    )


@screen(kinds.RESTS)
def rests(facts: PairRests, words: Words) -> Said:
    """The same to both: nobody is asked why, and one tap of either is enough."""
    since, until = words.date(facts.since), words.date(facts.until)
    return tell(
        words("pair_rests.headline", partner=words.name(facts.partner), date=since),
        words("pair_rests.more", date=until),
        buttons=[wake_button(facts.pair_id, words)],
    )


@screen(kinds.RESTS_LATER)
def rests_later(facts: RestNow, words: Words) -> Said:
    """That it still rests, goes on, or has ended; who came back is not said."""
    if facts.ended:
        return tell(words("pair_rests.ended", partner=words.name(facts.partner)))
    if facts.rests is not None:
        return rests(facts.rests, words)
    return _goes_on(facts.pair_id, facts.partner, words)


def woken(facts: LivePair, words: Words) -> Said:
    """To who came back: the next step is a date."""
    return _goes_on(facts.pair_id, facts.partner, words)


def wake_button(pair_id: int, words: Words) -> Element:
    """Either of the two goes on."""
    return blocks.button("pair.wake", pair_id, words.plain("button.wake"), style="primary")


def _goes_on(pair_id: int, partner: str, words: Words) -> Said:
    find = blocks.button("date.find", pair_id, words.plain("button.find"), style="primary")
    headline = words("pair_rests.goes_on", partner=words.name(partner))
    return tell(headline, words("pair_resumed.more"), buttons=[find])


@screen(kinds.PAUSED)
def paused(facts: PairPaused, words: Words) -> Said:
    """The partner is on a break; why is nobody's business."""
    return tell(
        words(
            "pair_paused.headline",
            partner=words.name(facts.partner),
            date=words.date(facts.until),
        ),
        words("pair_paused.more"),
    )


@screen(kinds.PAUSED_LATER)
def paused_later(facts: BreakNow, words: Words) -> Said:
    """Until when by now, or that it is over."""
    partner = words.name(facts.partner)
    if facts.until is None:
        return tell(words("pair_paused.over", partner=partner))
    headline = words("pair_paused.headline", partner=partner, date=words.date(facts.until))
    return tell(headline, words("pair_paused.more"))


@screen(kinds.RESUMED)
def resumed(facts: PairResumed, words: Words) -> Said:
    """The partner is back."""
    find = blocks.button("date.find", facts.pair_id, words.plain("button.find"), style="primary")
    return tell(
        words("pair_resumed.headline", partner=words.name(facts.partner)),
        words("pair_resumed.more"),
        buttons=[find],
    )


@screen(kinds.NEEDS_A_HAND)
def needs_a_hand(facts: NeedsAHand, words: Words) -> Said:
    """To a lead: the pair and since when; never who of the two is silent."""
    names = {"mentor": words.name(facts.mentor), "mentee": words.name(facts.mentee)}
    links = {"mentor": words.mention(facts.mentor), "mentee": words.mention(facts.mentee)}
    return tell(
        words("needs_a_hand.headline", **names),
        words("needs_a_hand.since", date=words.date(facts.since)),
        words("needs_a_hand.more"),
        shown=words("needs_a_hand.headline", **links),
    )


@screen(kinds.NEEDS_A_HAND_LATER)
def needs_a_hand_later(facts: HandNow, words: Words) -> Said:
    """To a lead: what has become of the pair."""
    key = f"needs_a_hand.now.{facts.since}"
    return tell(
        words(key, mentor=words.name(facts.mentor), mentee=words.name(facts.mentee)),
        shown=words(key, mentor=words.mention(facts.mentor), mentee=words.mention(facts.mentee)),
    )
