"""The topics of a programme, from its rules: what people read, and what they choose from."""

from bot.domain.rules import OwnTopic, ProgrammeRules, TopicTexts
from bot.texts.topics import Content, Prompt, Topic, Topics, catalogue_topics, own_topic


def topics_of(rules: ProgrammeRules) -> Topics:
    """The catalogue's, with what a programme adds to them and offers no longer."""
    if not rules.topics and not rules.hidden_topics:
        return catalogue_topics()
    return catalogue_topics().with_own(map(_own, rules.topics), rules.hidden_topics)


def _own(topic: OwnTopic) -> Topic:
    contents = {register: _content(texts) for register, texts in topic.texts.items()}
    return own_topic(topic.id, topic.area, topic.names, contents)


def _content(texts: TopicTexts) -> Content:
    prompts = tuple(Prompt(*saying) for saying in texts.prompts)
    return Content(texts.description, texts.goals, texts.proof, prompts)
