"""The lead's round: the messages about it, its window, and what a decision led to.

Names and categories only: never a topic, a level, an answer, or who said what to a proposal.
"""

from collections.abc import Mapping

from bot.domain.lifecycle import RoundState
from bot.programme.rounds import kinds
from bot.programme.rounds.results import (
    Categories,
    DecidedAlready,
    DraftedPair,
    RoundPostponed,
    RoundReady,
    RoundView,
    WaitingPerson,
)
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Choice, Element, Said, View
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell
from bot.texts.catalogue import LANGUAGES
from bot.texts.words import Safe, Words

MANY_PEOPLE = 20
"""Above so many people an approval is confirmed first."""
STATES_SAID = ("held", "dropped", "impossible", "not_sent")
CATEGORIES = ("not_this_time", "no_hours", "no_language", "nobody_fitting")


# --- messages ------------------------------------------------------------------------------------


@screen(kinds.READY)
def ready(facts: RoundReady, words: Words) -> Said:
    """The round is drafted."""
    return _announced("round.ready", facts, words)


@screen(kinds.STILL_WAITING)
def still_waiting(facts: RoundReady, words: Words) -> Said:
    """Once more, and for the last time."""
    return _announced("round.still_waiting", facts, words, words("round.last_word"))


def _announced(key: str, facts: RoundReady, words: Words, *last: str) -> Said:
    """Without a pair there is nothing to approve, and still a reason why."""
    key, last = (key, last) if facts.pairs else ("round.no_pairs", ())
    reasons = _reasons(facts.waiting_why, words)
    return tell(
        words(key, date=words.date(facts.due_on), **counts(facts.pairs, facts.waiting, words)),
        *([words("round.why_waiting", reasons=reasons)] if reasons else []),
        *last,
        buttons=[
            open_button(facts.round_id, words),
            blocks.button("round.postpone", facts.round_id, words.plain("button.postpone")),
        ],
    )


def open_button(round_id: int, words: Words, style: str | None = "primary") -> Element:
    """Opens the round's window."""
    return blocks.button("round.open", round_id, words.plain("button.open_round"), style=style)


def counts(pairs: int, waiting: int, words: Words) -> dict[str, str]:
    """The facts `pairs` and `waiting` as words."""
    return {
        "pairs": words.plain_plural("count.pairs", pairs),
        "waiting": words.plain_plural("count.waiting", waiting),
    }


def _reasons(why: Mapping[str, int], words: Words) -> str:
    return words.listed(
        words("round.reason", category=words.plain(f"waiting.{category}"), n=why[category])
        for category in CATEGORIES
        if why.get(category)
    )


def postponed(facts: RoundPostponed | DecidedAlready, words: Words) -> Said:
    """Until when, or whose decision came first."""
    if isinstance(facts, RoundPostponed):
        return tell(words("round.decided.postponed", date=words.date(facts.postponed_to)))
    if facts.decided_by is None:
        return tell(words("round.decided.already_someone"))
    if facts.mine:
        return tell(words("round.decided.already_you"))
    return tell(words("round.decided.already", lead=words.name(facts.decided_by)))


# --- the window ----------------------------------------------------------------------------------


def round_(facts: RoundView, words: Words) -> View:
    """Pairs with their categories, who waits and why, what people will read, the decision."""
    return blocks.modal(
        "round",
        words.plain("title.round", n=facts.number),
        [
            blocks.header(words.plain("round.heading", date=words.date(facts.due_on))),
            blocks.section(_state(facts, words)),
            blocks.context(*_summary(facts, words)),
            *_not_reached(facts, words),
            *blocks.rows_of(*_decisions(facts, words)),
            blocks.divider(),
            *(_pair(pair, facts, words) for pair in facts.pairs),
            *_pages(facts, words),
            *_waiting(facts, words),
            *_preview(words),
        ],
        close=words.plain("button.close"),
        metadata={"round": facts.round_id, "page": facts.page},
    )


