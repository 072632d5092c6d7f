"""One card a state: the sentence on where a person stands, what follows, what they can do now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.due.plan import NextMeeting
from bot.programme.administration.overview import Overview
from bot.programme.pairs.results import LivePair
from bot.programme.rounds.results import Offered, RoundReady
from bot.programme.standing import Place, Standing
from bot.slack.enrolment.screens import after_pair, the_end
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element
from bot.slack.kit.tell import plan_facts, verb_button
from bot.slack.learning.screens import ideas
from bot.slack.meetings.screens import checkin, dates, times
from bot.slack.pairs.screens import wake_button
from bot.slack.rounds.screens import proposals
from bot.slack.rounds.screens.announced import counts
from bot.texts.words import Words


@dataclass(frozen=True)
class Card:
    """A headline (a key and plain facts, so that it can also be a header), lines, buttons."""

    key: str
    facts: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    buttons: tuple[Element, ...] = ()


def card(facts: Standing, words: Words) -> Card:
    """The card of the person's state; last the way to questions that are still open, unless the
    card asks questions itself: Slack takes no two buttons of one kind in a row."""
    found = _CARDS[facts.state](facts, words)
    taken = {one["action_id"] for one in found.buttons}
    mine = [
        *(checkin.my_answers(one.session_id, words) for one in facts.checkins[:1]),
        *(the_end.my_choice_button(one.pair_id, words) for one in facts.pairs if one.asked),
    ]
    more = [one for one in mine if one["action_id"] not in taken]
    return replace(found, buttons=(*found.buttons, *more))


def still_open(facts: Standing, words: Words) -> list[str]:
    """One line a meeting whose questions are open, answered or not."""
    return [checkin.still_open(one, words) for one in facts.checkins]


def with_whom(facts: Standing, words: Words) -> list[str]:
    """One line a live pair: with whom, and what its plan has next."""
    return [_with(pair, words) for pair in facts.pairs]


def _with(pair: LivePair, words: Words) -> str:
    whom = words(f"standing.pair.{pair.my_role}", partner=words.name(pair.partner))
    if pair.rests:
        return f"{whom} {words('standing.pair_rests')}"
    if pair.on_a_break:
        return f"{whom} {words('standing.pair_on_a_break')}"
    ahead = [_next(pair.next_meeting, words)] if pair.next_meeting else []
    ends = [words("standing.pair_ends", date=words.date(pair.ends_on))] if pair.ends_on else []
    return " ".join([whom, *ahead, *ends])


def _next(facts: NextMeeting, words: Words) -> str:
    said = {"number": facts.number, "planned": facts.planned}
    if facts.by is None:
        return words("plan.next", **said)
    return words("plan.next_by", **said, date=words.date(facts.by))


def round_ready(facts: RoundReady, words: Words) -> tuple[str, str]:
    """What stands above a lead's own state: the headline and a line about the drafted round."""
    said = counts(facts.pairs, facts.waiting, words)
    headline = words("standing.lead", date=words.date(facts.due_on), **said)
    return headline, words("standing.lead_more")


def overview(facts: Overview | None, words: Words) -> str | None:
    """To a lead, in one line: how many live pairs are how; None where there is none."""
    if facts is None:
        return None
    active = words.plain_plural("stats.part.pairs.active", facts.pairs.active)
    if facts.without_a_date:
        without = words.number(facts.without_a_date)
        active = words.plain("standing.lead_pairs.active", active=active, without=without)
    others = (
        words.plain_plural(f"stats.part.pairs.{name}", n)
        for name in ("needs_a_hand", "resting", "paused")
        if (n := facts.pairs.parts[name])
    )
    parts = [*([active] if facts.pairs.active else []), *others]
    if not parts:
        return None
    told = words("standing.lead_pairs", parts=", ".join(parts))
    if not facts.ending:
        return told
    return f"{told} {words.plural('standing.lead_pairs.ending', facts.ending)}"


# --- one card a state ----------------------------------------------------------------------------


def _stranger(facts: Standing, words: Words) -> Card:
    join = blocks.button("join.open", "join", words.plain("button.join"), style="primary")
    more = words("standing.stranger_more", **plan_facts(facts.plan, words))
    return Card("standing.stranger", lines=(more,), buttons=(join,))


def _draft(_facts: Standing, words: Words) -> Card:
    go_on = blocks.button("join.open", "join", words.plain("button.continue"), style="primary")
    return Card("standing.draft", lines=(words("standing.draft_more"),), buttons=(go_on,))


def _left(facts: Standing, words: Words) -> Card:
    if facts.delete_on is None:
        return _stranger(facts, words)
    back = blocks.button("join.open", "join", words.plain("button.rejoin"), style="primary")
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
    if facts.answered:
        mine = proposals.my_answer_button(offer.proposal_id, words)
        return Card("standing.answered", partner, _answered(offer, words), (mine,))
    lines = proposals.details(offer, words)
    return Card("standing.proposal", partner, tuple(lines), tuple(proposals.choices(offer, words)))


