"""The facts of a refusal or a field error as words."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.texts.clean import clip
from bot.texts.words import Words

TYPED = 40
"""So much of what somebody typed is repeated to them."""

_NAMED = {"role": "role", "other": "role"}
"""Facts whose value is itself the end of a text key."""
_PEOPLE = frozenset({"partner"})
"""Facts that are somebody's Slack id."""


def plain_facts(facts: Mapping[str, object], words: Words) -> dict[str, str | int | float]:
    """Each fact as a word or a number; people become mentions, days are written out."""
    return {name: _word(name, value, words) for name, value in facts.items()}


def _word(name: str, value: object, words: Words) -> str | int | float:
    key = f"{_NAMED.get(name)}.{value}"
    if name in _NAMED and words.knows(key):
        return words.plain(key)
    if isinstance(value, tuple | list | frozenset):
        return words.listed(words.mention(str(one)) for one in value)
    if name in _PEOPLE:
        return words.plain_name(str(value))
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.date(value)
    return value if isinstance(value, int | float) else clip(str(value), TYPED)
