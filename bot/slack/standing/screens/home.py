"""The Home tab: where I stand, the one thing to do, what is mine, settings, help."""

from collections.abc import Sequence

from bot.programme.rounds.results import RoundReady
from bot.programme.standing import Place, Standing
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Element, View
from bot.slack.kit.tell import LEAD_VERBS, verb_button
from bot.slack.meetings.screens import times
from bot.slack.rounds.screens.announced import open_button
from bot.slack.standing.screens import cards
from bot.slack.standing.screens.cards import Card
from bot.texts.words import Words

ROUND_AHEAD = frozenset({Place.STRANGER, Place.DRAFT, Place.PAUSED})
"""States that the next round is of use to."""


def home(facts: Standing, words: Words) -> View:
    """A lead's round above; then the person's own state, from the most to the least urgent."""
    card = cards.card(facts, words)
    return blocks.home_tab(
        [
            *_lead(facts.round_open, words),
            *_state(card, words),
            *_mine(facts, card, words),
            *_part("home.settings", _settings(facts, card, words), words),
            *_part(
                "home.leads", _for_leads(facts, words), words, cards.overview(facts.overview, words)
            ),
            *_part("home.help", _help(facts, words), words),
            blocks.context(words("home.more")),
        ]
    )


def trouble(words: Words) -> View:
    """What stands here when the rest cannot be looked up."""
    again = blocks.button("home.again", "home", words.plain("button.try_again"), style="primary")
    return blocks.home_tab(
        [
            blocks.header(words.plain("home.trouble")),
            blocks.actions(again),
            blocks.context(words("home.more")),
        ]
    )


def _part(
    title: str, buttons: Sequence[Element], words: Words, line: str | None = None
) -> list[Block]:
    """A heading, which screen readers jump to, over a line, if any, and a row of buttons."""
    if not buttons:
        return []
    said = [blocks.section(line)] if line else []
    header = blocks.header(words.plain(title))
    return [blocks.divider(), header, *said, blocks.actions(*buttons)]


def _lead(facts: RoundReady | None, words: Words) -> list[Block]:
    if facts is None:
        return []
    headline, line = cards.round_ready(facts, words)
    button = open_button(facts.round_id, words, None)
    return [blocks.section(f"*{headline}*\n{line}", button), blocks.divider()]


def _state(card: Card, words: Words) -> list[Block]:
    lines = [blocks.section("\n".join(card.lines))] if card.lines else []
    header = blocks.header(words.plain(card.key, **card.facts))
    return [header, *lines, *blocks.rows_of(*card.buttons)]


# --- my things -----------------------------------------------------------------------------------


def _mine(facts: Standing, card: Card, words: Words) -> list[Block]:
    """Pairs, dates, and the next round where it matters; the state itself is not said twice."""
    lines = [
        *cards.with_whom(facts, words),
        *_dates(facts, words),
        *cards.still_open(facts, words),
        *_next_round(facts, words),
    ]
    if not lines:
        return []
    said = blocks.section("\n".join(lines))
    buttons = [verb_button(verb, words) for verb in _verbs(facts, card)]
    title = blocks.header(words.plain("home.mine"))
    return [blocks.divider(), title, said, *blocks.rows_of(*buttons)]


def _dates(facts: Standing, words: Words) -> list[str]:
    lines: list[str] = []
    if facts.booked and facts.state != Place.BOOKED:
        at, partner = facts.booked.starts_at, words.name(facts.booked.partner)
        lines.append(words("session.near", partner=partner, when=words.moment(at)))
    if facts.date_asked and facts.state != Place.DATE_ASKED:
        when, partner = facts.date_asked.options, words.name(facts.date_asked.partner)
        lines.append(words("session.proposed", partner=partner, when=times.listed(when, words)))
    if facts.date_sent and facts.state != Place.DATE_SENT:
        when, partner = facts.date_sent.options, words.name(facts.date_sent.partner)
        lines.append(words("session.sent", partner=partner, when=times.listed(when, words)))
    return lines


def _next_round(facts: Standing, words: Words) -> list[str]:
    """To who may still be in it; who waits reads it in the state itself."""
    not_theirs = facts.pairs or not facts.looks or facts.state not in ROUND_AHEAD
    if facts.next_round_on is None or not_theirs:
        return []
    return [words("standing.next_round", date=words.date(facts.next_round_on))]


def _verbs(facts: Standing, card: Card) -> list[str]:
    """Finding a date is left out where the first button does it."""
    first = {one["action_id"] for one in card.buttons}
    find = () if first & {"date.find", "date.move", "date.other"} else ("when",)
    return [verb for verb in (*find, "met", "ideas") if verb in facts.can]


# --- settings, leads, help -----------------------------------------------------------------------


def _settings(facts: Standing, card: Card, words: Words) -> list[Element]:
    """What the first button does already is not offered again."""
    first = {one["action_id"] for one in card.buttons}
    labels = {"pause": "button.change_date"} if facts.state == Place.PAUSED else {}
    return [
        verb_button(verb, words, text=labels.get(verb))
        for verb in ("profile", "pause", "resume", "swap", "notify", "language")
        if verb in facts.can and f"verb.{verb}" not in first
    ]


def _for_leads(facts: Standing, words: Words) -> list[Element]:
    return [verb_button(verb, words) for verb in LEAD_VERBS] if facts.lead else []


def _help(facts: Standing, words: Words) -> list[Element]:
    verbs = ("help", "privacy", "concern", *(("leave",) if "leave" in facts.can else ()))
    return [verb_button(verb, words) for verb in verbs]
