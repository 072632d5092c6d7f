"""The verbs of all chapters. Aliases, help and *did you mean* follow from their rows.

What the button of a verb says may be typed, too: "take a break", "iscriviti".
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from bot.slack.administration import verbs as administration
from bot.slack.edge.rows import VerbRow
from bot.slack.enrolment import verbs as enrolment
from bot.slack.figures import verbs as figures
from bot.slack.learning import verbs as learning
from bot.slack.meetings import verbs as meetings
from bot.slack.pairs import verbs as pairs
from bot.slack.people import verbs as people
from bot.slack.rounds import verbs as rounds
from bot.slack.standing import verbs as standing
from bot.texts.catalogue import FORMAL, LANGUAGES, catalogue
from bot.texts.clean import clean

VERBS: tuple[VerbRow, ...] = (
    *standing.VERBS,
    *enrolment.VERBS,
    *pairs.VERBS,
    *meetings.VERBS,
    *learning.VERBS,
    *people.VERBS,
    *figures.VERBS,
    *rounds.VERBS,
    *administration.VERBS,
)
BY_WORD = {word: verb for verb in VERBS for word in (verb.name, verb.it)}


def _on_buttons(verb: VerbRow) -> set[str]:
    catalogues = [catalogue(name) for name in (*LANGUAGES, *FORMAL.values())]
    labels = [one.forms.get(f"button.verb.{verb.name}", ()) for one in catalogues]
    return {label.casefold() for forms in labels for label in forms}


_BY_PHRASE = {said: verb for verb in VERBS for said in _on_buttons(verb)} | BY_WORD
_LONGEST = max(len(said.split()) for said in _BY_PHRASE)
_AROUND = "\"'“”‘’«»`()[]"
_TRAILING = ".,;:!?…"
_FULL_WIDTH = {ordinal: ordinal - 0xFEE0 for ordinal in range(0xFF01, 0xFF5F)}
_COURTESY = re.compile(r"(?:^| )(?:please|thanks|thank you|per favore|grazie)$", re.IGNORECASE)
_COMMAND = ("/revmentor", "revmentor")
MOST_TYPED = 40


@dataclass(frozen=True)
class Typed:
    """What stood after the command: the verb if known, its argument, the word as it was typed."""

    verb: VerbRow | None
    argument: str
    word: str


def read(text: str) -> Typed:
    """Split at white space; case does not matter.

    Quotes, brackets, a closing point, a closing "please" and the command's own name, typed once
    more, are dropped.
    """
    parts = clean(text.translate(_FULL_WIDTH)).split()
    words = [cleaned for part in parts if (cleaned := _cleaned(part))]
    if words and words[0].casefold() in _COMMAND:
        del words[0]
    if not words:
        return Typed(None, "", "")
    verb, length = _opening(words)
    return Typed(verb, _COURTESY.sub("", " ".join(words[length:])), words[0][:MOST_TYPED])


def _opening(words: list[str]) -> tuple[VerbRow | None, int]:
    """The verb that these words begin with, in the longest way, and how many of them say it."""
    for length in range(_LONGEST, 0, -1):
        verb = _BY_PHRASE.get(" ".join(words[:length]).casefold())
        if verb is not None:
            return verb, min(length, len(words))
    return None, 1


def nearest(word: str, *, lead: bool) -> VerbRow | None:
    """The verb that was probably meant; one of the leads' is offered to leads only."""
    known = [one for one, verb in BY_WORD.items() if lead or not verb.leads]
    close = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return BY_WORD[close[0]] if close else None


def _cleaned(part: str) -> str:
    return part.strip(_AROUND).rstrip(_TRAILING).strip(_AROUND)


def named(name: str) -> VerbRow | None:
    """The verb that a button names."""
    return BY_WORD.get(name)
