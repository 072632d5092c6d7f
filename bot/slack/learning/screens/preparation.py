"""What the two may read before a meeting, in windows, which Slack does not keep."""

from collections.abc import Sequence

from bot.domain.fit.people import Role, SideRole
from bot.domain.learning.phases import Phase
from bot.programme.learning.results import ClosingKit, Primer, TopicCard
from bot.programme.meetings.kinds import Preparation
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Element, View
from bot.slack.learning.screens import ideas
from bot.texts import guidance
from bot.texts.clean import Safe, escaped
from bot.texts.guidance import Said
from bot.texts.topics import Content
from bot.texts.words import Words


def buttons(facts: Preparation, session_id: int, pair_id: int, words: Words) -> list[Element]:
    """Beside a reminder: what this reader prepares with; the primer, or starters, or the closing
    kit, which has starters, too, before a last one."""
    mine = (
        worksheet_button(session_id, words)
        if facts.role is Role.MENTEE
        else blocks.button("learning.card", pair_id, words.plain("button.topic_card"))
    )
    if facts.ends_on:
        return [mine, closing_button(pair_id, words)]
    return [mine, _primer_button(pair_id, words) if facts.primer else ideas.button(pair_id, words)]


def worksheet_button(session_id: int, words: Words) -> Element:
    return blocks.button("learning.worksheet", session_id, words.plain("button.worksheet"))


def closing_button(pair_id: int, words: Words) -> Element:
    return blocks.button("learning.closing", pair_id, words.plain("button.closing_kit"))


def _primer_button(pair_id: int, words: Words) -> Element:
    return blocks.button("learning.primer", pair_id, words.plain("button.primer"))


def primer(facts: Primer, words: Words) -> View:
    """Two minutes to read."""
    text = guidance.primers()[facts.role]
    return _page(
        "title.primer",
        [
            blocks.header(text.title[words.register]),
            *(blocks.section(escaped(one)) for one in text.paragraphs[words.register]),
        ],
        words,
    )


def topic_card(facts: TopicCard, words: Words) -> View:
    """Each topic of a pair with its prompts; with AI, how to verify, and the company's rules."""
    known = [words.catalogue.known.get(one) for one in facts.topics]
    with_ai = any(topic is not None and topic.verify_together for topic in known)
    return _page(
        "title.topic_card",
        [
            blocks.section(words("topic_card.intro", partner=words.name(facts.partner))),
            *(_of_newcomers(facts.phase, facts, words) if facts.phase else ()),
            *(block for topic in facts.topics for block in _topic(topic, facts, words)),
            *(_with_ai(facts.ai_rules_link, words) if with_ai else ()),
        ],
        words,
    )


def closing_kit(facts: ClosingKit, words: Words) -> View:
    """The parts of the last meeting with their minutes, starters, and phrases of thanks."""
    register, partner = words.register, words.name(facts.partner)
    parts = [
        words("closing.part", minutes=part.minutes, part=part.says[register])
        for part in guidance.closing()
    ]
    told = guidance.three(Phase.CLOSING, ideas.seed(facts.pair_id, facts.meetings), 0)
    asked = [ideas.line(one, facts.role, partner, words) for one in told]
    thanks = [
        words("topic_card.prompt", question=one.says[register])
        for one in guidance.thanks(facts.role)
    ]
    return _page(
        "title.closing_kit",
        [
            blocks.section(
                words(
                    "closing.intro",
                    partner=partner,
                    minutes=sum(part.minutes for part in guidance.closing()),
                )
            ),
            *(blocks.section(f"{number}. {part}") for number, part in enumerate(parts, 1)),
            blocks.header(words.plain("closing.starters")),
            blocks.section("\n".join(f"• {one}" for one in asked)),
            blocks.header(words.plain("closing.thanks")),
            blocks.section("\n".join(thanks)),
            blocks.context(words("closing.who_sees")),
        ],
        words,
    )


def _page(title: str, shown: list[Block], words: Words) -> View:
    close = words.plain("button.close")
    return blocks.modal("learning.page", words.plain(title), shown, close=close)


def _of_newcomers(phase: Phase, facts: TopicCard, words: Words) -> list[Block]:
    """What the coming meeting of the newcomers' track is about."""
    title = guidance.newcomer_meetings()[phase].title[words.register]

    def asked_by(role: SideRole) -> list[str]:
        return [one.says[words.register] for one in guidance.starters(phase, role)]

    lines = _prompts(asked_by(Role.MENTOR), asked_by(Role.MENTEE), facts, words)
    return [blocks.header(title), blocks.section("\n".join(lines))]


def _topic(topic_id: str, facts: TopicCard, words: Words) -> list[Block]:
    topic = words.catalogue.known.get(topic_id)
    content = topic.contents[words.register] if topic else Content()
    lines = [
        *([escaped(content.description)] if content.description else []),
        *_prompts(content.asked_by(Role.MENTOR), content.asked_by(Role.MENTEE), facts, words),
    ]
    return [
        blocks.header(words.topic(topic_id)),
        *([blocks.section("\n".join(lines))] if lines else []),
    ]


def _prompts(
    mine: Sequence[str], theirs: Sequence[str], facts: TopicCard, words: Words
) -> list[str]:
    """What the mentor, who reads it, could ask, and what the mentee."""
    they = words("topic_card.they_ask", partner=words.name(facts.partner))
    return [
        *_headed(words("topic_card.you_ask"), mine, words),
        *_headed(they, theirs, words),
    ]


def _headed(head: str, asked: Sequence[str], words: Words) -> list[str]:
    lines = [words("topic_card.prompt", question=one) for one in asked]
    return [f"*{head}*", *lines] if lines else []


def _with_ai(link: str, words: Words) -> list[Block]:
    rules = guidance.ai_rules()

    def said(text: Said) -> Safe:
        return escaped(text[words.register])

    where = said(rules.with_link if link else rules.without_link).replace("{link}", f"<{link}>")
    prompt = words("topic_card.prompt", question=rules.verify_prompt[words.register])
    steps = "\n".join(f"• {said(one)}" for one in rules.verify_steps)
    reminders = "\n".join(f"• {said(one)}" for one in rules.reminders)
    return [
        blocks.divider(),
        blocks.header(rules.verify_title[words.register]),
        blocks.section(f"{prompt}\n{steps}"),
        blocks.header(rules.card_title[words.register]),
        blocks.section(f"{where}\n{reminders}"),
    ]
