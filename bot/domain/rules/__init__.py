"""The rules of a programme: the model, the file it is read from, and what a change means."""

from bot.domain.rules.changes import Change, breaks_live, difference
from bot.domain.rules.file import default_rules, from_toml, led_by
from bot.domain.rules.findings import BadRules, Finding
from bot.domain.rules.model import Choice, Names, ProgrammeRules, Site
from bot.domain.rules.topics import OwnTopic, TopicTexts
from bot.domain.rules.written import to_toml

__all__ = [
    "BadRules",
    "Change",
    "Choice",
    "Finding",
    "Names",
    "OwnTopic",
    "ProgrammeRules",
    "Site",
    "TopicTexts",
    "breaks_live",
    "default_rules",
    "difference",
    "from_toml",
    "led_by",
    "to_toml",
]
