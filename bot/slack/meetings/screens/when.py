"""The window in which a person proposes a date, and the choice of a pair before it."""

from dataclasses import replace
from datetime import datetime

from bot.programme.meetings.results import DateForm
from bot.programme.pairs.results import WhichPair
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Choice, Element, Field, View
from bot.slack.meetings.screens import times
from bot.slack.meetings.screens.calendar import video_field
from bot.slack.pairs.which_pair import which_pair
from bot.texts.words import Words


def when(form: DateForm | WhichPair, words: Words) -> View:
    """Up to three times that suit both, and any other one; with several pairs, first with whom."""
    if isinstance(form, WhichPair):
        return which_pair(
            "when.whom", "title.when", form, lambda pair_id: _find(pair_id, words), words
        )
    return blocks.modal(
        "when",
        words.plain("title.when"),
        [
            blocks.section("\n".join(_intro(form, words))),
            *_slots(form, words),
            _another(form, words),
            video_field(form.video_link, words),
            blocks.context(words("when.who_sees")),
        ],
        submit=words.plain("button.propose"),
        close=words.plain("button.close"),
        metadata={
            "pair": form.pair_id,
            "link": form.video_link,
            **({"instead_of": form.moves.session_id} if form.moves else {}),
        },
    )


def _intro(form: DateForm, words: Words) -> list[str]:
    said: list[str] = [words("when.intro", partner=words.name(form.partner))]
    if form.moves is not None:
        said.append(words("when.moves", when=words.moment(form.moves.starts_at)))
    if not form.slots:
        said.append(words("when.no_slots"))
    return said


def _slots(form: DateForm, words: Words) -> list[Block]:
    if not form.slots:
        return []
    choices = [_choice(at, form, words) for at in form.slots]
    return [
        blocks.input_(
            Field("slots"),
            words.plain("when.slots", zone=words.zone_name()),
            blocks.checkboxes(choices, []),
            optional=True,
            hint=words.plain("when.slots_hint"),
        )
    ]


def _choice(at: datetime, form: DateForm, words: Words) -> Choice:
    """In one's own time, and below it in the partner's where that is another."""
    value, mine = str(int(at.timestamp())), words.short(at)
    if times.same_clock(at, words, form.zone):
        return Choice(value, mine)
    theirs, partner = replace(words, zone=form.zone), words.plain_name(form.partner)
    said = words.plain("when.theirs", partner=partner, when=times.listed([at], theirs))
    return Choice(value, mine, said)


def _another(form: DateForm, words: Words) -> Block:
    return blocks.input_(
        Field("starts_at"),
        words.plain("when.another" if form.slots else "when.starts_at", zone=words.zone_name()),
        blocks.datetimepicker(None),
        optional=True,
        hint=words.plain("when.hint", minutes=form.minutes),
    )


def _find(pair_id: int, words: Words) -> Element:
    return blocks.button("date.find", pair_id, words.plain("button.find"))
