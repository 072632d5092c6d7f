"""A break: the window that asks for how long, what came of it, and the welcome back."""

from bot.programme.enrolment import kinds
from bot.programme.enrolment.kinds import PauseOver
from bot.programme.enrolment.pauses import OFFERED_WEEKS
from bot.programme.enrolment.results import Paused, PauseForm, Resumed
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Choice, Element, Field, Said, View
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell, verb_button
from bot.texts.words import Safe, Words


def pause(form: PauseForm, words: Words) -> View:
    """For one, two, four or eight weeks, or until another day; leaving is a button away."""
    return blocks.modal(
        "pause",
        words.plain("title.pause"),
        [
            blocks.section("\n".join(_what_it_means(form, words))),
            *_until(form, words),
            blocks.section(words("pause.or_swap" if form.paired else "pause.or_leave")),
            blocks.actions(*_other_doors(form, words)),
        ],
        submit=words.plain("button.pause" if form.until is None else "button.save"),
        close=words.plain("button.close"),
    )


def _other_doors(form: PauseForm, words: Words) -> list[Element]:
    swap = [verb_button("swap", words)] if form.paired else []
    return [*swap, verb_button("leave", words)]


def _what_it_means(form: PauseForm, words: Words) -> list[Safe]:
    if not form.partners:
        return [words("pause.intro"), words("pause.nobody_learns")]
    key = "pause.partners_learn" if form.until is None else "paused.partners_learn_date"
    result = _partners(key, form.partners, words)
    return [words("pause.intro"), words("pause.pair_waits"), result]


def _partners(key: str, partners: tuple[str, ...], words: Words) -> Safe:
    names = words.listed(words.name(one) for one in partners)
    return words.plural(key, len(partners), partners=names)


def _until(form: PauseForm, words: Words) -> list[Block]:
    """The weeks always have a choice, so that sending the window needs no other one."""
    weeks = [
        Choice(day.isoformat(), words.plain_plural("pause.weeks", number, date=words.date(day)))
        for number, day in zip(OFFERED_WEEKS, form.offered, strict=False)
    ]
    chosen = form.until if form.until in form.offered else form.offered[0]
    other = None if form.until in form.offered else form.until
    return [
        blocks.input_(
            Field("until"), words.plain("pause.until"), blocks.radio(weeks, chosen.isoformat())
        ),
        blocks.input_(
            Field("other_day"),
            words.plain("pause.other_day"),
            blocks.datepicker(other),
            optional=True,
            hint=words.plain("pause.other_day.hint"),
        ),
    ]


def paused(facts: Paused, words: Words) -> Said:
    """Until when, who learns of it and when; the way back while it lasts, and another date."""
    change = verb_button("pause", words, text="button.change_date")
    headline = words("paused.headline", date=words.date(facts.until))
    lines = [*_who_learns(facts, words), *_ends_in_it(facts, words)]
    if facts.undo_until is None:
        return tell(headline, *lines, buttons=[change])
    undo = blocks.button("pause.undo", facts.participation_id, words.plain("button.undo_pause"))
    until = words("undo.until", time=words.clock(facts.undo_until))
    return tell(headline, *lines, buttons=[undo, change], aside=until)


def _ends_in_it(facts: Paused, words: Words) -> list[Safe]:
    if facts.pair_ends_on is None:
        return []
    return [words("paused.pair_ends", date=words.date(facts.pair_ends_on))]


def _who_learns(facts: Paused, words: Words) -> list[Safe]:
    if not facts.partners:
        return []
    key = "pause.partners_learn" if facts.told_at else "paused.partners_learn_date"
    return [_partners(key, facts.partners, words)]


def resumed(facts: Resumed, words: Words) -> Said:
    """Back before the day; partners hear of it only if they had heard of the break."""
    lines = []
    if facts.partners and facts.told_at:
        lines = [_partners("resumed.partners_learn", facts.partners, words)]
    elif facts.next_round_on and not facts.partners:
        lines = [words("standing.next_round", date=words.date(facts.next_round_on))]
    undo = blocks.button("resume.undo", facts.participation_id, words.plain("button.undo_resume"))
    until = words("undo.until", time=words.clock(facts.undo_until))
    return tell(words("resumed.headline"), *lines, buttons=[undo], aside=until)


@screen(kinds.PAUSE_OVER)
def over(facts: PauseOver, words: Words) -> Said:
    """The day has come: the person is back by itself, and may prolong the break."""
    extend = verb_button("pause", words, text="button.extend")
    headline = words("pause_over.headline")
    if facts.pair is None or facts.pair.on_a_break or facts.pair.rests:
        day = facts.next_round_on if facts.pair is None else None
        lines = [words("standing.next_round", date=words.date(day))] if day else []
        return tell(headline, *lines, buttons=[extend])
    find = blocks.button(
        "date.find", facts.pair.pair_id, words.plain("button.find"), style="primary"
    )
    partner = words.name(facts.pair.partner)
    return tell(headline, words("pause_over.paired", partner=partner), buttons=[find, extend])
