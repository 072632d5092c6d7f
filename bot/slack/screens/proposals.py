"""A proposal to one of two people, and what came of it."""

from bot.programme.facts import DidNotGoAhead, Offered, ProposalAnswered
from bot.slack import blocks
from bot.slack.blocks import Choice, Element, Said
from bot.slack.screens.told import tell
from bot.slack.screens.verbs import verb_button
from bot.texts.words import Safe, Words


def offer(facts: Offered, words: Words) -> Said:
    """The first message: who, where, which offers; never a wish and never a level."""
    key = f"proposal.headline.{facts.partner_role}"
    later = blocks.overflow(
        "proposal.more",
        [Choice(f"later:{facts.proposal_id}", words.plain("button.later"))],
    )
    return tell(
        words(key, partner=words.name(facts.partner)),
        *details(facts, words),
        shown=words(key, partner=words.mention(facts.partner)),
        buttons=[*choices(facts, words), later],
    )


def reminder(facts: Offered, words: Words) -> Said:
    """The one reminder. Later is no choice any more: no further reminder would follow it."""
    key = f"proposal.reminder.{facts.partner_role}"
    until = words.moment(facts.expires_at)
    return tell(
        words(key, partner=words.name(facts.partner), until=until),
        *_about(facts, words),
        shown=words(key, partner=words.mention(facts.partner), until=until),
        buttons=choices(facts, words),
    )


def details(facts: Offered, words: Words) -> list[str]:
    """The lines that a person may read about another before either has said yes."""
    return [*_about(facts, words), words("proposal.until", until=words.moment(facts.expires_at))]


def _about(facts: Offered, words: Words) -> list[str]:
    lines = [_place(facts, words), *_topics(facts, words)]
    if facts.languages:
        spoken = words.listed(words.tongue(code) for code in facts.languages)
        lines.append(words("proposal.languages", languages=spoken))
    lines.append(words("proposal.private_line"))
    lines.append(words("proposal.private", partner=words.name(facts.partner)))
    return [line for line in lines if line]


def _place(facts: Offered, words: Words) -> str:
    names = [words.named(one) for one in (facts.function, facts.site) if one]
    return words("proposal.place", place=", ".join(names)) if names else ""


def _topics(facts: Offered, words: Words) -> list[Safe]:
    lines = [] if facts.partner_role == "mentor" else [words("proposal.learns")]
    if facts.partner_shares:
        key = f"proposal.shares.{facts.partner_role}"
        lines.append(words(key, topics=words.topics(facts.partner_shares)))
    return lines


def choices(facts: Offered, words: Words) -> list[Element]:
    """Yes, Someone else, Why us?"""
    rows = (
        ("proposal.yes", "button.yes", "primary"),
        ("proposal.no", "button.someone_else", None),
        ("proposal.why", "button.why", None),
    )
    return [
        blocks.button(action, facts.proposal_id, words.plain(text), style=style)
        for action, text, style in rows
    ]


def did_not_go_ahead(facts: DidNotGoAhead, words: Words) -> Said:
    """Neutral: it fits a decline and an expiry alike."""
    return tell(
        words("proposal.not_ahead", partner=words.name(facts.partner)),
        _what_next(facts, words),
        buttons=[verb_button("profile", words), verb_button("pause", words)],
    )


def _what_next(facts: DidNotGoAhead, words: Words) -> Safe:
    key = "proposal.next_priority" if facts.priority else "proposal.next"
    if facts.next_round_on is None:
        return words(key)
    return words(f"{key}_on", date=words.date(facts.next_round_on))


_SAYS = {
    "waiting_for_other": "proposal.said_yes",
    "paired": "proposal.paired",
    "declined": "proposal.declined",
}


def answered(facts: ProposalAnswered, words: Words) -> Said:
    """Replaces the proposal's message once its receiver has chosen."""
    if facts.outcome == "later":
        return _later(facts, words)
    said = words(_SAYS[facts.outcome], partner=words.name(facts.partner))
    return tell(said, *_who_may_help(facts, words))


def _who_may_help(facts: ProposalAnswered, words: Words) -> list[str]:
    if not facts.may_help:
        return []
    leads = words.listed(words.name(lead) for lead in facts.may_help)
    return [words("proposal.declined_more", leads=leads)]


def _later(facts: ProposalAnswered, words: Words) -> Said:
    if facts.reminder_at is None:
        return tell(words("proposal.later_open"))
    day = words.date(facts.reminder_at.astimezone(words.timezone).date())
    return tell(words("proposal.later", date=day, partner=words.name(facts.partner)))
