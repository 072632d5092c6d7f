"""After a pair: who would like somebody new says so; what was said is for the person alone."""

from bot.domain.enrolment.other_role import Missing
from bot.programme.enrolment.results import AfterPair
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, Said
from bot.slack.kit.tell import tell, verb_button
from bot.texts.words import Words


def choices(words: Words) -> list[Element]:
    """Somebody new, or not now; the same two whatever was said before, since Slack keeps them."""
    return [find_button(words), wait_button(words)]


def all_choices(words: Words) -> list[Element]:
    """With the other role, where there is room for it."""
    return [find_button(words), turn_button(words), wait_button(words)]


def find_button(words: Words) -> Element:
    """Into the next round."""
    label = words.plain("button.find_someone")
    return blocks.button("after_pair.find_someone", "new", label, style="primary")


def turn_button(words: Words) -> Element:
    """The same in the other role."""
    return blocks.button("after_pair.turn", "turn", words.plain("button.other_role"))


def wait_button(words: Words) -> Element:
    """Into no round for now."""
    return blocks.button("after_pair.wait", "wait", words.plain("button.not_now"))


def choices_then(pair_id: int, words: Words) -> list[Element]:
    """The same two, beforehand: once this pair has ended."""
    new, wait = words.plain("button.find_someone"), words.plain("button.not_now")
    return [
        blocks.button("swap.find_someone", pair_id, new),
        blocks.button("swap.wait", pair_id, wait),
    ]


def kept(_: AfterPair, words: Words) -> Said:
    """What stands in the message's place afterwards: the same for every answer."""
    return tell(words("after_pair.kept"), buttons=all_choices(words))


def said(facts: AfterPair, words: Words) -> Said:
    """What only the person reads, and Slack does not keep."""
    if not facts.looks:
        return tell(words("after_pair.waits"))
    headline = words(f"after_pair.looks.{facts.role}" if facts.role else "after_pair.looks")
    return tell(headline, *next_round(facts, words), *missing(facts.missing, words),
                buttons=profile_buttons(facts.missing, words))  # fmt: skip


def missing(what: Missing | None, words: Words) -> list[str]:
    """What of the profile keeps somebody from the role that they turn to."""
    return [words(f"after_pair.missing.{what}")] if what else []


def profile_buttons(what: Missing | None, words: Words) -> list[Element]:
    """Where it is filled in."""
    return [verb_button("profile", words, "primary")] if what else []


def next_round(facts: AfterPair, words: Words) -> list[str]:
    """When it is, and that they come a little earlier where they do."""
    day, early = facts.next_round_on, facts.priority
    if day is None:
        return [words("proposal.next_priority")] if early else []
    key = "proposal.next_priority_on" if early else "standing.next_round"
    return [words(key, date=words.date(day))]
