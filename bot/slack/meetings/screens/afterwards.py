"""How the window goes on after the four answers: the next date, and what is for oneself alone."""

from collections.abc import Sequence

from bot.domain.words import Fit
from bot.programme.meetings.results import Afterwards, Ahead, NextDate
from bot.slack.enrolment.screens import the_end
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Element, View
from bot.slack.kit.tell import verb_button
from bot.slack.meetings.screens import times
from bot.slack.meetings.screens.dates import date_choices, time_buttons
from bot.slack.meetings.screens.series import keep_button
from bot.slack.pairs.swap_screens import open_button
from bot.slack.people.screens import notice as notice_window
from bot.texts.words import Words


def afterwards(facts: Afterwards, words: Words) -> View:
    """What is kept, never what it is; the next date; then what nobody else is shown."""
    return blocks.modal(
        "checkin.afterwards",
        words.plain("title.checkin"),
        [
            *_kept(facts, words),
            *(_next(facts.next, facts, words) if facts.next else []),
            *_keep(facts, words),
            *(the_end.asked_in_window(facts.what_next, words) if facts.what_next else []),
            *_fit(facts, words),
            *_low(facts, words),
            *_doors(facts, words),
        ]
        or [blocks.section(words("refusal.checkin_closed"))],
        close=words.plain("button.close"),
    )


def notice(facts: Afterwards, words: Words) -> View:
    """The notice that names the question; without one to read, the question."""
    if facts.notice is None:
        return afterwards(facts, words)
    return notice_window("checkin.notice", facts.notice, facts.session_id, words)


def _kept(facts: Afterwards, words: Words) -> list[Block]:
    if facts.editable_until is None:
        return []
    key = "checkin.edited" if facts.edited else "checkin.kept"
    return [blocks.section(words(key, until=words.moment(facts.editable_until)))]


# --- the next date -------------------------------------------------------------------------------


def _next(ahead: NextDate, facts: Afterwards, words: Words) -> list[Block]:
    partner = words.name(facts.partner)
    if ahead.session_id is None:
        slots = time_buttons("checkin.next", facts.session_id, ahead.options, words)
        another = _another_time(ahead, words)
        return [blocks.section(_open(ahead, partner, words)), blocks.actions(*slots, another)]
    when = times.listed(ahead.options, words)
    said = words(_STANDS[ahead.stands], partner=partner, when=when)
    return [blocks.section(said), *blocks.rows_of(*_choices(ahead, words))]


_STANDS = {
    Ahead.AGREED: "session.answer.agreed",
    Ahead.ASKED: "afterwards.asked",
    Ahead.SENT: "afterwards.sent",
}


def _open(ahead: NextDate, partner: str, words: Words) -> str:
    head = f"*{words('afterwards.next', partner=partner)}*"
    key = "afterwards.slots" if ahead.options else "afterwards.no_slots"
    lines = [words(key, partner=partner, zone=words.zone_name())]
    return "\n".join([*([words("afterwards.gone")] if ahead.gone else []), head, *lines])


def _another_time(ahead: NextDate, words: Words) -> Element:
    return blocks.button("date.find", ahead.pair_id, words.plain("button.another_time"))


def _choices(ahead: NextDate, words: Words) -> Sequence[Element]:
    if ahead.stands is Ahead.ASKED and ahead.session_id is not None:
        return date_choices(ahead.session_id, ahead.options, words)
    return [_another_time(ahead, words)] if ahead.stands is Ahead.SENT else []


def _keep(facts: Afterwards, words: Words) -> list[Block]:
    if not facts.keep:
        return []
    when = words.moment(facts.keep[0])
    return [
        blocks.section(words("afterwards.keep", partner=words.name(facts.partner), when=when)),
        blocks.actions(keep_button(facts.session_id, words)),
    ]


# --- for oneself ---------------------------------------------------------------------------------


def _fit(facts: Afterwards, words: Words) -> list[Block]:
    if facts.said is not None:
        return [blocks.divider(), blocks.section(words(f"afterwards.said.{facts.said}"))]
    if not facts.asks_fit:
        return []
    if facts.notice is not None:
        read = blocks.button("checkin.notice", facts.session_id, words.plain("button.notice"))
        return [
            blocks.divider(),
            blocks.section(words("afterwards.notice_first")),
            blocks.actions(read),
        ]
    return [
        blocks.divider(),
        blocks.section(f"*{words('afterwards.fit')}*\n{words('afterwards.fit_more')}"),
        blocks.actions(*(_word(fit, facts, words) for fit in Fit)),
    ]


def _word(fit: Fit, facts: Afterwards, words: Words) -> Element:
    label = words.plain(f"button.fit.{fit}")
    return blocks.button(f"checkin.fit.{fit}", f"{fit}:{facts.session_id}", label)


def _low(facts: Afterwards, words: Words) -> list[Block]:
    """What helps; the doors stand behind a button, or below it already."""
    if not facts.low:
        return []
    contact = [words("afterwards.contact", contact=words.mention(facts.contact))]
    tips = [words("afterwards.low"), *(contact if facts.contact else [])]
    doors = blocks.button("checkin.doors", facts.session_id, words.plain("button.doors"))
    ways = [] if facts.doors else [verb_button("pause", words), doors]
    return [blocks.divider(), blocks.section("\n".join(tips)), *blocks.rows_of(*ways)]


def _doors(facts: Afterwards, words: Words) -> list[Block]:
    if not facts.doors:
        return []
    said = words("afterwards.doors", partner=words.name(facts.partner))
    return [
        blocks.divider(),
        blocks.section(said),
        blocks.actions(
            verb_button("pause", words),
            open_button(facts.pair_id, words),
            verb_button("leave", words),
        ),
    ]
