"""The window in which a person proposes a date."""

from collections.abc import Sequence

from bot.programme.meetings.results import DateForm
from bot.programme.pairs.results import LivePair
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Choice, Field, View
from bot.slack.meetings.screens.calendar import video_field
from bot.texts.words import Words


def when(form: DateForm, words: Words) -> View:
    """One date with its time, in the person's zone; with several pairs also whom to meet."""
    pairs = form.pairs
    one = pairs[0] if len(pairs) == 1 else None
    intro = (
        words("when.intro", partner=words.name(one.partner)) if one else words("when.intro_several")
    )
    return blocks.modal(
        "when",
        words.plain("title.when"),
        [
            blocks.section(intro),
            *_whom(pairs, form.chosen, words),
            blocks.input_(
                Field("starts_at"),
                words.plain("when.starts_at", zone=words.zone_name()),
                blocks.datetimepicker(int(form.fits_at.timestamp())),
                hint=words.plain("when.hint", minutes=_minutes(form)),
            ),
            video_field(form.video_link, words),
            blocks.context(words("when.who_sees")),
        ],
        submit=words.plain("button.propose"),
        close=words.plain("button.close"),
        metadata={"link": form.video_link} | ({"pair": one.pair_id} if one else {}),
    )


def _minutes(form: DateForm) -> int:
    """Of the pair that the window begins with."""
    chosen = (one.minutes for one in form.pairs if one.pair_id == form.chosen)
    return next(chosen, form.pairs[0].minutes)


def _whom(pairs: Sequence[LivePair], chosen: int | None, words: Words) -> list[Block]:
    if len(pairs) < 2:
        return []
    people = [Choice(str(pair.pair_id), words.plain_name(pair.partner)) for pair in pairs]
    start = None if chosen is None else str(chosen)
    return [blocks.input_(Field("pair"), words.plain("when.pair"), blocks.radio(people, start))]
