"""The lead's round: its window.

Names and categories only: never a topic, a level, an answer, or who said what to a proposal.
"""

from bot.domain.lifecycle import RoundState
from bot.domain.listing import Order, PairCounts
from bot.programme.rounds.results import (
    RoundView,
)
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Choice, Element, View
from bot.slack.rounds.screens import announced, round_lines
from bot.texts.catalogue import LANGUAGES
from bot.texts.words import Words

MANY_PEOPLE = 20
"""Above so many people an approval is confirmed first."""
MANY_PAIRS = 3
"""From so many pairs on they can be sorted and sifted."""


def round_(facts: RoundView, words: Words, asked: int | None = None) -> View:
    """Pairs with their categories, who waits and why, what people will read, the decision; `asked`
    is the pair of which a lead is asked whether they mean it."""
    people = round_lines.People.of(facts, words)
    return blocks.modal(
        "round",
        words.plain("title.round", n=facts.number),
        [
            blocks.header(words.plain("round.heading", date=words.date(facts.due_on))),
            blocks.section(_state(facts, words)),
            blocks.context(*_summary(facts, words)),
            *_not_reached(facts, words),
            *blocks.rows_of(*_decisions(facts, words)),
            *([blocks.divider()] if facts.counts.total else []),
            *blocks.rows_of(*_listing(facts, words)),
            *round_lines.in_common(facts, words),
            *round_lines.pairs(facts, people, words, asked),
            *_pages(facts, words),
            *round_lines.waiting(facts, people, words),
            *_preview(words),
        ],
        close=words.plain("button.close"),
        metadata={
            "round": facts.round_id,
            "page": facts.page,
            "order": facts.listing.order,
            "doubtful": facts.listing.doubtful,
        },
    )


def _state(facts: RoundView, words: Words) -> str:
    lines = [_how_it_stands(facts, words)]
    if facts.decided_by:
        lines.append(words("round.decided_by", lead=words.name(facts.decided_by)))
    return "\n".join(lines)


def _how_it_stands(facts: RoundView, words: Words) -> str:
    if facts.hold_until is not None:
        return words("round.state.approved", time=words.clock(facts.hold_until))
    if facts.state == RoundState.SENDING and facts.queued:
        done = facts.counts.sent
        pairs = words.plain_plural("count.pairs", done + facts.queued)
        return words("round.state.going_out", done=words.number(done), pairs=pairs)
    if facts.state == RoundState.DRAFTED and not facts.counts.total:
        return f"{words('round.state.no_pairs')}\n{announced.helps(facts.waiting_why, words)}"
    if facts.state == RoundState.DRAFTED and not facts.counts.going:
        return words("round.state.none_going")
    return words(f"round.state.{facts.state}")


def _summary(facts: RoundView, words: Words) -> list[str]:
    lines = [_totals(facts, words)]
    if facts.last_round:
        lines.append(words("round.last", **announced.counts(*facts.last_round, words)))
    if any(facts.waiting_why.values()):
        lines.append(
            words("round.why_waiting", reasons=announced.reasons(facts.waiting_why, words))
        )
    if not facts.proven:
        lines.append(words("round.not_proven"))
    return [str(line) for line in lines]


def _totals(facts: RoundView, words: Words) -> str:
    """How many pairs, and what they are made of where that is of several kinds."""
    said = announced.counts(facts.counts.total, facts.total_waiting, words)
    parts = _parts(facts.counts, words)
    if len(parts) < 2 and not facts.counts.held + facts.counts.dropped:
        return words("round.totals", **said)
    return words("round.totals_of", parts=words.listed(parts), **said)


def _parts(pairs: PairCounts, words: Words) -> list[str]:
    return [
        words.plain_plural(f"count.{name}", count) for name, count in vars(pairs).items() if count
    ]


def _not_reached(facts: RoundView, words: Words) -> list[Block]:
    if not facts.not_reached:
        return []
    said = words.plural("round.not_reached", facts.not_reached)
    way = words("round.not_reached.fix" if facts.try_again else "round.not_reached.too_late")
    return [blocks.section(f"{said}\n{way}")]


def _decisions(facts: RoundView, words: Words) -> list[Element]:
    """Without a pair there is nothing to approve; the draft may still be made anew."""
    if facts.state == RoundState.APPROVED:
        stop = words.plain("button.stop")
        return [blocks.button("round.stop", facts.round_id, stop, style="danger")]
    if facts.state != RoundState.DRAFTED:
        return []
    postpone = words.plain("button.postpone")
    later = blocks.button("round.postpone", facts.round_id, postpone)
    return [_approve(facts, words), later] if facts.counts.total else [later]


def _approve(facts: RoundView, words: Words) -> Element:
    going = facts.counts.going
    sure = blocks.confirm(
        words.plain("round.approve_title"),
        words.plain("round.approve_text", pairs=words.plain_plural("count.pairs", going)),
        words.plain("button.approve"),
        words.plain("round.approve_no"),
    )
    return blocks.button(
        "round.approve",
        facts.round_id,
        words.plain("button.approve"),
        style="primary",
        confirm=sure if 2 * going > MANY_PEOPLE else None,
    )


# --- how it is looked at --------------------------------------------------------------------------


def _listing(facts: RoundView, words: Words) -> list[Element]:
    """In which order, and whether at all pairs."""
    if facts.counts.total < MANY_PAIRS:
        return []
    orders = [Choice(order, words.plain(f"round.order.{order}")) for order in Order]
    return [
        blocks.select(orders, facts.listing.order, action_id="round.order"),
        *_sieve(facts, words),
    ]


def _sieve(facts: RoundView, words: Words) -> list[Element]:
    if facts.listing.doubtful:
        text = words.plain("button.all_pairs", n=facts.counts.total)
        return [blocks.button("round.sift", "all", text)]
    if facts.state != RoundState.DRAFTED or not facts.doubtful:
        return []
    return [
        blocks.button(
            "round.sift", "doubtful", words.plain_plural("button.doubtful", facts.doubtful)
        )
    ]


def _pages(facts: RoundView, words: Words) -> list[Block]:
    if facts.pages < 2:
        return []
    steps = (("back", facts.page - 1), ("next", facts.page + 1))
    buttons = [
        blocks.button(f"round.page.{way}", page, words.plain(f"button.page_{way}"))
        for way, page in steps
        if 1 <= page <= facts.pages
    ]
    where = words("round.page", page=facts.page, pages=facts.pages)
    return [blocks.actions(*buttons), blocks.context(where)]


def _preview(words: Words) -> list[Block]:
    texts = [_sample(words.also(language)) for language in LANGUAGES]
    title = blocks.section(f"*{words('round.preview')}*")
    return [blocks.divider(), title, *map(blocks.section, texts)]


def _sample(words: Words) -> str:
    name = words.plain("round.preview_name")
    lines = (
        words("proposal.headline.mentor", partner=name),
        words("proposal.private", partner=name),
        words("proposal.until", until=words.plain("round.preview_until")),
    )
    return "\n".join(f">{line}" for line in lines)
