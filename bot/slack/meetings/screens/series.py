"""The same time from now on: suggested, taken, and what has become of it."""

from bot.programme.meetings import kinds
from bot.programme.meetings.kinds import KeepNow, KeepOffered, Keeps
from bot.programme.meetings.results import KeepAnswered
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, Said
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell
from bot.slack.meetings.screens import times
from bot.slack.meetings.screens.calendar import calendar_button
from bot.texts.words import Words


def keep_button(session_id: int, words: Words) -> Element:
    """Suggests to meet at the time of this meeting from now on."""
    return blocks.button("date.keep", session_id, words.plain("button.keep"))


def _offered(facts: KeepOffered, words: Words) -> Said:
    """One of the two suggests it; the other takes it with one tap."""
    yes = words.plain("button.keep_yes")
    return tell(
        words("keep.offered", partner=words.name(facts.proposer)),
        *times.lines(facts.starts, words, "•"),
        words("keep.offered_more", other=words.name(facts.waits_for)),
        buttons=[blocks.button("date.keep_yes", facts.session_id, yes, style="primary")],
    )


@screen(kinds.KEEP)
@screen(kinds.KEEP_LATER)
def now(facts: KeepNow, words: Words) -> Said:
    """The suggestion; once the time is kept what is agreed, or that it stands no more."""
    if facts.offered is not None:
        return _offered(facts.offered, words)
    if facts.stands is Keeps.GONE:
        return tell(words("keep.gone"))
    return tell(
        words("keep.kept"),
        *times.lines(facts.starts, words, "•"),
        words("keep.kept_more"),
        buttons=[calendar_button(facts.session_id, words)],
    )


def answered(facts: KeepAnswered, words: Words) -> Said:
    """What came of suggesting or taking it."""
    key, partner = f"keep.answer.{facts.outcome}", words.name(facts.partner)
    return tell(words(key, partner=partner), *times.lines(facts.starts, words, "•"))
