"""Where a person stands: the answer of the bare command and of `status`, the Home tab, help."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.programme.facts import Offered, RoundReady, Standing
from bot.slack import blocks
from bot.slack.blocks import Block, Element, Said, View
from bot.slack.screens import meetings, proposals
from bot.slack.screens.round import counts, open_button
from bot.slack.screens.told import tell
from bot.slack.screens.verbs import verb_button
from bot.texts.words import Words

LEAD_VERBS = ("stats", "round")
SHORTCUTS = ("join", "when", "met", "status", "privacy")
"""Verbs worth a button in help, most useful first."""
MOST_BUTTONS = 3


@dataclass(frozen=True)
class Card:
    """A headline (a key and plain facts, so that it can also be a header), lines, buttons."""

    key: str
    facts: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    buttons: tuple[Element, ...] = ()


def standing(facts: Standing, words: Words) -> Said:
    """One sentence, what follows from it, one primary button; a lead's round comes first."""
    card = _card(facts, words)
    mine = tell(
        words(card.key, **card.facts), *card.lines, *_pairs(facts, words), buttons=card.buttons
    )
    if not facts.round_open:
        return mine
    lead = tell(*_lead(facts.round_open, words))
    above = [*lead.blocks, blocks.actions(open_button(facts.round_open.round_id, words, None))]
    return Said(f"{lead.text}\n\n{mine.text}", [*above, blocks.divider(), *mine.blocks])


def home(facts: Standing, words: Words) -> View:
    """The Home tab: the same, with what else there is at the bottom."""
    card = _card(facts, words)
    lines = [*card.lines, *_pairs(facts, words)]
    return blocks.home_tab(
        [
            *_lead_blocks(facts.round_open, words),
            blocks.header(words.plain(card.key, **card.facts)),
            *([blocks.section("\n".join(lines))] if lines else []),
            *blocks.rows_of(*card.buttons),
            blocks.divider(),
            blocks.actions(*(verb_button(verb, words) for verb in _further(facts))),
            blocks.context(words("home.more")),
        ]
    )


def _further(facts: Standing) -> list[str]:
    mine = [verb for verb in ("met", "leave") if verb in facts.can]
    return ["help", *mine, "privacy", *(LEAD_VERBS if facts.lead else ())]


def help_(facts: Standing, words: Words) -> Said:
    """Only what fits the person's state; leads get a second list."""
    can = [verb for verb in facts.can if verb not in LEAD_VERBS]
    lines = [f"• {words(f'help.{verb}')}" for verb in can]
    if facts.lead:
        lines += ["", f"*{words('help.lead')}*"]
        lines += [f"• {words(f'help.{verb}')}" for verb in LEAD_VERBS]
    shortcuts = [verb for verb in SHORTCUTS if verb in can][:MOST_BUTTONS]
    return tell(
        words("help.intro"), *lines, buttons=[verb_button(verb, words) for verb in shortcuts]
    )


# --- a lead's block ------------------------------------------------------------------------------


def _lead(facts: RoundReady, words: Words) -> tuple[str, str]:
    said = counts(facts.pairs, facts.waiting, words)
    return words("standing.lead", date=words.date(facts.due_on), **said), words(
        "standing.lead_more"
    )


def _lead_blocks(facts: RoundReady | None, words: Words) -> list[Block]:
    if facts is None:
        return []
    headline, line = _lead(facts, words)
    button = open_button(facts.round_id, words, None)
    return [blocks.section(f"*{headline}*\n{line}", button), blocks.divider()]


# --- one card a state ----------------------------------------------------------------------------


def _card(facts: Standing, words: Words) -> Card:
    return _CARDS[facts.state](facts, words)


def _closed(_facts: Standing, _words: Words) -> Card:
    return Card("standing.closed")


def _stranger(_facts: Standing, words: Words) -> Card:
    join = blocks.button("join.open", "join", words.plain("button.join"), style="primary")
    return _with_more("standing.stranger", words, join)