def _answered(offer: Offered, words: Words) -> tuple[str, ...]:
    """The same for every word: a screen may be looked at."""
    return (words("standing.answered_more", until=words.moment(offer.expires_at)),)


def _booked(facts: Standing, words: Words) -> Card:
    date = facts.booked
    if date is None:
        return _paired(facts, words)
    said = {"partner": words.plain_name(date.partner), "when": words.moment(date.starts_at)}
    move = dates.move(date.session_id, words, "primary")
    return Card("standing.booked", said, (words("standing.booked_more"),), (move,))


def _date_asked(facts: Standing, words: Words) -> Card:
    date = facts.date_asked
    if date is None:
        return _paired(facts, words)
    several = "_several" if len(date.options) > 1 else ""
    when = times.listed(date.options, words)
    return Card(
        "standing.date_asked",
        {"partner": words.plain_name(date.partner), "when": when},
        (words(f"standing.date_asked_more{several}"),),
        tuple(dates.date_choices(date.session_id, date.options, words)),
    )


def _date_sent(facts: Standing, words: Words) -> Card:
    date = facts.date_sent
    if date is None:
        return _paired(facts, words)
    when = times.listed(date.options, words)
    said = {"partner": words.plain_name(date.partner), "when": when}
    other = blocks.button("date.find", date.pair_id, words.plain("button.another_time"))
    return Card("standing.date_sent", said, (words("standing.date_sent_more"),), (other,))


def _paired(facts: Standing, words: Words) -> Card:
    if not facts.pairs:
        return _waiting(facts, words)
    first = min(facts.pairs, key=lambda pair: (pair.on_a_break, pair.rests))
    partner = {"partner": words.plain_name(first.partner)}
    if first.on_a_break:
        prepare = ideas.button(first.pair_id, words, "primary")
        more = words("standing.on_a_break_more")
        return Card("standing.on_a_break", partner, (more,), (prepare,))
    if first.rests:
        wake = wake_button(first.pair_id, words)
        return Card("standing.rests", partner, (words("standing.rests_more"),), (wake,))
    find = blocks.button("date.find", first.pair_id, words.plain("button.find"), style="primary")
    return Card("standing.paired", partner, (words("standing.paired_more"),), (find,))


def _completed(facts: Standing, words: Words) -> Card:
    """What the two had, and what comes next."""
    ended = facts.completed
    if ended is None:
        return _waiting(facts, words)
    said = {
        "partner": words.plain_name(ended.partner),
        "weeks": words.plain_plural("count.weeks", ended.weeks),
        "meetings": words.plain_plural("count.meetings", ended.meetings),
    }
    next_ = _waiting(facts, words) if facts.looks else _between(facts, words)
    return replace(next_, key="standing.completed", facts=said)


def _between(_: Standing, words: Words) -> Card:
    """In no round, until one of the two is pressed."""
    ask = (after_pair.find_button(words), after_pair.turn_button(words))
    return Card("standing.between", lines=(words("standing.between_more"),), buttons=ask)


def _waiting(facts: Standing, words: Words) -> Card:
    line = []
    if facts.since:
        line.append(words("standing.waiting_since", date=words.date(facts.since)))
    if facts.next_round_on:
        line.append(words("standing.next_round", date=words.date(facts.next_round_on)))
    if facts.priority:
        line.append(words("standing.priority"))
    improve = verb_button("profile", words, "primary", text="button.improve")
    lines = [*([" ".join(line)] if line else []), *_in_the_other_role(facts, words)]
    wait = [after_pair.wait_button(words)] if facts.asked else []
    return Card("standing.waiting", lines=tuple(lines), buttons=(improve, *wait))


def _in_the_other_role(facts: Standing, words: Words) -> list[str]:
    """Theirs alone until a round is drafted; until then also what they are missing for it."""
    if facts.turns_to is None:
        return []
    turns = words(f"standing.turns_to.{facts.turns_to.role}")
    return [turns, *after_pair.missing(facts.turns_to.missing, words)]


def _paused(facts: Standing, words: Words) -> Card:
    if facts.paused_until is None:
        return _waiting(facts, words)
    day = {"date": words.date(facts.paused_until)}
    more = words("standing.paused_more" if not facts.pairs else "standing.paused_more_paired")
    resume = verb_button("resume", words, "primary")
    return Card("standing.paused", day, (more,), (resume,))


_CARDS: Mapping[Place, Callable[[Standing, Words], Card]] = {
    Place.STRANGER: _stranger,
    Place.DRAFT: _draft,
    Place.LEFT: _left,
    Place.PAUSED: _paused,
    Place.CHECKIN: _checkin,
    Place.PROPOSAL: _proposal,
    Place.BOOKED: _booked,
    Place.DATE_ASKED: _date_asked,
    Place.DATE_SENT: _date_sent,
    Place.PAIRED: _paired,
    Place.COMPLETED: _completed,
    Place.BETWEEN: _between,
    Place.WAITING: _waiting,
}


def _day(at: datetime, words: Words) -> str:
    return words.date(at.astimezone(words.timezone).date())
