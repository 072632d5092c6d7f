"""A proposal to one of two people, and what came of it."""

from bot.domain.fit.people import Role
from bot.programme.rounds import kinds
from bot.programme.rounds.kinds import DidNotGoAhead, RoundLate
from bot.programme.rounds.results import MyAnswer, Offered, ProposalAnswered
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Choice, Element, Field, Said, View
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import plan_facts, tell, verb_button
from bot.texts.words import Safe, Words


@screen(kinds.OFFER)
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


@screen(kinds.REMINDER)
def reminder(facts: Offered, words: Words) -> Said:
    """The one reminder."""
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
    if facts.languages and not facts.plan.for_newcomers:  # in sixty words the track comes first
        spoken = words.listed(words.tongue(code) for code in facts.languages)
        lines.append(words("proposal.languages", languages=spoken))
    lines.append(words("proposal.private_line"))
    lines.append(words("proposal.private", partner=words.name(facts.partner)))
    return [line for line in lines if line]


def _place(facts: Offered, words: Words) -> str:
    names = [words.named(one) for one in (facts.function, facts.site) if one]
    return words("proposal.place", place=", ".join(names)) if names else ""


def _topics(facts: Offered, words: Words) -> list[Safe]:
    """What the partner offers, and a reason to say yes."""
    lines = []
    if facts.partner_shares:
        key = f"proposal.shares.{facts.partner_role}"
        lines.append(words(key, topics=words.topics(facts.partner_shares)))
    if facts.plan.for_newcomers:
        return [*lines, words("proposal.newcomers")]
    if facts.partner_role is Role.MENTOR:
        return [*lines, words("proposal.takes", **plan_facts(facts.plan, words))]
    return [*lines, words("proposal.learns")]


def choices(facts: Offered, words: Words) -> list[Element]:
    """Yes, Someone else, Why this proposal?"""
    rows = (
        ("proposal.yes", "button.yes", "primary"),
        ("proposal.no", "button.someone_else", None),
        ("proposal.why", "button.why", None),
    )
    return [
        blocks.button(action, facts.proposal_id, words.plain(text), style=style)
        for action, text, style in rows
    ]


@screen(kinds.DID_NOT_GO_AHEAD)
def did_not_go_ahead(facts: DidNotGoAhead, words: Words) -> Said:
    """Neutral: it fits a decline and an expiry alike."""
    ended = (
        words("proposal.not_ahead", partner=words.name(facts.partner))
        if facts.partner
        else words("nudge.still_looking", date=words.date(facts.round_on))
    )
    return tell(
        ended,
        _what_next(facts, words),
        buttons=[verb_button("profile", words), verb_button("pause", words)],
    )


def _what_next(facts: DidNotGoAhead, words: Words) -> Safe:
    if facts.next_round_on is None:
        return words("proposal.next_priority")
    return words("proposal.next_priority_on", date=words.date(facts.next_round_on))


@screen(kinds.LATE)
def late(facts: RoundLate, words: Words) -> Said:
    """To who waits: that a round still does, or is postponed."""
    said = {"date": words.date(facts.round_on), "today": words.date(facts.today)}
    headline = (
        words("round_late.postponed", **said, day=words.date(facts.postponed_to))
        if facts.postponed_to
        else words("round_late.undecided", **said)
    )
    return tell(
        headline,
        words("round_late.more"),
        buttons=[verb_button("profile", words), verb_button("pause", words)],
    )


# --- one's own word ------------------------------------------------------------------------------


def answered(facts: ProposalAnswered, words: Words) -> Said:
    """What stands in the message's place once its receiver has answered: the same for every word,
    since Slack keeps it. Only that both said yes is no secret of one of them."""
    if facts.outcome in ("paired", "already") or facts.until is None:
        return tell(words("proposal.both_said_yes", partner=words.name(facts.partner)))
    mine = my_answer_button(facts.proposal_id, words)
    return tell(words("proposal.answered", until=words.moment(facts.until)), buttons=[mine])


def warm_word(facts: ProposalAnswered, words: Words) -> Said:
    """What only the person reads, and Slack does not keep."""
    partner = words.name(facts.partner)
    if facts.outcome == "already":
        return answered(facts, words)
    key = "proposal.paired" if facts.outcome == "paired" else f"proposal.said_{facts.outcome}"
    said = words(key, partner=partner)
    return tell(said, *_who_may_help(facts, words))


def _who_may_help(facts: ProposalAnswered, words: Words) -> list[str]:
    if not facts.may_help:
        return []
    leads = words.listed(words.name(lead) for lead in facts.may_help)
    return [words("proposal.declined_more", leads=leads)]


def my_answer_button(proposal_id: int, words: Words) -> Element:
    return blocks.button("proposal.mine", proposal_id, words.plain("button.my_answer"))


def my_answer(facts: MyAnswer, words: Words) -> View:
    """One's own word, to look at and to change."""
    partner = words.name(facts.partner)
    choices = [
        Choice(word, words.plain(f"proposal.word.{word}"))
        for word in ("yes", "someone_else", "later")
    ]
    again = Choice("yes", words.plain("proposal.not_again.yes"))
    return blocks.modal(
        "proposal",
        words.plain("title.my_answer"),
        [
            blocks.section(words("proposal.my_answer", partner=partner)),
            blocks.input_(
                Field("word"),
                words.plain("proposal.word"),
                blocks.radio(choices, facts.word),
            ),
            blocks.input_(
                Field("not_again"),
                words.plain("proposal.not_again"),
                blocks.checkboxes([again], ["yes"] if facts.not_again else []),
                optional=True,
                hint=words.plain("proposal.not_again.hint"),
            ),
            blocks.context(words("proposal.until", until=words.moment(facts.expires_at))),
        ],
        submit=words.plain("button.save"),
        close=words.plain("button.close"),
        metadata={"proposal": facts.proposal_id},
    )