def _state(facts: RoundView, words: Words) -> str:
    if facts.hold_until is not None:
        lines = [words("round.state.approved", time=words.clock(facts.hold_until))]
    elif facts.state == RoundState.SENDING and facts.total_queued:
        pairs = words.plain_plural("count.pairs", facts.total_offered + facts.total_queued)
        lines = [
            words("round.state.going_out", done=words.number(facts.total_offered), pairs=pairs)
        ]
    elif facts.state == RoundState.DRAFTED and facts.total_pairs == 0:
        lines = [words("round.state.no_pairs")]
    else:
        lines = [words(f"round.state.{facts.state}")]
    if facts.decided_by:
        lines.append(words("round.decided_by", lead=words.name(facts.decided_by)))
    return "\n".join(lines)


def _summary(facts: RoundView, words: Words) -> list[str]:
    held = words.plain_plural("count.held", facts.total_held)
    lines = [
        words("round.totals", held=held, **counts(facts.total_pairs, facts.total_waiting, words))
    ]
    if facts.last_round:
        lines.append(words("round.last", **counts(*facts.last_round, words)))
    if any(facts.waiting_why.values()):
        lines.append(words("round.why_waiting", reasons=_reasons(facts.waiting_why, words)))
    if not facts.proven:
        lines.append(words("round.not_proven"))
    return [str(line) for line in lines]


def _not_reached(facts: RoundView, words: Words) -> list[Block]:
    if not facts.not_reached:
        return []
    said = words.plural("round.not_reached", facts.not_reached)
    way = words("round.not_reached.fix" if facts.try_again else "round.not_reached.too_late")
    return [blocks.section(f"{said}\n{way}")]


def _decisions(facts: RoundView, words: Words) -> list[Element]:
    if facts.state == RoundState.APPROVED:
        stop = words.plain("button.stop")
        return [blocks.button("round.stop", facts.round_id, stop, style="danger")]
    if facts.state != RoundState.DRAFTED:
        return []
    postpone = words.plain("button.postpone")
    return [_approve(facts, words), blocks.button("round.postpone", facts.round_id, postpone)]


def _approve(facts: RoundView, words: Words) -> Element:
    going = facts.total_going
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


def _pair(pair: DraftedPair, facts: RoundView, words: Words) -> Block:
    names = {"mentor": words.name(pair.mentor), "mentee": words.name(pair.mentee)}
    lines = [words("round.pair", **names), *filter(None, [" · ".join(_about(pair, words))])]
    choices = _pair_choices(pair, words) if facts.state == RoundState.DRAFTED else []
    return blocks.section(
        "\n".join(lines), blocks.overflow("round.pair", choices) if choices else None
    )


def _about(pair: DraftedPair, words: Words) -> list[Safe]:
    """Of states only what leads decide and what everybody sees: nobody's answer shows here."""
    state = [words(f"round.pair.{pair.state}")] if pair.state in STATES_SAID else []
    if pair.own:
        return [*state, words("round.pair.own")]
    return [*state, *(_categories(pair.categories, words) if pair.categories else ())]


def _categories(categories: Categories, words: Words) -> list[Safe]:
    mix = ("other_function", "other_site")
    return [
        words(f"round.pair.fit.{categories.topics_fit}"),
        words("round.pair.gives_back" if categories.gives_back else "round.pair.gives_back_not"),
        words.plural("count.hours_in_common", round(categories.common_hours)),
        *(words(f"round.pair.{name}") for name in mix if getattr(categories, name)),
    ]


def _pair_choices(pair: DraftedPair, words: Words) -> list[Choice]:
    if pair.own:
        return []
    offered = {"drafted": ("hold", "drop"), "held": ("release", "drop")}.get(pair.state, ())
    return [
        Choice(f"{verb}:{pair.proposal_id}", words.plain(f"round.pair.{verb}")) for verb in offered
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


def _waiting(facts: RoundView, words: Words) -> list[Block]:
    if not facts.waiting:
        return []
    lines = [f"*{words('round.waiting')}*"]
    lines += [_waiting_line(person, words) for person in facts.waiting]
    more = facts.total_waiting - len(facts.waiting)
    if more > 0:
        lines.append(words.plural("round.waiting_more", more))
    return [blocks.divider(), blocks.section("\n".join(lines))]


def _waiting_line(person: WaitingPerson, words: Words) -> str:
    name = words.name(person.slack_id)
    if person.category is None:
        return words("round.waiting_you", name=name)
    category = words.plain(f"waiting.{person.category}")
    return words("round.waiting_person", name=name, category=category)


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