def _draft(_facts: Standing, words: Words) -> Card:
    go_on = blocks.button("join.open", "join", words.plain("button.continue"), style="primary")
    return _with_more("standing.draft", words, go_on)


def _with_more(key: str, words: Words, *buttons: Element) -> Card:
    return Card(key, lines=(words(f"{key}_more"),), buttons=buttons)


def _left(facts: Standing, words: Words) -> Card:
    back = blocks.button("join.open", "join", words.plain("button.rejoin"), style="primary")
    if facts.delete_on is None:
        return _with_more("standing.left_always", words, back)
    day = {"date": words.date(facts.delete_on)}
    return Card("standing.left", day, (words("standing.left_more"),), (back,))


def _checkin(facts: Standing, words: Words) -> Card:
    due = facts.checkin
    if due is None:
        return _paired(facts, words)
    answer = blocks.button(
        "checkin.answer", due.session_id, words.plain("button.answer"), style="primary"
    )
    line = words(
        "standing.checkin_more",
        date=_day(due.starts_at, words),
        until=words.moment(due.closes_at),
    )
    return Card("standing.checkin", {"partner": words.plain_name(due.partner)}, (line,), (answer,))


def _proposal(facts: Standing, words: Words) -> Card:
    offer = facts.proposal
    if offer is None:
        return _waiting(facts, words)
    partner = {"partner": words.plain_name(offer.partner)}
    if facts.i_said_yes:
        return Card("standing.said_yes", partner, _said_yes(offer, words))
    lines = proposals.details(offer, words)
    return Card("standing.proposal", partner, tuple(lines), tuple(proposals.choices(offer, words)))


def _said_yes(offer: Offered, words: Words) -> tuple[str, ...]:
    return (words("standing.said_yes_more", until=words.moment(offer.expires_at)),)


def _booked(facts: Standing, words: Words) -> Card:
    date = facts.booked
    if date is None:
        return _paired(facts, words)
    said = {"partner": words.plain_name(date.partner), "when": words.moment(date.starts_at)}
    move = meetings.move(date.pair_id, words, "primary")
    return Card("standing.booked", said, (words("standing.booked_more"),), (move,))


def _date_asked(facts: Standing, words: Words) -> Card:
    date = facts.date_asked
    if date is None:
        return _paired(facts, words)
    said = {"partner": words.plain_name(date.partner), "when": words.moment(date.starts_at)}
    return Card(
        "standing.date_asked",
        said,
        (words("standing.date_asked_more"),),
        tuple(meetings.date_choices(date.session_id, words)),
    )


def _paired(facts: Standing, words: Words) -> Card:
    if not facts.pairs:
        return _waiting(facts, words)
    first = facts.pairs[0]
    find = blocks.button("date.find", first.pair_id, words.plain("button.find"), style="primary")
    return Card(
        "standing.paired",
        {"partner": words.plain_name(first.partner)},
        (words("standing.paired_more"),),
        (find,),
    )


def _waiting(facts: Standing, words: Words) -> Card:
    line = []
    if facts.since:
        line.append(words("standing.waiting_since", date=words.date(facts.since)))
    if facts.next_round_on:
        line.append(words("standing.next_round", date=words.date(facts.next_round_on)))
    if facts.priority:
        line.append(words("standing.priority"))
    return Card("standing.waiting", lines=(" ".join(line),) if line else ())


_CARDS: Mapping[str, Callable[[Standing, Words], Card]] = {
    "closed": _closed,
    "stranger": _stranger,
    "draft": _draft,
    "left": _left,
    "checkin": _checkin,
    "proposal": _proposal,
    "booked": _booked,
    "date_asked": _date_asked,
    "paired": _paired,
    "waiting": _waiting,
}


def _pairs(facts: Standing, words: Words) -> list[str]:
    return [
        words(f"standing.pair.{pair.my_role}", partner=words.name(pair.partner))
        for pair in facts.pairs
    ]


def _day(at: datetime, words: Words) -> str:
    return words.date(at.astimezone(words.timezone).date())
