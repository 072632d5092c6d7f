"""Gentle words about a missing date or a long wait."""

from bot.domain.enrolment.form import MOST_OFFERS, WISHES
from bot.programme.meetings import kinds
from bot.programme.meetings.kinds import NoDate, StopReminding
from bot.programme.rounds import kinds as rounds_kinds
from bot.programme.rounds.kinds import StillLooking
from bot.slack.enrolment.screens.notifications import fewer_button
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, Said
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell, verb_button
from bot.slack.pairs import swap_screens
from bot.texts.words import Safe, Words


@screen(kinds.NO_DATE)
def no_date(facts: NoDate, words: Words) -> Said:
    """A while without a date."""
    key = "nudge.no_date_again" if facts.again else "nudge.no_date"
    headline = words(key, partner=words.name(facts.partner), date=words.date(facts.today))
    more = (
        words("nudge.no_date_end", date=words.date(facts.ends_on))
        if facts.ends_on
        else words("nudge.no_date_more")
    )
    fewer = fewer_button(words, str(facts.pair_id))
    return _about_a_date(facts.pair_id, headline, more, fewer, words)


@screen(kinds.LAST_WORD)
def last_word(facts: StopReminding, words: Words) -> Said:
    """The choice of a date, a break or an end: no word about it comes after this one."""
    headline = words("nudge.last_word", partner=words.name(facts.partner))
    change = swap_screens.open_button(facts.pair_id, words)
    return _about_a_date(facts.pair_id, headline, _who_hears(facts, words), change, words)


def _who_hears(facts: StopReminding, words: Words) -> Safe:
    if facts.leads_know:
        return words("nudge.last_word_told")
    if facts.hand_on is None:
        return words("nudge.last_word_end")
    return words("nudge.last_word_more", date=words.date(facts.hand_on))


def _about_a_date(pair_id: int, headline: Safe, line: Safe, last: Element, words: Words) -> Said:
    find = blocks.button("date.find", pair_id, words.plain("button.find"), style="primary")
    return tell(headline, line, buttons=[find, verb_button("pause", words), last])


@screen(rounds_kinds.STILL_LOOKING)
def still_looking(facts: StillLooking, words: Words) -> Said:
    """After a round, to who waits: what can help, never a topic that they named."""
    day = facts.next_round_on
    following = (
        words("proposal.next_priority_on", date=words.date(day))
        if day
        else words("proposal.next_priority")
    )
    return tell(
        words("nudge.still_looking", date=words.date(facts.round_on)),
        _what_helps(facts, words),
        following,
        buttons=[
            verb_button("profile", words, "primary", text="button.improve"),
            verb_button("pause", words),
            fewer_button(words),
        ],
    )


def _what_helps(facts: StillLooking, words: Words) -> Safe:
    full = facts.wishes >= len(WISHES) and facts.offers >= MOST_OFFERS
    if facts.category == "not_this_time" and full:
        return words("nudge.helps.other_topics")
    return words(f"nudge.helps.{facts.category}")
