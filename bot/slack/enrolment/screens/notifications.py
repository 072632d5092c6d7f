"""Notifications: the window, what holds then, and the button for fewer reminders."""

from bot.domain.enrolment.notifications import Notify
from bot.programme.enrolment.results import (
    ComingMeeting,
    NotificationsKept,
    NotifyForm,
    Reminders,
)
from bot.slack.enrolment.screens import join_topics
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Choice, Element, Field, Said, View
from bot.slack.kit.tell import tell, verb_button
from bot.texts.catalogue import LANGUAGES
from bot.texts.words import Safe, Words

NO_PAIR = "-"
"""What the button for fewer reminders carries where no pair is meant."""


def notify(form: NotifyForm, words: Words) -> View:
    """What is chosen now; what comes in any case stands below the choice."""
    filled = form.chosen.as_filled()
    duties = [words("notify.duties")] if form.has_duties else []
    return blocks.modal(
        "notify",
        words.plain("title.notify"),
        [
            _which(filled["notify"], words),
            blocks.section("\n".join([words("notify.none_more"), *duties])),
            *join_topics.hours(filled, words, turn=0),
            _calendar_file(filled["calendar_file"], words),
            _language(filled["language"], words),
            blocks.context(words("notify.who_sees")),
        ],
        submit=words.plain("button.save"),
        close=words.plain("button.close"),
    )


def _which(chosen: str, words: Words) -> Block:
    choices = [
        Choice(one, words.plain(f"notify.{one}"), words.plain(f"notify.{one}.means"))
        for one in Notify
    ]
    label = words.plain("notify.which")
    return blocks.input_(Field("notify"), label, blocks.radio(choices, chosen))


def _calendar_file(chosen: str, words: Words) -> Block:
    choices = [Choice(one, words.plain(f"notify.file.{one}")) for one in ("yes", "no")]
    label = words.plain("notify.file")
    return blocks.input_(Field("calendar_file"), label, blocks.radio(choices, chosen))


def _language(chosen: str, words: Words) -> Block:
    """Each in itself."""
    choices = [Choice(one, words.also(one).plain("button.this_language")) for one in LANGUAGES]
    label = words.plain("button.verb.language")
    return blocks.input_(Field("language"), label, blocks.radio(choices, chosen))


def kept(facts: NotificationsKept, words: Words) -> Said:
    """What comes from now on; a meeting of which nothing reminds; the way back from new hours."""
    chosen = facts.chosen.notify
    lines = [
        *([] if chosen is Notify.ALL else [words(f"notify.{chosen}_more")]),
        *([_near(facts.near, words)] if facts.near else []),
        *([words("notify.new_hours")] if facts.undo_until else []),
    ]
    headline = words(f"notify.kept.{chosen}")
    if facts.undo_until is None:
        return tell(headline, *lines)
    undo = blocks.button("profile.undo", facts.participation_id, words.plain("button.undo_profile"))
    until = words("undo.until", time=words.clock(facts.undo_until))
    return tell(headline, *lines, buttons=[undo], aside=until)


def _near(near: ComingMeeting, words: Words) -> Safe:
    key = "notify.near_tomorrow" if near.is_tomorrow else "notify.near"
    return words(key, partner=words.name(near.partner), when=words.moment(near.starts_at))


# --- fewer reminders ------------------------------------------------------------------------------


def fewer_button(words: Words, about: str = NO_PAIR) -> Element:
    """From then on only what is essential."""
    return blocks.button("reminders.fewer", about, words.plain("button.fewer_reminders"))


def reminders(facts: Reminders, words: Words) -> Said:
    """What still comes, the way back, and the window with all there is to choose."""
    if facts.notify is Notify.ALL:
        return tell(words("reminders.more"))
    back = blocks.button("reminders.more", NO_PAIR, words.plain("button.more_reminders"))
    return tell(
        words(f"notify.kept.{facts.notify}"),
        words(f"notify.{facts.notify}_more"),
        buttons=[back, verb_button("notify", words)],
    )
