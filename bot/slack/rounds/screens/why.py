"""Why these two: topics and circumstances, in a window that Slack does not keep."""

from bot.domain.fit.people import Role
from bot.programme.rounds.results import WhyUs
from bot.slack.kit import blocks
from bot.slack.kit.blocks import View
from bot.slack.kit.tell import INNER
from bot.texts.words import Safe, Words


def why(facts: WhyUs, words: Words) -> View:
    """Reasons as sentences; never a level, a number of points or a rank."""
    return blocks.modal(
        "why",
        words.plain("title.why"),
        [
            blocks.section(f"*{words('why.intro', partner=words.name(facts.partner))}*"),
            blocks.section("\n".join(f"• {line}" for line in _reasons(facts, words))),
            blocks.context(words("why.who_sees")),
        ],
        close=words.plain("button.close"),
    )


def _reasons(facts: WhyUs, words: Words) -> list[Safe]:
    topics = [*_topics("why.they_share", facts.they_share, facts, words)]
    mine = [*_topics("why.i_share", facts.i_share, facts, words)]
    lines = mine + topics if facts.my_role is Role.MENTOR else topics + mine
    if facts.common_hours >= 1:
        lines.append(words.plural("why.hours", round(facts.common_hours)))
    if facts.other_function:
        lines.append(words("why.other_function"))
    if facts.other_site:
        lines.append(words("why.other_site"))
    lines.append(words("why.line_unknown"))
    return lines


def _topics(key: str, ids: tuple[str, ...], facts: WhyUs, words: Words) -> list[Safe]:
    if not ids:
        return []
    return [words(key, partner=words.name(facts.partner), topics=words.topics(ids, INNER))]
