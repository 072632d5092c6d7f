"""The table of verbs: one row each. Aliases, help and *did you mean* come from here."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.slack.administration.verbs import health
from bot.slack.edge.request import SlackRequest
from bot.slack.enrolment.verbs import join, leave, pause, privacy, profile, resume
from bot.slack.figures.verbs import stats
from bot.slack.meetings.verbs import met, when
from bot.slack.people.verbs import language
from bot.slack.rounds.verbs import round_
from bot.slack.standing.verbs import help_, status
from bot.texts.clean import clean


@dataclass(frozen=True)
class Verb:
    """`name` in English, `it` in Italian; both are always understood.

    `run` gets what was typed after the verb. `leads`: offered to leads only.
    """

    name: str
    it: str
    run: Callable[[SlackRequest, str], None]
    leads: bool = False


VERBS = (
    Verb("help", "aiuto", help_),
    Verb("join", "iscrivimi", join),
    Verb("status", "stato", status),
    Verb("when", "quando", when),
    Verb("met", "fatto", met),
    Verb("profile", "profilo", profile),
    Verb("pause", "pausa", pause),
    Verb("resume", "riprendi", resume),
    Verb("language", "lingua", language),
    Verb("leave", "esci", leave),
    Verb("privacy", "privacy", privacy),
    Verb("stats", "statistiche", stats, leads=True),
    Verb("round", "giro", round_, leads=True),
    Verb("health", "salute", health, leads=True),
)
BY_WORD = {word: verb for verb in VERBS for word in (verb.name, verb.it)}
_AROUND = "\"'“”‘’«»`()[]"
_TRAILING = ".,;:!?…"
_FULL_WIDTH = {ordinal: ordinal - 0xFEE0 for ordinal in range(0xFF01, 0xFF5F)}
_COURTESY = re.compile(r"(?:^| )(?:please|thanks|thank you|per favore|grazie)$", re.IGNORECASE)
_COMMAND = ("/revmentor", "revmentor")
MOST_TYPED = 40


@dataclass(frozen=True)
class Typed:
    """What stood after the command: the verb if known, its argument, the word as it was typed."""

    verb: Verb | None
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
    verb = BY_WORD.get(words[0].casefold())
    return Typed(verb, _COURTESY.sub("", " ".join(words[1:])), words[0][:MOST_TYPED])


def nearest(word: str, *, lead: bool) -> Verb | None:
    """The verb that was probably meant; one of the leads' is offered to leads only."""
    known = [one for one, verb in BY_WORD.items() if lead or not verb.leads]
    close = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return BY_WORD[close[0]] if close else None


def _cleaned(part: str) -> str:
    return part.strip(_AROUND).rstrip(_TRAILING).strip(_AROUND)


def named(name: str) -> Verb | None:
    """The verb that a button names."""
    return BY_WORD.get(name)
