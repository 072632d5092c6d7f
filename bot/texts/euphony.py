"""Italian puts a *d* between two equal vowels: "ad Anna", "ed Elena"."""

import re
import unicodedata
from collections.abc import Mapping

_BEFORE_A_FACT = re.compile(r"\b([ae]) (?=\{(\w+)\})", re.IGNORECASE)


def before(facts: Mapping[str, str], text: str) -> str:
    """The text, still with its placeholders, as it is said before these facts."""
    return _BEFORE_A_FACT.sub(lambda found: f"{joined(found[1], facts.get(found[2], ''))} ", text)


def joined(word: str, following: str) -> str:
    """`a` or `e` as it is said before what follows.

    >>> joined("a", "Anna"), joined("e", "Élodie"), joined("a", "Elena")
    ('ad', 'ed', 'a')
    """
    first = unicodedata.normalize("NFD", following[:1]).casefold()
    return f"{word}d" if first[:1] == word.casefold() else word
